#include "client-sdk/import/record_line.hpp"

#include "client-sdk/import/field_value.hpp"
#include "client-sdk/import/json_line.hpp"
#include "schema/model/validate.hpp"

#include <optional>
#include <utility>

namespace sanderling::import {
namespace {

using nlohmann::json;
using schema::Collection;

const std::string* text_member(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() ? nullptr : found->get_ptr<const json::string_t*>();
}

// A member that nobody reads is a mistake in the export, and what it holds would be lost.
std::optional<Wrong> check_members(const json& object) {
    for (const auto& [key, value] : object.items()) {
        if (key != "scope" && key != "collection" && key != "id" && key != "fields") {
            return Wrong{.field = key, .reason = "is none of scope, collection, id and fields"};
        }
    }
    return std::nullopt;
}

std::optional<Wrong> read_collection(const schema::Schema& schema, const json& object,
                                     ImportedRecord& record) {
    const std::string* name = text_member(object, "collection");
    if (name == nullptr) return Wrong{.field = "collection", .reason = "wants a collection's name"};
    record.collection = schema.collection(*name);
    if (record.collection != nullptr) return std::nullopt;
    return Wrong{.field = "collection",
                 .reason = "'" + *name + "' is not a collection of " + schema.name()};
}

std::optional<Wrong> read_scope(const schema::Schema& schema, const json& object,
                                ImportedRecord& record) {
    const Collection& collection = *record.collection;
    const std::string* text = text_member(object, "scope");
    if (text == nullptr || text->empty()) {
        return Wrong{collection.name, "scope", "wants a scope's label or id"};
    }
    if (const auto id = parse_id<ScopeId>(*text)) {
        record.scope = *id;
        return std::nullopt;
    }
    record.scope = *text;
    const std::string kind = text->substr(0, text->find(':'));
    if (schema.scope_kind(kind) != nullptr && !collection.lives_in(kind)) {
        return Wrong{collection.name, "scope", "does not live in a scope of kind " + kind};
    }
    return std::nullopt;
}

std::optional<Wrong> read_id(const json& object, ImportedRecord& record) {
    const auto found = object.find("id");
    if (found == object.end()) return std::nullopt;
    const Collection& collection = *record.collection;
    const std::string* text = text_member(object, "id");
    record.id = text ? parse_id<RecordId>(*text) : std::nullopt;
    if (!record.id) return Wrong{collection.name, "id", "wants a UUID"};
    if (!collection.natural_key.empty()) {
        return Wrong{collection.name, "id", "is derived from the natural key; leave it out"};
    }
    return std::nullopt;
}

std::optional<Wrong> read_fields(const schema::Schema& schema, const json& object,
                                 ImportedRecord& record) {
    const Collection& collection = *record.collection;
    const auto fields = object.find("fields");
    if (fields == object.end() || !fields->is_object()) {
        return Wrong{collection.name, "fields", "wants an object of fields"};
    }
    for (const auto& [key, given] : fields->items()) {
        const schema::Field* field = collection.field(key);
        if (field == nullptr) {
            return Wrong{collection.name, key, "is not a field of " + collection.name};
        }
        auto value = field_value(schema, *field, given);
        if (auto* reason = std::get_if<Reason>(&value)) {
            return Wrong{collection.name, key, std::move(reason->text)};
        }
        record.row.emplace(key, std::get<schema::Value>(std::move(value)));
    }
    return std::nullopt;
}

std::optional<Wrong> check_whole(const schema::Schema& schema, const ImportedRecord& record) {
    const Collection& collection = *record.collection;
    for (const schema::Field& field : collection.fields) {
        const auto given = record.row.find(field.name);
        if (field.required && (given == record.row.end() || schema::is_null(given->second))) {
            return Wrong{collection.name, field.name, "is required"};
        }
    }
    const auto fine = schema::validate(schema, collection, record.row, schema::Change::create);
    if (fine) return std::nullopt;
    return Wrong{collection.name, "", fine.error().detail};
}

}  // namespace

std::variant<ImportedRecord, Wrong> read_record(const schema::Schema& schema,
                                                std::string_view line) {
    auto parsed = parse_json_line(line);
    if (auto* wrong = std::get_if<Wrong>(&parsed)) return std::move(*wrong);
    const json& object = std::get<json>(parsed);
    ImportedRecord record;
    if (auto wrong = check_members(object)) return std::move(*wrong);
    if (auto wrong = read_collection(schema, object, record)) return std::move(*wrong);
    if (auto wrong = read_scope(schema, object, record)) return std::move(*wrong);
    if (auto wrong = read_id(object, record)) return std::move(*wrong);
    if (auto wrong = read_fields(schema, object, record)) return std::move(*wrong);
    if (auto wrong = check_whole(schema, record)) return std::move(*wrong);
    return record;
}

}  // namespace sanderling::import
