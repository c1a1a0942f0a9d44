// history, reopen: what became of a record, and a settled conflict opened again.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/field_text.hpp"
#include "client-sdk/cli/words.hpp"

namespace sanderling::cli {

namespace {

Json json_of(const HistoryEntry& entry) {
    const bool is_replaced = entry.replaced_by.has_value();
    return {{"type", "history"},
            {"collection", entry.collection},
            {"record", to_text(entry.record)},
            {"field", entry.field},
            {"element", entry.element ? Json(to_text(*entry.element)) : Json(nullptr)},
            {"deed", to_text(entry.deed)},
            {"row", to_json(entry.row)},
            {"reason", entry.reason},
            {"person", to_text(entry.person)},
            {"device", to_text(entry.device)},
            {"claimed", entry.claimed.ms},
            {"effective", entry.effective.ms},
            {"seq", number(entry.seq)},
            {"live", entry.is_live},
            {"pending", entry.is_pending},
            {"proposal", entry.is_proposal},
            {"replaced", is_replaced ? Json(entry.replaced_at.ms) : Json(nullptr)}};
}

std::string words_of(const Context& context, const HistoryEntry& entry) {
    std::string out = time_text(entry.claimed) + "  " + to_text(entry.person).substr(0, 8) + "  " +
                      std::string(to_text(entry.deed));
    if (!entry.row.empty())
        out += " " + plain_text(context.schema().collection(entry.collection), entry.row);
    if (!entry.reason.empty()) out += "  because: " + entry.reason;
    if (entry.is_live) out += "  (in force)";
    if (entry.is_pending) out += "  (not yet delivered)";
    if (entry.is_proposal) out += "  (proposed)";
    return out;
}

}  // namespace

Result<Exit> run_history(Context& context, const RecordOptions& options) {
    const auto id = parse_record(options.record);
    if (!id) return id.error();
    auto store = context.open();
    if (!store) return store.error();
    const auto entries = store->history(options.collection, *id);
    if (!entries) return entries.error();
    for (const HistoryEntry& entry : *entries)
        context.out.result(json_of(entry), words_of(context, entry));
    return Exit::ok;
}

Result<Exit> run_reopen(Context& context, const ReopenOptions& options) {
    const auto id = parse_record(options.record);
    if (!id) return id.error();
    auto store = context.open();
    if (!store) return store.error();
    const auto entries = store->history(options.collection, *id);
    if (!entries) return entries.error();
    for (const HistoryEntry& entry : *entries) {
        if (entry.field != options.field || entry.deed != Deed::resolved || !entry.is_live)
            continue;
        const auto receipts = store->reopen(entry);
        if (!receipts) return receipts.error();
        context.out.result(
            Json{{"type", "reopened"},
                 {"collection", options.collection},
                 {"record", to_text(*id)},
                 {"field", options.field},
                 {"values", receipts->size()}},
            "open again, with " + count_text(receipts->size(), "value") + " beside the resolution");
        return Exit::ok;
    }
    return fail(Errc::not_found,
                "no resolution of " + options.collection + "." + options.field + " is in force");
}

}  // namespace sanderling::cli
