// Small files that must survive a crash whole, old or new: written beside, synced, renamed, and the
// folder synced. An adapter over POSIX; failures are values.
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace sanderling::vault {

/// A file descriptor, closed on release.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor();

    bool is_open() const { return fd_ >= 0; }
    int get() const { return fd_; }

  private:
    int fd_ = -1;
};

/// Errc::disk_full, not_found, already_exists, or io, with `what` and the system's reason.
Error system_error(int error_number, const std::string& what);

/// Reads at most `bytes_max`; a longer file is Errc::too_large.
Result<Bytes> read_small_file(const std::filesystem::path& path, std::size_t bytes_max);

/// A file to be read at places. Errc::not_found or io.
Result<Descriptor> open_to_read(const std::filesystem::path& path);
/// How many bytes there were: fewer than `out` at the end of the file.
Result<std::size_t> read_at(const Descriptor& file, std::uint64_t offset,
                            std::span<std::uint8_t> out);
Result<std::uint64_t> size_of(const Descriptor& file);

/// Mode 0600.
Result<> replace_file(const std::filesystem::path& path, ByteView content);

/// Creates the folder with mode 0700 unless it is there.
Result<> make_private_directory(const std::filesystem::path& path);

/// An empty file of mode 0600; Errc::already_exists if there is one.
Result<> create_private_file(const std::filesystem::path& path);

Result<> sync_directory(const std::filesystem::path& path);

/// The folder itself, locked for this process's open description until the descriptor closes.
/// Errc::in_use if somebody else holds it.
Result<Descriptor> lock_directory(const std::filesystem::path& path);

}  // namespace sanderling::vault
