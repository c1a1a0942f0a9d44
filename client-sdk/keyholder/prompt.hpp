// Where the passphrase comes from: a file, the environment, or somebody who types it unseen. Never
// the command line, which every process on the machine can read.
#pragma once

#include "core/types/error.hpp"

#include <filesystem>
#include <string>

namespace sanderling::keyholder {

inline constexpr const char* passphrase_variable = "SANDERLING_KEYHOLDER_PASSPHRASE";

enum class Ask : std::uint8_t { once, twice };

/// What systemd hands to a service whose unit says LoadCredential= or LoadCredentialEncrypted=.
inline constexpr const char* passphrase_credential = "keyholder-passphrase";

/// Errors: io.
Result<std::string> first_line_of(const std::filesystem::path& file);
/// From the file if one is named, else typed twice; never what the old one comes from.
Result<std::string> new_passphrase(const std::filesystem::path& file);

/// The first line of the file if one is named, else the variable, else the first line of the
/// systemd credential (a file in $CREDENTIALS_DIRECTORY), else a prompt on the terminal;
/// `twice` for a new passphrase. Errors: io, invalid_argument (they differ, or it is empty),
/// not_found (nobody to ask).
Result<std::string> passphrase(const std::filesystem::path& file, Ask ask);

}  // namespace sanderling::keyholder
