#include "client-sdk/cli/record_input.hpp"

#include "client-sdk/import/json_line.hpp"

namespace sanderling::cli {

namespace {

Error missing(std::string_view member, std::string_view wanted) {
    return fail(Errc::invalid_argument, std::string(member) + ": wants " + std::string(wanted));
}

Result<std::string> text_member(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return std::string();
    if (!found->is_string()) return missing(name, "a string");
    return found->get<std::string>();
}

// A member that nobody reads is a mistake, and what it holds would be lost.
Result<void> check_members(const nlohmann::json& object) {
    for (const auto& [name, value] : object.items()) {
        if (name != "scope" && name != "collection" && name != "id" && name != "fields" &&
            name != "append")
            return fail(Errc::invalid_argument,
                        name + ": is none of scope, collection, id, fields and append");
    }
    return {};
}

Result<void> read_head(const Schema& schema, const nlohmann::json& object, RecordInput& out) {
    auto collection = text_member(object, "collection");
    if (!collection) return collection.error();
    out.collection = schema.collection(*collection);
    if (out.collection == nullptr)
        return fail(Errc::not_found,
                    "collection: '" + *collection + "' is not one of " + schema.name());
    auto scope = text_member(object, "scope");
    if (!scope) return scope.error();
    out.scope = std::move(*scope);
    auto id = text_member(object, "id");
    if (!id) return id.error();
    if (!id->empty()) out.id = parse_id<RecordId>(*id);
    if (!id->empty() && !out.id) return missing("id", "a UUID");
    if (!out.id && out.scope.empty()) return missing("scope", "a scope, for a new record");
    return {};
}

}  // namespace

Result<RecordInput> read_record_input(const Schema& schema, std::string_view line) {
    auto parsed = import::parse_json_line(line);
    if (const auto* wrong = std::get_if<import::Wrong>(&parsed))
        return fail(Errc::invalid_argument,
                    wrong->field.empty() ? wrong->reason : wrong->field + ": " + wrong->reason);
    const auto& object = std::get<nlohmann::json>(parsed);
    RecordInput out;
    if (auto known = check_members(object); !known) return known.error();
    if (auto head = read_head(schema, object, out); !head) return head.error();
    if (const auto fields = object.find("fields"); fields != object.end()) {
        auto row = parse_fields(schema, *out.collection, *fields);
        if (!row) return row.error();
        out.row = std::move(*row);
    }
    const auto append = object.find("append");
    if (append == object.end()) return out;
    if (!append->is_object()) return missing("append", "an object of fields");
    for (const auto& [name, entry] : append->items()) {
        auto element = parse_element(schema, *out.collection, name, entry);
        if (!element) return element.error();
        out.appends.push_back(std::move(*element));
    }
    return out;
}

}  // namespace sanderling::cli
