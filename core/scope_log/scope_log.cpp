#include "core/scope_log/scope_log.hpp"

#include "core/types/check.hpp"

#include <algorithm>

namespace sanderling::scope_log {

namespace {

Error invalid(std::string why) {
    return fail(Errc::scope_log_invalid, std::move(why));
}

constexpr Seq after_all{UINT64_MAX};

const RoleRow* find_role(const RoleTable& roles, Role role) {
    const auto at = std::find_if(roles.begin(), roles.end(),
                                 [role](const RoleRow& row) { return row.role == role; });
    return at == roles.end() ? nullptr : &*at;
}

Right right_for(const Body& body) {
    if (std::holds_alternative<Decide>(body)) return Right::decide_quarantine;
    if (std::holds_alternative<EpochChange>(body)) return Right::mint_epoch;
    const bool is_about_holds =
        std::holds_alternative<Hold>(body) || std::holds_alternative<ReleaseHold>(body);
    if (is_about_holds) return Right::hold;
    return std::holds_alternative<Purge>(body) ? Right::purge : Right::manage;
}

std::string_view name(Right right) {
    if (right == Right::decide_quarantine) return "decide on late work";
    if (right == Right::purge) return "purge";
    if (right == Right::hold) return "set and release holds";
    return right == Right::manage ? "manage" : "mint epoch";
}

std::string text(Role role) {
    return "role " + std::to_string(number(role));
}

bool is_signed(const SignedEntry& entry, const crypto::PublicKey& issuer) {
    return is_removed(Check::entry_signature) || verify_entry(entry, issuer);
}

Result<void> check_person(const Principal& principal) {
    if (principal.kind != PrincipalKind::person)
        return invalid("groups as members are not supported by this version");
    return {};
}

// Also for entries that are made here, and so were never decoded.
Result<void> check_target(PurgeTarget target, const std::vector<RecordId>& records,
                          std::size_t most) {
    const bool is_whole = target == PurgeTarget::scope;
    if (is_whole != records.empty()) return invalid("an entry about a scope names no records");
    if (records.size() > most) return invalid("more records than one entry can name");
    const auto not_ascending = [](RecordId a, RecordId b) { return a >= b; };
    if (std::adjacent_find(records.begin(), records.end(), not_ascending) != records.end())
        return invalid("records that are not in order");
    return {};
}

}  // namespace

Result<void> ScopeLog::append(const SignedEntry& entry, Seq at, const Directory& directory) {
    if (auto fits = check_place(entry.entry); !fits) return fits.error();
    if (at == Seq{} || (head_ && at <= head_->seq))
        return invalid("its place in the chain is not after the entry before");
    if (auto is_signed = check_issuer(entry, directory, std::nullopt); !is_signed)
        return is_signed.error();
    if (auto makes_sense = check_body(entry.entry); !makes_sense) return makes_sense.error();
    if (const auto* decide = std::get_if<Decide>(&entry.entry.body); decide && decide->seq >= at)
        return invalid("a decision on what comes after it");
    apply(entry.entry, at);
    return {};
}

Result<void> ScopeLog::check(const SignedEntry& entry, const Directory& directory,
                             Instant now) const {
    if (auto fits = check_place(entry.entry); !fits) return fits.error();
    if (auto is_signed = check_issuer(entry, directory, now); !is_signed) return is_signed.error();
    return check_body(entry.entry);
}

Result<void> ScopeLog::check_place(const ScopeLogEntry& entry) const {
    if (entry.org != org_) return invalid("of another organisation");
    if (entry.scope != scope_ && !is_removed(Check::entry_scope))
        return invalid("of another scope");
    if (head_ && is_removed(Check::log_continuity)) return {};
    const std::uint32_t expected = head_ ? head_->index + 1 : 0;
    if (entry.index != expected)
        return fail(Errc::scope_log_moved, "index " + std::to_string(entry.index) + ", expected " +
                                               std::to_string(expected));
    if (entry.previous != (head_ ? head_->hash : crypto::Hash{}))
        return fail(Errc::scope_log_moved, "it follows another entry than the last one");
    return {};
}

Result<void> ScopeLog::check_issuer(const SignedEntry& entry, const Directory& directory,
                                    std::optional<Instant> now) const {
    const Issuer& issuer = entry.entry.issuer;
    if (issuer.kind == IssuerKind::registrar) {
        const RegistrarCert* registrar = directory.registrar(RegistrarId{issuer.id});
        if (registrar == nullptr) return invalid("issued by an unknown registrar");
        if (!is_signed(entry, registrar->sign_key)) return invalid("a wrong signature");
        return {};
    }
    const DeviceCert* device = directory.device(DeviceId{issuer.id});
    if (device == nullptr) return invalid("issued by an unknown device");
    if (!is_signed(entry, device->sign_key)) return invalid("a wrong signature");
    const Right wanted = right_for(entry.entry.body);
    if (now) {
        if (auto held = check_right(*device, wanted, *now); !held) return held.error();
    }
    return check_right(*device, wanted, instant_of(entry.entry.claimed));
}

Result<void> ScopeLog::check_right(const DeviceCert& device, Right wanted, Instant when) const {
    if (is_removed(Check::issuer_right)) return {};
    if (!head_) return invalid("only a registrar creates a scope");
    if (revocation_of(device.device) != nullptr) return invalid("issued by a revoked device");
    const auto member = member_at(device.person, after_all, when);
    if (!member) return invalid("issued by a device of somebody who is not a member");
    if (!allows(member->rights, wanted))
        return invalid(text(member->role) + " has no right to " + std::string(name(wanted)));
    return {};
}

Result<void> ScopeLog::check_body(const ScopeLogEntry& entry) const {
    const bool is_create = std::holds_alternative<Create>(entry.body);
    if (!head_ && !is_create) return invalid("the first entry has to create the scope");
    if (head_ && is_create) return invalid("the scope exists already");
    if (scope_purge() != nullptr) return invalid("the scope was purged");
    return std::visit([this](const auto& body) { return check_body_of(body); }, entry.body);
}

Result<void> ScopeLog::check_body_of(const Create& body) const {
    if (body.roles.empty()) return invalid("a scope without roles");
    return {};
}

Result<void> ScopeLog::check_body_of(const SetMember& body) const {
    if (auto person = check_person(body.principal); !person) return person.error();
    if (find_role(roles_now(), body.role) == nullptr)
        return invalid(text(body.role) + " is not in the scope's table");
    if (body.until.ms != 0 && body.until <= body.not_before)
        return invalid("a membership that ends before it begins");
    return {};
}

Result<void> ScopeLog::check_body_of(const RemoveMember& body) const {
    if (auto person = check_person(body.principal); !person) return person.error();
    if (!member_below(body.principal.person(), after_all))
        return invalid("removes somebody who is not a member");
    return {};
}

Result<void> ScopeLog::check_body_of(const EpochChange& body) const {
    const std::uint32_t expected = number(current_epoch()) + 1;
    if (number(body.epoch) != expected)
        return invalid("key epoch " + std::to_string(number(body.epoch)) + ", expected " +
                       std::to_string(expected));
    if (body.wrapped_previous.empty() != (expected == 1))
        return invalid("every key epoch but the first carries the key before it");
    if (body.wrapped_token.empty()) return invalid("a key epoch without the token key");
    return {};
}

Result<void> ScopeLog::check_body_of(const Policy& body) const {
    for (const auto& [person, changes] : members_) {
        const auto& state = changes.back().state;
        if (state && find_role(body.roles, state->role) == nullptr)
            return invalid(text(state->role) + " is left out while a member has it");
    }
    return {};
}

Result<void> ScopeLog::check_body_of(const Decide& body) const {
    if (decision_on(body.commit) != nullptr) return invalid("this work has been decided on");
    return {};
}

Result<void> ScopeLog::check_body_of(const RevokeDevice& body) const {
    if (revocation_of(body.device) != nullptr) return invalid("the device was revoked before");
    return {};
}

Result<void> ScopeLog::check_body_of(const Purge& body) const {
    if (auto fits = check_target(body.target, body.records, limits::records_a_purge); !fits)
        return fits;
    return check_not_held(body);
}

Result<void> ScopeLog::check_body_of(const Hold& body) const {
    if (auto fits = check_target(body.target, body.records, limits::records_a_hold); !fits)
        return fits;
    for (const RecordId record : body.records)
        if (purge_of(record) != nullptr)
            return invalid("a hold on record " + to_text(record) + ", which was purged");
    return {};
}

Result<void> ScopeLog::check_body_of(const ReleaseHold& body) const {
    const auto hold = std::find_if(holds_.begin(), holds_.end(),
                                   [&](const HoldRecord& h) { return h.index == body.hold; });
    if (hold == holds_.end()) return invalid("entry " + std::to_string(body.hold) + " is no hold");
    if (hold->released) return invalid(hold->text() + ", was released before");
    return {};
}

void ScopeLog::apply(const ScopeLogEntry& entry, Seq at) {
    if (const auto* create = std::get_if<Create>(&entry.body)) {
        kind_ = create->kind;
        roles_.push_back({at, create->roles});
    } else if (const auto* set = std::get_if<SetMember>(&entry.body)) {
        std::vector<Change>& changes = members_[set->principal.person()];
        const bool goes_on = !changes.empty() && changes.back().state;
        const Seq since = goes_on ? changes.back().since : at;
        changes.push_back({at, *set, since, entry.claimed});
    } else if (const auto* remove = std::get_if<RemoveMember>(&entry.body)) {
        members_[remove->principal.person()].push_back({at, std::nullopt, Seq{}, entry.claimed});
    } else if (const auto* epoch = std::get_if<EpochChange>(&entry.body)) {
        epochs_.push_back({*epoch, entry.index, entry.issuer, at});
    } else if (const auto* policy = std::get_if<Policy>(&entry.body)) {
        roles_.push_back({at, policy->roles});
    } else if (const auto* decide = std::get_if<Decide>(&entry.body)) {
        decisions_[decide->commit] = {*decide, entry.issuer, entry.claimed, at};
    } else if (const auto* purge = std::get_if<Purge>(&entry.body)) {
        apply_purge(entry, *purge, at);
    } else if (const auto* revoke = std::get_if<RevokeDevice>(&entry.body)) {
        revoked_[revoke->device] = {*revoke, entry.issuer, entry.claimed, at};
    } else if (const auto* hold = std::get_if<Hold>(&entry.body)) {
        holds_.push_back({*hold, entry.index, entry.issuer, entry.claimed, at, std::nullopt});
    } else if (const auto* release = std::get_if<ReleaseHold>(&entry.body)) {
        apply_release(entry, *release, at);
    }
    head_ = Head{entry.index, entry_hash(entry), at};
}

// There is nothing left to be a member of, so whoever held the scope is told as one removed.
void ScopeLog::apply_purge(const ScopeLogEntry& entry, const Purge& purge, Seq at) {
    if (purge.target == PurgeTarget::scope)
        for (auto& [person, changes] : members_)
            if (changes.back().state) changes.push_back({at, std::nullopt, Seq{}});
    for (const RecordId record : purge.records) purged_records_.try_emplace(record, purges_.size());
    purges_.push_back({purge, entry.issuer, entry.claimed, at, entry.index, entry_hash(entry)});
}

const PurgeRecord* ScopeLog::scope_purge() const {
    const bool is_purged = !purges_.empty() && purges_.back().body.target == PurgeTarget::scope;
    return is_purged ? &purges_.back() : nullptr;
}

const PurgeRecord* ScopeLog::purge_at(std::uint32_t index) const {
    const auto at = std::find_if(purges_.begin(), purges_.end(),
                                 [index](const PurgeRecord& p) { return p.index == index; });
    return at == purges_.end() ? nullptr : &*at;
}

const PurgeRecord* ScopeLog::purge_of(RecordId record) const {
    const auto at = purged_records_.find(record);
    return at != purged_records_.end() ? &purges_[at->second] : scope_purge();
}

const ScopeLog::Change* ScopeLog::change_below(PersonId person, Seq limit) const {
    const auto at = members_.find(person);
    if (at == members_.end()) return nullptr;
    const auto& changes = at->second;
    const auto last = std::find_if(changes.rbegin(), changes.rend(),
                                   [limit](const Change& c) { return c.seq < limit; });
    return last == changes.rend() || !last->state ? nullptr : &*last;
}

const RoleTable* ScopeLog::roles_below(Seq limit) const {
    const auto last = std::find_if(roles_.rbegin(), roles_.rend(),
                                   [limit](const RolesFrom& r) { return r.seq < limit; });
    return last == roles_.rend() ? nullptr : &last->roles;
}

std::optional<Member> ScopeLog::member_below(PersonId person, Seq limit) const {
    const Change* change = change_below(person, limit);
    const RoleTable* roles = roles_below(limit);
    if (change == nullptr || roles == nullptr) return std::nullopt;
    const RoleRow* row = find_role(*roles, change->state->role);
    if (row == nullptr) return std::nullopt;
    return Member{
        row->role,           row->classes, row->rights, change->since, change->state->not_before,
        change->state->until};
}

std::optional<Member> ScopeLog::member_at(PersonId person, Seq position, Instant when) const {
    auto member = member_below(person, position);
    if (!member || !member->in_force(when)) return std::nullopt;
    return member;
}

bool ScopeLog::removed_since(PersonId person, Seq base, Seq position, Instant when) const {
    if (change_below(person, Seq{number(base) + 1}) == nullptr) return false;
    const auto member = member_below(person, position);
    return !member || (member->until.ms != 0 && member->until <= when);
}

std::optional<Member> ScopeLog::member_by(PersonId person, Seq base) const {
    return member_below(person, Seq{number(base) + 1});
}

std::optional<Instant> ScopeLog::ended_after(PersonId person, Seq base) const {
    const Change* had = change_below(person, Seq{number(base) + 1});
    const auto at = members_.find(person);
    if (had == nullptr || at == members_.end()) return std::nullopt;
    for (const Change& change : at->second) {
        if (change.seq > base && !change.state) {
            // A cover that was over is taken out of the log a little later.
            const Instant over = had->state->until;
            const Instant removed = instant_of(change.claimed);
            return over.ms != 0 && over < removed ? over : removed;
        }
        if (change.seq > base) had = &change;
    }
    const Instant until = had->state->until;
    return until.ms == 0 ? std::nullopt : std::optional(until);
}

const RevocationRecord* ScopeLog::revocation_of(DeviceId device) const {
    const auto at = revoked_.find(device);
    return at == revoked_.end() ? nullptr : &at->second;
}

const RevocationRecord* ScopeLog::revoked_at(DeviceId device, Seq position) const {
    const RevocationRecord* revoked = revocation_of(device);
    return revoked != nullptr && revoked->seq < position ? revoked : nullptr;
}

const DecisionRecord* ScopeLog::decision_on(const crypto::Hash& commit) const {
    const auto at = decisions_.find(commit);
    return at == decisions_.end() ? nullptr : &at->second;
}

const DecisionRecord* ScopeLog::decision_at(Seq seq) const {
    for (const auto& [commit, decision] : decisions_)
        if (decision.seq == seq) return &decision;
    return nullptr;
}

std::vector<PersonId> ScopeLog::persons_known() const {
    std::vector<PersonId> found;
    for (const auto& [person, changes] : members_) found.push_back(person);
    return found;
}

std::vector<std::pair<PersonId, Member>> ScopeLog::members_now() const {
    std::vector<std::pair<PersonId, Member>> found;
    for (const auto& [person, changes] : members_)
        if (const auto member = member_below(person, after_all))
            found.emplace_back(person, *member);
    return found;
}

KeyEpoch ScopeLog::epoch_at(Seq position) const {
    const auto last = std::find_if(epochs_.rbegin(), epochs_.rend(),
                                   [position](const EpochRecord& e) { return e.seq <= position; });
    return last == epochs_.rend() ? KeyEpoch{} : last->body.epoch;
}

KeyEpoch ScopeLog::current_epoch() const {
    return epochs_.empty() ? KeyEpoch{} : epochs_.back().body.epoch;
}

const EpochRecord* ScopeLog::epoch_entry(KeyEpoch epoch) const {
    const std::size_t n = number(epoch);
    return n == 0 || n > epochs_.size() ? nullptr : &epochs_[n - 1];
}

const RoleTable& ScopeLog::roles_now() const {
    static const RoleTable none;
    return roles_.empty() ? none : roles_.back().roles;
}

}  // namespace sanderling::scope_log
