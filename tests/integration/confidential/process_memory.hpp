// What a running process has in memory, as somebody with its machine would read it.
#pragma once

#include "core/types/bytes.hpp"

#include <sys/types.h>

#include <functional>
#include <string>

namespace sanderling::tests {

/// What a process was given or made: heap, stacks, data, buffers, and files mapped into it other
/// than programs. Or what its programs have of themselves, too.
enum class Memory : std::uint8_t { own, with_programs };

/// Calls `look` with each piece of it; `what` is its line in /proc/PID/maps.
/// Throws std::runtime_error if it may not be read. Returns how many bytes were read.
std::size_t read_memory(pid_t process, Memory memory,
                        const std::function<void(const std::string& what, ByteView)>& look);

}  // namespace sanderling::tests
