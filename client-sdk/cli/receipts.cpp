// receipts: what the server has signed for, of work written here in scopes that are left, and what
// this device has signed for: purges that it carried out. holds: what may not be purged.
#include "sanderling/receipts.hpp"

#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/words.hpp"
#include "core/scope_log/scope_log.hpp"

#include "sanderling/erased.hpp"

namespace sanderling::cli {

namespace {

std::string_view fate_text(const scope_log::ReceiptedWork& work) {
    switch (work.fate) {
        case scope_log::WorkFate::not_here:
            return "not_here";
        case scope_log::WorkFate::accepted:
            return "accepted";
        case scope_log::WorkFate::rejected:
            return "rejected";
        case scope_log::WorkFate::quarantined:
            break;
    }
    return "quarantined";
}

Json json_of(const WorkReceipt& receipt) {
    Json works = Json::array();
    for (const scope_log::ReceiptedWork& work : receipt.works)
        works.push_back(Json{{"replica", to_text(work.dot.replica)},
                             {"counter", number(work.dot.counter)},
                             {"commit", to_hex(work.commit.view())},
                             {"fate", fate_text(work)},
                             {"code", traits(work.code).name},
                             {"seq", number(work.seq)}});
    return {{"type", "receipt"},
            {"scope", to_text(receipt.scope)},
            {"at", receipt.at.ms},
            {"works", std::move(works)},
            {"content", to_hex(receipt.content)},
            {"key", to_hex(receipt.key)},
            {"signature", to_hex(receipt.signature)}};
}

void show(Context& context, const PurgeDone& purge) {
    const std::string state = !purge.at ? "begun" : purge.is_known ? "known" : "done";
    context.out.result(Json{{"type", "purge"},
                            {"scope", to_text(purge.scope)},
                            {"entry", purge.entry},
                            {"at", purge.at ? Json(purge.at->ms) : Json(nullptr)},
                            {"state", state}},
                       "scope " + to_text(purge.scope) + ": purge " + std::to_string(purge.entry) +
                           " carried out" +
                           (purge.at ? " " + time_text(*purge.at) : std::string()) +
                           (purge.is_known ? ", and the server knows" : ", not reported yet"));
}

Json released_json(const LegalHold& hold) {
    if (!hold.released) return nullptr;
    return {{"at", hold.released->at.ms},
            {"by", hold.released->by ? Json(to_text(*hold.released->by)) : Json(nullptr)},
            {"note", hold.released->note}};
}

void show(Context& context, const LegalHold& hold) {
    Json records = Json::array();
    for (const RecordId record : hold.records) records.push_back(to_text(record));
    const std::string what =
        hold.records.empty() ? "the whole scope" : std::to_string(hold.records.size()) + " records";
    context.out.result(
        Json{{"type", "hold"},
             {"scope", to_text(hold.scope)},
             {"hold", hold.number},
             {"records", std::move(records)},
             {"reason", scope_log::to_text(scope_log::HoldReason{number(hold.reason)})},
             {"note", hold.note},
             {"at", hold.at.ms},
             {"by", hold.by ? Json(to_text(*hold.by)) : Json(nullptr)},
             {"released", released_json(hold)}},
        "scope " + to_text(hold.scope) + ": " + hold.text + ", on " + what +
            (hold.note.empty() ? "" : ": " + hold.note) +
            (hold.released ? "; released " + time_text(hold.released->at) : ""));
}

}  // namespace

Result<Exit> run_holds(Context& context) {
    auto store = context.open();
    if (!store) return store.error();
    const auto all = holds(*store);
    if (!all) return all.error();
    for (const LegalHold& hold : *all) show(context, hold);
    if (all->empty()) context.out.words("no legal hold on anything here");
    return Exit::ok;
}

Result<Exit> run_receipts(Context& context) {
    auto store = context.open();
    if (!store) return store.error();
    const auto all = receipts(*store);
    if (!all) return all.error();
    for (const WorkReceipt& receipt : *all)
        context.out.result(json_of(receipt), "scope " + to_text(receipt.scope) + ": " +
                                                 std::to_string(receipt.works.size()) +
                                                 " commits, signed by the server " +
                                                 time_text(receipt.at));
    const auto purges = purges_done(*store);
    if (!purges) return purges.error();
    for (const PurgeDone& purge : *purges) show(context, purge);
    if (all->empty() && purges->empty()) context.out.words("the server has signed for nothing yet");
    return Exit::ok;
}

}  // namespace sanderling::cli
