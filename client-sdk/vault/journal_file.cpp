#include "client-sdk/vault/journal_file.hpp"

#include "client-sdk/vault/endian.hpp"

#include <algorithm>
#include <cstring>

namespace sanderling::vault {

namespace {

constexpr int page_size = static_cast<int>(page_bytes);
constexpr std::size_t header_fields = 28;  // the rest of a header's sector is zeros
constexpr int seed_at = 12;                // within a header
constexpr std::array<std::uint8_t, 8> magic{0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};

// Until its records are synced, a header has zeros for its magic and count.
bool is_padded_header(const std::uint8_t* data, std::size_t size) {
    const bool begins = std::memcmp(data, magic.data(), magic.size()) == 0 || all_zero(data, 12);
    return begins && all_zero(data + header_fields, size - header_fields);
}

}  // namespace

// --- writing ---------------------------------------------------------------------------------

int JournalFile::write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) {
    sum_to_read_.reset();
    if (bytes == page_size && page_to_write_ && page_to_write_->at == offset) {
        return write_page(data, offset);
    }
    if (bytes == 4) return write_number(data, offset);
    return write_other(data, bytes, offset);
}

int JournalFile::write_page(const std::uint8_t* plain, sqlite3_int64 offset) {
    if (!all_zero(plain + content_bytes, reserved_bytes)) return SQLITE_IOERR_WRITE;
    const PagePlace place{.kind = FileKind::journal, .page = page_to_write_->page};
    ciphers_.pages.seal(place, plain, scratch_.data(), nonces_);
    page_to_write_.reset();
    Nonce nonce;
    std::memcpy(nonce.data(), scratch_.data() + nonce_at, nonce.size());
    sum_to_write_ = PendingSum{.at = offset + page_size, .nonce = nonce};
    own_end_ = std::max(own_end_, offset + page_size);
    return lower_.write(scratch_.data(), page_size, offset);
}

int JournalFile::write_number(const std::uint8_t* data, sqlite3_int64 offset) {
    const std::uint32_t value = load_be32(data);
    if (sum_to_write_ && sum_to_write_->at == offset) {
        std::array<std::uint8_t, 4> masked{};
        store_be32(masked.data(), ciphers_.journal.apply(*sum_to_write_->nonce, value));
        sum_to_write_.reset();
        return lower_.write(masked.data(), 4, offset);
    }
    page_to_write_ = PendingPage{.at = offset + 4, .page = value};
    if (value == lock_byte_page_) super_journal_at_ = offset;
    return lower_.write(data, 4, offset);
}

// Headers, and the name of a super-journal. Nothing else may pass in clear.
int JournalFile::write_other(const std::uint8_t* data, int bytes, sqlite3_int64 offset) {
    page_to_write_.reset();
    sum_to_write_.reset();
    const auto size = static_cast<std::size_t>(bytes);
    const bool in_super_journal = super_journal_at_ && offset > *super_journal_at_;
    if (size > header_fields && !in_super_journal && !is_padded_header(data, size)) {
        return SQLITE_IOERR_WRITE;
    }
    if (offset == 0) {  // a new transaction, or the end of one
        own_end_ = 0;
        super_journal_at_.reset();
    }
    return lower_.write(data, bytes, offset);
}

int JournalFile::truncate(sqlite3_int64 size) {
    own_end_ = std::min(own_end_, size);
    page_to_write_.reset();
    sum_to_write_.reset();
    sum_to_read_.reset();
    return lower_.truncate(size);
}

// --- reading ---------------------------------------------------------------------------------

int JournalFile::read(std::uint8_t* out, int bytes, sqlite3_int64 offset) {
    if (bytes == page_size && offset >= 4) return read_page(out, offset);
    if (bytes == 4) return read_number(out, offset);
    sum_to_read_.reset();
    const int rc = lower_.read(out, bytes, offset);
    if (rc == SQLITE_OK && bytes == 8 && std::memcmp(out, magic.data(), magic.size()) == 0) {
        segment_at_ = offset;
    }
    return rc;
}

// A record that this handle wrote must come back. One from before a crash may be torn: SQLite is
// then given zeros and a sum that does not fit, which is how it finds the end of a journal.
int JournalFile::read_page(std::uint8_t* out, sqlite3_int64 offset) {
    sum_to_read_.reset();
    const int rc = lower_.read(scratch_.data(), 4 + page_size, offset - 4);
    if (rc != SQLITE_OK) {
        std::memset(out, 0, page_bytes);
        return rc;
    }
    const PagePlace place{.kind = FileKind::journal, .page = load_be32(scratch_.data())};
    const std::uint8_t* sealed = scratch_.data() + 4;
    PendingSum sum{.at = offset + page_size};
    if (ciphers_.pages.open(place, sealed, out)) {
        sum.nonce.emplace();
        std::memcpy(sum.nonce->data(), sealed + nonce_at, nonce_bytes);
    } else if (offset < own_end_) {
        return SQLITE_IOERR_DATA;
    }
    sum_to_read_ = sum;
    return SQLITE_OK;
}

int JournalFile::read_number(std::uint8_t* out, sqlite3_int64 offset) {
    const std::optional<PendingSum> sum = std::exchange(sum_to_read_, std::nullopt);
    const int rc = lower_.read(out, 4, offset);
    if (rc != SQLITE_OK) return rc;
    if (sum && sum->at == offset) {
        // The sum of a page of zeros is the seed itself, so its complement never fits.
        const std::uint32_t value =
            sum->nonce ? ciphers_.journal.apply(*sum->nonce, load_be32(out)) : ~segment_seed_;
        store_be32(out, value);
    } else if (segment_at_ >= 0 && offset == segment_at_ + seed_at) {
        segment_seed_ = load_be32(out);
    }
    return rc;
}

}  // namespace sanderling::vault
