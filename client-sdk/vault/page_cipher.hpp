// One 4096-byte page, sealed in place: content, then the reserved 48 bytes hold nonce and tag. The
// rule is docs/storage.md §3.
#pragma once

#include "client-sdk/vault/nonce_source.hpp"
#include "core/crypto/secret.hpp"
#include "core/types/bytes.hpp"
#include "core/types/ids.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sanderling::vault {

using DatabaseId = Id<struct DatabaseTag>;
enum class DatabaseKeyEpoch : std::uint32_t {
};  // of a database key, from 1; a full rekey raises it

inline constexpr std::size_t page_bytes = 4096;
inline constexpr std::size_t reserved_bytes = 48;
inline constexpr std::size_t content_bytes = page_bytes - reserved_bytes;
inline constexpr std::size_t nonce_field_bytes = 32;  // room for the nonce of AEGIS-256
inline constexpr std::size_t nonce_at = content_bytes;
inline constexpr std::size_t mark_at = nonce_at + nonce_bytes;
inline constexpr std::size_t tag_at = content_bytes + nonce_field_bytes;
inline constexpr std::size_t clear_header_bytes = 24;  // of page 1 in the main file

/// Numbers of the format, never reused. 2 is kept for AEGIS-256.
enum class CipherId : std::uint8_t { xchacha20_poly1305 = 1 };
enum class FileKind : std::uint8_t { main = 1, wal = 2, journal = 3 };

/// Where a page belongs. A page sealed for one place never opens in another.
struct PagePlace {
    FileKind kind = FileKind::main;
    std::uint32_t page = 0;  // SQLite's page number, from 1
    ByteView frame{};        // of a page in the log: its FrameBinding
    std::uint64_t mark = 0;  // of a page in the log: how many frames were synced before it
};

/// What a database key is for: derives its own keys, so that none has two uses.
struct DatabaseIdentity {
    DatabaseId id{};
    DatabaseKeyEpoch epoch{1};
    CipherId cipher = CipherId::xchacha20_poly1305;
};

/// Const members may be called from several threads at once.
class PageCipher {
  public:
    PageCipher(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity);

    /// Seals `plain` into `sealed` (page_bytes each; may be the same buffer). The reserved bytes of
    /// `plain` are taken as zero.
    void seal(const PagePlace& place, const std::uint8_t* plain, std::uint8_t* sealed,
              NonceSource& nonces) const;

    /// Opens `sealed` into `plain` (page_bytes each; may be the same buffer), reserved bytes zero.
    /// False, and nothing of the content in `plain`, if it does not authenticate. The page says its
    /// mark itself; that of `place` does not matter.
    [[nodiscard]] bool open(const PagePlace& place, const std::uint8_t* sealed,
                            std::uint8_t* plain) const;

  private:
    struct Associated {
        std::array<std::uint8_t, 32 + clear_header_bytes> bytes{};
        std::size_t size = 0;
    };
    Associated associated_data(const PagePlace& place, std::uint64_t mark,
                               const std::uint8_t* page) const;

    crypto::Secret<32> key_;
    DatabaseIdentity identity_;
};

/// The named keys of a database; numbers of the format (docs/storage.md §3).
enum class SubkeyId : std::uint64_t { page = 1, wal_checksum = 2, journal_checksum = 3 };
void derive_subkey(const crypto::Secret<32>& database_key, SubkeyId id,
                   std::span<std::uint8_t> out);

/// The mark of a sealed page, true only if the page authenticates.
std::uint64_t mark_of(const std::uint8_t* sealed);

bool all_zero(const std::uint8_t* data, std::size_t size);

}  // namespace sanderling::vault
