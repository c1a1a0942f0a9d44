// A disk that fails at a chosen call: an SQLite VFS that takes the place of "unix-excl", beneath
// the encrypting one, for as long as it lives.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <string>

namespace sanderling::tests {

enum class DiskFault : std::uint8_t {
    error,      // the call does nothing and says so (EIO)
    full,       // a write finds no room (ENOSPC); a call that needs none works
    cut_short,  // a write puts half of it down and says so; a read finds half of it, as at the end
    torn,       // a write puts half of it down, and nothing works from then on
    gone,       // nothing works from then on
};

/// Counts reads, writes, syncs, truncations, deletions, openings and questions for the size, in all
/// files. One at a time; one thread at a time. Throws std::runtime_error.
class FaultyDisk {
  public:
    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    /// The call number `at` from now, from 0, meets the fault; counting begins anew.
    void arm(DiskFault fault, std::size_t at);
    void disarm();

    std::size_t calls() const { return calls_; }
    /// Whether the fault was met, and in which call.
    bool has_struck() const { return !struck_.empty(); }
    const std::string& struck() const { return struck_; }

    // What the VFS asks.
    enum class Call : std::uint8_t { read, write, sync, truncate, remove, open, size };
    enum class Answer : std::uint8_t { work, fail, no_room, half };
    Answer answer(Call call, const char* file);
    sqlite3_vfs& below() { return *below_; }

  private:
    enum class State : std::uint8_t { sound, armed, dead };

    sqlite3_vfs* below_;
    sqlite3_vfs vfs_{};
    State state_ = State::sound;
    DiskFault fault_ = DiskFault::error;
    std::size_t at_ = 0;
    std::size_t calls_ = 0;
    std::string struck_{};
};

}  // namespace sanderling::tests
