// What every connection to a vault is given before use, and the seam where what SQLite throws
// becomes a value.
#pragma once

#include "client-sdk/vault/database.hpp"
#include "client-sdk/vault/vault.hpp"
#include "client-sdk/vault/vfs.hpp"

#include <exception>
#include <string>

namespace sanderling::vault {

template <class F>
auto guarded(F&& body) -> decltype(body()) {
    try {
        return body();
    } catch (const SqliteError& error) {
        return error.error();
    } catch (const std::exception& error) {
        return fail(Errc::internal, error.what());
    }
}

/// Throws SqliteError.
void set_pragmas(Database& database, std::int64_t cache_bytes, Durability durability);

/// Fails closed: whatever came of the opening, the bytes on the disk must be sealed. Errc::internal
/// for a connection that bypasses the VFS, corrupt for a page in clear.
Result<> self_test(Database& database, const std::string& vfs_name);

/// Puts a database without a log into write-ahead mode. Throws SqliteError.
Result<> use_write_ahead_log(Database& database);

/// A file: URI of the path, with `parameters` (`a=1&b=2`) after it.
std::string uri_of(const std::filesystem::path& path, const std::string& parameters);

}  // namespace sanderling::vault
