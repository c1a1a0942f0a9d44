// After a restore: what has happened since the backup, as far as the server's logs say and prove it
// (docs/protocol.md §6.9, docs/operations.md).
#include "client-sdk/keyholder/keyholder.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;
using scope_log::ScopeLog;

template <class IdType>
std::string recovered_name(IdType id) {
    return "recovered " + to_text(id).substr(0, 8);
}

bool continues(const std::vector<Bytes>& there, const Scope& own) {
    return there.size() >= own.confirmed &&
           std::equal(own.entries.begin(),
                      own.entries.begin() + static_cast<std::ptrdiff_t>(own.confirmed),
                      there.begin());
}

Result<ScopeLog> replay(OrgId org, ScopeId id, const std::vector<Bytes>& entries,
                        const scope_log::Directory& directory) {
    ScopeLog log(org, id);
    for (const Bytes& bytes : entries) {
        const auto entry = scope_log::decode_entry(bytes);
        if (!entry) return entry.error();
        const Seq at{(std::uint64_t{entry->entry.index} + 1) << 40U};
        if (auto taken = log.append(*entry, at, directory); !taken) return taken.error();
    }
    return log;
}

}  // namespace

ordered_json Keyholder::catch_up(const Survey& survey, Instant now) {
    const Verified verified = verify_certificates(state_, survey);
    ordered_json out{{"event", "caught_up"}, {"since", instant_text(*state_.behind_since)}};
    std::size_t invites = 0;
    for (auto& [id, invite] : state_.invites)
        if (invite.status == InviteStatus::open) {
            invite.status = InviteStatus::cancelled;  // it may have been used since
            ++invites;
        }
    out["invites_cancelled"] = invites;
    out["people_recovered"] = ordered_json::array();
    out["devices_recovered"] = take_certificates(survey, verified, out["people_recovered"]);
    take_server_keys(survey);
    for (const char* list : {"scopes_recovered", "scopes_without_key", "scopes_not_taken"})
        out[list] = ordered_json::array();
    for (const auto& [id, entries] : survey.logs) take_log(id, entries, survey, verified, out);
    repeat_revocations(survey, verified, now);
    renew_person_keys(verified);
    state_.behind_since.reset();
    for (Plan& plan : recover()) follow_ups_.push_back(std::move(plan));
    return out;
}

Person& Keyholder::known_person(PersonId id, ordered_json& recovered) {
    const auto [at, is_new] = state_.people.try_emplace(id);
    if (is_new) {
        at->second.name = recovered_name(id);
        recovered.push_back({{"person", to_text(id)}, {"name", at->second.name}});
    }
    return at->second;
}

std::size_t Keyholder::take_certificates(const Survey& survey, const Verified& verified,
                                         ordered_json& recovered) {
    std::size_t devices = 0;
    for (std::size_t i = 0; i < survey.certificates.size(); ++i) {
        const Bytes& bytes = survey.certificates[i];
        const auto cert = scope_log::decode_certificate(bytes);
        if (!cert || verified.has_refused(i)) continue;
        if (const auto* key = std::get_if<scope_log::Signed<scope_log::PersonKeyCert>>(&*cert))
            known_person(key->body.person, recovered);
        const auto* made = std::get_if<scope_log::Signed<scope_log::DeviceCert>>(&*cert);
        if (made == nullptr) continue;
        Person& person = known_person(made->body.person, recovered);
        const bool is_known =
            std::any_of(person.devices.begin(), person.devices.end(), [&](const Bytes& known) {
                const auto device = decode_device(known);
                return device && device->device == made->body.device;
            });
        if (is_known) continue;
        person.devices.push_back(bytes);
        ++devices;
    }
    return devices;
}

void Keyholder::take_server_keys(const Survey& survey) {
    for (const Bytes& bytes : survey.certificates) {
        const auto cert = scope_log::decode_certificate(bytes);
        if (!cert) continue;
        const auto* list = std::get_if<scope_log::Signed<scope_log::ServerKeyList>>(&*cert);
        if (list != nullptr && list->body.org == state_.org &&
            list->body.registrar == RegistrarId{} &&
            list->body.serial > server_key_list(state_).serial &&
            scope_log::verify_certificate(*list, state_.root.public_key))
            state_.server_keys = bytes;
    }
}

void Keyholder::take_log(ScopeId id, const std::vector<Bytes>& entries, const Survey& survey,
                         const Verified& verified, ordered_json& out) {
    const auto known = state_.scopes.find(id);
    const bool is_new = known == state_.scopes.end();
    const std::string label = is_new ? recovered_name(id) : known->second.label;
    const auto not_taken = [&](const std::string& why) {
        out["scopes_not_taken"].push_back(
            {{"scope", to_text(id)}, {"name", label}, {"message", why}});
    };
    if (!is_new && !continues(entries, known->second))
        return not_taken(
            "the server's log does not go on from what this backup has; was the server restored "
            "too? `audit` says more");
    const auto log = replay(state_.org, id, entries, verified.directory);
    if (!log) return not_taken(log.error().message());
    if (!log->kind()) return;
    Scope& scope = state_.scopes[id];
    if (is_new) {
        scope.kind = *log->kind();
        scope.label = label;
        out["scopes_recovered"].push_back({{"scope", to_text(id)}, {"name", label}});
    }
    scope.entries = entries;
    scope.confirmed = entries.size();
    for (const auto& [person, member] : log->members_now()) {
        Person& who = known_person(person, out["people_recovered"]);
        if (number(who.role) == 0) who.role = member.role;
    }
    const auto envelopes = survey.envelopes.find(id);
    fetch_keys(id, *log,
               envelopes == survey.envelopes.end() ? std::vector<Bytes>{} : envelopes->second);
    drop_purged_keys(id);
    if (log->scope_purge() == nullptr && scope.epoch_keys.size() < number(log->current_epoch()))
        out["scopes_without_key"].push_back(
            {{"scope", to_text(id)}, {"name", label}, {"epoch", number(log->current_epoch())}});
}

