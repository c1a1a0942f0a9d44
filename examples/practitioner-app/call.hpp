// One question of the page to the open replica, and what its answers need again and again.
#pragma once

#include "examples/practitioner-app/desk.hpp"
#include "examples/practitioner-app/http.hpp"
#include "examples/practitioner-app/json.hpp"
#include "examples/practitioner-app/looks.hpp"
#include "examples/practitioner-app/people.hpp"

#include <optional>
#include <string>

namespace sanderling::app {

struct Call {
    Store& store;
    const Desk::Use& desk;
    const People& people;
    Looks& looks;
    const Request& request;
    const Json& body;  // an object; empty for a GET

    /// A member of the body; empty if it is no text.
    std::string text(const char* name) const;
    /// A parameter of the query or member of the body that is an id. Errors: invalid_argument.
    Result<RecordId> id(const char* name) const;
    Result<ScopeId> scope() const;
    /// The edit token of the form that the body names; nothing where it names none. Errors:
    /// base_unknown (the form was open for too long).
    Result<std::optional<EditToken>> form() const;
    /// A new form's name for the scope. Errors: those of Store::edit_token.
    Result<std::string> new_form(ScopeId scope) const;
    /// "Ann Ball", or what is known of her.
    std::string name(PersonId person) const { return people.name(person); }
    /// This device's person.
    Result<PersonId> me() const;
    /// The staff reference of this device's person, or the name where the list of colleagues has
    /// none.
    Result<std::string> my_staff() const;
    /// The name of the person whose case a scope is; empty if it is no case.
    std::string case_name(ScopeId scope) const;
};

/// Values from the page, by the schema. Only the fields in `allowed` are taken. Errors:
/// invalid_argument naming the field.
Result<Row> read_fields(const Call& call, std::string_view collection, const Json& fields,
                        std::initializer_list<std::string_view> allowed);

ScopeId to_scope(const RecordId& id);
Instant now();

}  // namespace sanderling::app
