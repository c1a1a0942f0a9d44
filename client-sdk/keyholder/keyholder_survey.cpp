// Asking the server for all that it has, page by page: docs/protocol.md §6.9.
#include "client-sdk/keyholder/keyholder.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using wire::InventoryGet;
using wire::InventoryOf;

// More than any organisation has: a server must not fill this machine's memory.
constexpr std::uint64_t survey_bytes_max = std::uint64_t{1} << 30U;

Error endless() {
    return fail(Errc::malformed, "the server's inventory does not go on where it ended");
}

std::uint64_t size_of(const std::vector<Bytes>& list) {
    std::uint64_t size = list.size() * 32;
    for (const Bytes& bytes : list) size += bytes.size();
    return size;
}

void append(std::vector<Bytes>& to, const std::vector<Bytes>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

std::size_t epochs_in(const std::vector<Bytes>& entries) {
    return static_cast<std::size_t>(
        std::count_if(entries.begin(), entries.end(), [](const Bytes& bytes) {
            const auto entry = scope_log::decode_entry(bytes);
            return entry && std::holds_alternative<scope_log::EpochChange>(entry->entry.body);
        }));
}

}  // namespace

Plan Keyholder::survey(Survey::Purpose purpose) {
    Plan plan;
    plan.messages.emplace_back(InventoryGet{.request = next_request()});
    plan.survey = Survey{.purpose = purpose};
    return plan;
}

Result<void> Keyholder::on_inventory(const InventoryGet& asked, const wire::Inventory& part,
                                     Plan& plan) {
    Survey& survey = *plan.survey;
    survey.bytes += size_of(part.certificates) + size_of(part.envelopes) + part.scopes.size() * 64;
    if (survey.bytes > survey_bytes_max) return fail(Errc::too_large, "the server's inventory");
    InventoryGet next{.request = 0, .of = asked.of, .after = part.next, .scope = asked.scope};
    if (asked.of == InventoryOf::scopes) {
        for (const ScopeId scope : part.scopes) {
            if (!(next.scope < scope)) return endless();
            next.scope = scope;
            survey.scopes.insert(scope);
        }
        if (part.next != 0 && part.scopes.empty()) return endless();
    } else if (part.next != 0 && part.next <= asked.after) {
        return endless();
    }
    if (asked.of == InventoryOf::certificates) append(survey.certificates, part.certificates);
    if (asked.of == InventoryOf::envelopes) append(survey.envelopes[asked.scope], part.envelopes);
    if (asked.of == InventoryOf::purged) append(survey.purged[asked.scope], part.envelopes);
    if (part.next != 0) {
        next.request = next_request();
        plan.messages.emplace_back(next);
    } else if (asked.of == InventoryOf::certificates) {
        plan.messages.emplace_back(
            InventoryGet{.request = next_request(), .of = InventoryOf::scopes});
    } else if (asked.of == InventoryOf::scopes) {
        std::set<ScopeId> all = survey.scopes;
        for (const auto& [id, scope] : state_.scopes) all.insert(id);
        for (const ScopeId id : all)
            plan.messages.emplace_back(wire::LogGet{next_request(), id, 0});
    }
    return {};
}

Result<void> Keyholder::on_surveyed_entries(const wire::LogEntries& part, Plan& plan) {
    Survey& survey = *plan.survey;
    std::vector<Bytes>& log = survey.logs[part.scope];
    for (const wire::LogEntryAt& entry : part.entries) {
        survey.bytes += entry.entry.size() + 32;
        log.push_back(entry.entry);
    }
    if (survey.bytes > survey_bytes_max) return fail(Errc::too_large, "the server's logs");
    if (!part.entries.empty()) {
        plan.messages.emplace_back(
            wire::LogGet{next_request(), part.scope, static_cast<std::uint32_t>(log.size())});
        return {};
    }
    const auto known = state_.scopes.find(part.scope);
    const std::size_t keys = known == state_.scopes.end() ? 0 : known->second.epoch_keys.size();
    if (survey.purpose == Survey::Purpose::catch_up && epochs_in(log) > keys)
        plan.messages.emplace_back(InventoryGet{
            .request = next_request(), .of = InventoryOf::envelopes, .scope = part.scope});
    return {};
}

Result<void> Keyholder::conclude(Plan& plan, Instant now) {
    if (plan.survey->purpose == Survey::Purpose::audit) {
        plan.result = audit(state_, *plan.survey, schema_, now);
        return {};
    }
    if (plan.survey->purpose == Survey::Purpose::purges) {
        plan.result = {{"purges", purges(*plan.survey)}};
        return {};
    }
    plan.result = catch_up(*plan.survey, now);
    return {};
}

}  // namespace sanderling::keyholder
