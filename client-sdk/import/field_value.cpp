#include "client-sdk/import/field_value.hpp"

#include "client-sdk/import/instant_text.hpp"
#include "schema/model/validate.hpp"

#include <sodium.h>

#include <limits>
#include <utility>

namespace sanderling::import {
namespace {

using nlohmann::json;
using schema::Field;
using schema::FieldType;
using schema::Scalar;
using schema::Value;

using ScalarOr = std::variant<Scalar, Reason>;

// What people see of a value that is wrong: enough to find it by.
std::string quoted(const std::string& text) {
    constexpr std::size_t shown_max = 40;
    if (text.size() <= shown_max) return "'" + text + "'";
    std::size_t end = shown_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
    return "'" + text.substr(0, end) + "…'";
}

Reason wants(std::string_view what, const json& given) {
    std::string seen = given.is_string()       ? quoted(given.get_ref<const std::string&>())
                       : given.is_structured() ? std::string(given.type_name())
                                               : given.dump();
    return {"wants " + std::string(what) + ", not " + seen};
}

ScalarOr whole_number(const json& given) {
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (given.is_number_unsigned()) {
        const auto value = given.get<std::uint64_t>();
        if (value > largest) return Reason{given.dump() + " is out of range"};
        return Scalar(static_cast<std::int64_t>(value));
    }
    if (given.is_number_integer()) return Scalar(given.get<std::int64_t>());
    return wants("a whole number", given);
}

ScalarOr real_number(const json& given) {
    if (!given.is_number()) return wants("a number", given);
    return Scalar(given.get<double>());
}

ScalarOr enum_value(const schema::Schema& schema, const Field& field, const json& given) {
    const schema::Enum* values = schema.enumeration(field.enum_name);
    if (!given.is_string() || values == nullptr) {
        return wants("a value of " + field.enum_name, given);
    }
    const auto& text = given.get_ref<const std::string&>();
    const schema::EnumValue* value = values->value(text);
    if (value == nullptr && !text.empty()) value = values->value_by_code(text);
    if (value == nullptr) return Reason{quoted(text) + " is not a value of " + field.enum_name};
    return Scalar(value->name);
}

ScalarOr instant_value(const json& given) {
    if (given.is_number()) return whole_number(given);
    const auto* text = given.get_ptr<const json::string_t*>();
    const auto instant = text ? parse_instant(*text) : std::nullopt;
    if (!instant) {
        return wants("a time with its zone (2011-04-18T09:30:00Z) or milliseconds since 1970",
                     given);
    }
    return Scalar(instant->ms);
}

ScalarOr id_value(const json& given) {
    const auto* text = given.get_ptr<const json::string_t*>();
    const auto id = text ? parse_id<RecordId>(*text) : std::nullopt;
    if (!id) return wants("a UUID", given);
    return Scalar(*id);
}

ScalarOr bytes_value(const json& given) {
    const auto* text = given.get_ptr<const json::string_t*>();
    if (text == nullptr) return wants("base64", given);
    Bytes out(text->size());
    std::size_t length = 0;
    if (sodium_base642bin(out.data(), out.size(), text->data(), text->size(), nullptr, &length,
                          nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
        return wants("base64", given);
    }
    out.resize(length);
    return Scalar(std::move(out));
}

ScalarOr json_value(const json& given) {
    if (!given.is_string()) return Scalar(given.dump());
    const auto& text = given.get_ref<const std::string&>();
    if (!json::accept(text)) return wants("JSON", given);
    return Scalar(text);
}

ScalarOr convert(const schema::Schema& schema, const Field& field, const json& given) {
    if (given.is_null()) {
        return field.is_list() ? ScalarOr(wants(schema::to_text(field.type), given))
                               : ScalarOr(Scalar{});
    }
    switch (field.type) {
        case FieldType::text:
        case FieldType::date:
            if (!given.is_string()) return wants(schema::to_text(field.type), given);
            return Scalar(given.get<std::string>());
        case FieldType::boolean:
            if (!given.is_boolean()) return wants("true or false", given);
            return Scalar(given.get<bool>());
        case FieldType::integer:
            return whole_number(given);
        case FieldType::real:
            return real_number(given);
        case FieldType::instant:
            return instant_value(given);
        case FieldType::enumeration:
            return enum_value(schema, field, given);
        case FieldType::id:
            return id_value(given);
        case FieldType::bytes:
            return bytes_value(given);
        case FieldType::json:
            return json_value(given);
    }
    return Reason{"is of a type that cannot be imported"};
}

// The schema's own check, without the field's name and rule that its message begins with.
ScalarOr checked(const schema::Schema& schema, const Field& field, const json& given) {
    ScalarOr converted = convert(schema, field, given);
    const auto* scalar = std::get_if<Scalar>(&converted);
    if (scalar == nullptr) return converted;
    const auto fine = schema::validate_scalar(schema, field, *scalar);
    if (fine) return converted;
    const std::string& detail = fine.error().detail;
    const auto colon = detail.find(": ");
    return Reason{colon == std::string::npos ? detail : detail.substr(colon + 2)};
}

}  // namespace

std::variant<Value, Reason> field_value(const schema::Schema& schema, const Field& field,
                                        const json& given) {
    if (!field.is_list()) {
        ScalarOr scalar = checked(schema, field, given);
        if (auto* reason = std::get_if<Reason>(&scalar)) return std::move(*reason);
        return schema::to_value(std::get<Scalar>(std::move(scalar)));
    }
    if (!given.is_array()) return wants("a list", given);
    schema::List list;
    for (std::size_t i = 0; i < given.size(); ++i) {
        ScalarOr scalar = checked(schema, field, given[i]);
        if (auto* reason = std::get_if<Reason>(&scalar)) {
            return Reason{"element " + std::to_string(i + 1) + ": " + reason->text};
        }
        list.push_back(std::get<Scalar>(std::move(scalar)));
    }
    return Value(std::move(list));
}

}  // namespace sanderling::import
