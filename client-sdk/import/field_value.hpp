// A JSON value as the value of a field, by the field's type and rule (schema/README.md, "Types").
#pragma once

#include "schema/model/schema.hpp"
#include "schema/model/value.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <variant>

namespace sanderling::import {

/// Why a value cannot be had: "'ATTX' is not a value of outcome".
struct Reason {
    std::string text{};
};

/// What a type takes: text, date as "yyyy-mm-dd", id as a UUID, bytes as base64: a string · enum:
/// the value's name, or the reference code that other systems know it by · instant: RFC 3339 with a
/// zone, or milliseconds since 1970 UTC · json: any value, or a string of JSON text · set and log:
/// an array of these. Null clears a field that is not a list.
std::variant<schema::Value, Reason> field_value(const schema::Schema& schema,
                                                const schema::Field& field,
                                                const nlohmann::json& given);

}  // namespace sanderling::import
