#include "client-sdk/cli/field_text.hpp"

#include "client-sdk/cli/words.hpp"
#include "client-sdk/import/field_value.hpp"
#include "client-sdk/import/json_line.hpp"

#include <sodium.h>

#include <charconv>
#include <optional>

namespace sanderling::cli {

namespace {

using schema::Collection;
using schema::Field;
using schema::FieldType;

Error wrong(const Collection& collection, std::string_view field, const std::string& reason) {
    return fail(Errc::invalid_argument, collection.name + "." + std::string(field) + ": " + reason);
}

Result<const Field*> field_named(const Collection& collection, std::string_view name) {
    const Field* field = collection.field(name);
    if (field == nullptr)
        return fail(Errc::not_found, std::string(name) + " is not a field of " + collection.name);
    return field;
}

struct Assignment {
    std::string field{};
    std::string text{};
    bool is_json = false;
};

Result<Assignment> split(const Collection& collection, std::string_view given) {
    const std::size_t equals = given.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return fail(Errc::invalid_argument,
                    collection.name + ": '" + std::string(given) + "' is not field=value");
    const bool is_json = given[equals - 1] == ':';
    return Assignment{std::string(given.substr(0, equals - (is_json ? 1 : 0))),
                      std::string(given.substr(equals + 1)), is_json};
}

// What was typed as the JSON that an import would have; a text that is no number stays a string,
// and the field's own check says what it wants.
nlohmann::json typed(const Field& field, const std::string& text) {
    switch (field.type) {
        case FieldType::integer:
        case FieldType::instant:
        case FieldType::real:
        case FieldType::boolean: {
            auto parsed = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
            return parsed.is_discarded() || parsed.is_structured() ? nlohmann::json(text) : parsed;
        }
        default:
            return text;
    }
}

// Nothing if it is not JSON.
std::optional<nlohmann::json> json_of(const Field& field, const Assignment& assignment) {
    if (!assignment.is_json) return typed(field, assignment.text);
    auto parsed = nlohmann::json::parse(assignment.text, nullptr, /*allow_exceptions=*/false);
    if (parsed.is_discarded()) return std::nullopt;
    return parsed;
}

Error not_json(const Collection& collection, const Field& field) {
    return wrong(collection, field.name, "what follows := is not JSON");
}

Result<Value> value_of(const Schema& schema, const Collection& collection, const Field& field,
                       const nlohmann::json& given) {
    auto value = import::field_value(schema, field, given);
    if (const auto* reason = std::get_if<import::Reason>(&value))
        return wrong(collection, field.name, reason->text);
    return std::get<Value>(std::move(value));
}

Result<void> assign(const Schema& schema, const Collection& collection,
                    const Assignment& assignment, Row& row) {
    const auto field = field_named(collection, assignment.field);
    if (!field) return field.error();
    const auto given = json_of(**field, assignment);
    if (!given) return not_json(collection, **field);
    const bool is_element = (*field)->is_list() && !given->is_array();
    auto value = value_of(schema, collection, **field,
                          is_element ? nlohmann::json::array({*given}) : *given);
    if (!value) return value.error();
    const auto [at, is_new] = row.try_emplace(assignment.field, std::move(*value));
    if (is_new) return {};
    if (!is_element) return wrong(collection, assignment.field, "is given twice");
    auto& list = std::get<List>(at->second);
    list.push_back(std::get<List>(*value).front());
    return {};
}

std::string base64(const Bytes& bytes) {
    std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    out.resize(out.size() - 1);  // its final zero
    return out;
}

template <class Variant>
Json json_of_held(const Variant& held) {
    return std::visit(
        [](const auto& v) -> Json {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, Null>) {
                return nullptr;
            } else if constexpr (std::is_same_v<T, Bytes>) {
                return base64(v);
            } else if constexpr (std::is_same_v<T, RecordId>) {
                return to_text(v);
            } else if constexpr (std::is_same_v<T, List>) {
                Json out = Json::array();
                for (const Scalar& element : v) out.push_back(to_json(element));
                return out;
            } else {
                return v;
            }
        },
        held);
}

}  // namespace

Result<Row> parse_assignments(const Schema& schema, const Collection& collection,
                              const std::vector<std::string>& assignments) {
    Row row;
    for (const std::string& given : assignments) {
        const auto assignment = split(collection, given);
        if (!assignment) return assignment.error();
        if (auto done = assign(schema, collection, *assignment, row); !done) return done.error();
    }
    return row;
}

Result<Row> parse_fields(const Schema& schema, const Collection& collection,
                         const nlohmann::json& fields) {
    if (!fields.is_object())
        return fail(Errc::invalid_argument, collection.name + ": fields wants an object");
    Row row;
    for (const auto& [name, given] : fields.items()) {
        const auto field = field_named(collection, name);
        if (!field) return field.error();
        auto value = value_of(schema, collection, **field, given);
        if (!value) return value.error();
        row.emplace(name, std::move(*value));
    }
    return row;
}

Result<Element> parse_element(const Schema& schema, const Collection& collection,
                              std::string_view given) {
    const auto assignment = split(collection, given);
    if (!assignment) return assignment.error();
    const auto field = field_named(collection, assignment->field);
    if (!field) return field.error();
    const auto json = json_of(**field, *assignment);
    if (!json) return not_json(collection, **field);
    return parse_element(schema, collection, assignment->field, *json);
}

Result<Element> parse_element(const Schema& schema, const Collection& collection,
                              const std::string& name, const nlohmann::json& given) {
    const auto field = field_named(collection, name);
    if (!field) return field.error();
    if (!(*field)->is_list()) return wrong(collection, name, "is neither a set nor a log");
    auto value = value_of(schema, collection, **field, nlohmann::json::array({given}));
    if (!value) return value.error();
    return Element{name, std::get<List>(*value).front()};
}

Json to_json(const Scalar& scalar) {
    return json_of_held(scalar);
}

Json to_json(const Value& value) {
    return json_of_held(value);
}

Json to_json(const Row& row) {
    Json out = Json::object();
    for (const auto& [name, value] : row) out[name] = to_json(value);
    return out;
}

std::string plain_text(const Scalar& scalar) {
    if (const auto* text = std::get_if<std::string>(&scalar)) return *text;
    if (const auto* bytes = std::get_if<Bytes>(&scalar))
        return "(" + count_text(bytes->size(), "byte") + ")";
    if (std::holds_alternative<Null>(scalar)) return "";
    const Json json = to_json(scalar);
    return json.is_string() ? json.get<std::string>() : json.dump();
}

std::string plain_text(const Collection* collection, const Row& row) {
    std::string out;
    for (const auto& [name, value] : row) {
        const Field* field = collection != nullptr ? collection->field(name) : nullptr;
        const auto* number = std::get_if<std::int64_t>(&value);
        const Json json = to_json(value);
        std::string shown = json.is_string() ? json.get<std::string>() : json.dump();
        if (json.is_null()) shown = "(nothing)";
        if (field != nullptr && field->type == FieldType::instant && number != nullptr)
            shown = time_text(Instant{*number});
        out += (out.empty() ? "" : ", ") + name + ": " + shown;
    }
    return out;
}

}  // namespace sanderling::cli
