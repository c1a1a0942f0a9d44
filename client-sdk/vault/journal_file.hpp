// The rollback journal: SQLite's layout byte for byte, with each original page sealed and its sum
// masked. The rule is docs/storage.md §5.
#pragma once

#include "client-sdk/vault/vfs_file.hpp"

#include <array>
#include <optional>

namespace sanderling::vault {

class JournalFile final : public VfsFile {
  public:
    JournalFile(LowerFile lower, const FileCiphers& ciphers)
        : VfsFile(std::move(lower)), ciphers_(ciphers) {}

    int read(std::uint8_t* out, int bytes, sqlite3_int64 offset) override;
    int write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) override;
    int truncate(sqlite3_int64 size) override;

  private:
    using Nonce = std::array<std::uint8_t, nonce_bytes>;
    // SQLite writes and reads number, page and sum one after the other; what a four-byte access
    // means follows from the one before.
    struct PendingPage {  // a number was written: its page is next
        sqlite3_int64 at = 0;
        std::uint32_t page = 0;
    };
    struct PendingSum {  // a page was written or read: its sum is next
        sqlite3_int64 at = 0;
        std::optional<Nonce> nonce{};  // none: the page did not authenticate
    };

    int write_page(const std::uint8_t* plain, sqlite3_int64 offset);
    int write_number(const std::uint8_t* data, sqlite3_int64 offset);
    int write_other(const std::uint8_t* data, int bytes, sqlite3_int64 offset);
    int read_page(std::uint8_t* out, sqlite3_int64 offset);
    int read_number(std::uint8_t* out, sqlite3_int64 offset);

    const FileCiphers& ciphers_;
    std::uint32_t lock_byte_page_ = lock_byte_page();
    NonceSource nonces_{};
    std::optional<PendingPage> page_to_write_{};
    std::optional<PendingSum> sum_to_write_{};
    std::optional<PendingSum> sum_to_read_{};
    std::optional<sqlite3_int64> super_journal_at_{};  // the name of a super-journal begins here
    sqlite3_int64 own_end_ = 0;                        // this handle wrote the records below
    sqlite3_int64 segment_at_ = -1;                    // the last header whose magic was read
    std::uint32_t segment_seed_ = 0;                   // its start value for sums
    std::array<std::uint8_t, 4 + page_bytes> scratch_{};
};

}  // namespace sanderling::vault
