// What an audit finds (docs/operations.md, "Audit").
#include "client-sdk/keyholder/command.hpp"
#include "client-sdk/keyholder/survey.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;
using scope_log::DeviceCert;
using scope_log::ScopeLog;

constexpr std::chrono::hours warned_before{24 * 30};

template <class Body>
const Body* body_of(const Result<scope_log::AnyCert>& cert) {
    if (!cert) return nullptr;
    const auto* made = std::get_if<scope_log::Signed<Body>>(&*cert);
    return made == nullptr ? nullptr : &made->body;
}

class Findings {
  public:
    Findings(const State& state, const Survey& survey, const schema::Schema& schema, Instant now)
        : state_(state),
          survey_(survey),
          schema_(schema),
          now_(now),
          verified_(verify_certificates(state, survey)) {}

    ordered_json run() {
        registrar();
        certificates();
        devices();
        std::size_t entries = 0;
        for (const auto& [id, log] : survey_.logs) {
            entries += log.size();
            scope(id, log);
        }
        ordered_json out{{"audited", survey_.logs.size()},
                         {"entries", entries},
                         {"certificates", survey_.certificates.size()},
                         {"sound", findings_.empty()}};
        out["findings"] = std::move(findings_);
        return out;
    }

  private:
    void note(const char* finding, ordered_json ids, std::string message) {
        ordered_json one{{"finding", finding}};
        one.update(ids);
        one["message"] = std::move(message);
        findings_.push_back(std::move(one));
    }

    std::string name_of(PersonId id) const {
        const auto at = state_.people.find(id);
        return at == state_.people.end() ? to_text(id) : "\"" + at->second.name + "\"";
    }

    void expiry(const char* finding, const ordered_json& ids, const std::string& what,
                Instant not_after, const std::string& remedy) {
        if (now_ < not_after + -warned_before) return;
        const bool is_over = not_after <= now_;
        note(finding, ids,
             what + (is_over ? " expired on " : " expires on ") + instant_text(not_after) + "; " +
                 remedy);
    }

    void registrar() {
        const auto cert = scope_log::decode_certificate(state_.registrar_cert);
        if (const auto* own = body_of<scope_log::RegistrarCert>(cert))
            expiry("registrar_expiry", ordered_json::object(), "this keyholder's own certificate",
                   own->validity.not_after, "the root has to sign a new one");
    }

    void certificates() {
        for (const std::size_t place : verified_.refused)
            note("certificate_refused", {{"place", place}},
                 "the server has a certificate that does not verify to this organisation's root; "
                 "devices refuse it too, and whoever runs the server has to say where it is from");
        for (const auto& [id, person] : state_.people) {
            if (!person.is_published) continue;
            const KeyEpoch newest = person.keys.back().epoch;
            const auto* there = verified_.directory.person_key(id);
            if (there == nullptr || there->epoch < newest)
                note("person_key_missing", {{"person", to_text(id)}},
                     "the server has lost the newest key of " + name_of(id) +
                         "; was it restored? Restart `serve`, and `revoke` again what was revoked");
            else if (there->epoch > newest || there->key != person.keys.back().pair.public_key)
                note("person_key_foreign", {{"person", to_text(id)}},
                     "the server has a key of " + name_of(id) +
                         " that this keyholder did not make: another keyholder with this "
                         "organisation's keys is at work, or this one is of an old backup; stop "
                         "one of them");
        }
    }

    void devices() {
        std::set<DeviceId> own;
        for (const auto& [id, person] : state_.people)
            for (const Bytes& bytes : person.devices) {
                const auto cert = scope_log::decode_certificate(bytes);
                const auto* device = body_of<DeviceCert>(cert);
                if (device == nullptr) continue;
                own.insert(device->device);
                if (!state_.revoked.contains(device->device)) own_device(*device);
            }
        for (std::size_t i = 0; i < survey_.certificates.size(); ++i) {
            const auto cert = scope_log::decode_certificate(survey_.certificates[i]);
            const auto* device = body_of<DeviceCert>(cert);
            if (device == nullptr || own.contains(device->device)) continue;
            if (verified_.has_refused(i)) continue;  // named above
            note("device_foreign",
                 {{"device", to_text(device->device)}, {"person", to_text(device->person)}},
                 "the server lists a device of " + name_of(device->person) +
                     " that this keyholder did not certify, with a certificate that verifies: "
                     "another keyholder with this organisation's keys is at work, or this one is "
                     "of an old backup; stop one of them");
        }
    }

    void own_device(const DeviceCert& device) {
        const ordered_json ids{{"device", to_text(device.device)},
                               {"person", to_text(device.person)}};
        if (verified_.directory.device(device.device) == nullptr)
            note("device_missing", ids,
                 "the server does not list this device of " + name_of(device.person) +
                     "; it will when the device connects");
        expiry("device_expiry", ids, "the certificate of a device of " + name_of(device.person),
               device.validity.not_after, "enrol the device anew, with an invite");
    }

