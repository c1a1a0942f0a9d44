// An SQLite VFS that seals everything SQLite writes, layered over "unix-excl", whose semantics it
// keeps: several connections in one process, the wal-index in memory, other processes refused. The
// rule is docs/storage.md §1.
#pragma once

#include "client-sdk/vault/vfs_file.hpp"

#include <sqlite3.h>

#include <string>

namespace sanderling::vault {

/// Registered with SQLite under a name of its own for as long as it lives, so that a key never
/// travels in a file name, a URI or a process-wide table: whoever opens through this VFS uses its
/// key. Must outlive every connection opened through it. Safe from several threads.
class Vfs {
  public:
    /// Throws std::runtime_error if SQLite has no "unix-excl" or refuses the registration.
    Vfs(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity);
    Vfs(const Vfs&) = delete;
    Vfs& operator=(const Vfs&) = delete;
    ~Vfs();

    /// For sqlite3_open_v2.
    const std::string& name() const { return name_; }

    sqlite3_vfs& lower() { return *lower_; }
    const FileCiphers& ciphers() const { return ciphers_; }

    /// A URI parameter for the target of VACUUM INTO: `file:/dir/copy.db?vacuum_target=1`.
    static constexpr const char* vacuum_target_parameter = "vacuum_target";

  private:
    FileCiphers ciphers_;
    std::string name_;
    sqlite3_vfs* lower_;
    sqlite3_vfs vfs_{};
};

/// The name SQLite's SQLITE_FCNTL_VFSNAME gives for a file opened through a Vfs begins so.
inline constexpr const char* vfs_name_prefix = "sanderling-";

}  // namespace sanderling::vault
