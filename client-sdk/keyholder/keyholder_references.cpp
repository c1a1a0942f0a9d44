// What another system keeps, kept here too: people, scopes and allocations by its own references,
// so that the same can be said again without harm (docs/operations.md, "Machine interface").
#include "client-sdk/keyholder/keyholder.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t reference_bytes_max = 128;

Result<void> check_reference(const std::string& reference) {
    if (reference.size() > reference_bytes_max)
        return fail(Errc::invalid_argument, "a reference has at most 128 bytes");
    return {};
}

template <class Map>
auto by_reference(const Map& map, std::string_view reference) {
    return std::find_if(map.begin(), map.end(),
                        [&](const auto& one) { return one.second.reference == reference; });
}

/// Adds to a plan's result what it changes.
void say(Plan& plan, const char* change, const std::vector<std::string>& what = {}) {
    plan.result["change"] = change;
    if (!what.empty()) plan.result["changes"] = what;
}

}  // namespace

Result<Plan> Keyholder::run(const PutPerson& command, Instant now) {
    if (auto good = check_reference(command.reference); !good) return good.error();
    const auto role = find_role(command.role);
    if (!role) return role.error();
    auto at = by_reference(state_.people, command.reference);
    const auto namesake =
        std::find_if(state_.people.begin(), state_.people.end(),
                     [&](const auto& one) { return one.second.name == command.name; });
    if (namesake != state_.people.end() && namesake != at) {
        if (at != state_.people.end() || !namesake->second.reference.empty())
            return fail(Errc::already_exists,
                        "a person called \"" + command.name + "\"" +
                            (namesake->second.reference.empty()
                                 ? std::string()
                                 : " with the reference " + namesake->second.reference) +
                            "; names tell people apart here, so add something to one of them");
        at = namesake;  // there before the other system was: it is the same person
    }
    if (at == state_.people.end()) {
        Plan plan;
        if (command.trial == Trial::real) {
            auto made = run(AddPerson{command.name, command.role, {}}, now);
            if (!made) return made.error();
            plan = std::move(*made);
            state_.people.at(std::get<PersonId>(plan.subject)).reference = command.reference;
        }
        plan.result["name"] = command.name;
        plan.result["reference"] = command.reference;
        say(plan, "add");
        return plan;
    }
    Person changed_to = {.name = command.name,
                         .role = scope_log::Role{number((*role)->number)},
                         .reference = command.reference};
    Person& person = state_.people.at(at->first);
    std::vector<std::string> what;
    if (person.name != changed_to.name) what.emplace_back("name");
    if (person.role != changed_to.role) what.emplace_back("role");
    if (person.reference != changed_to.reference) what.emplace_back("reference");
    Plan plan;
    plan.result = {
        {"person", to_text(at->first)}, {"name", command.name}, {"reference", command.reference}};
    say(plan, what.empty() ? "nothing" : "change", what);
    if (what.empty() || command.trial == Trial::rehearsal) return plan;
    person.name = changed_to.name;
    person.role = changed_to.role;
    person.reference = changed_to.reference;
    plan.changes_state = true;
    return plan;
}

Result<Plan> Keyholder::run(const PutScope& command, Instant now) {
    if (auto good = check_reference(command.reference); !good) return good.error();
    const schema::ScopeKind* kind = schema_.scope_kind(command.kind);
    if (kind == nullptr) return unknown_kind(command.kind);
    const auto at = by_reference(state_.scopes, command.reference);
    Plan plan;
    if (at == state_.scopes.end()) {
        if (command.trial == Trial::real) {
            auto made = run(CreateScope{command.kind, command.label, {}}, now);
            if (!made) return made.error();
            plan = std::move(*made);
            state_.scopes.at(std::get<ScopeId>(plan.subject)).reference = command.reference;
        }
        plan.result["kind"] = command.kind;
        plan.result["name"] = command.label;
        plan.result["reference"] = command.reference;
        say(plan, "add");
        return plan;
    }
    Scope& scope = state_.scopes.at(at->first);
    if (scope.kind != scope_log::ScopeKind{number(kind->number)})
        return fail(Errc::invalid_argument,
                    "the scope " + command.reference +
                        " is of another kind, and a kind stays; make a new scope");
    plan.result = {{"scope", to_text(at->first)},
                   {"kind", command.kind},
                   {"name", command.label},
                   {"reference", command.reference}};
    const bool is_same = scope.label == command.label;
    say(plan, is_same ? "nothing" : "change",
        is_same ? std::vector<std::string>{} : std::vector<std::string>{"name"});
    if (is_same || command.trial == Trial::rehearsal) return plan;
    scope.label = command.label;
    plan.changes_state = true;
    return plan;
}

