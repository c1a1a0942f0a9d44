// Conflict review: the sides beside each other, and the decision with its reason.
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/conflict_words.hpp"

#include <algorithm>

namespace sanderling::app {

namespace {

/// The newest value of the field that the author of this side had before them when they wrote.
Json had_seen(const Call& call, const Conflict& conflict, const Candidate& side,
              const std::vector<HistoryEntry>& history) {
    const HistoryEntry* seen = nullptr;
    for (const HistoryEntry& entry : history) {
        const bool is_of_field = entry.field == conflict.field && !entry.row.empty();
        const bool is_known = entry.seq != Seq{} && entry.seq <= side.base;
        const bool is_own =
            entry.dot.replica == side.dot.replica && entry.dot.counter < side.dot.counter;
        if (!is_of_field || entry.dot == side.dot || !(is_known || is_own)) continue;
        if (seen == nullptr || entry.claimed > seen->claimed) seen = &entry;
    }
    if (seen == nullptr) return nullptr;
    return {
        {"row", to_json(seen->row)}, {"who", call.name(seen->person)}, {"when", seen->claimed.ms}};
}

/// Which of the sides reached the log first; null for one that has not been sent.
Json place_of(const Conflict& conflict, const Candidate& side) {
    if (side.seq == Seq{}) return nullptr;
    return 1 + std::ranges::count_if(conflict.candidates, [&](const Candidate& other) {
               return other.seq != Seq{} && other.seq < side.seq;
           });
}

Json side_words(const Call& call, const Conflict& conflict, const Candidate& side,
                const std::vector<HistoryEntry>& history, PersonId me) {
    return {{"row", to_json(side.row)},     {"who", call.name(side.person)},
            {"mine", side.person == me},    {"device", to_text(side.device).substr(0, 4)},
            {"written", side.claimed.ms},   {"place", place_of(conflict, side)},
            {"in_force", side.is_in_force}, {"proposal", side.is_proposal},
            {"pending", side.is_pending},   {"had_seen", had_seen(call, conflict, side, history)}};
}

/// What the record is about, so that nobody decides on a bare field.
Json subject(const Call& call, const Conflict& conflict) {
    const auto row = call.store.get(conflict.collection, conflict.record);
    if (!row || !*row) return Json::object();
    Json out = Json::object();
    for (const char* name : {"type", "starts", "short_title", "short_description", "summary"})
        if (const auto found = (*row)->find(name); found != (*row)->end())
            out[name] = to_json(found->second);
    return out;
}

}  // namespace

Json conflict_words(const Call& call, const Conflict& conflict) {
    const auto history = call.store.history(conflict.collection, conflict.record);
    const std::vector<HistoryEntry> none;
    const auto me = call.me();
    Json sides = Json::array();
    for (const Candidate& side : conflict.candidates)
        sides.push_back(
            side_words(call, conflict, side, history ? *history : none, me ? *me : PersonId{}));
    return {{"id", to_text(conflict.id)},
            {"kind", to_text(conflict.kind)},
            {"scope", to_text(conflict.scope)},
            {"person", call.case_name(conflict.scope)},
            {"collection", conflict.collection},
            {"record", to_text(conflict.record)},
            {"field", conflict.field},
            {"about", subject(call, conflict)},
            {"since", conflict.since.ms},
            {"resolver", conflict.resolver},
            {"resolvable", conflict.is_resolvable_here},
            {"sides", std::move(sides)}};
}

Reply get_conflicts(const Call& call) {
    const auto conflicts = call.store.conflicts();
    if (!conflicts) return conflicts.error();
    Json out = Json::array();
    for (const Conflict& each : *conflicts) out.push_back(conflict_words(call, each));
    return Json{{"conflicts", std::move(out)}};
}

/// {"id", "choice", "reason"}: the choice is a place in the list of sides, "row" what it says, so
/// that a list that changed meanwhile does not make it another one.
Reply resolve_conflict(const Call& call) {
    const auto id = call.id("id");
    if (!id) return id.error();
    const std::string reason = call.text("reason");
    if (reason.empty()) return fail(Errc::invalid_argument, "reason: say why");
    const auto choice = call.body.find("choice");
    if (choice == call.body.end() || !choice->is_number_unsigned())
        return fail(Errc::invalid_argument, "choice");
    const auto conflicts = call.store.conflicts();
    if (!conflicts) return conflicts.error();
    const ConflictId wanted{id->bytes};
    const auto found = std::ranges::find(*conflicts, wanted, &Conflict::id);
    if (found == conflicts->end()) return fail(Errc::conflict_closed);
    const std::size_t index = choice->get<std::size_t>();
    const bool is_there = index < found->candidates.size();
    if (!is_there || to_json(found->candidates[index].row) != call.body.value("row", Json()))
        return fail(Errc::conflict_closed, "something arrived meanwhile: look again");
    const auto done = call.store.resolve(wanted, Choice{index}, reason);
    if (!done) return done.error();
    return Json::object();
}

}  // namespace sanderling::app
