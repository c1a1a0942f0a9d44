// One field or group of fields of a collection, as a program sees it while it runs
// (schema/README.md). Numbers are in sealed and hashed bytes: never changed, never reused.
#pragma once

#include "core/commit/path.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::schema {

using commit::AuthorityClass;
using commit::ClassMask;
using commit::Rule;

enum class CollectionNumber : std::uint16_t {};
enum class FieldNumber : std::uint16_t {};

/// Stands for the life of the record itself; no field has it.
inline constexpr FieldNumber life_number{0};

enum class FieldType : std::uint8_t {
    text = 1,
    integer = 2,
    real = 3,
    boolean = 4,
    date = 5,         // "yyyy-mm-dd", without a time zone
    instant = 6,      // milliseconds since 1970 UTC
    enumeration = 7,  // by name at the API
    id = 8,           // of a record: 16 bytes
    bytes = 9,
    json = 10,
};

/// Which of two integers protects more; an enum says so by the order of its values.
enum class Protective : std::uint8_t { undeclared, higher, lower };

/// What `validate` accepts beyond the type.
struct Limits {
    std::optional<std::int64_t> minimum{};      // of integer and instant
    std::optional<std::int64_t> maximum{};      // of integer and instant
    std::optional<std::uint32_t> length_max{};  // of text, json and bytes, in bytes
};

struct Field {
    std::string name{};
    FieldNumber number{};
    FieldType type = FieldType::text;               // of one element, for a list of any rule
    Rule rule = Rule::register_;                    // Rule::group for a member of a group
    AuthorityClass authority = commit::any_writer;  // whose write has effect
    AuthorityClass resolver = commit::any_writer;   // whose `resolve` settles a conflict
    std::string enum_name{};                        // of FieldType::enumeration
    std::string target{};  // the collection that an id refers to; may be empty
    std::string group{};   // the group it is a member of; may be empty
    Protective protective = Protective::undeclared;  // of a cautious integer
    Limits limits{};
    bool required = false;   // a new record must give it
    bool full_text = false;  // searched by word
    bool indexed = false;    // an SQL index is made for it
    std::string documentation{};

    /// Whether it holds several values: a set, a log or an ordered list.
    bool is_list() const {
        return rule == Rule::set || rule == Rule::log || rule == Rule::ordered_list;
    }
};

/// A register over several fields: they change together or not at all. The list is fixed for ever.
struct Group {
    std::string name{};
    FieldNumber number{};                // from the same numbers as the fields
    std::vector<std::string> members{};  // in the order in which they are encoded
    AuthorityClass authority = commit::any_writer;
    AuthorityClass resolver = commit::any_writer;
    std::string documentation{};
};

std::string_view to_text(FieldType type);
std::optional<FieldType> parse_field_type(std::string_view text);

/// As the schema language spells it: "register", "multi_value", …
std::string_view to_text(Rule rule);
std::optional<Rule> parse_rule(std::string_view text);

/// The SQLite type of the column that holds the field: TEXT, INTEGER, REAL or BLOB. A set, log or
/// ordered list is TEXT: a JSON array.
std::string column_type(const Field& field);

}  // namespace sanderling::schema
