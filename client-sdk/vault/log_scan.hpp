// Reads the write-ahead log without SQLite, past the place where recovery would stop: what lies
// there tells a log that a crash cut off from one that was damaged. The rule is docs/storage.md §4.
#pragma once

#include "client-sdk/vault/vfs_file.hpp"
#include "core/types/error.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sanderling::vault {

enum class FrameState : std::uint8_t {
    committed,    // recovery serves it
    uncommitted,  // sound, but no commit follows it
    beyond,       // authentic and of this log, past the break
    unreadable,   // of this log by its salts, and does not authenticate
    stale,        // of an earlier log in the same file, or never written
};

struct FrameInfo {
    FrameState state = FrameState::stale;
    std::uint32_t page = 0;          // if it authenticates
    std::uint32_t commit_pages = 0;  // the database's size, if it ends a transaction; or 0
};

enum class LogHeader : std::uint8_t { none, sound, damaged };

struct LogScan {
    LogHeader header = LogHeader::none;
    std::vector<FrameInfo> frames{};  // by place in the file
    std::uint32_t recovered = 0;      // frames that recovery serves
    std::uint32_t synced = 0;         // frames that are known to have been synced
    /// Frames before `synced` that cannot be served; none in a log that a crash cut off. With a
    /// damaged header, those whose pages are not in the database file.
    std::vector<std::uint32_t> damaged{};
    std::uint32_t commits_lost = 0;  // authentic commits that recovery would not reach

    bool is_damaged() const { return !damaged.empty(); }
    /// For people: which frames, and how much lies behind them.
    std::string describe() const;
};

/// Nobody has the files open. No log is an empty scan. Errc::io, corrupt (a log of another page
/// size).
Result<LogScan> scan_log(const std::filesystem::path& database, const FileCiphers& ciphers);

}  // namespace sanderling::vault
