#include "client-sdk/vault/main_file.hpp"

#include "client-sdk/vault/endian.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace sanderling::vault {

namespace {

constexpr int page_size = static_cast<int>(page_bytes);
constexpr int header_size = 100;  // what SQLite reads at open, before it knows the page size
constexpr std::string_view magic{"SQLite format 3\0", 16};

constexpr sqlite3_int64 page_offset(std::uint32_t page) {
    return (static_cast<sqlite3_int64>(page) - 1) * page_size;
}

void put_pinned_layout(std::uint8_t* header) {
    header[16] = static_cast<std::uint8_t>(page_bytes >> 8U);
    header[17] = 0;
    header[20] = static_cast<std::uint8_t>(reserved_bytes);
}

bool has_pinned_layout(const std::uint8_t* header) {
    return std::memcmp(header, magic.data(), magic.size()) == 0 && header[16] == page_bytes >> 8U &&
           header[17] == 0 && header[20] == reserved_bytes;
}

}  // namespace

int MainFile::read_page(std::uint32_t page, std::uint8_t* out) {
    if (page == lock_byte_page_) {  // never sealed; only who reads many pages at once comes here
        std::memset(out, 0, page_bytes);
        return SQLITE_OK;
    }
    const int rc = lower_.read(out, page_size, page_offset(page));
    if (rc == SQLITE_IOERR_SHORT_READ) {
        sqlite3_int64 size = 0;
        if (const int size_rc = lower_.size(&size); size_rc != SQLITE_OK) return size_rc;
        std::memset(out, 0, page_bytes);
        return size <= page_offset(page) ? rc : SQLITE_IOERR_DATA;  // a part of a page is damage
    }
    if (rc != SQLITE_OK) return rc;
    return ciphers_.pages.open({.kind = FileKind::main, .page = page}, out, out)
               ? SQLITE_OK
               : SQLITE_IOERR_DATA;
}

// At open SQLite asks for the header before it has looked for a journal that would heal page 1. So
// this never fails, and never tells anything of the layout but what is pinned.
int MainFile::read_header(std::uint8_t* out, int bytes) {
    sqlite3_int64 size = 0;
    if (const int rc = lower_.size(&size); rc != SQLITE_OK) return rc;
    std::memset(out, 0, static_cast<std::size_t>(bytes));
    if (size == 0 && empty_header_ == EmptyHeader::absent) return SQLITE_IOERR_SHORT_READ;
    if (size != 0 && read_page(1, scratch_.data()) == SQLITE_OK) {
        std::memcpy(out, scratch_.data(), static_cast<std::size_t>(bytes));
    } else {
        put_pinned_layout(out);
    }
    return SQLITE_OK;
}

int MainFile::read_part(std::uint8_t* out, int bytes, sqlite3_int64 offset) {
    int done = 0;
    while (done < bytes) {
        const sqlite3_int64 at = offset + done;
        const auto page = static_cast<std::uint32_t>(at / page_size + 1);
        const int within = static_cast<int>(at % page_size);
        const int part = std::min(bytes - done, page_size - within);
        const int rc = read_page(page, scratch_.data());
        if (rc != SQLITE_OK) {
            std::memset(out + done, 0, static_cast<std::size_t>(bytes - done));
            return rc;
        }
        std::memcpy(out + done, scratch_.data() + within, static_cast<std::size_t>(part));
        done += part;
    }
    return SQLITE_OK;
}

int MainFile::read(std::uint8_t* out, int bytes, sqlite3_int64 offset) {
    if (bytes == page_size && offset % page_size == 0) {
        return read_page(static_cast<std::uint32_t>(offset / page_size + 1), out);
    }
    if (offset == 0 && bytes == header_size) return read_header(out, bytes);
    return read_part(out, bytes, offset);
}

int MainFile::write_page(std::uint32_t page, const std::uint8_t* plain) {
    ciphers_.pages.seal({.kind = FileKind::main, .page = page}, plain, scratch_.data(), nonces_);
    return lower_.write(scratch_.data(), page_size, page_offset(page));
}

// A page that was never written must not read as zeros that nobody authenticated, so zero pages are
// sealed into the gap.
int MainFile::fill_gap(std::uint32_t up_to_page) {
    sqlite3_int64 size = 0;
    if (const int rc = lower_.size(&size); rc != SQLITE_OK) return rc;
    static constexpr RawPage zeros{};
    for (sqlite3_int64 i = size / page_size + 1; i < up_to_page; ++i) {
        const auto page = static_cast<std::uint32_t>(i);
        if (page == lock_byte_page_) continue;
        if (const int rc = write_page(page, zeros.data()); rc != SQLITE_OK) return rc;
    }
    return SQLITE_OK;
}

int MainFile::write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) {
    const auto page = static_cast<std::uint32_t>(offset / page_size + 1);
    const bool whole = bytes == page_size && offset % page_size == 0;
    const bool pinned = whole && all_zero(data + content_bytes, reserved_bytes) &&
                        (page != 1 || has_pinned_layout(data));
    if (!pinned) return SQLITE_IOERR_WRITE;  // another page size or reserve: never written
    if (const int rc = fill_gap(page); rc != SQLITE_OK) return rc;
    return write_page(page, data);
}

// A backup from a database of smaller pages would cut a page in two before its first write is
// refused.
int MainFile::truncate(sqlite3_int64 size) {
    return size % page_size == 0 ? lower_.truncate(size) : SQLITE_IOERR_TRUNCATE;
}

int MainFile::pragma(char** arguments) {
    const char* value = arguments[2];
    if (value == nullptr) return SQLITE_NOTFOUND;
    if (sqlite3_stricmp(arguments[1], "page_size") == 0 && std::string_view{value} != "4096") {
        arguments[0] = sqlite3_mprintf("the page size of an encrypted replica is always 4096");
        return SQLITE_ERROR;
    }
    if (ownership_ == Ownership::one_process &&
        sqlite3_stricmp(arguments[1], "locking_mode") == 0 &&
        sqlite3_stricmp(value, "normal") != 0) {
        arguments[0] = sqlite3_mprintf("an encrypted replica is shared by several connections");
        return SQLITE_ERROR;
    }
    return SQLITE_NOTFOUND;
}

int MainFile::control(int operation, void* argument) {
    switch (operation) {
        case SQLITE_FCNTL_PRAGMA:
            return pragma(static_cast<char**>(argument));
        case fcntl_raw_page_1: {
            auto& raw = *static_cast<RawPage*>(argument);
            return lower_.read(raw.data(), page_size, 0);
        }
        default:
            return VfsFile::control(operation, argument);
    }
}

}  // namespace sanderling::vault
