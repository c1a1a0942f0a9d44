// Legal holds: set, released, shown (docs/protocol.md §6.12). That they forbid a purge is said by
// the scope log itself.
#include "client-sdk/keyholder/keyholder.hpp"
#include "core/sealing/note.hpp"

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;

Result<scope_log::HoldReason> reason_of(std::string_view name) {
    using scope_log::HoldReason;
    for (const auto reason : {HoldReason::proceedings, HoldReason::complaint, HoldReason::inquiry,
                              HoldReason::access_request, HoldReason::other})
        if (to_text(reason) == name) return reason;
    return fail(Errc::invalid_argument,
                "a reason is proceedings, complaint, inquiry, access_request or other");
}

}  // namespace

// What may be read by who reads the scope, and not by the server.
Result<Bytes> Keyholder::hold_note(ScopeId id, const Scope& scope, const scope_log::ScopeLog& log,
                                   const std::string& text) {
    const KeyEpoch epoch = log.current_epoch();
    if (number(epoch) == 0 || scope.epoch_keys.size() < number(epoch))
        return fail(Errc::no_key, lacks_newest_key);
    const auto place = scope_log::note_place(state_.org, id, log.head()->index + 1);
    return sealing::seal_note(text, {id, epoch, place}, scope.epoch_keys[number(epoch) - 1],
                              random_);
}

std::string Keyholder::words_of(ScopeId id, const Scope& scope, std::uint32_t index,
                                ByteView note) const {
    const auto epoch = sealing::note_epoch(note);
    if (!epoch || number(*epoch) == 0 || number(*epoch) > scope.epoch_keys.size()) return {};
    const auto place = scope_log::note_place(state_.org, id, index);
    const auto text =
        sealing::open_note(note, {id, *epoch, place}, scope.epoch_keys[number(*epoch) - 1]);
    return text ? *text : std::string();
}

Result<std::vector<ScopeId>> Keyholder::chosen(const std::string& scope) const {
    std::vector<ScopeId> out;
    if (scope.empty()) {
        for (const auto& [id, known] : state_.scopes) out.push_back(id);
        return out;
    }
    const auto id = find_scope(scope);
    if (!id) return id.error();
    out.push_back(*id);
    return out;
}

Result<Plan> Keyholder::put_hold(ScopeId id, scope_log::Body body, Instant now) {
    Scope& scope = state_.scopes.at(id);
    auto log = settled_log_of(id, scope);
    if (!log) return log.error();
    auto entry = add_entry(*log, std::move(body), now);
    if (!entry) return entry.error();
    Plan plan{.subject = id, .changes_state = true};
    plan.messages.emplace_back(
        wire::LogPut{.request = next_request(), .scope = id, .entries = {*entry}});
    scope.entries.push_back(std::move(*entry));
    plan.result = {{"scope", to_text(id)}};
    return plan;
}

Result<Plan> Keyholder::run(const HoldScope& command, Instant now) {
    const auto id = find_scope(command.scope);
    if (!id) return id.error();
    const auto reason = reason_of(command.reason);
    if (!reason) return reason.error();
    const Scope& scope = state_.scopes.at(*id);
    const auto log = settled_log_of(*id, scope);
    if (!log) return log.error();
    const std::set<RecordId> records(command.records.begin(), command.records.end());
    scope_log::Hold body{.reason = *reason, .records = {records.begin(), records.end()}};
    if (records.empty()) body.target = scope_log::PurgeTarget::scope;
    if (log->scope_purge() == nullptr) {
        auto note = hold_note(*id, scope, *log, command.note);
        if (!note) return note.error();
        body.note = std::move(*note);
    }
    const std::uint32_t index = log->head()->index + 1;
    auto plan = put_hold(*id, std::move(body), now);
    if (!plan) return plan;
    plan->result["hold"] = index;
    plan->result["reason"] = command.reason;
    if (records.empty())
        plan->result["held"] = "scope";
    else
        plan->result["held"] = records.size();
    return plan;
}

Result<Plan> Keyholder::run(const ReleaseHold& command, Instant now) {
    const auto id = find_scope(command.scope);
    if (!id) return id.error();
    const Scope& scope = state_.scopes.at(*id);
    const auto log = settled_log_of(*id, scope);
    if (!log) return log.error();
    scope_log::ReleaseHold body{.hold = command.hold};
    if (log->scope_purge() == nullptr) {
        auto note = hold_note(*id, scope, *log, command.note);
        if (!note) return note.error();
        body.note = std::move(*note);
    }
    auto plan = put_hold(*id, std::move(body), now);
    if (plan) plan->result["released"] = command.hold;
    return plan;
}

Result<Plan> Keyholder::run(const ListHolds& command, Instant) {
    const auto scopes = chosen(command.scope);
    if (!scopes) return scopes.error();
    auto out = ordered_json::array();
    for (const ScopeId id : *scopes) {
        const Scope& scope = state_.scopes.at(id);
        const auto log = log_of(id, scope);
        if (!log) return log.error();
        for (const scope_log::HoldRecord& hold : log->holds()) {
            auto records = ordered_json::array();
            for (const RecordId record : hold.body.records) records.push_back(to_text(record));
            ordered_json shown{{"scope", to_text(id)},
                               {"name", scope.label},
                               {"hold", hold.index},
                               {"text", hold.text()},
                               {"reason", to_text(hold.body.reason)},
                               {"since", instant_text(instant_of(hold.claimed))},
                               {"records", std::move(records)},
                               {"note", words_of(id, scope, hold.index, hold.body.note)},
                               {"released", nullptr}};
            if (const auto& released = hold.released) {
                shown["released"] = instant_text(instant_of(released->claimed));
                shown["release_note"] = words_of(id, scope, released->index, released->body.note);
            }
            out.push_back(std::move(shown));
        }
    }
    Plan plan;
    plan.result = {{"holds", std::move(out)}};
    return plan;
}

}  // namespace sanderling::keyholder
