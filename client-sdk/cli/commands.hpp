// The commands of `sanderling`, each with its options (docs/cli.md). Errors become exit codes in
// run().
#pragma once

#include "client-sdk/cli/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sanderling::cli {

struct EnrolOptionsGiven {
    std::string invite{};  // or "-": from standard input
    double timeout_seconds = 300;
};
Result<Exit> run_enrol(Context& context, const EnrolOptionsGiven& options);

struct SyncOptionsGiven {
    bool is_following = false;
    double timeout_seconds = 60;
    std::string server{};
};
Result<Exit> run_sync(Context& context, const SyncOptionsGiven& options);

struct WriteOptions {
    std::string collection{};  // empty: NDJSON from standard input
    std::string scope{};
    std::vector<std::string> assignments{};
    std::size_t batch = 1;  // lines a transaction
};
Result<Exit> run_write(Context& context, const WriteOptions& options);

struct EditOptions {
    std::string collection{};
    std::string record{};
    std::vector<std::string> assignments{};
    std::vector<std::string> add{};
    std::vector<std::string> remove{};
    std::vector<std::string> append{};
};
Result<Exit> run_edit(Context& context, const EditOptions& options);

struct RecordOptions {
    std::string collection{};
    std::string record{};
};
Result<Exit> run_delete(Context& context, const RecordOptions& options);
Result<Exit> run_undelete(Context& context, const RecordOptions& options);

struct QueryOptions {
    std::string sql{};
    std::vector<std::string> parameters{};
    bool is_watching = false;  // until interrupted, with the network
};
Result<Exit> run_query(Context& context, const QueryOptions& options);

struct SearchOptionsGiven {
    std::vector<std::string> words{};
    std::vector<std::string> collections{};
    std::string scope{};
    std::size_t limit = 20;
    bool is_beginnings = false;
};
Result<Exit> run_search(Context& context, const SearchOptionsGiven& options);

struct DueOptionsGiven {
    std::string scope{};               // empty: all cases
    std::string today{};               // empty: as the clock says
    int days = 0;                      // with today; 0: until Sunday
    std::string bank_holidays{};       // a file
    std::vector<std::string> packs{};  // files
};
Result<Exit> run_due(Context& context, const DueOptionsGiven& options);

Result<Exit> run_scopes(Context& context);
Result<Exit> run_status(Context& context);

struct ConflictOptions {
    bool is_check = false;
};
Result<Exit> run_conflicts(Context& context, const ConflictOptions& options);

struct ResolveOptions {
    std::string conflict{};
    std::optional<std::size_t> choice{};  // from 1, as `conflicts` numbers them
    std::vector<std::string> assignments{};
    std::string reason{};
};
Result<Exit> run_resolve(Context& context, const ResolveOptions& options);

struct OutboxOptions {
    bool is_dismissing = false;
    bool is_all = false;      // what was put away too
    std::string retry{};      // a refused transaction, by the beginning of its id
    std::string export_to{};  // a new file
};
Result<Exit> run_outbox(Context& context, const OutboxOptions& options);

struct HistoryOptionsGiven {
    std::string collection{};
    std::string record{};
    std::string field{};     // or group; empty: all
    bool is_online = false;  // what the server still has, too
    std::uint64_t before = 0;
    std::uint32_t limit = 1'000;
    double timeout_seconds = 30;
    std::string server{};
};
Result<Exit> run_history(Context& context, const HistoryOptionsGiven& options);

struct QuarantineOptions {
    std::string transaction{};  // the beginning of its id
    Decision decision = Decision::accept;
    std::string reason = "none_given";
    std::string note{};
    std::string policy{};  // ask or accept-entries; empty: tell it
};
Result<Exit> run_quarantine_policy(Context& context, const QuarantineOptions& options);
Result<Exit> run_quarantine_list(Context& context, const QuarantineOptions& options);
Result<Exit> run_quarantine_decide(Context& context, const QuarantineOptions& options);

struct ReopenOptions {
    std::string collection{};
    std::string record{};
    std::string field{};  // or the group
};
Result<Exit> run_reopen(Context& context, const ReopenOptions& options);

struct SalvageOptionsGiven {
    std::string from{};
    std::string to{};
};
Result<Exit> run_salvage(Context& context, const SalvageOptionsGiven& options);

struct ImportOptionsGiven {
    std::string file{};     // or "-"
    std::string scope{};    // of lines that name a scope by a label
    std::string labels{};   // a file that says which scope each label means
    std::string rejects{};  // where rejected lines go
    std::size_t batch = 100;
};
Result<Exit> run_import(Context& context, const ImportOptionsGiven& options);

struct NewPassphraseOptions {
    std::string file{};  // its first line; otherwise the environment or a prompt
};
Result<Exit> run_passphrase_change(Context& context, const NewPassphraseOptions& options);

/// A word for scripts: passphrase, raw_key, recovery_code, keystore.
std::string_view slot_kind(SlotType type);
/// A code with what to do with it.
std::string recovery_words(const RecoveryCode& code);

Result<Exit> run_keys_list(Context& context);
Result<Exit> run_keys_add_recovery(Context& context);
struct KeySlotOptions {
    std::size_t slot = 0;  // as `keys list` numbers them
};
Result<Exit> run_keys_remove(Context& context, const KeySlotOptions& options);

struct RekeyOptions {
    bool is_changing_passphrase = false;
    std::string new_passphrase_file{};
};
Result<Exit> run_rekey(Context& context, const RekeyOptions& options);

struct CopyOptionsGiven {
    std::string folder{};
    std::string new_passphrase_file{};  // of an export
};
Result<Exit> run_export(Context& context, const CopyOptionsGiven& options);
Result<Exit> run_backup(Context& context, const CopyOptionsGiven& options);

Result<Exit> run_check(Context& context);

Result<Exit> run_receipts(Context& context);
Result<Exit> run_holds(Context& context);

struct SupportOptions {
    std::string out{};
};
Result<Exit> run_support(Context& context, const SupportOptions& options);

/// The program.
int run(int argc, char** argv);

struct ReclassifyOptions {
    std::string collection{};
    std::string record{};
    std::string scope{};
};
Result<Exit> run_reclassify(Context& context, const ReclassifyOptions& options);
Result<Exit> run_reclassified(Context& context);

struct SubjectAccessOptionsGiven {
    std::vector<std::string> scopes{};
    std::string out{};  // without its ending
    std::string purpose{};
};
Result<Exit> run_subject_access(Context& context, const SubjectAccessOptionsGiven& options);

struct RetentionOptions {
    std::string today{};  // empty: the system's date, UTC
};
Result<Exit> run_retention(Context& context, const RetentionOptions& options);

Result<Exit> run_audit_log(Context& context);
Result<Exit> run_audit_hand_in(Context& context);
Result<Exit> run_audit_verify(Context& context);

}  // namespace sanderling::cli
