#include "client-sdk/vault/connection.hpp"

#include "client-sdk/vault/main_file.hpp"

namespace sanderling::vault {

void set_pragmas(Database& database, std::int64_t cache_bytes, Durability durability) {
    database.execute("PRAGMA mmap_size=0");
    database.execute("PRAGMA cache_size=-" + std::to_string(cache_bytes / 1024));
    database.execute(durability == Durability::full ? "PRAGMA synchronous=FULL"
                                                    : "PRAGMA synchronous=NORMAL");
    // Moving a page from the log to the database seals it once more, so a page that is written
    // often is moved seldom: after 16 MiB, which a device can spare.
    database.execute("PRAGMA wal_autocheckpoint=" + std::to_string(log_pages_before_checkpoint));
    // Spilled sorter runs and temporary tables go through the VFS, which seals them.
    database.execute("PRAGMA temp_store=FILE");
}

Result<> self_test(Database& database, const std::string& vfs_name) {
    char* name = nullptr;
    sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_VFSNAME, &name);
    const bool ours = name != nullptr && vfs_name == name;
    sqlite3_free(name);
    if (!ours) return fail(Errc::internal, "the connection bypasses the encrypting VFS");

    RawPage raw{};
    const int rc = sqlite3_file_control(database.handle(), "main", fcntl_raw_page_1, &raw);
    if (rc != SQLITE_OK) return fail(errc_of_sqlite(rc), "reading page 1 as it is stored");
    // These are zeros in every header of SQLite's, and almost never in a sealed one.
    const bool clear =
        all_zero(raw.data() + 72, 20) || all_zero(raw.data() + nonce_at, nonce_bytes);
    if (clear) return fail(Errc::corrupt, "page 1 is stored in clear");
    return {};
}

Result<> use_write_ahead_log(Database& database) {
    if (database.query_text("PRAGMA journal_mode=WAL") == "wal") return {};
    return fail(Errc::internal, "SQLite refused the write-ahead log");
}

std::string uri_of(const std::filesystem::path& path, const std::string& parameters) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out = "file:";
    for (const char c : std::filesystem::absolute(path).string()) {
        if (c != '%' && c != '?' && c != '#') {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out + "?" + parameters;
}

}  // namespace sanderling::vault
