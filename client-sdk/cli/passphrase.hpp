// The passphrase of a replica: from a file, the environment or a prompt, and never from the command
// line, which every process of the machine can read.
#pragma once

#include "core/types/error.hpp"

#include <cstdint>
#include <string>

#include "sanderling/key.hpp"

namespace sanderling::cli {

enum class Asking : std::uint8_t {
    once,           // to open what is there
    twice,          // to make a new one
    recovery_code,  // to open what is there by another word
};

/// In this order: `file` (its first line), SANDERLING_PASSPHRASE_FILE, SANDERLING_PASSPHRASE, a
/// prompt on the terminal without echo. Errors: not_found (no such file), invalid_argument (empty,
/// or no terminal to ask on, or typed differently twice).
Result<Passphrase> read_passphrase(const std::string& file, Asking asking);

/// The one that shall open a replica from now on, in the same order: `file`,
/// SANDERLING_NEW_PASSPHRASE_FILE, SANDERLING_NEW_PASSPHRASE, a prompt.
Result<Passphrase> read_new_passphrase(const std::string& file);

}  // namespace sanderling::cli
