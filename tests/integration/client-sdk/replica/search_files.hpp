// What a replica's files hold once they are decrypted: every page and every frame, in use or not.
#pragma once

#include "client-sdk/replica/replica.hpp"
#include "client-sdk/vault/vault.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <string>

namespace sanderling::tests {

/// Throws vault::SqliteError if the index of a collection is not what its rows say.
inline void check_search_index(Store& store, const std::string& table) {
    store.replica()
        .write(vault::Durability::normal,
               [&](replica::Writer& writer) -> Result<void> {
                   const std::string index = "sanderling_" + table + "_search";
                   writer.database.execute("INSERT INTO " + index + "(" + index +
                                           ", rank) VALUES('integrity-check', 1)");
                   return {};
               })
        .value();
}

inline void check_search_index(Device& device, const std::string& table) {
    check_search_index(device.store(), table);
}

namespace detail {

inline std::string all_of(sqlite3_file* file, sqlite3_int64 first, sqlite3_int64 header) {
    constexpr int page = 4096;
    std::string out;
    std::string block(page, '\0');
    sqlite3_int64 size = 0;
    if (file == nullptr || file->pMethods == nullptr) return out;
    file->pMethods->xFileSize(file, &size);
    for (sqlite3_int64 at = first + header; at + page <= size; at += header + page) {
        EXPECT_EQ(file->pMethods->xRead(file, block.data(), page, at), SQLITE_OK) << at;
        out += block;
    }
    return out;
}

}  // namespace detail

/// Of a copy of the folder, since one process owns it once.
inline std::string decrypted_files(const std::filesystem::path& directory,
                                   const Key& key = Device::key()) {
    const TemporaryFolder copies(TemporaryFolder::Where::memory);
    const auto copy = copies.path() / "copy";
    std::filesystem::copy(directory, copy);
    auto vault = vault::Vault::open(copy, key).value();
    auto database = vault.open_connection().value();
    database.query_int("SELECT count(*) FROM sqlite_schema");
    sqlite3_file* main = nullptr;
    sqlite3_file* log = nullptr;
    sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &main);
    sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    return detail::all_of(main, 0, 0) + detail::all_of(log, 32, 24);
}

}  // namespace sanderling::tests
