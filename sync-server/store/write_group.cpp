#include "core/wire/limits.hpp"
#include "sync-server/store/envelopes.hpp"
#include "sync-server/store/store.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

bool purges(const scope_log::Body& body) {
    return std::holds_alternative<scope_log::Purge>(body);
}

std::optional<PersonId> subject_of(const scope_log::Body& body) {
    const scope_log::Principal* principal = nullptr;
    if (const auto* set = std::get_if<scope_log::SetMember>(&body)) principal = &set->principal;
    if (const auto* gone = std::get_if<scope_log::RemoveMember>(&body))
        principal = &gone->principal;
    if (principal == nullptr) return std::nullopt;
    return principal->person();
}

Result<std::vector<scope_log::SignedEntry>> decode_entries(const wire::LogPut& put) {
    if (put.entries.empty() && put.envelopes.empty())
        return fail(Errc::malformed, "a log put without entries and envelopes");
    std::vector<scope_log::SignedEntry> out;
    for (const Bytes& bytes : put.entries) {
        auto entry = scope_log::decode_entry(bytes);
        if (!entry) return entry.error();
        out.push_back(std::move(*entry));
    }
    return out;
}

const scope_log::Decide* decision_of(const scope_log::SignedEntry& entry) {
    return std::get_if<scope_log::Decide>(&entry.entry.body);
}

bool has_decision(const std::vector<scope_log::SignedEntry>& entries) {
    return std::any_of(entries.begin(), entries.end(),
                       [](const auto& entry) { return decision_of(entry) != nullptr; });
}

const scope_log::Decide* sole_decision(const std::vector<scope_log::SignedEntry>& entries) {
    return entries.size() == 1 ? decision_of(entries.front()) : nullptr;
}

}  // namespace

WriteGroup::WriteGroup(Store& store, Instant now)
    : store_(store), now_(now), transaction_(store.database_, Transaction::Kind::write) {
    if (store_.is_stale_) {
        store_.head_ = *read_head(store_.database_);
        store_.control_.reload();
        store_.is_stale_ = false;
    }
    // A clock that was set back must not give anything an earlier time than what it follows.
    now_ = std::max(now, store_.head_.server_now);
}

WriteGroup::~WriteGroup() {
    if (!is_committed_) store_.is_stale_ = true;
}

WriteGroup::Court& WriteGroup::court(ScopeId scope) {
    const auto [at, is_new] = courts_.try_emplace(scope);
    if (is_new) {
        Court& court = at->second;
        court.state =
            std::make_unique<StoredScope>(store_.scope_sql_, store_.head_.organisation.org, scope);
        if (court.state->exists())
            court.court = std::make_unique<sync::ScopeCourt>(
                sync::ScopeCourt{*court.state, store_.control_.log(scope), store_.head_.generation,
                                 store_.history_});
    }
    return at->second;
}

std::vector<wire::CommitVerdict> WriteGroup::judge(const PreparedPush& push) {
    std::vector<wire::CommitVerdict> out;
    for (const auto& transaction : push.transactions) {
        std::vector<sync::Part> parts;
        parts.reserve(transaction.size());
        for (const PreparedCommit& part : transaction) {
            Court& here = court(part.scope);
            if (here.court) here.state->set_packed(part.commit.header.dot(), part.packed);
            parts.push_back({part.commit, here.court.get()});
        }
        const auto judgements = sync::judge(parts, store_.control_.directory(), now_);
        for (std::size_t i = 0; i < judgements.size(); ++i) {
            const sync::Judgement& j = judgements[i];
            const ScopeId scope = transaction[i].scope;
            if (j.is_new) moves_.scopes.insert(scope);
            const Seq watermark = store_.watermarks_.of(store_.head_.organisation.org, scope,
                                                        court(scope).state->head().seq);
            out.push_back({scope, j.dot, j.verdict, j.code, j.seq, watermark});
        }
    }
    return out;
}

