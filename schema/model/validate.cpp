#include "schema/model/validate.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>

namespace sanderling::schema {
namespace {

std::optional<unsigned> parse_digits(std::string_view text) {
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto year = parse_digits(text.substr(0, 4));
    const auto month = parse_digits(text.substr(5, 2));
    const auto day = parse_digits(text.substr(8, 2));
    if (!year || !month || !day) return false;
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)),
                                       std::chrono::month(*month), std::chrono::day(*day))
        .ok();
}

// Well-formed as RFC 3629 has it: no surrogates, no longer form than needed.
bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80              ? 1
                                   : (lead & 0xE0U) == 0xC0 ? 2
                                   : (lead & 0xF0U) == 0xE0 ? 3
                                   : (lead & 0xF8U) == 0xF0 ? 4
                                                            : 0;
        if (length == 0 || at + length > text.size()) return false;
        std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t i = 1; i < length; ++i) {
            const auto next = static_cast<unsigned char>(text[at + i]);
            if ((next & 0xC0U) != 0x80) return false;
            point = (point << 6) | (next & 0x3FU);
        }
        constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
        const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (point < smallest[length] || point > 0x10FFFF || surrogate) return false;
        at += length;
    }
    return true;
}

using Reason = std::string;  // empty: nothing wrong

Reason check_length(const Limits& limits, std::size_t length) {
    if (!limits.length_max || length <= *limits.length_max) return {};
    return "at most " + std::to_string(*limits.length_max) + " bytes, this has " +
           std::to_string(length);
}

Reason check_range(const Limits& limits, std::int64_t value) {
    if (limits.minimum && value < *limits.minimum) {
        return "at least " + std::to_string(*limits.minimum);
    }
    if (limits.maximum && value > *limits.maximum) {
        return "at most " + std::to_string(*limits.maximum);
    }
    return {};
}

Reason check_string(const Schema& schema, const Field& field, const std::string& text) {
    if (field.type == FieldType::date) return is_date(text) ? Reason{} : "a date as yyyy-mm-dd";
    if (field.type == FieldType::enumeration) {
        const Enum* values = schema.enumeration(field.enum_name);
        const bool known = values != nullptr && values->value(text) != nullptr;
        return known ? Reason{} : "a value of the enum " + field.enum_name;
    }
    if (!is_utf8(text)) return "well-formed UTF-8";
    return check_length(field.limits, text.size());
}

struct CheckScalar {
    const Schema& schema;
    const Field& field;

    Reason expected() const { return "a value of type " + std::string(to_text(field.type)); }
    Reason operator()(Null) const { return field.is_list() ? expected() : Reason{}; }
    Reason operator()(bool) const {
        return field.type == FieldType::boolean ? Reason{} : expected();
    }
    Reason operator()(std::int64_t value) const {
        const bool fits = field.type == FieldType::integer || field.type == FieldType::instant;
        return fits ? check_range(field.limits, value) : expected();
    }
    Reason operator()(double value) const {
        if (field.type != FieldType::real) return expected();
        return std::isfinite(value) ? Reason{} : "a finite number";
    }
    Reason operator()(const std::string& text) const {
        switch (field.type) {
            case FieldType::text:
            case FieldType::date:
            case FieldType::enumeration:
            case FieldType::json:
                return check_string(schema, field, text);
            default:
                return expected();
        }
    }
    Reason operator()(const Bytes& bytes) const {
        if (field.type != FieldType::bytes) return expected();
        return check_length(field.limits, bytes.size());
    }
    Reason operator()(const RecordId&) const {
        return field.type == FieldType::id ? Reason{} : expected();
    }
    Reason operator()(const List& list) const {
        if (!field.is_list()) return expected() + ", not a list";
        for (const Scalar& element : list) {
            if (Reason wrong = std::visit(*this, element); !wrong.empty()) return wrong;
        }
        return {};
    }
};

Error refused(const std::string& where, const Field& field, const Reason& wanted) {
    return fail(Errc::constraint,
                where + " (" + std::string(to_text(field.rule)) + "): wants " + wanted);
}

Result<void> validate_field(const Schema& schema, const Collection& collection, const Field& field,
                            const Value& value) {
    const std::string where = collection.name + "." + field.name;
    if (field.is_list() && !std::holds_alternative<List>(value)) {
        return refused(where, field, "a list");
    }
    const Reason wrong = std::visit(CheckScalar{schema, field}, value);
    if (!wrong.empty()) return refused(where, field, wrong);
    return {};
}

// Set as a whole, it would undo what others did to it meanwhile.
Result<void> validate_edit(const Collection& collection, const Row& row) {
    for (const auto& [name, value] : row) {
        const Field& field = *collection.field(name);
        const std::string where = collection.name + "." + name;
        if (field.rule == Rule::counter) {
            return refused(where, field, "to be incremented, not to be given a value");
        }
        if (field.rule == Rule::ordered_list) {
            return refused(where, field, "its elements to be inserted, moved and removed");
        }
    }
    return {};
}

Result<void> validate_groups(const Collection& collection, const Row& row) {
    for (const Group& group : collection.groups) {
        const auto given =
            std::ranges::count_if(group.members, [&](auto& name) { return row.contains(name); });
        if (given != 0 && given != std::ssize(group.members)) {
            return fail(Errc::constraint, collection.name + "." + group.name +
                                              " (group): its fields change together, so give all " +
                                              std::to_string(group.members.size()));
        }
    }
    return {};
}

}  // namespace

Result<void> validate_scalar(const Schema& schema, const Field& field, const Scalar& scalar) {
    const Reason wrong = std::visit(CheckScalar{schema, field}, scalar);
    if (!wrong.empty()) return refused(field.name, field, wrong);
    return {};
}

Result<void> validate(const Schema& schema, const Collection& collection, const Row& row,
                      Change change) {
    for (const auto& [name, value] : row) {
        const Field* field = collection.field(name);
        if (field == nullptr) {
            return fail(Errc::constraint, collection.name + ": has no field " + name);
        }
        if (auto fine = validate_field(schema, collection, *field, value); !fine) return fine;
    }
    for (const Field& field : collection.fields) {
        const auto given = row.find(field.name);
        const bool absent = given == row.end();
        const bool needed = field.required && (!absent || change == Change::create);
        if (needed && (absent || is_null(given->second))) {
            return fail(Errc::constraint, collection.name + "." + field.name + ": is required");
        }
    }
    // In a new record, the members of a group that are not given are null.
    if (change == Change::create) return {};
    if (auto fine = validate_edit(collection, row); !fine) return fine;
    return validate_groups(collection, row);
}

std::optional<std::int64_t> protective_rank(const Schema& schema, const Field& field,
                                            const Value& value) {
    if (field.rule != Rule::cautious) return std::nullopt;
    if (const auto* name = std::get_if<std::string>(&value)) {
        const Enum* values = schema.enumeration(field.enum_name);
        const auto rank = values ? protective_rank(*values, *name) : std::nullopt;
        return rank ? std::optional(static_cast<std::int64_t>(*rank)) : std::nullopt;
    }
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        // The complement turns the order round and, unlike the negative, exists for every number.
        return field.protective == Protective::lower ? ~*number : *number;
    }
    return std::nullopt;
}

}  // namespace sanderling::schema
