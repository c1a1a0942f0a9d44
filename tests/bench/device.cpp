#include "tests/bench/device.hpp"

#include "schema/generated/probation/description.hpp"
#include "tests/bench/failure.hpp"

#include <algorithm>
#include <thread>

#include "sanderling/enrol.hpp"

namespace sanderling::bench {

namespace {

constexpr std::chrono::seconds patience{300};

Store open_new(const std::filesystem::path& folder) {
    return must(Store::open(folder, Key(store_key()), probation::schema()), "open a store");
}

}  // namespace

RawKey store_key() {
    RawKey key;  // nothing here is secret
    std::ranges::fill(key.bytes.fill(), std::uint8_t{0x5a});
    return key;
}

Device::Device(const std::filesystem::path& folder, const std::string& invite, std::stop_token stop)
    : store_(open_new(folder)), stop_(std::move(stop)) {
    static_cast<void>(must(enrol(store_, invite), "enrol"));
}

void Device::connect() {
    agent_ = must(SyncAgent::start(store_), "start to synchronise");
}

template <class Wait>
void Device::wait(const Wait& wait_for, const std::string& what) {
    const Stopwatch watch;
    for (;;) {
        const Result<void> done = wait_for(std::chrono::seconds{2});
        if (done) return;
        if (done.error().code != Errc::timeout || watch.milliseconds() > patience.count() * 1000.0)
            throw Failure(what + ": " + done.error().message());
        if (stop_.stop_requested()) throw Failure("interrupted");
    }
}

void Device::await_live() {
    wait([&](auto timeout) { return agent_->wait_until_live(timeout); }, "receive");
}

void Device::await_acknowledged() {
    // Nobody tells of an acknowledgement alone, so it is asked for often enough.
    const auto acknowledged = [&](std::chrono::milliseconds timeout) -> Result<void> {
        const Stopwatch watch;
        while (watch.milliseconds() < static_cast<double>(timeout.count())) {
            const auto status = store_.status();
            if (!status) return status.error();
            if (status->refused_transactions != 0)
                return fail(Errc::not_permitted, "the server refused some");
            if (status->unsent_transactions == 0) return {};
            std::this_thread::sleep_for(std::chrono::milliseconds{10});
        }
        return fail(Errc::timeout, "no acknowledgement");
    };
    wait(acknowledged, "send");
}

void Device::await_settled() {
    wait([&](auto timeout) { return agent_->wait_until_drained(timeout); }, "settle");
}

std::vector<RecordId> Device::insert(const Placed* first, std::size_t count) {
    std::vector<RecordId> ids;
    ids.reserve(count);
    const auto work = [&](Transaction& transaction) -> Result<void> {
        for (const Placed* at = first; at != first + count; ++at) {
            auto id = transaction.insert(at->scope, *at->contact);
            if (!id) return id.error();
            ids.push_back(*id);
        }
        return {};
    };
    static_cast<void>(must(store_.write(work), "insert"));
    return ids;
}

std::int64_t Device::count() {
    const auto rows = must(store_.query("SELECT count(*) AS n FROM contact"), "count");
    return rows.get<std::int64_t>(0, "n").value_or(-1);
}

std::string Device::digests() {
    auto scopes = must(store_.scopes(), "scopes");
    std::sort(scopes.begin(), scopes.end(),
              [](const ScopeInfo& a, const ScopeInfo& b) { return a.id < b.id; });
    std::string out;
    for (const ScopeInfo& scope : scopes) out += scope.digest + "\n";
    return out;
}

}  // namespace sanderling::bench
