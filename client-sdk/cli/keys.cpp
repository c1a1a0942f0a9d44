// passphrase change, keys: who may open the replica. Nothing of it takes longer for a larger one.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/passphrase.hpp"
#include "client-sdk/cli/table.hpp"
#include "client-sdk/cli/words.hpp"

namespace sanderling::cli {

namespace {

std::string cost_text(const SlotInfo& slot) {
    if (slot.type != SlotType::passphrase) return "";
    return "Argon2id, " + size_text(slot.cost.memory_bytes) + ", " +
           count_text(slot.cost.operations, "round");
}

Json json_of(const SlotInfo& slot) {
    Json out{{"type", "key"}, {"slot", slot.index}, {"kind", slot_kind(slot.type)}};
    if (slot.type == SlotType::passphrase) {
        out["operations"] = slot.cost.operations;
        out["memory_bytes"] = slot.cost.memory_bytes;
    }
    return out;
}

struct Opened {
    Key key;
    Vault vault;
};

Result<Opened> open(const Context& context) {
    auto key = context.key();
    if (!key) return key.error();
    auto vault = context.open_vault(*key);
    if (!vault) return vault.error();
    return Opened{std::move(*key), std::move(*vault)};
}

}  // namespace

std::string_view slot_kind(SlotType type) {
    switch (type) {
        case SlotType::empty:
            return "empty";
        case SlotType::passphrase:
            return "passphrase";
        case SlotType::raw_key:
            return "raw_key";
        case SlotType::recovery_code:
            return "recovery_code";
        case SlotType::keystore:
            return "keystore";
    }
    return "unknown";
}

std::string recovery_words(const RecoveryCode& code) {
    return "recovery code: " + code.text() +
           "\nIt opens the replica without the passphrase (--recovery-code). Write it down, keep "
           "it away from the device;\nit is shown this once, and an earlier one opens nothing any "
           "more.";
}

Result<Exit> run_passphrase_change(Context& context, const NewPassphraseOptions& options) {
    auto opened = open(context);
    if (!opened) return opened.error();
    auto next = read_new_passphrase(options.file);
    if (!next) return next.error();
    if (auto changed = opened->vault.change_passphrase(opened->key, *next); !changed)
        return changed.error();
    context.out.result(
        {{"type", "passphrase_changed"}},
        "the new passphrase opens the replica, the old one does not; whoever had "
        "the old one and a copy\nof the files still reads that copy, and `sanderling "
        "rekey` shuts him out of what comes");
    return Exit::ok;
}

Result<Exit> run_keys_list(Context& context) {
    auto folder = context.folder();
    if (!folder) return folder.error();
    const auto slots = Vault::slots_of(*folder);
    if (!slots) return slots.error();
    Table table({"SLOT", "KIND", "COST"});
    for (const SlotInfo& slot : *slots) {
        context.out.object(json_of(slot));
        table.add({std::to_string(slot.index), std::string(slot_kind(slot.type)), cost_text(slot)});
    }
    context.out.words(table.text());
    return Exit::ok;
}

Result<Exit> run_keys_add_recovery(Context& context) {
    auto opened = open(context);
    if (!opened) return opened.error();
    auto code = opened->vault.make_recovery_code(opened->key);
    if (!code) return code.error();
    context.out.result({{"type", "recovery_code"}, {"code", code->text()}}, recovery_words(*code));
    return Exit::ok;
}

Result<Exit> run_keys_remove(Context& context, const KeySlotOptions& options) {
    auto opened = open(context);
    if (!opened) return opened.error();
    if (auto removed = opened->vault.remove_slot(opened->key, options.slot); !removed)
        return removed.error();
    context.out.result({{"type", "key_removed"}, {"slot", options.slot}},
                       "slot " + std::to_string(options.slot) + " opens nothing any more");
    return Exit::ok;
}

}  // namespace sanderling::cli
