// backup, export, rekey: everything sealed once more, in another place or in its own.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/passphrase.hpp"
#include "client-sdk/cli/words.hpp"

#include <algorithm>
#include <optional>

namespace sanderling::cli {

namespace {

std::string_view step_words(CopyStep step) {
    switch (step) {
        case CopyStep::copying:
            return "copying";
        case CopyStep::checking:
            return "reading the copy back";
        case CopyStep::swapping:
            return "putting it in its place";
    }
    return "";
}

CopyOptions with_bar(Context& context) {
    CopyOptions options;
    options.on_progress = [&context](const CopyProgress& progress) {
        std::string text(step_words(progress.step));
        if (progress.step == CopyStep::copying && progress.pages_total != 0) {
            text += ' ' + std::to_string(100 * progress.pages_done / progress.pages_total) + " %";
        }
        context.out.bar(text + " …");
    };
    return options;
}

Result<Exit> tell_copy(Context& context, const char* type, const CopyOptionsGiven& options,
                       const Result<CopyReport>& done) {
    context.out.clear_bar();
    if (!done) return done.error();
    const std::uint64_t bytes = done->pages * 4096;
    context.out.result(Json{{"type", type},
                            {"folder", options.folder},
                            {"database", to_text(done->identity.id)},
                            {"bytes", bytes}},
                       options.folder + " holds the replica as it is now, " + size_text(bytes) +
                           ", every page read back");
    return Exit::ok;
}

Passphrase copy_of(const Passphrase& passphrase) {
    return Passphrase(as_text(passphrase.view()));
}

/// What opens the replica after a rekey: a passphrase, and a new recovery code if there was one.
struct NextKeys {
    std::vector<Key> keys{};
    std::optional<RecoveryCode> recovery{};
};

Result<NextKeys> next_keys(const Key& current, const std::vector<SlotInfo>& slots,
                           const RekeyOptions& options) {
    NextKeys out;
    const auto* passphrase = std::get_if<Passphrase>(&current);
    const bool is_asking = options.is_changing_passphrase || passphrase == nullptr ||
                           !options.new_passphrase_file.empty();
    if (is_asking) {
        auto read = read_new_passphrase(options.new_passphrase_file);
        if (!read) return read.error();
        out.keys.emplace_back(std::move(*read));
    } else {
        out.keys.emplace_back(copy_of(*passphrase));
    }
    const bool had_recovery = std::ranges::any_of(
        slots, [](const SlotInfo& slot) { return slot.type == SlotType::recovery_code; });
    if (had_recovery) {
        crypto::SystemRandom random;
        out.recovery = RecoveryCode::generate(random);
        out.keys.emplace_back(out.recovery->clone());
    }
    return out;
}

std::vector<std::string> dropped_kinds(const RekeyReport& report) {
    std::vector<std::string> out;
    for (const SlotInfo& slot : report.slots_before) {
        const bool is_back =
            slot.type == SlotType::passphrase || slot.type == SlotType::recovery_code;
        if (!is_back) out.emplace_back(slot_kind(slot.type));
    }
    return out;
}

}  // namespace

Result<Exit> run_backup(Context& context, const CopyOptionsGiven& options) {
    auto key = context.key();
    if (!key) return key.error();
    auto vault = context.open_vault(*key);
    if (!vault) return vault.error();
    const auto done = vault->backup_to(options.folder, *key, with_bar(context));
    return tell_copy(context, "backed_up", options, done);
}

Result<Exit> run_export(Context& context, const CopyOptionsGiven& options) {
    auto key = context.key();
    if (!key) return key.error();
    auto vault = context.open_vault(*key);
    if (!vault) return vault.error();
    auto next = read_new_passphrase(options.new_passphrase_file);
    if (!next) return next.error();
    const Key next_key(std::move(*next));
    const auto done = vault->export_to(options.folder, next_key, with_bar(context));
    return tell_copy(context, "exported", options, done);
}

Result<Exit> run_rekey(Context& context, const RekeyOptions& options) {
    auto folder = context.folder();
    if (!folder) return folder.error();
    auto key = context.key();
    if (!key) return key.error();
    {
        // Before anybody is asked for a new passphrase; and it waits for the replica, if told to.
        if (auto opened = context.open_vault(*key); !opened) return opened.error();
    }
    const auto slots = Vault::slots_of(*folder);
    if (!slots) return slots.error();
    auto next = next_keys(*key, *slots, options);
    if (!next) return next.error();
    const auto done = Vault::rekey(*folder, *key, next->keys, with_bar(context));
    context.out.clear_bar();
    if (!done) return done.error();

    const std::vector<std::string> dropped = dropped_kinds(*done);
    Json object{{"type", "rekeyed"},
                {"epoch", number(done->identity.epoch)},
                {"bytes", done->pages * 4096},
                {"dropped", dropped}};
    std::string words =
        "everything is sealed under a new key; the old files and keys open nothing "
        "of what comes";
    if (!dropped.empty())
        words += "\n" + count_text(dropped.size(), "other key") +
                 " opened the replica and no longer does: add what is still wanted";
    if (next->recovery) {
        object["recovery_code"] = next->recovery->text();
        words += "\n" + recovery_words(*next->recovery);
    }
    context.out.result(object, words);
    return Exit::ok;
}

}  // namespace sanderling::cli
