// What a running process has in memory, as somebody with its machine would read it.
#pragma once

#include "core/types/bytes.hpp"

#include <sys/types.h>

#include <functional>
#include <string>

namespace sanderling::tests {

/// Calls `look` with each piece of memory that the process can write, or could: heap, stacks, data,
/// buffers, and files mapped into it other than programs; `what` is its line in /proc/PID/maps.
/// Throws std::runtime_error if it may not be read. Returns how many bytes were read.
std::size_t read_memory(pid_t process,
                        const std::function<void(const std::string& what, ByteView)>& look);

}  // namespace sanderling::tests
