#include "schema/language/load_field.hpp"

#include "schema/language/load_collection.hpp"
#include "schema/language/names.hpp"

#include <algorithm>
#include <limits>

namespace sanderling::schema {
namespace {

constexpr Range any_range{std::numeric_limits<std::int64_t>::min(),
                          std::numeric_limits<std::int64_t>::max()};
// A value must fit in a patch, whose size core/wire limits.
constexpr Range length_range{1, 1 << 20};

void read_type(Item& item, Field& made, const SchemaParts& parts,
               const std::vector<std::string>& collections) {
    const std::string word = item.required_text("type");
    const auto type = parse_field_type(word);
    if (!type && !word.empty()) {
        item.problem("type", "unknown type " + word +
                                 " (known: text, integer, real, boolean, date, instant, enum, id, "
                                 "bytes, json)");
    }
    made.type = type.value_or(FieldType::text);
    made.enum_name = item.text("enum").value_or("");
    if (made.type == FieldType::enumeration && made.enum_name.empty()) {
        item.problem("enum", "is missing: which enum?");
    } else if (made.type != FieldType::enumeration && !made.enum_name.empty()) {
        item.problem("enum", "only a field of type enum has one");
    } else if (!made.enum_name.empty() &&
               std::ranges::find(parts.enums, made.enum_name, &Enum::name) == parts.enums.end()) {
        item.problem("enum", "unknown enum " + made.enum_name +
                                 suggestion(made.enum_name, names(parts.enums)));
    }
    made.target = item.text("to").value_or("");
    if (made.target.empty()) return;
    if (made.type != FieldType::id) item.problem("to", "only a field of type id refers to records");
    if (std::ranges::find(collections, made.target) == collections.end()) {
        item.problem("to",
                     "unknown collection " + made.target + suggestion(made.target, collections));
    }
}

void read_rule(Item& item, Field& made) {
    const std::string word = item.text("rule").value_or("register");
    const auto rule = parse_rule(word);
    if (!rule || *rule == Rule::life) {
        item.problem("rule", "unknown rule " + word +
                                 " (known: register, multi_value, cautious, set, ordered_list, "
                                 "log, counter, text, immutable, group)");
    } else {
        made.rule = *rule;
    }
}

bool has_protective_order(const Field& field, const SchemaParts& parts) {
    if (field.type == FieldType::integer) return field.protective != Protective::undeclared;
    const auto found = std::ranges::find(parts.enums, field.enum_name, &Enum::name);
    return found == parts.enums.end() || found->protective;  // an unknown enum was reported
}

void check_rule(Item& item, Field& made, const SchemaParts& parts) {
    if (const auto word = item.text("protective")) {
        if (*word == "higher") made.protective = Protective::higher;
        if (*word == "lower") made.protective = Protective::lower;
        if (made.protective == Protective::undeclared) {
            item.problem("protective", "must be higher or lower");
        } else if (made.rule != Rule::cautious || made.type != FieldType::integer) {
            item.problem("protective", "only a cautious integer has it; an enum says order:");
        }
    }
    if (made.rule == Rule::cautious) {
        if (made.type != FieldType::enumeration && made.type != FieldType::integer) {
            item.problem("rule", "cautious needs a protective order: an enum or an integer");
        } else if (!has_protective_order(made, parts)) {
            const bool is_enum = made.type == FieldType::enumeration;
            item.problem("rule", is_enum ? "cautious needs an order: the enum " + made.enum_name +
                                               " lacks order: least_protective_first"
                                         : "cautious needs an order: protective: higher or lower");
        }
    }
    if (made.rule == Rule::text && made.type != FieldType::text) {
        item.problem("rule", "only a field of type text is written together");
    }
    if (made.rule == Rule::counter && made.type != FieldType::integer) {
        item.problem("rule", "only an integer is counted");
    }
    if (made.rule == Rule::set && made.type == FieldType::json) {
        item.problem("rule", "a set has scalar elements; json is not one");
    }
}

void read_limits(Item& item, Field& made) {
    made.limits.minimum = item.integer("min", any_range);
    made.limits.maximum = item.integer("max", any_range);
    if (const auto length = item.integer("max_length", length_range)) {
        made.limits.length_max = static_cast<std::uint32_t>(*length);
    }
    const bool whole = made.type == FieldType::integer || made.type == FieldType::instant;
    const bool has_length = made.type == FieldType::text || made.type == FieldType::json ||
                            made.type == FieldType::bytes;
    if (!whole && made.limits.minimum) item.problem("min", "only integers and instants have it");
    if (!whole && made.limits.maximum) item.problem("max", "only integers and instants have it");
    if (!has_length && made.limits.length_max) {
        item.problem("max_length", "only text, json and bytes have it");
    }
    if (made.rule == Rule::counter && (made.limits.minimum || made.limits.maximum)) {
        item.problem(made.limits.minimum ? "min" : "max",
                     "a counter has no bounds: devices that count apart would pass them together");
    }
    if (made.limits.minimum && made.limits.maximum && *made.limits.minimum > *made.limits.maximum) {
        item.problem("max", "is less than min");
    }
}

void read_flags(Item& item, Field& made) {
    made.required = item.flag("required");
    made.full_text = item.flag("full_text");
    made.indexed = item.flag("indexed");
    if (made.full_text && made.type != FieldType::text) {
        item.problem("full_text", "only text is searched by word");
    }
    if (made.indexed && made.is_list()) item.problem("indexed", "a set, log or list has no index");
    if (made.required && made.rule == Rule::counter) {
        item.problem("required", "a counter is nought until it is counted");
    }
}

}  // namespace

AuthorityClass read_class(Item& item, std::string_view key, const SchemaParts& parts) {
    const auto name = item.text(key);
    if (!name) return commit::any_writer;
    const auto found = std::ranges::find(parts.classes, *name, &AuthorityClassDef::name);
    if (found != parts.classes.end()) return found->number;
    item.problem(key, "unknown class " + *name + suggestion(*name, names(parts.classes)));
    return commit::any_writer;
}

Field read_field(Item& item, const SchemaParts& parts,
                 const std::vector<std::string>& collections) {
    item.allow_only({"number", "type", "enum", "to", "rule", "authority", "resolved_by",
                     "protective", "required", "full_text", "indexed", "min", "max", "max_length",
                     "doc"});
    Field made{.name = item.name()};
    if (is_sql_keyword(made.name)) item.problem("", "is an SQL keyword: take another name");
    if (is_reserved_column(made.name)) item.problem("", "every table has this column of itself");
    made.documentation = item.required_text("doc");
    read_type(item, made, parts, collections);
    read_rule(item, made);
    made.authority = read_class(item, "authority", parts);
    made.resolver = read_class(item, "resolved_by", parts);
    check_rule(item, made, parts);
    read_limits(item, made);
    read_flags(item, made);
    return made;
}

}  // namespace sanderling::schema
