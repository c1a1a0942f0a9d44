// A process that opens a store which is there, with a raw key, and reads all of it: this program
// run again, so that nothing else lies in its memory.
#pragma once

#include <filesystem>
#include <stop_token>

namespace sanderling::bench {

struct ColdReader {
    double open_milliseconds = 0;  // the median of several openings
    double resident_bytes = 0;     // after every record was read by id, and many by query

    /// Throws Failure.
    static ColdReader run(const std::filesystem::path& folder, const std::stop_token& stop);

    static constexpr const char* verb = "cold-reader";
    /// The other end.
    static int be(const std::filesystem::path& folder);
};

}  // namespace sanderling::bench
