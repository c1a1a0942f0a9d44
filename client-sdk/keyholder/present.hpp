// Results in words, for whoever sits at the terminal.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace sanderling::keyholder {

/// One or more lines, without the last newline.
std::string in_words(const nlohmann::ordered_json& result);

}  // namespace sanderling::keyholder
