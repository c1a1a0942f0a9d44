// A set or log as the JSON array of its column, and back.
#pragma once

#include "schema/model/field.hpp"
#include "schema/model/value.hpp"

#include <string>
#include <string_view>

namespace sanderling::replica {

/// Bytes become hexadecimal, ids UUIDs; the rest is itself.
std::string to_json(const schema::List& list);
/// By the type of the elements. Empty for text that `to_json` did not make.
schema::List list_from_json(std::string_view json, schema::FieldType type);

}  // namespace sanderling::replica