Result<Plan> Keyholder::run(const PutAllocation& command, Instant now) {
    auto wanted = membership(command.allocation);
    if (!wanted) return wanted.error();
    const Instant begin = std::max(command.allocation.from, now);
    if (auto may = check_access(wanted->scope, wanted->person, begin, command.allocation.until);
        !may)
        return may.error();
    if (wanted->change == Change::nothing || command.trial == Trial::rehearsal) {
        Plan plan;
        plan.result = std::move(wanted->shown);
        return plan;
    }
    auto plan = run(command.allocation, now);
    if (plan) plan->result.update(wanted->shown);
    return plan;
}

Result<Plan> Keyholder::run(const EndAllocation& command, Instant now) {
    const auto id = find_scope(command.scope);
    if (!id) return id.error();
    const auto person = find_person(command.person);
    if (!person) return person.error();
    auto log = settled_log_of(*id, state_.scopes.at(*id));
    if (!log) return log.error();
    const auto members = log->members_now();
    const bool is_member = std::any_of(members.begin(), members.end(),
                                       [&](const auto& one) { return one.first == *person; });
    Plan plan;
    plan.result = {{"scope", to_text(*id)}, {"person", to_text(*person)}};
    say(plan, is_member ? "withdraw" : "nothing");
    if (!is_member || command.trial == Trial::rehearsal) return plan;
    auto done = run(Withdraw{to_text(*id), to_text(*person)}, now);
    if (done) done->result.update(plan.result);
    return done;
}

// What an allocation would change of the membership that the log has now.
Result<Keyholder::Membership> Keyholder::membership(const Allocate& command) const {
    const auto id = find_scope(command.scope);
    if (!id) return id.error();
    const auto person = find_person(command.person);
    if (!person) return person.error();
    const Person& who = state_.people.at(*person);
    scope_log::Role role = who.role;
    if (!command.role.empty()) {
        const auto named = find_role(command.role);
        if (!named) return named.error();
        role = scope_log::Role{number((*named)->number)};
    }
    const Scope& scope = state_.scopes.at(*id);
    auto log = settled_log_of(*id, scope);
    if (!log) return log.error();
    if (log->scope_purge() != nullptr)
        return fail(Errc::purged, "\"" + scope.label + "\" was erased; nobody can be admitted");
    const schema::Role* shown = schema_.role(schema::RoleNumber{number(role)});
    const std::string role_name = shown == nullptr ? "" : shown->name;
    std::string allowed;
    bool is_known = false;
    for (const scope_log::RoleRow& row : log->roles_now()) {
        const schema::Role* one = schema_.role(schema::RoleNumber{number(row.role)});
        is_known = is_known || row.role == role;
        if (one != nullptr) allowed += (allowed.empty() ? "" : ", ") + one->name;
    }
    if (!is_known)
        return fail(Errc::invalid_argument, "\"" + scope.label + "\" has no role \"" + role_name +
                                                "\"; say with --role "
                                                "which of these \"" +
                                                who.name + "\" has there: " + allowed);
    Membership out{*id,
                   *person,
                   role,
                   Change::add,
                   {{"scope", to_text(*id)}, {"person", to_text(*person)}, {"role", role_name}}};
    for (const auto& [member, has] : log->members_now()) {
        if (member != *person) continue;
        const bool is_same =
            has.role == role && has.not_before == command.from && has.until == command.until;
        out.change = is_same ? Change::nothing : Change::change;
    }
    constexpr std::array<const char*, 3> words{"add", "change", "nothing"};
    out.shown["change"] = words[static_cast<std::size_t>(out.change)];
    out.shown["devices"] = who.devices.size() - revoked_of(*person);
    return out;
}

}  // namespace sanderling::keyholder
