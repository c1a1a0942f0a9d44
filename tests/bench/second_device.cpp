#include "tests/bench/second_device.hpp"

#include "tests/bench/device.hpp"
#include "tests/bench/failure.hpp"
#include "tests/bench/organisation.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <condition_variable>
#include <iostream>
#include <mutex>

namespace sanderling::bench {

namespace {

using Json = nlohmann::json;
constexpr std::chrono::seconds patience{300};

tests::Process start(const std::filesystem::path& folder, const std::string& invite,
                     const std::stop_token& stop) {
    return must(tests::Process::start({.program = own_program(),
                                       .arguments = {SecondDevice::verb, folder.string()},
                                       .input = invite + "\n",
                                       .stop = stop}),
                "start a second device");
}

Json next_event(tests::Process& process) {
    const auto line = process.read_line(patience);
    if (!line)
        throw Failure("second device: " + line.error().message() + "\n" + process.error_text());
    return Json::parse(*line);
}

/// Runs on the agent's thread, after the change was committed.
void tell_newest_edit(const Store& store, std::string& last) {
    const auto rows = store.query("SELECT max(staff) AS newest FROM contact");
    if (!rows) return;
    const auto newest = rows->get<std::string>(0, "newest");
    if (!newest || *newest == last || newest->front() != '~') return;
    last = *newest;
    std::cout << Json{{"edit", last}, {"at_ns", monotonic_ns()}} << std::endl;
}

void bootstrap(Device& device) {
    const Stopwatch watch;
    device.connect();
    device.await_live();
    const std::int64_t records = device.count();
    const double elapsed = watch.milliseconds();
    std::cout << Json{{"milliseconds", elapsed},
                      {"bytes_received", device.traffic().received},
                      {"records", records},
                      {"digests", device.digests()}}
              << std::endl;
}

}  // namespace

std::int64_t monotonic_ns() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

std::string edit_text(std::size_t n) {
    return fmt::format("~ {:06}", n);
}

SecondDevice::SecondDevice(const std::filesystem::path& folder, const std::string& invite,
                           const std::stop_token& stop)
    : process_(start(folder, invite, stop)) {}

Bootstrapped SecondDevice::await_bootstrap() {
    const Json event = next_event(process_);
    return {.milliseconds = event.at("milliseconds").get<double>(),
            .bytes_received = event.at("bytes_received").get<std::uint64_t>(),
            .records = event.at("records").get<std::int64_t>(),
            .digests = event.at("digests").get<std::string>()};
}

std::int64_t SecondDevice::await_edit(std::size_t n) {
    const std::string wanted = edit_text(n);
    for (;;) {
        const Json event = next_event(process_);
        if (event.at("edit").get<std::string>() == wanted)
            return event.at("at_ns").get<std::int64_t>();
    }
}

int SecondDevice::be(const std::filesystem::path& folder, const std::stop_token& stop) {
    std::string invite;
    std::getline(std::cin, invite);
    Device device(folder, invite, stop);
    std::string last;
    // From the beginning: the first edit may follow at once. Until then there is none to tell.
    const Subscription edits =
        device.store().on_change([&](const Change&) { tell_newest_edit(device.store(), last); });
    bootstrap(device);
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, stop, [] { return false; });
    device.disconnect();
    return 0;
}

}  // namespace sanderling::bench
