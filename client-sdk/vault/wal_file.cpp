#include "client-sdk/vault/wal_file.hpp"

#include "client-sdk/vault/endian.hpp"

#include <algorithm>
#include <cstring>

namespace sanderling::vault {

namespace {

constexpr int header_size = static_cast<int>(frame_header_bytes);
constexpr int page_size = static_cast<int>(page_bytes);
constexpr int frame_size = static_cast<int>(frame_bytes);
constexpr auto log_header_size = static_cast<sqlite3_int64>(wal_header_bytes);
constexpr std::uint32_t magic = 0x377f0682;  // the low bit says big-endian checksum words

bool is_log_header(const std::uint8_t* header) {
    return (load_be32(header) & ~1U) == magic;
}

PagePlace place_of(const FrameHeader& header, const FrameBinding& binding) {
    return {.kind = FileKind::wal, .page = load_be32(header.data()), .frame = binding};
}

}  // namespace

// --- reading ---------------------------------------------------------------------------------

int WalFile::read(std::uint8_t* out, int bytes, sqlite3_int64 offset) {
    if (const int rc = write_held_header(); rc != SQLITE_OK) return rc;
    if (offset < log_header_size) return read_log_header(out, bytes, offset);
    const auto frame = static_cast<FrameNumber>((offset - log_header_size) / frame_size);
    const int within = static_cast<int>((offset - log_header_size) % frame_size);
    if (within == 0 && bytes == frame_size) return read_whole(frame, out);

    FrameHeader header{};
    if (within == header_size && bytes == page_size) return read_frame(frame, header, out);
    if (within < header_size && within + bytes <= header_size) {
        // Eight bytes of checksum are read when SQLite begins to rewrite the chain.
        whole_frames_ = WholeFrames::rewrite;
        const int rc = read_header(frame, header);
        if (rc == SQLITE_OK)
            std::memcpy(out, header.data() + within, static_cast<std::size_t>(bytes));
        return rc;
    }
    if (within < header_size || within + bytes > frame_size) return SQLITE_IOERR_READ;
    // Part of a page: SQLite does so when its own page size is smaller, which is never served from
    // the length of the read but from the frame as it was sealed.
    std::array<std::uint8_t, page_bytes> page;
    const int rc = read_frame(frame, header, page.data());
    if (rc == SQLITE_OK) {
        std::memcpy(out, page.data() + (within - header_size), static_cast<std::size_t>(bytes));
    }
    return rc;
}

int WalFile::read_log_header(std::uint8_t* out, int bytes, sqlite3_int64 offset) {
    if (offset + bytes > log_header_size) return SQLITE_IOERR_READ;
    const int rc = lower_.read(out, bytes, offset);
    if (offset != 0) {
        whole_frames_ = WholeFrames::rewrite;
    } else if (bytes == static_cast<int>(wal_header_bytes)) {
        whole_frames_ = WholeFrames::recovery;
        // A log of another page size is not ours; SQLite would read frames where none are.
        if (rc == SQLITE_OK && is_log_header(out) && load_be32(out + 8) != page_bytes) {
            return SQLITE_IOERR_DATA;
        }
    }
    return rc;
}

int WalFile::read_header(FrameNumber frame, FrameHeader& header) {
    const int rc = lower_.read(header.data(), header_size, frame_offset(frame));
    if (rc == SQLITE_OK) ciphers_.checksums.decrypt(frame, header);
    return rc;
}

// The page goes to `page` if it authenticates; SQLITE_IOERR_DATA if not.
int WalFile::read_frame(FrameNumber frame, FrameHeader& header, std::uint8_t* page) {
    const int rc = lower_.read(scratch_.data(), frame_size, frame_offset(frame));
    if (rc != SQLITE_OK) return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_DATA : rc;
    std::memcpy(header.data(), scratch_.data(), header.size());
    const auto binding = frame_binding(frame, header);
    const bool authentic =
        ciphers_.pages.open(place_of(header, binding), scratch_.data() + header_size, page);
    return authentic ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int WalFile::read_whole(FrameNumber frame, std::uint8_t* out) {
    FrameHeader header{};
    const int rc = read_frame(frame, header, out + header_size);
    if (rc == SQLITE_OK) {
        ciphers_.checksums.decrypt(frame, header);
        std::memcpy(out, header.data(), header.size());
        return rc;
    }
    if (rc != SQLITE_IOERR_DATA || whole_frames_ == WholeFrames::rewrite) return rc;
    std::memset(out, 0, frame_bytes);
    return SQLITE_OK;
}

// --- writing ---------------------------------------------------------------------------------

int WalFile::write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) {
    if (padding_ && offset == padding_->next) return end_padding(data, bytes);
    padding_.reset();
    if (held_ && offset != frame_offset(held_->frame) + header_size) {
        if (const int rc = write_held_header(); rc != SQLITE_OK) return rc;
    }
    if (offset < log_header_size) return write_log_header(data, bytes, offset);
    const auto frame = static_cast<FrameNumber>((offset - log_header_size) / frame_size);
    const int within = static_cast<int>((offset - log_header_size) % frame_size);
    if (within == 0 && bytes == header_size) return write_header(frame, data);
    if (within == header_size && bytes == page_size) return write_page(frame, data);
    const bool begins_part = within == 0 || within == header_size;
    if (!begins_part || within + bytes > frame_size) return SQLITE_IOERR_WRITE;
    return begin_padding(frame, within, data, bytes);
}

int WalFile::write_log_header(const std::uint8_t* data, int bytes, sqlite3_int64 offset) {
    const bool whole = offset == 0 && bytes == static_cast<int>(wal_header_bytes);
    if (!whole || !is_log_header(data) || load_be32(data + 8) != page_bytes) {
        return SQLITE_IOERR_WRITE;
    }
    last_header_.reset();
    last_written_.reset();
    return lower_.write(data, bytes, offset);
}

// Beyond every frame that this handle has written: none that SQLite could be putting right.
bool WalFile::is_append(FrameNumber frame) const {
    return number(frame) == (last_written_ ? number(*last_written_) + 1 : 0);
}

int WalFile::write_held_header() {
    if (!held_) return SQLITE_OK;
    const HeldHeader held = *held_;
    held_.reset();
    return lower_.write(held.sealed.data(), header_size, frame_offset(held.frame));
}

int WalFile::write_header(FrameNumber frame, const std::uint8_t* data) {
    KnownHeader known{.frame = frame};
    std::memcpy(known.clear.data(), data, known.clear.size());
    FrameHeader sealed = known.clear;
    ciphers_.checksums.encrypt(frame, sealed);
    last_header_ = known;
    note_frame(frame, known.clear);
    if (is_append(frame)) {
        held_ = HeldHeader{frame, sealed};
        return SQLITE_OK;
    }
    return lower_.write(sealed.data(), header_size, frame_offset(frame));
}

// Frames that are written anew had been rolled back: nothing that was said of them counts. Salts of
// zeros are of a transaction that overwrites frames of its own, in the log it began in.
void WalFile::note_frame(FrameNumber frame, const FrameHeader& header) {
    std::array<std::uint8_t, 8> salts{};
    std::copy(header.begin() + 8, header.begin() + 16, salts.begin());
    if (salts != synced_.salts && salts != std::array<std::uint8_t, 8>{})
        synced_ = {.salts = salts};
    synced_.committed = std::min(synced_.committed, number(frame));
    synced_.synced = std::min(synced_.synced, number(frame));
    if (load_be32(header.data() + 4) != 0) synced_.committed = number(frame) + 1;
}

int WalFile::sync(int flags) {
    if (const int rc = write_held_header(); rc != SQLITE_OK) return rc;
    const int rc = lower_.sync(flags);
    if (rc == SQLITE_OK) synced_.synced = synced_.committed;
    return rc;
}

int WalFile::write_page(FrameNumber frame, const std::uint8_t* plain) {
    if (!all_zero(plain + content_bytes, reserved_bytes)) return SQLITE_IOERR_WRITE;
    if (!last_header_ || last_header_->frame != frame) {
        // SQLite writes a page again in place, below a header of the same transaction.
        KnownHeader known{.frame = frame};
        if (const int rc = read_header(frame, known.clear); rc != SQLITE_OK) {
            return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_WRITE : rc;
        }
        last_header_ = known;
    }
    const auto binding = frame_binding(frame, last_header_->clear);
    PagePlace place = place_of(last_header_->clear, binding);
    place.mark = synced_.synced;
    std::uint8_t* page = scratch_.data() + header_size;
    ciphers_.pages.seal(place, plain, page, nonces_);
    if (!last_written_ || number(frame) > number(*last_written_)) last_written_ = frame;
    if (!held_) return lower_.write(page, page_size, frame_offset(frame) + header_size);
    std::memcpy(scratch_.data(), held_->sealed.data(), frame_header_bytes);
    held_.reset();
    return lower_.write(scratch_.data(), frame_size, frame_offset(frame));
}

int WalFile::size(sqlite3_int64* out) {
    const int rc = write_held_header();
    return rc == SQLITE_OK ? lower_.size(out) : rc;
}

int WalFile::truncate(sqlite3_int64 size) {
    padding_.reset();
    last_header_.reset();
    last_written_.reset();
    const int rc = write_held_header();
    return rc == SQLITE_OK ? lower_.truncate(size) : rc;
}

// --- padding to a sector ---------------------------------------------------------------------

// A padding frame repeats the frame before it: same page, same header but for the checksum.
int WalFile::predict_frame(FrameNumber frame, std::array<std::uint8_t, frame_bytes>& clear) {
    if (number(frame) == 0) return SQLITE_IOERR_WRITE;
    const auto before = static_cast<FrameNumber>(number(frame) - 1);
    FrameHeader header{};
    if (const int rc = read_frame(before, header, clear.data() + header_size); rc != SQLITE_OK) {
        return rc;
    }
    ciphers_.checksums.decrypt(before, header);
    std::array<std::uint8_t, 4> log_magic{};
    if (const int rc = lower_.read(log_magic.data(), 4, 0); rc != SQLITE_OK) return rc;
    const WordOrder order =
        (load_be32(log_magic.data()) & 1U) != 0 ? WordOrder::big : WordOrder::little;
    WalChecksum sum{load_be32(&header[16]), load_be32(&header[20])};
    sum = wal_checksum(order, sum, std::span(header).first(8));
    sum = wal_checksum(order, sum, std::span(clear).subspan(frame_header_bytes));
    store_be32(&header[16], sum[0]);
    store_be32(&header[20], sum[1]);
    std::memcpy(clear.data(), header.data(), header.size());
    return SQLITE_OK;
}

int WalFile::begin_padding(FrameNumber frame, int within, const std::uint8_t* data, int bytes) {
    auto padding = std::make_unique<Padding>();
    if (const int rc = predict_frame(frame, padding->clear); rc != SQLITE_OK) return rc;
    const std::uint8_t* expected = padding->clear.data() + within;
    if (std::memcmp(expected, data, static_cast<std::size_t>(bytes)) != 0)
        return SQLITE_IOERR_WRITE;
    if (within == 0) {
        if (const int rc = write_header(frame, padding->clear.data()); rc != SQLITE_OK) return rc;
    } else {
        // Its header was written whole, and must be the one that is repeated.
        const bool same = last_header_ && last_header_->frame == frame &&
                          std::equal(last_header_->clear.begin(), last_header_->clear.end(),
                                     padding->clear.begin());
        if (!same) return SQLITE_IOERR_WRITE;
        const int rc = write_page(frame, padding->clear.data() + header_size);
        if (rc != SQLITE_OK) return rc;
    }
    padding->next = frame_offset(frame) + within + bytes;
    padding_ = std::move(padding);
    return SQLITE_OK;
}

int WalFile::end_padding(const std::uint8_t* data, int bytes) {
    const auto within = static_cast<std::size_t>((padding_->next - log_header_size) % frame_size);
    const bool fits = within + static_cast<std::size_t>(bytes) <= frame_bytes;
    const bool same = fits && std::memcmp(padding_->clear.data() + within, data,
                                          static_cast<std::size_t>(bytes)) == 0;
    padding_.reset();
    return same ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

}  // namespace sanderling::vault