Result<void> WriteGroup::put_log(const wire::LogPut& put) {
    const auto entries = decode_entries(put);
    if (!entries) return entries.error();
    if (auto fit = check_envelopes(put, *entries); !fit) return fit.error();
    if (entries->size() > 1 && has_decision(*entries))
        return fail(Errc::malformed, "a decision is put alone");

    Court& here = court(put.scope);
    const scope_log::ScopeLog before = store_.control_.log(put.scope);
    if (!before.head() && entries->empty()) return fail(Errc::unknown_scope);
    scope_log::ScopeLog after = before;
    Seq at = here.state->head().seq;
    for (const scope_log::SignedEntry& entry : *entries) {
        at = Seq{number(at) + 1};
        if (auto fits = after.check(entry, store_.control_.directory(), now_); !fits)
            return fits.error();
        if (auto fits = after.append(entry, at, store_.control_.directory()); !fits)
            return fits.error();
    }

    if (const auto* decide = sole_decision(*entries)) {
        const auto merged = merge_late(*decide, put.scope, after);
        if (!merged) return merged.error();
        const Seq seq =
            here.state->put_control(entries->front().entry, put.entries.front(), now_, *merged);
        here.state->put_decision(seq, *decide, nullptr);
        store_.control_.replace_log(put.scope, std::move(after));
        moves_.scopes.insert(put.scope);
        return {};
    }
    here.state->set_kind(*after.kind());
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const scope_log::ScopeLogEntry& entry = (*entries)[i].entry;
        here.state->put_control(entry, put.entries[i], now_);
        if (const auto person = subject_of(entry.body)) moves_.persons.insert(*person);
        if (purges(entry.body)) store_.has_purged_ = true;
    }
    for (std::size_t i = 0; i < put.envelopes.size(); ++i) {
        put_directory_row(DirectoryKind::epoch_envelope, {}, put.recipients[i], put.scope,
                          put.envelopes[i].envelope);
        moves_.persons.insert(put.recipients[i]);
    }
    put_members(put.scope, before, after);
    store_.control_.replace_log(put.scope, std::move(after));
    if (!here.court)
        here.court = std::make_unique<sync::ScopeCourt>(sync::ScopeCourt{
            *here.state, store_.control_.log(put.scope), store_.head_.generation, store_.history_});
    if (!entries->empty()) moves_.scopes.insert(put.scope);
    return {};
}

// The effective base of what was merged; nothing of refused work.
Result<std::optional<Seq>> WriteGroup::merge_late(const scope_log::Decide& decide, ScopeId scope,
                                                  const scope_log::ScopeLog& after) {
    StoredScope& state = *court(scope).state;
    const auto work = state.late_work(decide.commit);
    sync::ScopeCourt court{state, after, store_.head_.generation, store_.history_};
    sync::ScopeHead head = state.head();
    const auto x = sync::weigh(decide, work ? &*work : nullptr, court, store_.control_.directory(),
                               Seq{number(head.seq) + 1});
    if (!x) return x.error();
    if (!*x) return std::optional<Seq>();
    sync::merge_patches(work->commit, **x, state, head.digest);
    state.put_head(head);
    return std::optional((*x)->base);
}

// Also whoever was admitted and removed by entries that come together, as devices of a restored
// server bring them: a former member is told so, and a stranger is told nothing.
void WriteGroup::put_members(ScopeId scope, const scope_log::ScopeLog& before,
                             const scope_log::ScopeLog& after) {
    const auto were = before.members_now();
    const auto are = after.members_now();
    const std::map<PersonId, scope_log::Member> old(were.begin(), were.end());
    const std::map<PersonId, scope_log::Member> now(are.begin(), are.end());
    for (const PersonId person : after.persons_known()) {
        const auto is = now.find(person);
        const auto was = old.find(person);
        const bool is_member = is != now.end();
        const bool was_member = was != old.end();
        if (is_member && was_member && is->second == was->second) continue;
        if (!is_member && !was_member && before.has_known(person)) continue;
        const scope_log::Member member = is_member    ? is->second
                                         : was_member ? was->second
                                                      : scope_log::Member{};
        store_.put_member_.run(store_.head_.organisation.org, shard_key(scope), scope, person,
                               is_member ? 1 : 0, member.rights, member.not_before.ms,
                               member.until.ms);
        moves_.persons.insert(person);
    }
}

