// Purges: ordered, and ordered again of a server that has lost them (docs/protocol.md §5.13).
#include "client-sdk/keyholder/keyholder.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

Result<scope_log::PurgeReason> reason_of(std::string_view name) {
    using scope_log::PurgeReason;
    if (name == "retention") return PurgeReason::retention;
    if (name == "request") return PurgeReason::request;
    if (name == "mistaken") return PurgeReason::mistaken;
    if (name == "reclassified") return PurgeReason::reclassified;
    return fail(Errc::invalid_argument, "a reason is retention, request, mistaken or reclassified");
}

}  // namespace

Result<Plan> Keyholder::run(const PurgeScope& command, Instant now) {
    const auto id = find_scope(command.scope);
    if (!id) return id.error();
    const auto reason = reason_of(command.reason);
    if (!reason) return reason.error();
    Scope& scope = state_.scopes.at(*id);
    auto log = settled_log_of(*id, scope);
    if (!log) return log.error();
    const std::set<RecordId> records(command.records.begin(), command.records.end());
    std::vector<Bytes> entries;
    auto next = records.begin();
    do {
        scope_log::Purge body{.reason = *reason};
        if (records.empty()) body.target = scope_log::PurgeTarget::scope;
        while (next != records.end() && body.records.size() < scope_log::limits::records_a_purge)
            body.records.push_back(*next++);
        auto entry = add_entry(*log, std::move(body), now);
        if (!entry) return entry.error();
        entries.push_back(std::move(*entry));
    } while (next != records.end());

    wire::LogPut put{.request = next_request(), .scope = *id, .entries = entries};
    for (Bytes& entry : entries) scope.entries.push_back(std::move(entry));
    Plan plan{.subject = *id, .changes_state = true};
    plan.messages.emplace_back(std::move(put));
    plan.result = {{"scope", to_text(*id)}, {"reason", command.reason}};
    if (records.empty())
        plan.result["purged"] = "scope";
    else
        plan.result["purged"] = records.size();
    return plan;
}

void Keyholder::drop_purged_keys(ScopeId id) {
    Scope& scope = state_.scopes.at(id);
    const auto log = log_of(id, scope);
    if (!log || log->scope_purge() == nullptr) return;
    scope.epoch_keys.clear();
    scope.token = sealing::TokenKey{};
}

bool Keyholder::must_stay(const Scope& scope) {
    return std::any_of(scope.entries.begin(), scope.entries.end(), [](const Bytes& bytes) {
        const auto entry = scope_log::decode_entry(bytes);
        return entry && (std::holds_alternative<scope_log::Purge>(entry->entry.body) ||
                         std::holds_alternative<scope_log::Hold>(entry->entry.body) ||
                         std::holds_alternative<scope_log::ReleaseHold>(entry->entry.body));
    });
}

Plan Keyholder::ask_whole_log(ScopeId id) {
    Plan plan;
    const std::uint64_t request = next_request();
    whole_logs_asked_.insert(request);
    plan.messages.emplace_back(wire::LogGet{request, id, 0});
    return plan;
}

// Confirmed once, and not there any more: the server was put back to an earlier day. The entries go
// on where its log ends, or it refuses them.
Result<void> Keyholder::put_lost_entries(ScopeId id, const Scope& scope,
                                         const wire::LogEntries& entries) {
    const std::size_t there = entries.entries.size();
    const std::size_t shared = std::min(there, scope.confirmed);
    for (std::size_t i = 0; i < shared; ++i)
        if (entries.entries[i].entry != scope.entries[i])
            return fail(Errc::scope_log_invalid,
                        "scope " + to_text(id) + ": the server's log is another one");
    if (there >= scope.confirmed) return {};
    Plan plan;
    const auto first = scope.entries.begin() + static_cast<std::ptrdiff_t>(there);
    plan.messages.emplace_back(wire::LogPut{
        .request = next_request(), .scope = id, .entries = {first, scope.entries.end()}});
    plan.result = {{"event", "reoffered"}, {"scope", to_text(id)}};
    follow_ups_.push_back(std::move(plan));
    return {};
}

}  // namespace sanderling::keyholder
