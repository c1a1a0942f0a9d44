#include "client-sdk/vault/temp_file.hpp"

#include "client-sdk/vault/endian.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace sanderling::vault {

TempFile::TempFile(LowerFile lower) : VfsFile(std::move(lower)) {
    randombytes_buf(key_.fill().data(), key_.size);
}

// --- blocks ----------------------------------------------------------------------------------

int TempFile::store_block() {
    if (!dirty_) return SQLITE_OK;
    std::array<std::uint8_t, 8> number{};
    store_le(number.data(), static_cast<std::uint64_t>(current_));
    std::uint8_t* nonce = stored_.data() + block_bytes;
    std::memcpy(nonce, nonces_.next().data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
        stored_.data(), nonce + nonce_bytes, nullptr, plain_.data(), plain_.size(), number.data(),
        number.size(), nullptr, nonce, key_.view().data());
    const int rc = lower_.write(stored_.data(), stored_bytes, current_ * stored_bytes);
    if (rc == SQLITE_OK) dirty_ = false;
    return rc;
}

int TempFile::use_block(std::int64_t block, Load load) {
    if (block == current_) return SQLITE_OK;
    if (const int rc = store_block(); rc != SQLITE_OK) return rc;
    current_ = -1;
    if (block >= blocks_ || load == Load::nothing) {
        if (load == Load::content) plain_.fill(0);
    } else {
        const int rc = lower_.read(stored_.data(), stored_bytes, block * stored_bytes);
        if (rc != SQLITE_OK) return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_DATA : rc;
        std::array<std::uint8_t, 8> number{};
        store_le(number.data(), static_cast<std::uint64_t>(block));
        const std::uint8_t* nonce = stored_.data() + block_bytes;
        const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
            plain_.data(), nullptr, stored_.data(), plain_.size(), nonce + nonce_bytes,
            number.data(), number.size(), nonce, key_.view().data());
        if (opened != 0) return SQLITE_IOERR_DATA;
    }
    current_ = block;
    return SQLITE_OK;
}

// Blocks that a write beyond the end leaves out are stored as sealed zeros.
int TempFile::extend_to(std::int64_t block) {
    while (blocks_ < block) {
        if (const int rc = use_block(blocks_, Load::content); rc != SQLITE_OK) return rc;
        dirty_ = true;
        ++blocks_;
    }
    return SQLITE_OK;
}

// --- bytes -----------------------------------------------------------------------------------

int TempFile::read(std::uint8_t* out, int bytes, sqlite3_int64 offset) {
    int done = 0;
    const auto readable = std::clamp<std::int64_t>(size_ - offset, 0, bytes);
    while (done < readable) {
        const std::int64_t within = (offset + done) % block_bytes;
        const auto part = std::min<std::int64_t>(readable - done, block_bytes - within);
        const int rc = use_block((offset + done) / block_bytes, Load::content);
        if (rc != SQLITE_OK) return rc;
        std::memcpy(out + done, plain_.data() + within, static_cast<std::size_t>(part));
        done += static_cast<int>(part);
    }
    if (done == bytes) return SQLITE_OK;
    std::memset(out + done, 0, static_cast<std::size_t>(bytes - done));
    return SQLITE_IOERR_SHORT_READ;
}

int TempFile::write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) {
    if (const int rc = extend_to(offset / block_bytes); rc != SQLITE_OK) return rc;
    int done = 0;
    while (done < bytes) {
        const std::int64_t block = (offset + done) / block_bytes;
        const std::int64_t within = (offset + done) % block_bytes;
        const auto part = std::min<std::int64_t>(bytes - done, block_bytes - within);
        const Load load = part == block_bytes ? Load::nothing : Load::content;
        if (const int rc = use_block(block, load); rc != SQLITE_OK) return rc;
        std::memcpy(plain_.data() + within, data + done, static_cast<std::size_t>(part));
        dirty_ = true;
        blocks_ = std::max(blocks_, block + 1);
        done += static_cast<int>(part);
    }
    size_ = std::max<std::int64_t>(size_, offset + bytes);
    return SQLITE_OK;
}

int TempFile::truncate(sqlite3_int64 size) {
    if (size >= size_) return SQLITE_OK;
    const std::int64_t keep = (size + block_bytes - 1) / block_bytes;
    if (const std::int64_t within = size % block_bytes; within != 0) {
        // What is cut off must read as zeros should the file grow again.
        if (const int rc = use_block(keep - 1, Load::content); rc != SQLITE_OK) return rc;
        std::fill(plain_.begin() + within, plain_.end(), std::uint8_t{0});
        dirty_ = true;
    } else if (current_ >= keep) {
        current_ = -1;
        dirty_ = false;
    }
    size_ = size;
    blocks_ = keep;
    sqlite3_int64 stored = 0;
    if (const int rc = lower_.size(&stored); rc != SQLITE_OK) return rc;
    return stored > keep * stored_bytes ? lower_.truncate(keep * stored_bytes) : SQLITE_OK;
}

int TempFile::sync(int flags) {
    const int rc = store_block();
    return rc == SQLITE_OK ? lower_.sync(flags) : rc;
}

int TempFile::size(sqlite3_int64* out) {
    *out = size_;
    return SQLITE_OK;
}

}  // namespace sanderling::vault
