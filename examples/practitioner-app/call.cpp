#include "examples/practitioner-app/call.hpp"

#include "client-sdk/import/field_value.hpp"

#include <algorithm>
#include <chrono>

namespace sanderling::app {

std::string Call::text(const char* name) const {
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

Result<RecordId> Call::id(const char* name) const {
    const std::string given = request.method == "GET" ? request.parameter(name) : text(name);
    if (const auto id = parse_id<RecordId>(given)) return *id;
    return fail(Errc::invalid_argument, std::string(name) + " is no id");
}

Result<ScopeId> Call::scope() const {
    const auto found = id("scope");
    if (!found) return found.error();
    return to_scope(*found);
}

Result<std::optional<EditToken>> Call::form() const {
    const std::string name = text("form");
    if (name.empty()) return std::optional<EditToken>{};
    if (const auto token = desk.forms().find(name)) return token;
    return fail(Errc::base_unknown, "the form was open for too long: open it again");
}

Result<std::string> Call::new_form(ScopeId scope) const {
    const auto token = store.edit_token(scope);
    if (!token) return token.error();
    return desk.forms().keep(*token);
}

Result<PersonId> Call::me() const {
    const auto status = store.status();
    if (!status) return status.error();
    return status->person;
}

Result<std::string> Call::my_staff() const {
    const auto person = me();
    if (!person) return person.error();
    const Colleague* known = people.find(*person);
    return known != nullptr && !known->staff.empty() ? known->staff : name(*person);
}

std::string Call::case_name(ScopeId scope) const {
    const auto row =
        read_row(store, "SELECT name FROM person WHERE scope = ?1 LIMIT 1", {to_scalar(scope)});
    return row && row->is_object() ? row->value("name", "") : std::string{};
}

Result<Row> read_fields(const Call& call, std::string_view collection, const Json& fields,
                        std::initializer_list<std::string_view> allowed) {
    Row row;
    if (fields.is_null()) return row;
    if (!fields.is_object()) return fail(Errc::invalid_argument, "fields are an object");
    const schema::Collection* in = call.store.schema().collection(collection);
    for (const auto& [name, given] : fields.items()) {
        const schema::Field* field = in != nullptr ? in->field(name) : nullptr;
        if (field == nullptr || std::ranges::find(allowed, name) == allowed.end())
            return fail(Errc::invalid_argument, name + " cannot be set here");
        auto value = import::field_value(call.store.schema(), *field, given);
        if (const auto* reason = std::get_if<import::Reason>(&value))
            return fail(Errc::invalid_argument, name + ": " + reason->text);
        row[name] = std::move(std::get<schema::Value>(value));
    }
    return row;
}

ScopeId to_scope(const RecordId& id) {
    return ScopeId{id.bytes};
}

Instant now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace sanderling::app