void WriteGroup::put_directory_row(DirectoryKind kind, DeviceId device, PersonId person,
                                   ScopeId scope, ByteView content) {
    const OrgId org = store_.head_.organisation.org;
    {
        Rows row = store_.find_directory_.query(org, organisation_shard, kind, device, person,
                                                scope, content);
        if (row.next()) return;
    }
    const std::uint64_t position = ++store_.head_.directory_head;
    store_.insert_directory_.run(org, organisation_shard, position, kind, device, person, scope,
                                 content);
}

Result<void> WriteGroup::put_directory(const wire::DirectoryPut& put) {
    for (const Bytes& certificate : put.certificates) {
        const auto is_new = store_.control_.add_certificate(certificate);
        if (!is_new) return is_new.error();
        if (!*is_new) continue;
        put_directory_row(DirectoryKind::certificate, {}, {}, {}, certificate);
        moves_.has_certificates = true;
    }
    for (const wire::PersonKeyFor& key : put.person_key_envelopes) {
        const auto* device = store_.control_.directory().device(key.device);
        if (device == nullptr) return fail(Errc::not_found, "device " + to_text(key.device));
        if (key.envelope.size() > wire::limits::envelope_bytes_max)
            return fail(Errc::too_large, "a person key envelope");
        put_directory_row(DirectoryKind::person_key_envelope, key.device, device->person, {},
                          key.envelope);
        moves_.devices.insert(key.device);
    }
    return {};
}

Result<Peer> WriteGroup::admit(ByteView certificate, ReplicaId replica) {
    const auto decoded = scope_log::decode_certificate(certificate);
    if (!decoded) return decoded.error();
    const auto* device = std::get_if<scope_log::Signed<scope_log::DeviceCert>>(&*decoded);
    const auto* registrar = std::get_if<scope_log::Signed<scope_log::RegistrarCert>>(&*decoded);
    if (device == nullptr && registrar == nullptr)
        return fail(Errc::unauthenticated, "neither a device's nor a registrar's certificate");
    const auto is_new = store_.control_.add_certificate(certificate);
    if (!is_new) return fail(Errc::unauthenticated, is_new.error().message());
    if (*is_new) {
        put_directory_row(DirectoryKind::certificate, {}, {}, {}, certificate);
        moves_.has_certificates = true;
    }
    const scope_log::Validity& validity =
        device != nullptr ? device->body.validity : registrar->body.validity;
    if (!validity.contains(now_)) return fail(Errc::certificate_expired);
    if (device != nullptr) {
        const DeviceId id = device->body.device;
        store_.orders_.note_contact(id, DeviceOrders::Contact::begins, now_);
        return Peer{sync::server::DevicePeer{device->body, replica, store_.orders_.of(id)}};
    }
    return Peer{sync::server::RegistrarPeer{registrar->body}};
}

Moves WriteGroup::commit() {
    for (auto& [scope, court] : courts_) {
        court.state->flush();
        if (court.state->has_new_bodies()) moves_.scopes.insert(scope);
    }
    const StoreHead& head = store_.head_;
    const bool has_changed = !moves_.scopes.empty() || !moves_.persons.empty() ||
                             !moves_.devices.empty() || moves_.has_certificates;
    if (has_changed)
        store_.update_head_.run(head.directory_head, now_.ms, head.organisation.org,
                                organisation_shard);
    transaction_.commit();
    is_committed_ = true;
    store_.head_.server_now = now_;
    if (store_.has_purged_) store_.empty_journal();
    return std::move(moves_);
}

}  // namespace sanderling::server
