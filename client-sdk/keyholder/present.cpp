#include "client-sdk/keyholder/present.hpp"

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;

std::string text(const ordered_json& object, const char* member) {
    const auto at = object.find(member);
    if (at == object.end()) return "";
    return at->is_string() ? at->get<std::string>() : at->dump();
}

std::string event_in_words(const ordered_json& event) {
    const std::string what = text(event, "event");
    if (what == "connected") return "connected to " + text(event, "server");
    if (what == "enrolled")
        return "enrolled a device of " + text(event, "name") + ": " + text(event, "device");
    if (what == "enrolment_refused") return "refused an enrolment: " + text(event, "message");
    if (what == "reoffered")
        return "the server had lost a purge; put again in scope " + text(event, "scope");
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

std::string server_keys_in_words(const ordered_json& r) {
    std::string out = "list " + text(r, "serial") + " of the server's keys:";
    for (const auto& key : r["server_keys"])
        out += "\n    " + text(key, "key") + (key.value("is_shown", false) ? "  in use" : "");
    return out;
}

}  // namespace

std::string in_words(const ordered_json& r) {
    if (r.contains("event")) return event_in_words(r);
    if (!r.value("ok", false)) return text(r, "message");
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
    if (r.contains("server_keys")) return server_keys_in_words(r);
    if (r.contains("devices")) return devices_in_words(r["devices"]);
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
    if (r.contains("scope") && r.contains("role")) return "allocated as " + text(r, "role");
    if (r.contains("scope")) return text(r, "scope") + "  " + text(r, "name");
    if (r.contains("person")) return text(r, "person") + "  " + text(r, "name");
    if (r.contains("directory")) return "made " + text(r, "directory");
    return "done";
}

}  // namespace sanderling::keyholder
