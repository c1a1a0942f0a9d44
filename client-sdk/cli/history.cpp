// history, reopen: what became of a record, and a settled conflict opened again.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/field_text.hpp"
#include "client-sdk/cli/words.hpp"

#include "sanderling/sync.hpp"

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

Json json_of(const DroppedWrite& write) {
    return {{"type", "dropped"},
            {"seq", number(write.seq)},
            {"effective", write.effective.ms},
            {"person", to_text(write.person)},
            {"device", to_text(write.device)}};
}

void print(Context& context, const OlderHistory& history) {
    for (const DroppedWrite& write : history.dropped)
        context.out.result(json_of(write), time_text(write.effective) + "  " +
                                               to_text(write.person).substr(0, 8) +
                                               "  wrote something that the server has dropped");
    for (const HistoryEntry& entry : history.entries)
        context.out.result(json_of(entry), words_of(context, entry));
    const bool has_more = history.next.has_value();
    std::string words;
    if (!history.dropped.empty())
        words += count_text(history.dropped.size(), "write") + " dropped by the server\n";
    if (history.unreadable != 0)
        words += count_text(history.unreadable, "write") + " that cannot be read here\n";
    if (has_more) words += "older ones: --before " + std::to_string(number(*history.next)) + "\n";
    context.out.result(Json{{"type", "history_range"},
                            {"complete_from", number(history.complete_from)},
                            {"older", has_more ? Json(number(*history.next)) : Json(nullptr)},
                            {"dropped", history.dropped.size()},
                            {"unreadable", history.unreadable}},
                       words);
}

Result<Exit> fetch_history(Context& context, Store& store, RecordId id,
                           const HistoryOptionsGiven& options) {
    HistoryRange range{.field = options.field, .limit = options.limit};
    if (options.before != 0) range.before = Seq{options.before};
    const auto timeout =
        std::chrono::milliseconds(static_cast<std::int64_t>(options.timeout_seconds * 1000));
    auto agent = SyncAgent::start(store, {.server = options.server});
    if (!agent) return agent.error();
    if (auto live = agent->wait_until_live(timeout); !live) {
        const bool is_away = traits(live.error().code).retry;
        if (!is_away) return live.error();
        return fail(Errc::offline,
                    "older history needs the network (" + live.error().message() + ")");
    }
    const auto history = agent->history(options.collection, id, range, timeout);
    agent->stop();
    if (!history) return history.error();
    print(context, *history);
    return Exit::ok;
}

}  // namespace

Result<Exit> run_history(Context& context, const HistoryOptionsGiven& options) {
    const auto id = parse_record(options.record);
    if (!id) return id.error();
    auto store = context.open();
    if (!store) return store.error();
    if (options.is_online) return fetch_history(context, *store, *id, options);
    const auto entries = store->history(options.collection, *id);
    if (!entries) return entries.error();
    for (const HistoryEntry& entry : *entries)
        if (options.field.empty() || entry.field == options.field)
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
