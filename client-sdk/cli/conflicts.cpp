// conflicts, resolve: what people have to decide.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/field_text.hpp"
#include "client-sdk/cli/table.hpp"
#include "client-sdk/cli/words.hpp"

namespace sanderling::cli {

namespace {

Json json_of(const Candidate& candidate) {
    return {{"row", to_json(candidate.row)},       {"person", to_text(candidate.person)},
            {"device", to_text(candidate.device)}, {"claimed", candidate.claimed.ms},
            {"effective", candidate.effective.ms}, {"seq", number(candidate.seq)},
            {"base", number(candidate.base)},      {"in_force", candidate.is_in_force},
            {"proposal", candidate.is_proposal},   {"pending", candidate.is_pending}};
}

Json json_of(const Conflict& conflict) {
    Json candidates = Json::array();
    for (const Candidate& candidate : conflict.candidates) candidates.push_back(json_of(candidate));
    const Json element = conflict.element ? Json(to_text(*conflict.element)) : Json(nullptr);
    return {{"type", "conflict"},
            {"conflict", to_text(conflict.id)},
            {"kind", to_text(conflict.kind)},
            {"scope", to_text(conflict.scope)},
            {"collection", conflict.collection},
            {"record", to_text(conflict.record)},
            {"field", conflict.field},
            {"element", element},
            {"since", conflict.since.ms},
            {"resolver", conflict.resolver},
            {"resolvable_here", conflict.is_resolvable_here},
            {"candidates", std::move(candidates)}};
}

std::string side_text(const Context& context, const Conflict& conflict, std::size_t index) {
    const Candidate& side = conflict.candidates[index];
    std::string what = conflict.kind == ConflictKind::contested_delete
                           ? (index == 0 ? "keep it" : "delete it")
                           : plain_text(context.schema().collection(conflict.collection), side.row);
    std::string out = "  " + std::to_string(index + 1) + ". " + what + "  (" +
                      to_text(side.person).substr(0, 8) + ", " + time_text(side.claimed) + ")";
    if (side.is_in_force) out += "  in force";
    if (side.is_proposal) out += "  proposed";
    if (side.is_pending) out += "  not yet delivered";
    return out + "\n";
}

std::string words_of(const Context& context, const Conflict& conflict) {
    std::string out = conflict.collection + (conflict.field.empty() ? "" : " " + conflict.field) +
                      ", record " + to_text(conflict.record) + ", open since " +
                      time_text(conflict.since) + "\n";
    for (std::size_t i = 0; i < conflict.candidates.size(); ++i)
        out += side_text(context, conflict, i);
    out +=
        "  to settle it: sanderling resolve " + to_text(conflict.id).substr(0, 8) + " --choose N";
    if (!conflict.is_resolvable_here)
        out += conflict.resolver.empty() ? " (not from this device)"
                                         : " (needs the role of " + conflict.resolver + ")";
    return out + "\n";
}

/// By its id or the beginning of it.
Result<Conflict> find_conflict(const Store& store, const std::string& text) {
    auto conflicts = store.conflicts();
    if (!conflicts) return conflicts.error();
    std::optional<Conflict> found;
    for (Conflict& conflict : *conflicts) {
        if (text.size() < 4 || !to_text(conflict.id).starts_with(text)) continue;
        if (found) return fail(Errc::invalid_argument, "several conflicts begin with " + text);
        found = std::move(conflict);
    }
    if (!found) return fail(Errc::conflict_closed, text);
    return std::move(*found);
}

}  // namespace

Result<Exit> run_conflicts(Context& context, const ConflictOptions& options) {
    auto store = context.open();
    if (!store) return store.error();
    const auto conflicts = store->conflicts();
    if (!conflicts) return conflicts.error();
    for (const Conflict& conflict : *conflicts)
        context.out.result(json_of(conflict), words_of(context, conflict));
    if (conflicts->empty()) context.out.words("no open conflicts");
    return options.is_check && !conflicts->empty() ? Exit::conflict : Exit::ok;
}

Result<Exit> run_resolve(Context& context, const ResolveOptions& options) {
    if (options.choice.has_value() == !options.assignments.empty())
        return fail(Errc::invalid_argument, "either --choose N or field=value");
    auto store = context.open();
    if (!store) return store.error();
    const auto conflict = find_conflict(*store, options.conflict);
    if (!conflict) return conflict.error();
    Resolution resolution = Choice{};
    if (options.choice) {
        if (*options.choice == 0 || *options.choice > conflict->candidates.size())
            return fail(Errc::invalid_argument,
                        "choose a number from 1 to " + std::to_string(conflict->candidates.size()));
        resolution = Choice{*options.choice - 1};
    } else {
        const auto collection = context.collection(conflict->collection);
        if (!collection) return collection.error();
        auto row = parse_assignments(context.schema(), **collection, options.assignments);
        if (!row) return row.error();
        resolution = std::move(*row);
    }
    const auto receipt = store->resolve(conflict->id, resolution, options.reason);
    if (!receipt) return receipt.error();
    context.out.result(Json{{"type", "resolved"},
                            {"conflict", to_text(conflict->id)},
                            {"transaction", to_text(receipt->transaction)}},
                       "resolved " + conflict->collection + " " + conflict->field);
    return Exit::ok;
}

}  // namespace sanderling::cli
