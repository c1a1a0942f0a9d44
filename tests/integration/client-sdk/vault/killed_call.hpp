// Kills the process in front of the n-th call that changes a file: the calls of libc are interposed
// in the test's program, for our code and for SQLite alike.
#pragma once

namespace sanderling::vault::testing {

/// From now on, SIGKILL takes the place of the n-th call, counted from 1, among write, pwrite,
/// ftruncate, fsync, fdatasync, rename, unlink and remove.
void kill_at_call(long n);

/// The calls since kill_at_call, in a process that still lives.
long calls_made();

}  // namespace sanderling::vault::testing
