#include "tests/bench/sync_run.hpp"

#include "tests/bench/failure.hpp"
#include "tests/bench/memory.hpp"
#include "tests/bench/second_device.hpp"

#include <iostream>

namespace sanderling::bench {

SyncRun::SyncRun(const Workload& work, Organisation& organisation, std::filesystem::path folder,
                 std::stop_token stop, Figures& figures)
    : work_(work),
      organisation_(organisation),
      folder_(std::move(folder)),
      stop_(std::move(stop)),
      figures_(figures) {}

std::string SyncRun::row(const std::string& name) const {
    return work_.layout() == Layout::spread ? name + "_spread" : name;
}

void SyncRun::note(const std::string& name, double value) {
    figures_.add(row(name), value);
    std::cerr << "  " << row(name) << " " << value << "\n";
}

void SyncRun::run() {
    Device device(folder_ / "first", organisation_.invite(), stop_);
    device.connect();
    device.await_live();
    device.disconnect();
    const auto records = work_.placed(organisation_.cases());
    const std::vector<RecordId> ids = insert_all(device, records);

    push(device);

    SecondDevice other(folder_ / "second", organisation_.invite(), stop_);
    const Bootstrapped received = other.await_bootstrap();
    if (received.records != static_cast<std::int64_t>(records.size()) ||
        received.digests != device.digests())
        throw Failure("the second device has not received the same");
    note("bootstrap", received.milliseconds);
    const auto json = static_cast<double>(work_.json_bytes());
    figures_.add_pair(row("bytes_down"), static_cast<double>(received.bytes_received), json);

    if (work_.layout() == Layout::spread) return;
    edit(device, other, ids);
    note("rss_client", resident_bytes(other.pid()));
    note("rss_server", resident_bytes(organisation_.server_pid()));
}

void SyncRun::push(Device& device) {
    const Stopwatch watch;
    device.connect();
    device.await_acknowledged();
    note("push", watch.milliseconds());
    figures_.add_pair(row("bytes_up"), static_cast<double>(device.traffic().sent),
                      static_cast<double>(work_.json_bytes()));
    device.await_settled();
    std::cerr << "    and back in the feed " << watch.milliseconds() << "\n";
}

void SyncRun::edit(Device& device, SecondDevice& other, const std::vector<RecordId>& ids) {
    for (std::size_t n = 0; n < work_.sizes().edits(); ++n) {
        // Each in another case than the one before.
        const RecordId id = ids[n * Sizes::transaction % ids.size()];
        const schema::Row change{{"staff", edit_text(n)}};
        const std::int64_t start = monotonic_ns();
        static_cast<void>(must(device.store().write([&](Transaction& transaction) {
            return transaction.update("contact", id, change);
        }),
                               "edit"));
        edits_.push_back(static_cast<double>(other.await_edit(n) - start) / 1e6);
    }
}

}  // namespace sanderling::bench
