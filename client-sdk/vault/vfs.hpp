// An SQLite VFS that seals everything SQLite writes, layered over another, whose semantics it
// keeps. For a replica that is "unix-excl": several connections in one process, the wal-index in
// memory, other processes refused. The rule is docs/storage.md §1.
#pragma once

#include "client-sdk/vault/vfs_file.hpp"

#include <sqlite3.h>

#include <string>

namespace sanderling::vault {

/// What a Vfs lies on. A replica is always used with the defaults; tests put faults beneath, or the
/// plain "unix" where SQLite's own suite wants several processes.
struct VfsOptions {
    std::string lower = "unix-excl";  // a VFS that SQLite knows by this name
    Ownership ownership = Ownership::one_process;
};

/// Registered with SQLite under a name of its own for as long as it lives, so that a key never
/// travels in a file name, a URI or a process-wide table: whoever opens through this VFS uses its
/// key. Must outlive every connection opened through it. Safe from several threads.
class Vfs {
  public:
    /// Throws std::runtime_error if SQLite has no such lower VFS or refuses the registration.
    Vfs(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
        const VfsOptions& options = {});
    Vfs(const Vfs&) = delete;
    Vfs& operator=(const Vfs&) = delete;
    ~Vfs();

    /// For sqlite3_open_v2.
    const std::string& name() const { return name_; }

    sqlite3_vfs& lower() { return *lower_; }
    const FileCiphers& ciphers() const { return ciphers_; }
    Ownership ownership() const { return ownership_; }

    /// A URI parameter for the target of VACUUM INTO: `file:/dir/copy.db?vacuum_target=1`.
    static constexpr const char* vacuum_target_parameter = "vacuum_target";

  private:
    FileCiphers ciphers_;
    std::string name_;
    sqlite3_vfs* lower_;
    Ownership ownership_;
    sqlite3_vfs vfs_{};
};

/// The name SQLite's SQLITE_FCNTL_VFSNAME gives for a file opened through a Vfs begins so.
inline constexpr const char* vfs_name_prefix = "sanderling-";

}  // namespace sanderling::vault
