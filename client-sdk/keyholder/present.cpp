#include "client-sdk/keyholder/present.hpp"

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;

std::string text(const ordered_json& object, const char* member) {
    const auto at = object.find(member);
    if (at == object.end()) return "";
    return at->is_string() ? at->get<std::string>() : at->dump();
}

std::string named(const ordered_json& list) {
    std::string out;
    for (const auto& one : list) {
        out += "\n    " + text(one, one.contains("scope") ? "scope" : "person") + "  " +
               text(one, "name");
        if (one.contains("message")) out += ": " + text(one, "message");
    }
    return out;
}

std::string caught_up_in_words(const ordered_json& e) {
    std::string out = "caught up with the server after the restore of " + text(e, "since") + ": " +
                      text(e, "devices_recovered") + " devices certified since the backup, " +
                      text(e, "invites_cancelled") + " open invites cancelled";
    const auto tell = [&](const char* list, const char* words) {
        if (!e[list].empty()) out += std::string("\n  ") + words + named(e[list]);
    };
    tell("people_recovered", "people added since, whose names the backup lacks (`person rename`):");
    tell("scopes_recovered", "scopes made since, whose labels the backup lacks (`scope rename`):");
    tell("scopes_without_key",
         "NO KEY for these scopes: nobody can be admitted to them or taken out; restore a newer "
         "backup, or make a new scope, and have a member copy the records there:");
    tell("scopes_not_taken", "NOT TAKEN, their logs do not fit this backup:");
    return out;
}

std::string audit_in_words(const ordered_json& r) {
    std::string out = "replayed " + text(r, "entries") + " entries of " + text(r, "audited") +
                      " scopes and " + text(r, "certificates") + " certificates: ";
    if (r["findings"].empty()) return out + "nothing is wrong";
    out += std::to_string(r["findings"].size()) + " findings";
    for (const auto& one : r["findings"]) {
        out += "\n" + text(one, "finding") + ": " + text(one, "message");
        for (const char* id : {"scope", "person", "device"})
            if (one.contains(id)) out += std::string("\n    ") + id + " " + text(one, id);
    }
    return out;
}

std::string backup_in_words(const ordered_json& r) {
    std::string out = "backed up " + text(r, "people") + " people and " + text(r, "scopes_kept") +
                      " scopes, and read it back; each file restores alone:";
    for (const auto& file : r["backups"]) out += "\n    " + file.get<std::string>();
    if (r["backups"].size() < 2)
        out += "\none file is one accident away from none: give a second --to";
    return out;
}

std::string row_in_words(const ordered_json& r) {
    std::string out = text(r, "change");
    for (const char* member : {"reference", "name", "kind", "person", "scope", "role"})
        if (r.contains(member)) out += std::string(" ") + member + " " + text(r, member);
    for (const auto& what : r.value("changes", ordered_json::array()))
        out += " (" + what.get<std::string>() + ")";
    if (r.contains("message")) out += ": " + text(r, "message");
    return r.contains("row") ? text(r, "file") + ", row " + text(r, "row") + ": " + out : out;
}

std::string import_remedy(const ordered_json& r) {
    std::string out;
    for (const auto& file : r.value("rejected_files", ordered_json::array()))
        out += "\nrejected rows, with reasons, are in " + file.get<std::string>() +
               "; mend and import that";
    if (r["not_reached"] != 0)
        out += "\n" + text(r, "not_reached") +
               " rows were not reached; run the same command again, nothing is done twice";
    return out;
}

std::string event_in_words(const ordered_json& event) {
    const std::string what = text(event, "event");
    if (what == "connected") return "connected to " + text(event, "server");
    if (what == "enrolled")
        return "enrolled a device of " + text(event, "name") + ": " + text(event, "device");
    if (what == "enrolment_refused") return "refused an enrolment: " + text(event, "message");
    if (what == "reoffered")
        return "the server had lost a purge; put again in scope " + text(event, "scope");
    if (what == "access_ended")
        return "access to scope " + text(event, "scope") + " has ended of " +
               std::to_string(event.at("removed").size()) +
               ", who are removed, and the key changed";
    if (what == "access_end_refused")
        return "access to scope " + text(event, "scope") +
               " has ended, and nobody could be removed: " + text(event, "message");
    if (what == "caught_up") return caught_up_in_words(event);
    if (what == "listening")
        return "serving; other commands reach it in " + text(event, "directory");
    return what + (event.contains("message") ? ": " + text(event, "message") : "");
}

std::string people_in_words(const ordered_json& people) {
    std::string out;
    for (const auto& person : people)
        out += (out.empty() ? "" : "\n") + text(person, "person") + "  " + text(person, "name") +
               ", " + text(person, "role") + ", devices: " + text(person, "devices");
    return out.empty() ? "no people yet" : out;
}

