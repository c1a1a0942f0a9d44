// The disks of a simulation: files in memory under every SQLite connection of client and server,
// which lose what was not synced when the power fails, tear the write they die in, and fill up.
#pragma once

#include "core/types/bytes.hpp"
#include "tests/sim/dice.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sanderling::sim {

/// What a machine's files go through when it stops.
enum class StopKind : std::uint8_t {
    process_killed,  // what was written stays, synced or not
    power_lost,      // what was not synced is lost, kept or torn, each write by itself
};

/// A write since the last sync, so that it can be lost. What it overwrote stands in
/// `Unsynced::bytes`; what it wrote is in the file, once later writes are taken back.
struct UnsyncedWrite {
    std::uint64_t offset = 0;
    std::size_t bytes_at = 0;
    std::size_t before = 0;  // less than `after` where it grew the file
    std::size_t after = 0;
    std::uint64_t size_before = 0;
    bool is_truncation = false;  // to `offset`; what was before is what was cut off
};

/// What the next sync makes safe, in one buffer that stays from sync to sync.
struct Unsynced {
    std::vector<UnsyncedWrite> writes{};
    Bytes bytes{};

    ByteView before(const UnsyncedWrite& write) const {
        return ByteView(bytes).subspan(write.bytes_at, write.before);
    }
    void clear();
};

struct DiskFile {
    Bytes content{};
    Unsynced unsynced{};
    // Locks of connections on this file, and the wal-index in memory (disk_vfs.cpp).
    int shared = 0;
    const void* reserved = nullptr;
    const void* exclusive = nullptr;
    std::vector<std::unique_ptr<std::array<std::uint8_t, 32768>>> index{};
    std::array<int, 8> index_shared{};
    std::array<const void*, 8> index_exclusive{};
    int handles = 0;

    /// Before the write or the truncation to `size`.
    void note_write(std::uint64_t offset, ByteView data);
    void note_truncation(std::uint64_t size);
    void put(std::uint64_t offset, ByteView data);
};

/// One computer: the files below one folder, which fail together.
struct Machine {
    std::string folder{};
    std::uint64_t incarnation = 1;  // a handle of an earlier one reaches nothing any more
    bool is_dead = false;
    std::optional<std::uint64_t> writes_left{};  // until it dies in the middle of one
    std::optional<std::uint64_t> room{};         // bytes that files may still grow
    std::uint64_t writes = 0;
};

class Disk {
  public:
    explicit Disk(std::uint64_t seed);
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    Machine& add_machine(const std::filesystem::path& folder);

    /// What remains after a stop, once all of the product's objects on the machine are gone. The
    /// real files, which only stand for these, get their sizes.
    void restart(Machine& machine, StopKind kind);

    /// All files of a machine: a backup, or what somebody copied.
    using Image = std::map<std::string, Bytes>;
    Image image(const Machine& machine) const;
    void restore(Machine& machine, const Image& image);
    /// The files of one machine as they are now, on another one too.
    void copy(const Machine& from, const Machine& to);
    /// Whether any file of the machine holds these bytes.
    bool holds(const Machine& machine, ByteView needle) const;

    // For disk_vfs.cpp.
    Machine* machine_of(const std::string& path);
    std::shared_ptr<DiskFile> find(const std::string& path) const;
    std::shared_ptr<DiskFile> make(const std::string& path);
    void remove(const std::string& path) { files_.erase(path); }
    /// As the product has done with the real file, which only stands for this one.
    void rename(const std::string& from, const std::string& to);
    Dice& dice() { return dice_; }
    /// Whether it says what a Linux disk says: a write changes no bytes beside it. One in four says
    /// nothing, and SQLite fills the sector behind every commit.
    bool is_powersafe() const { return is_powersafe_; }

    static Disk* current();

  private:
    void lose_unsynced(DiskFile& file);
    void show_sizes(const Machine& machine) const;

    Dice dice_;
    bool is_powersafe_;
    std::vector<std::unique_ptr<Machine>> machines_{};
    std::map<std::string, std::shared_ptr<DiskFile>> files_{};  // shared with open handles
};

}  // namespace sanderling::sim
