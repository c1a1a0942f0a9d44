// What a field holds at the API: a value without a static type, and a row of them by field name.
// Which alternative a field takes is written in schema/README.md ("Types").
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/ids.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace sanderling::schema {

/// No value. Writing it clears a field; a field that a row leaves out is not touched.
using Null = std::monostate;

/// text, date ("2011-04-18"), enum (its name) and json are strings; integer and instant
/// (milliseconds since 1970 UTC) are std::int64_t.
using Scalar = std::variant<Null, bool, std::int64_t, double, std::string, Bytes, RecordId>;

/// The elements of a set or ordered list, or the entries of a log, in reading order.
using List = std::vector<Scalar>;

using Value = std::variant<Null, bool, std::int64_t, double, std::string, Bytes, RecordId, List>;

/// Field name → value. The members of a group are given one by one, under their own names.
using Row = std::map<std::string, Value, std::less<>>;

Value to_value(Scalar scalar);

inline bool is_null(const Value& value) {
    return std::holds_alternative<Null>(value);
}

}  // namespace sanderling::schema