// Keys that the log committed to stay. Newer ones are in the envelopes of members whose own keys
// this keyholder has; from the newest that opens, each epoch leads to the one before.
void Keyholder::fetch_keys(ScopeId id, const ScopeLog& log, const std::vector<Bytes>& envelopes) {
    Scope& scope = state_.scopes.at(id);
    const auto entry_of = [&](std::size_t n) {
        return log.epoch_entry(KeyEpoch{static_cast<std::uint32_t>(n)});
    };
    std::size_t good = 0;
    for (; good < scope.epoch_keys.size() && entry_of(good + 1) != nullptr; ++good) {
        const scope_log::EpochRecord& epoch = *entry_of(good + 1);
        if (sealing::epoch_commitment(id, epoch.body.epoch, scope.epoch_keys[good]) !=
            epoch.body.commitment)
            break;
    }
    scope.epoch_keys.resize(good);
    for (std::size_t n = number(log.current_epoch()); n > good; --n) {
        auto key = key_from_envelopes(id, *entry_of(n), envelopes);
        if (!key) continue;
        std::vector<sealing::EpochKey> found;
        if (auto token = sealing::unwrap_token_key(id, entry_of(n)->body, *key))
            scope.token = std::move(*token);
        found.push_back(std::move(*key));
        for (std::size_t m = n; m > good + 1; --m) {
            auto before = sealing::unwrap_previous(id, entry_of(m)->body, found.back(),
                                                   entry_of(m - 1)->body);
            if (!before) return;
            found.push_back(std::move(*before));
        }
        for (auto one = found.rbegin(); one != found.rend(); ++one)
            scope.epoch_keys.push_back(std::move(*one));
        return;
    }
}

Result<sealing::EpochKey> Keyholder::key_from_envelopes(ScopeId id,
                                                        const scope_log::EpochRecord& epoch,
                                                        const std::vector<Bytes>& envelopes) const {
    for (const Bytes& bytes : envelopes) {
        const auto envelope = sealing::decode_envelope(bytes);
        if (!envelope) continue;
        const auto reader = state_.people.find(envelope->to.person());
        if (reader == state_.people.end()) continue;
        for (const PersonKey& key : reader->second.keys) {
            if (key.epoch != envelope->to_epoch) continue;
            if (auto opened = sealing::open_envelope(*envelope, state_.org, id, epoch, key.pair))
                return opened;
        }
    }
    return fail(Errc::no_key);
}

// The orders are lost with the state; the logs say which devices they were about.
void Keyholder::repeat_revocations(const Survey& survey, const Verified& verified, Instant now) {
    for (const auto& [id, entries] : survey.logs)
        for (const Bytes& bytes : entries) {
            const auto entry = scope_log::decode_entry(bytes);
            if (!entry) continue;
            const auto* told = std::get_if<scope_log::RevokeDevice>(&entry->entry.body);
            if (told == nullptr || state_.revoked.contains(told->device)) continue;
            const auto device = find_device(to_text(told->device));
            if (!device || verified.directory.device(told->device) == nullptr) continue;
            RevokeDevice command{.device = to_text(told->device), .since = told->since};
            if (told->reason == scope_log::RevocationReason::lost)
                command.reason = RevokeDevice::Reason::lost;
            newest_key_unknown(device->person, verified);
            revocation(*device, command, now);
        }
}

// A key that was made since the backup is lost here, though devices have it. Its epoch is never
// given to another.
bool Keyholder::newest_key_unknown(PersonId id, const Verified& verified) {
    Person& person = state_.people.at(id);
    const auto* there = verified.directory.person_key(id);
    const std::uint32_t newest = there == nullptr ? 0 : number(there->epoch);
    if (!person.keys.empty()) {
        const PersonKey& own = person.keys.back();
        if (number(own.epoch) > newest) return false;
        if (number(own.epoch) == newest && own.pair.public_key == there->key) return false;
    }
    person.keys.push_back({KeyEpoch{newest + 1}, sealing::BoxKeyPair::generate(random_)});
    return true;
}

void Keyholder::renew_person_keys(const Verified& verified) {
    for (auto& [id, person] : state_.people) {
        if (!newest_key_unknown(id, verified)) continue;
        person.is_published = true;
        auto put = publish_key(id, person.keys.back().epoch);
        if (!put) continue;
        Plan plan{.changes_state = true};
        plan.messages.emplace_back(std::move(*put));
        follow_ups_.push_back(std::move(plan));
    }
}

}  // namespace sanderling::keyholder