std::string invites_in_words(const ordered_json& invites) {
    std::string out;
    for (const auto& invite : invites)
        out += (out.empty() ? "" : "\n") + text(invite, "invite") + "  for " +
               text(invite, "person") + ", " + text(invite, "status") + ", expires " +
               text(invite, "expires");
    return out.empty() ? "no invites yet" : out;
}

std::string access_in_words(const ordered_json& scopes) {
    std::string out;
    for (const ordered_json& scope : scopes) {
        out += text(scope, "scope") + "  " + text(scope, "name") + "\n";
        for (const ordered_json& rule : scope["rules"]) {
            out += "  " + text(rule, "kind") + "  " + text(rule, "name");
            if (rule.contains("from")) out += "  from " + text(rule, "from");
            if (rule.contains("until")) out += "  until " + text(rule, "until");
            out += "  (" + text(rule, "reason") + ")  " + text(rule, "message") + "\n";
        }
    }
    return out.empty() ? "no scope has a rule of access" : out;
}

std::string removed_in_words(const ordered_json& people) {
    if (people.empty()) return "kept; nobody who is in has to go";
    std::string out = "kept; removed, and the key changed:";
    for (const ordered_json& person : people) out += "\n  " + text(person, "name");
    return out;
}

std::string scopes_in_words(const ordered_json& scopes) {
    std::string out;
    for (const auto& scope : scopes) {
        out += (out.empty() ? "" : "\n") + text(scope, "scope") + "  " + text(scope, "kind") + " " +
               text(scope, "name") + ", key epoch " + text(scope, "epoch");
        if (!scope.value("confirmed", true)) out += ", not confirmed by the server";
        if (scope.contains("purged")) out += ", purged " + text(scope, "purged");
        for (const auto& member : scope.value("members", ordered_json::array())) {
            out += "\n    " + text(member, "name") + ", " + text(member, "role");
            if (member.contains("from")) out += ", from " + text(member, "from");
            if (member.contains("until")) out += ", until " + text(member, "until");
        }
    }
    return out.empty() ? "no scopes yet" : out;
}

std::string time_in_words(const ordered_json& object, const char* member) {
    const auto at = object.find(member);
    return at == object.end() || at->is_null() ? "never" : text(object, member);
}

std::string devices_in_words(const ordered_json& devices) {
    std::string out;
    for (const auto& device : devices) {
        out += (out.empty() ? "" : "\n") + text(device, "device") + "  of " + text(device, "name") +
               ", last contact " + time_in_words(device, "last_contact");
        if (device.contains("revoked"))
            out += ", revoked as " + text(device, "revoked") + " since " + text(device, "since");
        if (text(device, "wipe") == "ordered") out += ", to be wiped when it connects";
        if (!device.contains("wiped")) continue;
        out += ", wiped " + text(device, "wiped");
        for (const auto& unsent : device.value("unsent", ordered_json::array()))
            out += "\n    lost with it: " + text(unsent, "commits") + " unsent in scope " +
                   text(unsent, "scope");
    }
    return out.empty() ? "no devices yet" : out;
}

std::string exposure_in_words(const ordered_json& r) {
    std::string out = "revoked device " + text(r, "revoked") + " of " + text(r, "name") + ", " +
                      text(r, "reason") + " since " + text(r, "since") +
                      "\nlast contact with the server: " + time_in_words(r, "last_contact") +
                      "; what was written on it after that may be on it alone";
    if (text(r, "wipe") == "ordered") out += "\nit is wiped when it next connects";
    if (text(r, "wipe") == "done") out += "\nit has been wiped";
    if (text(r, "wipe") == "none") out += "\nno wipe was ordered (--wipe)";
    out += "\nexposed scopes: " + std::to_string(r["exposed"].size());
    for (const auto& scope : r["exposed"]) {
        out += "\n    " + text(scope, "scope") + "  " + text(scope, "kind") + " " +
               text(scope, "name");
        const bool has_left = !scope["left"].is_null();
        out += has_left ? ", left " + text(scope, "left") : ", " + text(scope, "role");
        if (!has_left)
            out += scope.value("key_changed", true) ? ", key epoch " + text(scope, "epoch") + " now"
                                                    : ", KEY NOT CHANGED: this keyholder lacks it";
    }
    return out;
}

std::string holds_in_words(const ordered_json& holds) {
    std::string out;
    for (const auto& hold : holds) {
        out += (out.empty() ? "" : "\n") + text(hold, "text") + "  on ";
        const auto& records = hold["records"];
        out +=
            (records.empty() ? "scope " : std::to_string(records.size()) + " records of scope ") +
            text(hold, "scope") + " " + text(hold, "name") + ": " + text(hold, "note");
        if (!hold["released"].is_null())
            out += "\n    released " + text(hold, "released") + ": " + text(hold, "release_note");
    }
    return out.empty() ? "no legal holds" : out;
}

