// receipts: what the server has signed for, of work written here in scopes that are left.
#include "sanderling/receipts.hpp"

#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/words.hpp"

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

}  // namespace

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
    if (all->empty()) context.out.words("the server has signed for nothing yet");
    return Exit::ok;
}

}  // namespace sanderling::cli
