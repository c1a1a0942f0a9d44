// Verdicts on signatures, remembered by their exact bytes: every device checks every signature, and
// in a simulation they are all in one process. What a key signed here is known to be signed by it.
// The linker puts this before libsodium's own.
#pragma once

#include <cstdint>

namespace sanderling::sim {

enum class SignatureMemory : std::uint8_t { used, unused };

/// Forgets everything, and goes on like this.
void start_signature_memory(SignatureMemory memory);

}  // namespace sanderling::sim