std::string purges_in_words(const ordered_json& purges) {
    std::string out;
    for (const auto& purge : purges) {
        out += (out.empty() ? "" : "\n") + std::string("purge ") + text(purge, "entry") +
               " of scope " + text(purge, "scope") + " " + text(purge, "name") + ", " +
               text(purge, "at") + ", " + text(purge, "reason") + ": " +
               (text(purge, "missing") == "0" ? "every device accounted for"
                                              : text(purge, "missing") + " devices have not yet");
        for (const auto& device : purge["devices"])
            out += "\n    " + text(device, "device") + "  of " + text(device, "name") + ": " +
                   (text(device, "state") == "not_yet"
                        ? "not yet, last contact " + time_in_words(device, "last_contact")
                        : text(device, "state") + " " + text(device, "since"));
    }
    return out.empty() ? "nothing was purged" : out;
}

std::string server_keys_in_words(const ordered_json& r) {
    std::string out = "list " + text(r, "serial") + " of the server's keys:";
    for (const auto& key : r["server_keys"])
        out += "\n    " + text(key, "key") + (key.value("is_shown", false) ? "  in use" : "");
    return out;
}

}  // namespace

std::string in_words(const ordered_json& r) {
    if (r.contains("row") || (r.contains("change") && !r.contains("ok"))) return row_in_words(r);
    if (r.contains("import"))
        return text(r, "import") + ": " + text(r, "add") + " to add, " + text(r, "change") +
               " to change, " + text(r, "withdraw") + " to withdraw, " + text(r, "nothing") +
               " as they are, " + text(r, "rejected") + " rejected" + import_remedy(r);
    if (r.contains("event")) return event_in_words(r);
    if (!r.value("ok", false)) return text(r, "message");
    if (r.contains("audited")) return audit_in_words(r);
    if (r.contains("backups")) return backup_in_words(r);
    if (r.contains("restored"))
        return "restored into " + text(r, "restored") +
               "\nEnd the keyholder that this was a backup of, for good: two with the same keys "
               "undo each other's work.\nThen start `serve` here. It takes up what has happened "
               "since, and says when it has caught up; before that it issues nothing.";
    if (r.contains("passphrase"))
        return "the passphrase is changed; backups made before keep the old one";
    if (r.contains("revoked")) return exposure_in_words(r);
    if (r.contains("lease_days"))
        return text(r, "lease_days") == "0"
                   ? "devices are not locked for want of contact"
                   : "devices lock after " + text(r, "lease_days") +
                         " days without contact, with a warning " + text(r, "warning_days") +
                         " days before; each learns it when it next connects";
    if (r.contains("access")) return access_in_words(r["access"]);
    if (r.contains("removed")) return removed_in_words(r["removed"]);
    if (r.contains("lifted")) return "rules taken back: " + text(r, "lifted");
    if (r.contains("holds")) return holds_in_words(r["holds"]);
    if (r.contains("purges")) return purges_in_words(r["purges"]);
    if (r.contains("held"))
        return "hold " + text(r, "hold") + " stands on " +
               (text(r, "held") == "scope" ? "the scope and all in it"
                                           : text(r, "held") + " records") +
               "; no purge of it is taken before `release`";
    if (r.contains("released")) return "hold " + text(r, "released") + " is released";
    if (r.contains("server_keys")) return server_keys_in_words(r);
    if (r.contains("devices") && r["devices"].is_array()) return devices_in_words(r["devices"]);
    if (r.contains("people")) return people_in_words(r["people"]);
    if (r.contains("invites")) return invites_in_words(r["invites"]);
    if (r.contains("scopes")) return scopes_in_words(r["scopes"]);
    if (r.contains("text"))
        return text(r, "text") + "\n(for one device, until " + text(r, "expires") + ")";
    if (r.contains("status")) return "invite " + text(r, "invite") + " is " + text(r, "status");
    if (r.contains("purged"))
        return text(r, "purged") == "scope" ? "purged the scope; its keys are destroyed here too"
                                            : "purged " + text(r, "purged") + " records";
    if (r.contains("scope") && r.contains("epoch"))
        return "withdrawn; the scope has key epoch " + text(r, "epoch") + " now";
    if (r.contains("change") && !r.contains("devices")) return text(r, "change");
    if (r.contains("scope") && r.contains("role"))
        return (text(r, "change") == "nothing" ? "nothing changed: allocated already as "
                                               : "allocated as ") +
               text(r, "role") +
               (text(r, "devices") == "0" ? "; this person has no device yet: `invite` makes one"
                                          : "");
    if (r.contains("scope")) return text(r, "scope") + "  " + text(r, "name");
    if (r.contains("person")) return text(r, "person") + "  " + text(r, "name");
    if (r.contains("directory")) return "made " + text(r, "directory");
    return "done";
}

}  // namespace sanderling::keyholder
