// What a process takes of the machine's memory.
#pragma once

#include <sys/types.h>

namespace sanderling::bench {

/// Resident now, in bytes. Throws Failure.
double resident_bytes(pid_t process);

}  // namespace sanderling::bench