    void scope(ScopeId id, const std::vector<Bytes>& there) {
        const ordered_json ids{{"scope", to_text(id)}};
        const auto at = state_.scopes.find(id);
        if (at == state_.scopes.end()) {
            note("scope_foreign", ids,
                 "the server has a scope that this keyholder does not know: another keyholder "
                 "with this organisation's keys made it, or this one is of an old backup");
            static_cast<void>(replay(id, there));
            return;
        }
        const Scope& own = at->second;
        if (there.empty() && own.confirmed > 0) {
            note("scope_lost", ids,
                 "the server has lost the scope \"" + own.label +
                     "\"; was it restored from a backup? A device that has the scope brings it "
                     "back when it connects");
            return;
        }
        compare(id, own, there);
        if (const auto log = replay(id, there)) members_and_keys(id, own, *log);
    }

    void compare(ScopeId id, const Scope& own, const std::vector<Bytes>& there) {
        const ordered_json ids{{"scope", to_text(id)}, {"name", own.label}};
        const auto place = [&](std::size_t index) {
            ordered_json with = ids;
            with["index"] = index;
            return with;
        };
        const std::size_t shared = std::min(there.size(), own.confirmed);
        for (std::size_t i = 0; i < shared; ++i)
            if (there[i] != own.entries[i])
                return note("entry_differs", place(i),
                            "the server's log of \"" + own.label + "\" is another one from entry " +
                                std::to_string(i) +
                                " on: a signed copy of the past was kept, or two keyholders wrote; "
                                "keep this server's files, and allocate nothing in the scope");
        if (there.size() < own.confirmed)
            note("entries_lost", place(there.size()),
                 "the server has lost the last " + std::to_string(own.confirmed - there.size()) +
                     " changes of \"" + own.label +
                     "\"; was it restored from a backup? A device that has them brings them back "
                     "when it connects");
        for (std::size_t i = own.entries.size(); i < there.size(); ++i) {
            const auto entry = scope_log::decode_entry(there[i]);
            // What devices decide about late work is taken in when it is needed.
            if (entry && entry->entry.issuer.kind == scope_log::IssuerKind::device) continue;
            note("entry_foreign", place(i),
                 "the log of \"" + own.label +
                     "\" has a change that this keyholder did not make: "
                     "another keyholder with this organisation's keys is at work, or this one is "
                     "of an "
                     "old backup; stop one of them");
        }
    }

    std::optional<ScopeLog> replay(ScopeId id, const std::vector<Bytes>& entries) {
        ScopeLog log(state_.org, id);
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const auto entry = scope_log::decode_entry(entries[i]);
            const auto taken =
                entry ? log.append(*entry, Seq{(std::uint64_t{i} + 1) << 40U}, verified_.directory)
                      : Result<void>(entry.error());
            if (taken) continue;
            note("log_invalid", {{"scope", to_text(id)}, {"index", i}},
                 "devices stop this scope: " + taken.error().message() +
                     "; keep this server's files, and restore the newest backup of the server");
            return std::nullopt;
        }
        return log;
    }

    void members_and_keys(ScopeId id, const Scope& own, const ScopeLog& log) {
        for (const auto& [person, member] : log.members_now()) {
            const ordered_json ids{{"scope", to_text(id)}, {"person", to_text(person)}};
            if (!state_.people.contains(person))
                note("member_unknown", ids,
                     "\"" + own.label + "\" has a member that this keyholder does not know");
            if (schema_.role(schema::RoleNumber{number(member.role)}) == nullptr)
                note("role_unknown", ids,
                     "\"" + own.label +
                         "\" has a member with a role that the "
                         "schema does not have; update this program");
        }
        if (log.scope_purge() != nullptr) return;
        const std::size_t epochs = number(log.current_epoch());
        for (std::size_t n = 1; n <= epochs; ++n) {
            const KeyEpoch epoch{static_cast<std::uint32_t>(n)};
            const ordered_json ids{{"scope", to_text(id)}, {"epoch", n}};
            if (own.epoch_keys.size() < n)
                note("epoch_without_key", ids,
                     "this keyholder lacks key " + std::to_string(n) + " of \"" + own.label +
                         "\", so it can admit nobody; whoever made it has to: restore the newest "
                         "backup of that keyholder");
            else if (sealing::epoch_commitment(id, epoch, own.epoch_keys[n - 1]) !=
                     log.epoch_entry(epoch)->body.commitment)
                note("epoch_key_differs", ids,
                     "key " + std::to_string(n) + " of \"" + own.label +
                         "\" is not the one that its log names; restore the newest backup");
        }
    }

    const State& state_;
    const Survey& survey_;
    const schema::Schema& schema_;
    Instant now_;
    Verified verified_;
    ordered_json findings_ = ordered_json::array();
};

}  // namespace

// Certificates of registrars come first or later: what a later one verifies is tried again.
Verified verify_certificates(const State& state, const Survey& survey) {
    Verified out{scope_log::Directory(state.org, state.root.public_key), {}};
    static_cast<void>(out.directory.add(state.registrar_cert));
    for (std::size_t i = 0; i < survey.certificates.size(); ++i)
        if (!out.directory.add(survey.certificates[i])) out.refused.push_back(i);
    std::erase_if(out.refused, [&](std::size_t place) {
        return out.directory.add(survey.certificates[place]).has_value();
    });
    return out;
}

ordered_json audit(const State& state, const Survey& survey, const schema::Schema& schema,
                   Instant now) {
    return Findings(state, survey, schema, now).run();
}

}  // namespace sanderling::keyholder
