// Where the passphrase comes from: a file, the environment, or somebody who types it unseen. Never
// the command line, which every process on the machine can read.
#pragma once

#include "core/types/error.hpp"

#include <filesystem>
#include <string>

namespace sanderling::keyholder {

inline constexpr const char* passphrase_variable = "SANDERLING_KEYHOLDER_PASSPHRASE";

enum class Ask : std::uint8_t { once, twice };

/// The first line of the file if one is named, else the variable, else a prompt on the terminal;
/// `twice` for a new passphrase. Errors: io, invalid_argument (they differ, or it is empty),
/// not_found (nobody to ask).
Result<std::string> passphrase(const std::filesystem::path& file, Ask ask);

}  // namespace sanderling::keyholder
