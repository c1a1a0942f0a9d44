// SQLite's way to the simulated disk.
#pragma once

namespace sanderling::sim {

/// Stands in for the "unix-excl" VFS, which is what a vault lies on, and for the default one, which
/// is what a server's store lies on. Once for a process.
void register_disk_vfs();

}  // namespace sanderling::sim
