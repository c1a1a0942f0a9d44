// The spelling of types and rules in the schema language: the one table of each.
#include "schema/model/field.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace sanderling::schema {
namespace {

template <class E>
using Spelling = std::pair<E, std::string_view>;

constexpr auto types = std::to_array<Spelling<FieldType>>({
    {FieldType::text, "text"},
    {FieldType::integer, "integer"},
    {FieldType::real, "real"},
    {FieldType::boolean, "boolean"},
    {FieldType::date, "date"},
    {FieldType::instant, "instant"},
    {FieldType::enumeration, "enum"},
    {FieldType::id, "id"},
    {FieldType::bytes, "bytes"},
    {FieldType::json, "json"},
});

constexpr auto rules = std::to_array<Spelling<Rule>>({
    {Rule::register_, "register"},
    {Rule::group, "group"},
    {Rule::multi_value, "multi_value"},
    {Rule::cautious, "cautious"},
    {Rule::set, "set"},
    {Rule::log, "log"},
    {Rule::life, "life"},
    {Rule::counter, "counter"},
    {Rule::ordered_list, "ordered_list"},
    {Rule::text, "text"},
    {Rule::immutable, "immutable"},
});

template <class E>
std::string_view spelled(std::span<const Spelling<E>> table, E wanted) {
    const auto found = std::ranges::find(table, wanted, &Spelling<E>::first);
    return found == table.end() ? "unknown" : found->second;
}

template <class E>
std::optional<E> parsed(std::span<const Spelling<E>> table, std::string_view text) {
    const auto found = std::ranges::find(table, text, &Spelling<E>::second);
    return found == table.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

std::string_view to_text(FieldType type) {
    return spelled<FieldType>(types, type);
}
std::optional<FieldType> parse_field_type(std::string_view text) {
    return parsed<FieldType>(types, text);
}

std::string_view to_text(Rule rule) {
    return spelled<Rule>(rules, rule);
}
std::optional<Rule> parse_rule(std::string_view text) {
    return parsed<Rule>(rules, text);
}

std::string column_type(const Field& field) {
    if (field.is_list()) return "TEXT";
    switch (field.type) {
        case FieldType::integer:
        case FieldType::boolean:
        case FieldType::instant:
            return "INTEGER";
        case FieldType::real:
            return "REAL";
        case FieldType::id:
        case FieldType::bytes:
            return "BLOB";
        case FieldType::text:
        case FieldType::date:
        case FieldType::enumeration:
        case FieldType::json:
            break;
    }
    return "TEXT";
}

}  // namespace sanderling::schema
