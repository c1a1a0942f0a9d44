// outbox: what was written here and is not settled; refused work shown, taken out, written again.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/field_text.hpp"
#include "client-sdk/cli/words.hpp"

#include <filesystem>
#include <fstream>
#include <set>

namespace sanderling::cli {

namespace {

Json decision_json(const OutboxItem& item) {
    if (!item.decision) return nullptr;
    return {{"accepted", item.decision->is_accepted},
            {"reason", item.decision->reason},
            {"note", item.decision->note},
            {"claimed", item.decision->claimed.ms}};
}

Json json_of(const OutboxItem& item) {
    Json records = Json::array();
    for (const OutboxRecord& record : item.records)
        records.push_back(Json{{"collection", record.collection},
                               {"record", to_text(record.record)},
                               {"row", to_json(record.row)}});
    return {{"type", "outbox"},
            {"transaction", to_text(item.transaction)},
            {"scope", to_text(item.scope)},
            {"counter", number(item.counter)},
            {"delivery", to_text(item.delivery)},
            {"code", traits(item.verdict.code).name},
            {"written", item.written.ms},
            {"person", to_text(item.person)},
            {"device", to_text(item.device)},
            {"dismissed", item.dismissed ? Json(item.dismissed->ms) : Json(nullptr)},
            {"written_again", item.became.has_value()},
            {"decision", decision_json(item)},
            {"records", std::move(records)}};
}

std::string words_of(const Context& context, const OutboxItem& item) {
    std::string out = std::string(to_text(item.delivery)) + ", written " + time_text(item.written);
    if (item.verdict.code != Errc::ok)
        out += ": " + std::string(traits(item.verdict.code).name) + ", " +
               std::string(traits(item.verdict.code).text);
    out += "\n  transaction " + to_text(item.transaction) + ", scope " + to_text(item.scope) + "\n";
    if (item.decision)
        out += std::string(item.decision->is_accepted ? "  accepted " : "  refused ") +
               time_text(item.decision->claimed) + ", reason " + item.decision->reason +
               (item.decision->note.empty() ? "" : ": " + item.decision->note) + "\n";
    if (item.dismissed)
        out += std::string(item.became ? "  written again " : "  put away ") +
               time_text(*item.dismissed) + "\n";
    for (const OutboxRecord& record : item.records)
        out += "  " + record.collection + " " + to_text(record.record) + ": " +
               plain_text(context.schema().collection(record.collection), record.row) + "\n";
    return out;
}

bool is_refused(const OutboxItem& item) {
    return item.delivery == Delivery::rejected || item.delivery == Delivery::quarantined;
}

// Readable without this program, by whoever has to take the work over.
Json exported(const OutboxItem& item) {
    Json out = json_of(item);
    out.erase("type");
    out["why"] = traits(item.verdict.code).text;
    out["written_text"] = time_text(item.written);
    return out;
}

// The file is outside of the encrypted replica, so only its owner may read it.
Result<void> write_private(const std::filesystem::path& path, const std::string& content) {
    std::error_code failed;
    if (std::filesystem::exists(path, failed)) return fail(Errc::already_exists, path.string());
    std::ofstream file(path, std::ios::binary);
    if (!file) return fail(Errc::io, "cannot write " + path.string());
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write, failed);
    if (failed) return fail(Errc::io, "cannot keep " + path.string() + " private");
    file << content << std::flush;
    if (!file) return fail(Errc::io, "cannot write " + path.string());
    return {};
}

Result<void> export_refused(const std::vector<OutboxItem>& items, const std::string& path) {
    Json refused = Json::array();
    for (const OutboxItem& item : items)
        if (is_refused(item)) refused.push_back(exported(item));
    const Json whole{{"format", "sanderling refused work 1"}, {"refused", std::move(refused)}};
    return write_private(path, whole.dump(2) + "\n");
}

Result<TransactionId> find_refused(const std::vector<OutboxItem>& items, const std::string& text) {
    std::set<TransactionId> found;
    for (const OutboxItem& item : items)
        if (text.size() >= 4 && to_text(item.transaction).starts_with(text))
            found.insert(item.transaction);
    if (found.size() > 1)
        return fail(Errc::invalid_argument, "several transactions begin with " + text);
    if (found.empty()) return fail(Errc::not_found, "no transaction " + text);
    return *found.begin();
}

Result<Exit> retry(Context& context, Store& store, const std::vector<OutboxItem>& items,
                   const std::string& text) {
    const auto refused = find_refused(items, text);
    if (!refused) return refused.error();
    const auto receipt = store.retry(*refused);
    if (!receipt) return receipt.error();
    context.out.result(Json{{"type", "retried"},
                            {"refused", to_text(*refused)},
                            {"transaction", to_text(receipt->transaction)}},
                       "written again as " + to_text(receipt->transaction));
    return Exit::ok;
}

}  // namespace

Result<Exit> run_outbox(Context& context, const OutboxOptions& options) {
    auto store = context.open();
    if (!store) return store.error();
    const bool is_looking_back =
        options.is_all || !options.retry.empty() || !options.export_to.empty();
    const auto items =
        store->outbox(is_looking_back ? OutboxListing::with_dismissed : OutboxListing::open);
    if (!items) return items.error();
    if (!options.retry.empty()) return retry(context, *store, *items, options.retry);
    if (!options.export_to.empty())
        if (auto done = export_refused(*items, options.export_to); !done) return done.error();
    for (const OutboxItem& item : *items) {
        context.out.result(json_of(item), words_of(context, item));
        if (!options.is_dismissing || !is_refused(item)) continue;
        if (auto done = store->dismiss(item.scope, item.dot()); !done) return done.error();
    }
    if (items->empty()) context.out.words("nothing is waiting");
    return Exit::ok;
}

}  // namespace sanderling::cli
