// One line of NDJSON as a JSON object, refusing what a lenient parser would pass on wrongly.
#pragma once

#include "client-sdk/import/imported_record.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <variant>

namespace sanderling::import {

/// Refuses text that is not UTF-8, members given twice (a parser keeps one and says nothing),
/// numbers that no double holds, deep nesting, and anything but an object.
std::variant<nlohmann::json, Wrong> parse_json_line(std::string_view text);

/// Well-formed as RFC 3629 has it: no surrogates, no longer form than needed.
std::optional<std::size_t> first_byte_not_utf8(std::string_view text);

}  // namespace sanderling::import
