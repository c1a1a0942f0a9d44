#include "client-sdk/keyholder/verbs.hpp"

namespace sanderling::keyholder {

namespace {

CLI::App* add_verb(CLI::App& app, const std::string& name, const std::string& text, Options& o) {
    CLI::App* verb = app.add_subcommand(name, text);
    verb->fallthrough();
    verb->parse_complete_callback([&o, name] {
        if (!o.command.contains("verb")) o.command["verb"] = name;
    });
    return verb;
}

void add_member(CLI::App* verb, const std::string& flag, const char* member, Options& o,
                const std::string& text, bool is_required) {
    CLI::Option* option = verb->add_option_function<std::string>(
        flag, [&o, member](const std::string& value) { o.command[member] = value; }, text);
    option->required(is_required);
}

void add_person_verbs(CLI::App& app, Options& o) {
    CLI::App* person = app.add_subcommand("person", "People of the organisation");
    person->fallthrough()->require_subcommand(1);
    CLI::App* add = person->add_subcommand("add", "Certify a person");
    add->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "person_add"; });
    add_member(add, "name", "name", o, "Never leaves this directory", true);
    add_member(add, "--role", "role", o, "What they are allocated as", true);
    add_member(add, "--id", "id", o, "A UUID; otherwise a random one", false);
    CLI::App* rename = person->add_subcommand("rename", "Call a person something else, here only");
    rename->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "person_rename"; });
    add_member(rename, "person", "person", o, "Name or id", true);
    add_member(rename, "name", "name", o, "The new one", true);
    CLI::App* list = person->add_subcommand("list", "People and how many devices they have");
    list->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "person_list"; });
}

void add_invite_verbs(CLI::App& app, Options& o) {
    CLI::App* invite =
        app.add_subcommand("invite", "Invite one device of a person; or: cancel, list");
    invite->fallthrough();
    invite->parse_complete_callback([&o] {
        if (!o.command.contains("verb")) o.command["verb"] = "invite";
    });
    add_member(invite, "person", "person", o, "Name or id", false);
    add_member(invite, "--expires", "expires", o, "90m, 24h, 7d", false);
    invite->add_option("--png", o.png, "Save its QR code as a picture, in a new file");
    invite->add_flag_callback(
        "--qr", [&o] { o.qr_code = QrCode::always; },
        "Show its QR code even if this is no terminal");
    CLI::App* cancel = invite->add_subcommand("cancel", "Withdraw an invite that was not used");
    cancel->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "invite_cancel"; });
    add_member(cancel, "invite", "invite", o, "Its id, or its person", true);
    CLI::App* list = invite->add_subcommand("list", "Invites and what became of them");
    list->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "invite_list"; });
}

void add_scope_verbs(CLI::App& app, Options& o) {
    CLI::App* scope = app.add_subcommand("scope", "Cases, groups and other units of access");
    scope->fallthrough()->require_subcommand(1);
    CLI::App* create = scope->add_subcommand("create", "Make a scope and its first key");
    create->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "scope_create"; });
    add_member(create, "--kind", "kind", o, "A scope kind of the schema, such as case", true);
    add_member(create, "--name", "name", o, "A label; never leaves this directory", true);
    add_member(create, "--id", "id", o, "A UUID; otherwise a random one", false);
    CLI::App* rename = scope->add_subcommand("rename", "Give a scope another label, here only");
    rename->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "scope_rename"; });
    add_member(rename, "scope", "scope", o, "Name or id", true);
    add_member(rename, "name", "name", o, "The new one", true);
    add_verb(app, "scopes", "Scopes with their members", o);
    CLI::App* allocate = add_verb(app, "allocate", "Admit a person to a scope", o);
    add_member(allocate, "scope", "scope", o, "Name or id", true);
    add_member(allocate, "person", "person", o, "Name or id", true);
    add_member(allocate, "--role", "role", o, "Otherwise the person's own", false);
    add_member(allocate, "--from", "from", o, "2026-11-22 or 2026-11-22T09:00:00Z", false);
    add_member(allocate, "--until", "until", o, "The first moment outside", false);
    CLI::App* withdraw = add_verb(app, "withdraw", "Remove a person and change the key", o);
    add_member(withdraw, "scope", "scope", o, "Name or id", true);
    add_member(withdraw, "person", "person", o, "Name or id", true);
}

