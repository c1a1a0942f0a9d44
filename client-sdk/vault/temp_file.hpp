// A nameless temporary file (sorter runs, statement journals, temporary tables): sealed blocks
// under a random key that dies with the handle. Nobody else ever reads it, so its layout is no
// format.
#pragma once

#include "client-sdk/vault/vfs_file.hpp"

#include <array>

namespace sanderling::vault {

class TempFile final : public VfsFile {
  public:
    explicit TempFile(LowerFile lower);

    int read(std::uint8_t* out, int bytes, sqlite3_int64 offset) override;
    int write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) override;
    int truncate(sqlite3_int64 size) override;
    int sync(int flags) override;
    int size(sqlite3_int64* out) override;

  private:
    static constexpr std::int64_t block_bytes = 4096;
    static constexpr std::int64_t tag_bytes = 16;
    static constexpr std::int64_t stored_bytes =
        block_bytes + static_cast<std::int64_t>(nonce_bytes) + tag_bytes;
    enum class Load : std::uint8_t { content, nothing };  // nothing: it will be overwritten whole

    int use_block(std::int64_t block, Load load);
    int store_block();
    int extend_to(std::int64_t block);

    crypto::Secret<32> key_{};
    NonceSource nonces_{};
    std::int64_t size_ = 0;      // in plaintext bytes
    std::int64_t blocks_ = 0;    // that exist, stored or current
    std::int64_t current_ = -1;  // the block in plain_, or none
    bool dirty_ = false;         // plain_ is newer than what is stored
    std::array<std::uint8_t, block_bytes> plain_{};
    std::array<std::uint8_t, stored_bytes> stored_{};
};

}  // namespace sanderling::vault
