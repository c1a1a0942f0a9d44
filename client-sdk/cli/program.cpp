// The command line: options in, one command run, an exit code out.
#include "client-sdk/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <functional>

namespace sanderling::cli {

namespace {

using Command = std::function<Result<Exit>(Context&)>;

/// Everything that the command line can say. Options are bound to these members.
struct Given {
    GlobalOptions global{};
    EnrolOptionsGiven enrol{};
    SyncOptionsGiven sync{};
    WriteOptions write{};
    EditOptions edit{};
    RecordOptions record{};
    HistoryOptionsGiven history{};
    QueryOptions query{};
    SearchOptionsGiven search{};
    DueOptionsGiven due{};
    ConflictOptions conflicts{};
    ResolveOptions resolve{};
    OutboxOptions outbox{};
    QuarantineOptions quarantine{};
    ReopenOptions reopen{};
    ImportOptionsGiven import{};
    NewPassphraseOptions passphrase{};
    KeySlotOptions key_slot{};
    RekeyOptions rekey{};
    CopyOptionsGiven copy{};
    SalvageOptionsGiven salvage{};
    ReclassifyOptions reclassify{};
    SubjectAccessOptionsGiven subject{};
    RetentionOptions retention{};
    SupportOptions support{};
    Command command{};
};

constexpr const char* assignment_help = "field=text or field:=json; a set or log once an element";

template <class Options>
void bind(CLI::App* command, Given& given, Options& options,
          Result<Exit> (*run)(Context&, const Options&)) {
    command->callback([&given, &options, run] {
        given.command = [&options, run](Context& context) { return run(context, options); };
    });
}

void add_global(CLI::App& app, GlobalOptions& global) {
    app.add_option("--store", global.store, "The folder of the replica")
        ->envname("SANDERLING_STORE")
        ->type_name("DIR");
    app.add_flag("--json", global.is_json, "One JSON object a line");
    app.add_option("--schema", global.schema_file, "A schema in YAML instead of the probation one")
        ->type_name("FILE");
    app.add_option("--passphrase-file", global.passphrase_file,
                   "Its first line opens the replica; or SANDERLING_PASSPHRASE_FILE, "
                   "SANDERLING_PASSPHRASE, or a prompt")
        ->type_name("FILE");
    app.add_flag("--recovery-code", global.by_recovery_code,
                 "What is read in the passphrase's place is the recovery code");
    app.add_option("--state", global.state,
                   "Where it is kept what the newest state of a replica was, outside of its folder")
        ->envname("SANDERLING_STATE")
        ->type_name("DIR");
    app.add_option("--wait", global.wait_seconds,
                   "How long to wait while another process has the replica open")
        ->type_name("SECONDS");
}

void add_network(CLI::App& app, Given& given) {
    CLI::App* enrol = app.add_subcommand("enrol", "Make this device one of the organisation");
    enrol->add_option("invite", given.enrol.invite, "The invite, or - to read it from input")
        ->required();
    enrol->add_option("--timeout", given.enrol.timeout_seconds, "For the keyholder to answer")
        ->type_name("SECONDS");
    bind(enrol, given, given.enrol, run_enrol);

    CLI::App* sync = app.add_subcommand("sync", "Send what is new here, fetch what is new there");
    sync->add_flag("--follow", given.sync.is_following, "Until interrupted, telling what changes");
    sync->add_option("--timeout", given.sync.timeout_seconds, "For all of it, without --follow")
        ->type_name("SECONDS");
    sync->add_option("--server", given.sync.server, "Where the server has moved to")
        ->type_name("HOST:PORT");
    bind(sync, given, given.sync, run_sync);
}

CLI::App* add_record_command(CLI::App& app, const char* name, const char* help,
                             std::string& collection, std::string& record) {
    CLI::App* command = app.add_subcommand(name, help);
    command->add_option("collection", collection, "Its collection")->required();
    command->add_option("id", record, "The record's id")->required();
    return command;
}

void add_writing(CLI::App& app, Given& given) {
    CLI::App* write = app.add_subcommand(
        "write", "Write a new record; without COLLECTION, NDJSON from standard input");
    write->add_option("collection", given.write.collection, "Its collection");
    write->add_option("fields", given.write.assignments, assignment_help);
    write->add_option("--scope", given.write.scope, "A scope's id, its beginning, or its kind");
    write->add_option("--batch", given.write.batch, "Lines of input in one transaction")
        ->check(CLI::Range(1, 1000));
    bind(write, given, given.write, run_write);

    CLI::App* edit = add_record_command(app, "edit", "Change fields of a record",
                                        given.edit.collection, given.edit.record);
    edit->add_option("fields", given.edit.assignments, assignment_help);
    edit->add_option("--add", given.edit.add, "field=element of a set")->allow_extra_args(false);
    edit->add_option("--remove", given.edit.remove, "field=element of a set")
        ->allow_extra_args(false);
    edit->add_option("--append", given.edit.append, "field=entry of a log")
        ->allow_extra_args(false);
    bind(edit, given, given.edit, run_edit);

    bind(add_record_command(app, "delete", "Delete a record, for everybody",
                            given.record.collection, given.record.record),
         given, given.record, run_delete);
    bind(add_record_command(app, "undelete", "Bring a deleted record back", given.record.collection,
                            given.record.record),
         given, given.record, run_undelete);

    CLI::App* import = app.add_subcommand("import", "Import an NDJSON export");
    import->add_option("file", given.import.file, "The export, or - for standard input")
        ->required();
    import->add_option("--scope", given.import.scope, "Of lines whose label nothing else explains");
    import->add_option("--labels", given.import.labels, "JSON: {\"case:17\": \"scope id\", …}")
        ->type_name("FILE");
    import->add_option("--rejects", given.import.rejects, "Where rejected lines are kept")
        ->type_name("FILE");
    import->add_option("--batch", given.import.batch, "Records in one transaction")
        ->check(CLI::Range(1, 1000));
    bind(import, given, given.import, run_import);
}

void add_due(CLI::App& app, Given& given) {
    CLI::App* due = app.add_subcommand("due", "What practice asks for this week");
    due->add_option("--scope", given.due.scope, "Only this case: its id, its beginning");
    due->add_option("--days", given.due.days, "So many days from today instead of until Sunday")
        ->check(CLI::Range(1, 366));
    due->add_option("--today", given.due.today, "Another day than the clock says: 2011-04-18");
    due->add_option("--bank-holidays", given.due.bank_holidays, "Days beside the shipped ones")
        ->type_name("FILE");
    due->add_option("--pack", given.due.packs, "A rule pack beside the shipped ones; repeatable")
        ->type_name("FILE")
        ->allow_extra_args(false);
    bind(due, given, given.due, run_due);
}

void add_search(CLI::App& app, Given& given) {
    CLI::App* search = app.add_subcommand("search", "Find records by the words in them");
    search->add_option("words", given.search.words, "All of them must be there; no query language")
        ->required();
    search->add_flag("--beginnings", given.search.is_beginnings,
                     "Words may go on: visit finds visits");
    search->add_option("--collection", given.search.collections, "Only in this; may be repeated")
        ->allow_extra_args(false);
    search->add_option("--scope", given.search.scope, "A scope's id, its beginning, or its kind");
    search->add_option("--limit", given.search.limit, "How many of the best")
        ->check(CLI::Range(1, 1000));
    bind(search, given, given.search, run_search);
}

void add_reading(CLI::App& app, Given& given) {
    CLI::App* query = app.add_subcommand("query", "Run one SELECT over the schema's tables");
    query->add_option("sql", given.query.sql, "The SELECT, with ?1, ?2 … for parameters")
        ->required();
    query->add_option("parameters", given.query.parameters, "A UUID, a number, or text");
    query->add_flag("--watch", given.query.is_watching,
                    "Sync until interrupted, and tell how the answer changes");
    bind(query, given, given.query, run_query);

    app.add_subcommand("scopes", "What is on this device, and how complete")->callback([&given] {
        given.command = run_scopes;
    });
    app.add_subcommand("status", "Offline since, unsent, open conflicts")->callback([&given] {
        given.command = run_status;
    });

    CLI::App* conflicts = app.add_subcommand("conflicts", "What people have to decide");
    conflicts->add_flag("--check", given.conflicts.is_check, "Exit with 7 if any is open");
    bind(conflicts, given, given.conflicts, run_conflicts);

    CLI::App* reopen = add_record_command(app, "reopen", "Open a settled conflict again",
                                          given.reopen.collection, given.reopen.record);
    reopen->add_option("field", given.reopen.field, "Its field or group")->required();
    bind(reopen, given, given.reopen, run_reopen);

    CLI::App* history = add_record_command(app, "history", "What became of a record, and why",
                                           given.history.collection, given.history.record);
    history->add_option("--field", given.history.field, "Of this field or group only");
    history->add_flag("--online", given.history.is_online,
                      "Also what the server still has and this device does not");
    history->add_option("--before", given.history.before,
                        "Online: what is older than this place; see `older` of the last answer");
    history->add_option("--limit", given.history.limit, "Online: commits at most");
    history->add_option("--timeout", given.history.timeout_seconds, "Online: seconds");
    history->add_option("--server", given.history.server, "Online: HOST:PORT, if it has moved");
    bind(history, given, given.history, run_history);

    CLI::App* resolve = app.add_subcommand("resolve", "Settle a conflict");
    resolve->add_option("conflict", given.resolve.conflict, "Its id or the beginning of it")
        ->required();
    resolve->add_option("--choose", given.resolve.choice, "A number of `conflicts`");
    resolve->add_option("fields", given.resolve.assignments, "field=value, to settle on another");
    resolve->add_option("--reason", given.resolve.reason, "Goes with it, sealed");
    bind(resolve, given, given.resolve, run_resolve);

    CLI::App* outbox = app.add_subcommand("outbox", "What was written here and is not settled");
    outbox->add_flag("--dismiss", given.outbox.is_dismissing,
                     "Put away what was refused, once shown; it is kept for 90 days");
    outbox->add_flag("--all", given.outbox.is_all, "What was put away too");
    outbox->add_option("--retry", given.outbox.retry, "Write a rejected transaction again")
        ->type_name("TRANSACTION");
    outbox
        ->add_option("--export", given.outbox.export_to,
                     "Refused work as readable JSON, in a new file outside of the replica")
        ->type_name("FILE");
    bind(outbox, given, given.outbox, run_outbox);
}

void add_decision(CLI::App* quarantine, Given& given, const char* name, const char* help,
                  Decision decision) {
    CLI::App* command = quarantine->add_subcommand(name, help);
    QuarantineOptions& options = given.quarantine;
    command->add_option("transaction", options.transaction, "The beginning of its id")->required();
    command->add_option("--reason", options.reason,
                        "written_elsewhere, mistaken, not_the_authors, other; the author sees it");
    command->add_option("--note", options.note, "In words, sealed to the members of the scope");
    command->callback([&given, &options, decision] {
        options.decision = decision;
        given.command = [&options](Context& context) {
            return run_quarantine_decide(context, options);
        };
    });
}

void add_quarantine(CLI::App& app, Given& given) {
    CLI::App* quarantine =
        app.add_subcommand("quarantine", "Late work of people who are not in the scope any more");
    quarantine->require_subcommand(1);
    CLI::App* list = quarantine->add_subcommand("list", "All that you may decide on");
    bind(list, given, given.quarantine, run_quarantine_list);
    CLI::App* show = quarantine->add_subcommand("show", "One transaction of it");
    show->add_option("transaction", given.quarantine.transaction, "The beginning of its id")
        ->required();
    bind(show, given, given.quarantine, run_quarantine_list);
    add_decision(quarantine, given, "accept", "It counts, from now on", Decision::accept);
    add_decision(quarantine, given, "refuse", "It never counts", Decision::refuse);
    CLI::App* policy = quarantine->add_subcommand(
        "policy", "What this device does by itself about late entries that you may decide on");
    policy->add_option("policy", given.quarantine.policy, "ask, or accept-entries");
    bind(policy, given, given.quarantine, run_quarantine_policy);
    CLI::App* receipts =
        app.add_subcommand("receipts",
                           "What the server has signed for, of scopes that were left; "
                           "which purges this device has carried out");
    receipts->callback([&given] { given.command = run_receipts; });
    CLI::App* holds = app.add_subcommand("holds", "What may not be erased for good, and why");
    holds->callback([&given] { given.command = run_holds; });
}

constexpr const char* new_passphrase_help =
    "Its first line is the new passphrase; or SANDERLING_NEW_PASSPHRASE_FILE, "
    "SANDERLING_NEW_PASSPHRASE, or a prompt";

void add_keys(CLI::App& app, Given& given) {
    CLI::App* passphrase = app.add_subcommand("passphrase", "The passphrase of the replica");
    passphrase->require_subcommand(1);
    CLI::App* change = passphrase->add_subcommand("change", "Another one instead, at once");
    change->add_option("--new-passphrase-file", given.passphrase.file, new_passphrase_help)
        ->type_name("FILE");
    bind(change, given, given.passphrase, run_passphrase_change);

    CLI::App* keys = app.add_subcommand("keys", "What opens the replica");
    keys->require_subcommand(1);
    keys->add_subcommand("list", "The key slots; asks for no passphrase")->callback([&given] {
        given.command = run_keys_list;
    });
    keys->add_subcommand("add-recovery", "Print a recovery code, in place of an earlier one")
        ->callback([&given] { given.command = run_keys_add_recovery; });
    CLI::App* remove = keys->add_subcommand("remove", "Remove one, if what is typed opens another");
    remove->add_option("slot", given.key_slot.slot, "A number of `keys list`")->required();
    bind(remove, given, given.key_slot, run_keys_remove);

    CLI::App* rekey = app.add_subcommand(
        "rekey", "Seal everything anew under a new key; only what is given here opens it then");
    rekey->add_flag("--change-passphrase", given.rekey.is_changing_passphrase,
                    "Another passphrase too");
    rekey->add_option("--new-passphrase-file", given.rekey.new_passphrase_file, new_passphrase_help)
        ->type_name("FILE");
    bind(rekey, given, given.rekey, run_rekey);
}

void add_copies(CLI::App& app, Given& given) {
    CLI::App* backup = app.add_subcommand("backup", "A copy that the same passphrase opens");
    backup->add_option("folder", given.copy.folder, "A new folder")->required();
    bind(backup, given, given.copy, run_backup);

    CLI::App* copy = app.add_subcommand("export", "A copy under another passphrase");
    copy->add_option("folder", given.copy.folder, "A new folder")->required();
    copy->add_option("--new-passphrase-file", given.copy.new_passphrase_file, new_passphrase_help)
        ->type_name("FILE");
    bind(copy, given, given.copy, run_export);

    app.add_subcommand("check", "Read every page and say what is damaged")->callback([&given] {
        given.command = run_check;
    });
}

void add_rescue(CLI::App& app, Given& given) {
    CLI::App* salvage =
        app.add_subcommand("salvage", "Make a new replica of what can be read of a damaged one");
    salvage->add_option("from", given.salvage.from, "The damaged replica; stays as it is")
        ->required();
    salvage->add_option("to", given.salvage.to, "The folder of the new one")->required();
    bind(salvage, given, given.salvage, run_salvage);
}

void add_separation(CLI::App& app, Given& given) {
    CLI::App* audit = app.add_subcommand("audit", "Who read, exported and decided what");
    audit->require_subcommand(1);
    const auto plain = [&](CLI::App* under, const char* name, const char* help,
                           Result<Exit> (*run)(Context&)) {
        under->add_subcommand(name, help)->callback([&given, run] { given.command = run; });
    };
    plain(audit, "log", "What this device has noted", run_audit_log);
    plain(audit, "hand-in", "Write what is new into the audit scope", run_audit_hand_in);
    plain(audit, "verify", "Follow each device's chain of what was handed in", run_audit_verify);

    CLI::App* move = app.add_subcommand("reclassify", "Move a record into another scope");
    move->add_option("collection", given.reclassify.collection)->required();
    move->add_option("record", given.reclassify.record)->required();
    move->add_option("scope", given.reclassify.scope, "Such as the restricted part of the case")
        ->required();
    bind(move, given, given.reclassify, run_reclassify);
    plain(&app, "reclassified", "What was moved here, and whether its source is purged",
          run_reclassified);

    CLI::App* subject = app.add_subcommand(
        "subject-access", "Everything held on one person in these scopes, in clear");
    subject->add_option("scopes", given.subject.scopes, "The person's scopes")->required();
    subject->add_option("--out", given.subject.out, "Two files: this name with .json and .txt")
        ->required();
    subject->add_option("--purpose", given.subject.purpose, "Goes into the audit");
    bind(subject, given, given.subject, run_subject_access);

    CLI::App* support = app.add_subcommand(
        "support", "A file for whoever helps: versions, states, counts, codes; no content");
    support->add_option("--out", given.support.out, "A new file")->required();
    bind(support, given, given.support, run_support);
    CLI::App* retention = app.add_subcommand("retention", "What is due to be purged");
    retention->add_option("--today", given.retention.today, "Another day than today, yyyy-mm-dd");
    bind(retention, given, given.retention, run_retention);
}

Exit execute(const Given& given) {
    auto context = Context::make(given.global);
    if (!context) {
        Output(given.global.is_json ? Form::json : Form::words).error(context.error());
        return exit_of(context.error().code);
    }
    const auto done = given.command(*context);
    if (done) return *done;
    context->out.error(done.error());
    return exit_of(done.error().code);
}

}  // namespace

int run(int argc, char** argv) {
    CLI::App app("Write and read case files offline, and sync them end-to-end encrypted.",
                 "sanderling");
    app.require_subcommand(1);
    app.fallthrough();  // the program's options may follow the command
    Given given;
    add_global(app, given.global);
    add_network(app, given);
    add_writing(app, given);
    add_reading(app, given);
    add_quarantine(app, given);
    add_keys(app, given);
    add_copies(app, given);
    add_rescue(app, given);
    add_search(app, given);
    add_separation(app, given);
    add_due(app, given);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) {  // --help
        return app.exit(asked);
    } catch (const CLI::ParseError& wrong) {
        app.exit(wrong);
        return static_cast<int>(Exit::usage);
    }
    try {
        return static_cast<int>(execute(given));
    } catch (const std::exception& thrown) {  // out of memory, a broken standard library stream
        Output(given.global.is_json ? Form::json : Form::words)
            .error(fail(Errc::internal, thrown.what()));
        return static_cast<int>(Exit::failed);
    }
}

}  // namespace sanderling::cli
