// The list of receipts: which devices have carried out which purge, and which have not
// (docs/protocol.md §6.13, docs/operations.md).
#include "client-sdk/keyholder/keyholder.hpp"
#include "core/scope_log/purge_receipt.hpp"
#include "core/types/check.hpp"

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;

/// Until when a person had the scope before a purge, as the log says; nothing: to the purge itself.
using Holders = std::map<PersonId, std::optional<Instant>>;

// Everybody who was in before that entry: what they hold of it they may hold still.
Holders holders_before(const Scope& scope, const scope_log::PurgeRecord& purge) {
    Holders out;
    for (std::size_t i = 0; i < scope.entries.size() && i < purge.index; ++i) {
        const auto entry = scope_log::decode_entry(scope.entries[i]);
        if (!entry) continue;
        const Instant claimed = instant_of(entry->entry.claimed);
        if (const auto* set = std::get_if<scope_log::SetMember>(&entry->entry.body)) {
            std::optional<Instant>& until = out[set->principal.person()];
            until.reset();
            if (set->until.ms != 0 && set->until <= instant_of(purge.claimed)) until = set->until;
        } else if (const auto* gone = std::get_if<scope_log::RemoveMember>(&entry->entry.body)) {
            std::optional<Instant>& until = out[gone->principal.person()];
            until = until ? std::min(*until, claimed) : claimed;
        }
    }
    return out;
}

ordered_json time_or_null(Instant t) {
    return t.ms == 0 ? ordered_json(nullptr) : ordered_json(instant_text(t));
}

std::string_view name(scope_log::PurgeReason reason) {
    switch (reason) {
        case scope_log::PurgeReason::retention:
            return "retention";
        case scope_log::PurgeReason::request:
            return "request";
        case scope_log::PurgeReason::mistaken:
            return "mistaken";
        case scope_log::PurgeReason::reclassified:
            return "reclassified";
    }
    return "other";
}

// A receipt counts if its device has signed it, and it names this very entry.
PurgesDone done_by(const scope_log::ScopeLog& log, const std::vector<Bytes>& receipts,
                   const scope_log::Directory& directory) {
    PurgesDone out;
    for (const Bytes& bytes : receipts) {
        commit::CanonicalReader in(ByteView(bytes).first(std::min<std::size_t>(8, bytes.size())));
        const std::uint64_t received = in.u64();
        if (!in.ok() || received > static_cast<std::uint64_t>(INT64_MAX)) continue;
        const auto receipt = scope_log::verify_purge_receipt(ByteView(bytes).subspan(8), directory);
        if (!receipt) continue;
        const scope_log::PurgeRecord* purge = log.purge_at(receipt->index);
        const bool is_of_it =
            receipt->scope == log.scope() && purge != nullptr && purge->hash == receipt->entry;
        if (!is_of_it && !is_removed(Check::purge_receipt_place)) continue;
        out[{receipt->index, receipt->device}] = {Instant{static_cast<std::int64_t>(received)},
                                                  receipt->at};
    }
    return out;
}

/// What is known of one device and one purge.
struct Standing {
    std::string_view state;  // done, not_yet, left, revoked, wiped
    Instant since{};
};

Standing standing_of(const PurgeSaid* done, const Revocation* revocation, Instant last_contact,
                     const std::optional<Instant>& until, Instant purged) {
    if (done != nullptr) return {"done", done->received};
    if (revocation != nullptr && !revocation->receipt.empty()) {
        const auto wiped = scope_log::decode_receipt(revocation->receipt);
        return {"wiped", wiped ? wiped->receipt.at : revocation->since};
    }
    if (revocation != nullptr) return {"revoked", revocation->since};
    if (until && *until < last_contact) return {"left", *until};
    return {"not_yet", purged};
}

}  // namespace

Result<Plan> Keyholder::run(const ListPurges& command, Instant) {
    const auto scopes = chosen(command.scope);
    if (!scopes) return scopes.error();
    Plan plan;
    wire::DeviceOrders ask{.request = next_request()};
    for (const auto& [person, known] : state_.people)
        for (const Bytes& bytes : known.devices)
            if (const auto device = decode_device(bytes)) ask.devices.push_back(device->device);
    plan.messages.emplace_back(std::move(ask));
    for (const ScopeId id : *scopes) {
        const auto log = log_of(id, state_.scopes.at(id));
        if (!log) return log.error();
        if (!log->purges().empty())
            plan.messages.emplace_back(wire::InventoryGet{
                .request = next_request(), .of = wire::InventoryOf::purged, .scope = id});
    }
    plan.result = {{"purges", ordered_json::array()}};
    if (plan.messages.size() == 1) {
        plan.messages.clear();
        return plan;
    }
    plan.survey = Survey{.purpose = Survey::Purpose::purges};
    return plan;
}

// One purge, and the devices of everybody who had the scope before it.
ordered_json Keyholder::purge_shown(const Scope& scope, const scope_log::PurgeRecord& purge,
                                    const PurgesDone& done, const Survey& survey) const {
    const Instant purged = instant_of(purge.claimed);
    auto devices = ordered_json::array();
    std::size_t missing = 0;
    for (const auto& [person, until] : holders_before(scope, purge)) {
        const auto known = state_.people.find(person);
        if (known == state_.people.end()) continue;
        for (const Bytes& bytes : known->second.devices) {
            const auto device = decode_device(bytes);
            if (!device) continue;
            const auto said = done.find({purge.index, device->device});
            const bool has_said = said != done.end();
            if (!has_said && purged < device->validity.not_before) continue;
            const auto revoked = state_.revoked.find(device->device);
            const auto contact = survey.devices.find(device->device);
            const Instant last =
                contact == survey.devices.end() ? Instant{} : contact->second.last_contact;
            const Standing is = standing_of(
                has_said ? &said->second : nullptr,
                revoked == state_.revoked.end() ? nullptr : &revoked->second, last, until, purged);
            if (is.state == "not_yet") ++missing;
            devices.push_back({{"device", to_text(device->device)},
                               {"person", to_text(person)},
                               {"name", known->second.name},
                               {"state", is.state},
                               {"since", instant_text(is.since)},
                               {"last_contact", time_or_null(last)}});
            if (has_said) devices.back()["claimed"] = instant_text(said->second.claimed);
        }
    }
    const auto& records = purge.body.records;
    return {{"scope", {}},
            {"name", scope.label},
            {"entry", purge.index},
            {"at", instant_text(purged)},
            {"reason", name(purge.body.reason)},
            {"records", records.empty() ? ordered_json("scope") : ordered_json(records.size())},
            {"missing", missing},
            {"devices", std::move(devices)}};
}

ordered_json Keyholder::purges(const Survey& survey) const {
    scope_log::Directory directory(state_.org, state_.root.public_key);
    static_cast<void>(directory.add(state_.registrar_cert));
    for (const auto& [person, known] : state_.people)
        for (const Bytes& bytes : known.devices) static_cast<void>(directory.add(bytes));
    auto out = ordered_json::array();
    for (const auto& [id, receipts] : survey.purged) {
        const Scope& scope = state_.scopes.at(id);
        const auto log = log_of(id, scope);
        if (!log) continue;
        const PurgesDone done = done_by(*log, receipts, directory);
        for (const scope_log::PurgeRecord& purge : log->purges()) {
            out.push_back(purge_shown(scope, purge, done, survey));
            out.back()["scope"] = to_text(id);
        }
    }
    return out;
}

}  // namespace sanderling::keyholder