void add_access_verb(CLI::App& app, Options& o, const char* verb, const char* help) {
    CLI::App* rule = add_verb(app, verb, help, o);
    add_member(rule, "scope", "scope", o, "Name or id", true);
    rule->add_option_function<std::vector<std::string>>(
            "people",
            [&o](const std::vector<std::string>& people) { o.command["people"] = people; },
            "Names or ids")
        ->required();
    add_member(rule, "--message", "message", o, "For whoever is refused", false);
    add_member(rule, "--reason", "reason", o, "For the file", true);
    add_member(rule, "--from", "from", o, "2026-11-22 or 2026-11-22T09:00:00Z", false);
    add_member(rule, "--until", "until", o, "The first moment after it", false);
}

void add_access_verbs(CLI::App& app, Options& o) {
    add_access_verb(app, o, "bar", "Keep people out of a scope by name");
    add_access_verb(app, o, "restrict", "Name the people who alone may enter a scope");
    CLI::App* lift = add_verb(app, "lift", "Take rules of a scope back", o);
    add_member(lift, "scope", "scope", o, "Name or id", true);
    add_member(lift, "person", "person", o, "Name or id; without one: all", false);
    add_verb(app, "access_list", "Scopes that are not for everybody", o);
}

void add_purge_verb(CLI::App& app, Options& o) {
    CLI::App* purge =
        add_verb(app, "purge", "Erase records or a whole scope for good, on every device", o);
    add_member(purge, "scope", "scope", o, "Name or id", true);
    purge->add_option_function<std::vector<std::string>>(
        "--record", [&o](const std::vector<std::string>& ids) { o.command["records"] = ids; },
        "Its id; may be given several times. Without one: the whole scope");
    add_member(purge, "--reason", "reason", o, "retention, request, mistaken or reclassified",
               true);
    purge->add_flag_callback(
        "--yes", [&o] { o.command["yes"] = true; },
        "There is no way back; without this nothing is done");
}

void add_hold_verbs(CLI::App& app, Options& o) {
    CLI::App* hold = add_verb(app, "hold", "Forbid every purge of records, or of a whole scope", o);
    add_member(hold, "scope", "scope", o, "Name or id", true);
    hold->add_option_function<std::vector<std::string>>(
        "--record", [&o](const std::vector<std::string>& ids) { o.command["records"] = ids; },
        "Its id; may be given several times. Without one: the whole scope");
    add_member(hold, "--reason", "reason", o,
               "proceedings, complaint, inquiry, access_request or other", true);
    add_member(hold, "--note", "note", o, "Why, for those who read the scope", true);
    CLI::App* release = add_verb(app, "release", "End a hold", o);
    add_member(release, "scope", "scope", o, "Name or id", true);
    add_member(release, "hold", "hold", o, "Its number, as `holds` shows it", true);
    add_member(release, "--note", "note", o, "Why, for those who read the scope", true);
    release->add_flag_callback(
        "--yes", [&o] { o.command["yes"] = true; },
        "What is released can be purged; without this nothing is done");
    CLI::App* holds = add_verb(app, "holds", "What may not be purged, and why", o);
    add_member(holds, "scope", "scope", o, "Name or id; without one: all", false);
    CLI::App* purges = add_verb(app, "purges", "Which devices have carried out which purge", o);
    add_member(purges, "scope", "scope", o, "Name or id; without one: all", false);
}

void add_device_verbs(CLI::App& app, Options& o) {
    CLI::App* revoke =
        add_verb(app, "revoke", "Serve a device nothing more, and change every key that it had", o);
    add_member(revoke, "device", "device", o, "Its id, or its person where that has only one",
               true);
    revoke->add_flag_callback(
        "--lost", [&o] { o.command["lost"] = true; }, "Whoever has it now may be anybody");
    add_member(revoke, "--since", "since", o, "When it was lost: 2026-11-22T12:05:00Z", false);
    revoke->add_flag_callback(
        "--wipe", [&o] { o.command["wipe"] = true; },
        "It destroys its replica when it next connects, unsent work included");
    CLI::App* lease =
        add_verb(app, "lease", "Lock devices that had no contact for so many days; 0: none", o);
    add_member(lease, "days", "days", o, "Since the last contact", true);
    add_member(lease, "--warn", "warn", o, "So many days before, people are told", false);
    add_verb(app, "devices", "Devices with their last contact, and what became of orders", o);
}

