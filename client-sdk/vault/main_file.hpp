// The database file: every page sealed at its place, only 24 bytes of page 1 in clear. The rule is
// docs/storage.md §3.
#pragma once

#include "client-sdk/vault/vfs_file.hpp"

#include <array>

namespace sanderling::vault {

/// What an empty file answers when SQLite asks for its header. The target of VACUUM INTO has to
/// look really empty, or SQLite refuses to set the page size it already has.
enum class EmptyHeader : std::uint8_t { pinned, absent };

/// Our own file control: fills a RawPage with page 1 as it lies on the disk. Opening the file
/// beside SQLite would do the same, but closing it would drop the process's locks.
inline constexpr int fcntl_raw_page_1 = 0x53444C01;
using RawPage = std::array<std::uint8_t, page_bytes>;

class MainFile final : public VfsFile {
  public:
    MainFile(LowerFile lower, const FileCiphers& ciphers, Ownership ownership,
             EmptyHeader empty_header)
        : VfsFile(std::move(lower)),
          ciphers_(ciphers),
          ownership_(ownership),
          empty_header_(empty_header) {}

    int read(std::uint8_t* out, int bytes, sqlite3_int64 offset) override;
    int write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) override;
    int truncate(sqlite3_int64 size) override;
    int control(int operation, void* argument) override;

  private:
    int read_page(std::uint32_t page, std::uint8_t* out);
    int read_part(std::uint8_t* out, int bytes, sqlite3_int64 offset);
    int read_header(std::uint8_t* out, int bytes);
    int write_page(std::uint32_t page, const std::uint8_t* plain);
    int fill_gap(std::uint32_t up_to_page);
    int pragma(char** arguments);

    const FileCiphers& ciphers_;
    Ownership ownership_;
    EmptyHeader empty_header_;
    std::uint32_t lock_byte_page_ = lock_byte_page();
    NonceSource nonces_{};
    RawPage scratch_{};
};

}  // namespace sanderling::vault
