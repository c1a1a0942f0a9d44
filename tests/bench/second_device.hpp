// The other device, as a process of its own: this program run again. It enrols, receives everything
// once, and then says when it sees an edit.
#pragma once

#include "tests/support/process.hpp"

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>

namespace sanderling::bench {

struct Bootstrapped {
    double milliseconds = 0;
    std::uint64_t bytes_received = 0;
    std::int64_t records = 0;
    std::string digests{};
};

/// An edit is a value of the field `staff` that sorts after every other: "~ 000042".
std::string edit_text(std::size_t n);

/// Everything throws Failure.
class SecondDevice {
  public:
    /// Returns when it has begun to enrol.
    SecondDevice(const std::filesystem::path& folder, const std::string& invite,
                 const std::stop_token& stop);

    Bootstrapped await_bootstrap();
    /// The moment, by the monotonic clock of this machine, at which an SQL query there saw it.
    std::int64_t await_edit(std::size_t n);
    pid_t pid() const { return process_.pid(); }

    static constexpr const char* verb = "second-device";
    /// The other end: what the process does until it is told to stop.
    static int be(const std::filesystem::path& folder, const std::stop_token& stop);

  private:
    tests::Process process_;
};

std::int64_t monotonic_ns();

}  // namespace sanderling::bench