void add_server_key_verbs(CLI::App& app, Options& o) {
    CLI::App* keys = app.add_subcommand("server-key", "TLS keys that devices may find");
    keys->fallthrough()->require_subcommand(1);
    for (const auto& [name, text] :
         {std::pair{"announce", "Sign and send a list with one more key"},
          std::pair{"retire", "Sign and send a list without this key"}}) {
        CLI::App* verb = keys->add_subcommand(name, text);
        verb->fallthrough()->parse_complete_callback(
            [&o, verb_name = std::string("server_key_") + name] { o.command["verb"] = verb_name; });
        add_member(verb, "key", "key", o, "As `sanderlingd tls prepare` prints it", true);
    }
    CLI::App* list = keys->add_subcommand("list", "The newest list");
    list->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "server_key_list"; });
}

void add_own_verbs(CLI::App& app, Options& o) {
    CLI::App* init = app.add_subcommand("init", "Found an organisation");
    init->fallthrough()->add_option("directory", o.directory);
    init->add_option("--organisation", o.organisation, "Its name")->required();
    CLI::App* connect = app.add_subcommand("connect", "Set the server and its key");
    connect->fallthrough()->add_option("directory", o.directory);
    connect->add_option("--server", o.server, "wss://HOST:PORT")->required();
    connect->add_option("--server-key", o.server_key, "As `sanderlingd init` prints it")
        ->required();
    CLI::App* serve = app.add_subcommand("serve", "Stay connected and answer enrolments");
    serve->fallthrough()->add_option("directory", o.directory);
    serve->add_option("--policy", o.policy, "What may be done unattended (TOML)");
    CLI::App* backup = app.add_subcommand("backup", "Write sealed copies, and read them back");
    backup->fallthrough();
    backup->add_option("--to", o.backups, "A directory; give it twice, for two places")->required();
    backup->add_option("--backup-passphrase-file", o.backup_passphrase_files,
                       "Of the first copy, of the second …; otherwise the keyholder's own");
    CLI::App* restore = app.add_subcommand("restore", "Make a new directory (--dir) of a backup");
    restore->fallthrough()->add_option("file", o.restored_from, "A backup")->required();
    CLI::App* phrase = app.add_subcommand("passphrase", "The passphrase of the directory");
    phrase->fallthrough()->require_subcommand(1);
    CLI::App* change = phrase->add_subcommand("change", "Seal the directory under another one");
    change->fallthrough()->add_option("--new-passphrase-file", o.new_passphrase_file,
                                      "Its first line is the new passphrase");
    add_verb(app, "audit", "Replay all that the server has, and say what is wrong", o);
    CLI::App* import = app.add_subcommand("import", "Lists of staff, scopes and allocations (CSV)");
    import->fallthrough()->add_option("files", o.import_files)->required();
    import->add_flag_callback(
        "--dry-run", [&o] { o.import.trial = ImportOptions::Trial::rehearsal;
},
        "Say what would change, and change nothing");
    import->add_flag_callback(
        "--complete", [&o] { o.import.missing = ImportOptions::Missing::is_withdrawn;
    }  // namespace
,
        "Withdraw who is a member of a scope in the list without a row there");
CLI::App* batch = app.add_subcommand("batch", "Commands from a file, one JSON object a line");
batch->fallthrough()->add_option("file", o.batch, "- for standard input")->required();
}  // namespace sanderling::keyholder

}  // namespace

void add_verbs(CLI::App& app, Options& o) {
    add_own_verbs(app, o);
    add_person_verbs(app, o);
    add_invite_verbs(app, o);
    add_scope_verbs(app, o);
    add_access_verbs(app, o);
    add_purge_verb(app, o);
    add_hold_verbs(app, o);
    add_device_verbs(app, o);
    add_server_key_verbs(app, o);
}

}  // namespace sanderling::keyholder
