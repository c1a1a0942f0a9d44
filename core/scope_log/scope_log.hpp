// The members and keys of one scope, replayed from its signed entries (docs/protocol.md §6).
// Server, client and keyholder run this same code; nobody believes a membership that is not in it.
#pragma once

#include "core/scope_log/directory.hpp"
#include "core/scope_log/entry.hpp"

#include <map>
#include <optional>
#include <unordered_map>

namespace sanderling::scope_log {

struct Member {
    Role role{};
    commit::ClassMask classes = 0;
    Rights rights{};
    Seq since{};  // of the entry that began this uninterrupted membership
    Instant not_before{};
    Instant until{};  // zero: open-ended

    bool in_force(Instant when) const {
        return not_before <= when && (until.ms == 0 || when < until);
    }
    friend bool operator==(const Member&, const Member&) = default;
};

struct Head {
    std::uint32_t index = 0;
    crypto::Hash hash{};
    Seq seq{};
    friend bool operator==(const Head&, const Head&) = default;
};

/// One epoch with where it stands: what an envelope is checked against.
struct EpochRecord {
    EpochChange body{};
    std::uint32_t index = 0;
    Issuer issuer{};
    Seq seq{};
};

/// What was decided about quarantined work.
struct DecisionRecord {
    Decide body{};
    Issuer issuer{};
    HlcTime claimed{};
    Seq seq{};  // of the entry
};

/// One purge with where it stands, and who ordered it.
struct PurgeRecord {
    Purge body{};
    Issuer issuer{};
    HlcTime claimed{};
    Seq seq{};
    std::uint32_t index = 0;
    crypto::Hash hash{};  // of the entry
};

/// A hold with where it stands and who set it, and the same of its release.
struct HoldRecord {
    struct Released {
        ReleaseHold body{};
        std::uint32_t index = 0;
        Issuer issuer{};
        HlcTime claimed{};
        Seq seq{};
    };
    Hold body{};
    std::uint32_t index = 0;
    Issuer issuer{};
    HlcTime claimed{};
    Seq seq{};
    std::optional<Released> released{};

    /// "legal hold 7 (proceedings), set 2026-11-23": for whoever is refused.
    std::string text() const;
};
/// Stable names; "other" for a reason of a later version.
std::string_view to_text(HoldReason reason);

/// A device that was revoked, with where that stands.
struct RevocationRecord {
    RevokeDevice body{};
    Issuer issuer{};
    HlcTime claimed{};
    Seq seq{};
};

/// A value with one owner thread.
class ScopeLog {
  public:
    ScopeLog(OrgId org, ScopeId scope) : org_(org), scope_(scope) {}

    /// Takes in the next entry, which stands at `at` in the scope's chain. Nothing changes on an
    /// error. A device's rights are those of its person at the preceding entry, at the claimed
    /// time. Errors: scope_log_moved (index or previous hash are not those after the head: somebody
    /// else was first), scope_log_invalid (naming the reason), on_hold (a purge of what is held,
    /// naming the hold).
    Result<void> append(const SignedEntry& entry, Seq at, const Directory& directory);

    /// Whether `append` would take it, and whether the issuer holds the right at `now` too: for a
    /// server about to give it a place, so that a claimed time in the past gains nothing.
    Result<void> check(const SignedEntry& entry, const Directory& directory, Instant now) const;

    /// Membership as it stood just before the item at `position`: entries with a lower seq count.
    /// `when` is the item's effective time. Empty when not a member, or outside the time given.
    std::optional<Member> member_at(PersonId person, Seq position, Instant when) const;

    /// Whether the person was a member by the entries up to and including `base`, and is no longer
    /// at `position` and `when`, be it removed or because the time given had passed. Such work is
    /// quarantined, not rejected.
    bool removed_since(PersonId person, Seq base, Seq position, Instant when) const;

    /// Membership by the entries up to and including `base`, whatever the time: with what an author
    /// of late work could count on when writing.
    std::optional<Member> member_by(PersonId person, Seq base) const;
    /// When the membership that the person had at `base` ended, as its end claims; empty if it has
    /// not.
    std::optional<Instant> ended_after(PersonId person, Seq base) const;
    /// The device's revocation below `position`. Null: it was not revoked by then.
    const RevocationRecord* revoked_at(DeviceId device, Seq position) const;
    /// Wherever it stands.
    const RevocationRecord* revocation_of(DeviceId device) const;
    bool has_decisions() const { return !decisions_.empty(); }
    /// Null: undecided.
    const DecisionRecord* decision_on(const crypto::Hash& commit) const;
    /// The decision that stands there. Null: none does.
    const DecisionRecord* decision_at(Seq seq) const;

    /// Whether the log has ever admitted the person: who never was in learns nothing of the scope.
    bool has_known(PersonId person) const { return members_.contains(person); }
    /// All of these, in order of ids.
    std::vector<PersonId> persons_known() const;

    /// By the log, in order of ids, whatever their time says.
    std::vector<std::pair<PersonId, Member>> members_now() const;

    /// The key epoch by the entries up to and including `position`; zero before the first.
    KeyEpoch epoch_at(Seq position) const;
    KeyEpoch current_epoch() const;
    /// Null when there is no such epoch.
    const EpochRecord* epoch_entry(KeyEpoch epoch) const;

    /// In order of seq.
    const std::vector<PurgeRecord>& purges() const { return purges_; }
    /// What erased the whole scope; nothing follows it. Null while it is there.
    const PurgeRecord* scope_purge() const;
    /// The purge that stands at this index of the log. Null: none does.
    const PurgeRecord* purge_at(std::uint32_t index) const;
    /// What erased the record, alone or with its scope. Null when it was not erased.
    const PurgeRecord* purge_of(RecordId record) const;

    /// All that ever were, in order of seq.
    const std::vector<HoldRecord>& holds() const { return holds_; }
    /// The oldest hold that stands, on whatever in the scope. Null: none does.
    const HoldRecord* standing_hold() const;
    /// The oldest that stands on the record, or on its scope.
    const HoldRecord* hold_on(RecordId record) const;

    OrgId org() const { return org_; }
    ScopeId scope() const { return scope_; }
    /// Empty before the first entry, as is `head`.
    std::optional<ScopeKind> kind() const { return kind_; }
    const std::optional<Head>& head() const { return head_; }
    const RoleTable& roles_now() const;

  private:
    struct Change {
        Seq seq{};
        std::optional<SetMember> state{};  // empty: removed
        Seq since{};
        HlcTime claimed{};
    };
    struct RolesFrom {
        Seq seq{};
        RoleTable roles{};
    };

    Result<void> check_place(const ScopeLogEntry& entry) const;
    Result<void> check_issuer(const SignedEntry& entry, const Directory& directory,
                              std::optional<Instant> now) const;
    Result<void> check_right(const DeviceCert& device, Right wanted, Instant when) const;
    Result<void> check_body(const ScopeLogEntry& entry) const;
    Result<void> check_body_of(const Create& body) const;
    Result<void> check_body_of(const SetMember& body) const;
    Result<void> check_body_of(const RemoveMember& body) const;
    Result<void> check_body_of(const EpochChange& body) const;
    Result<void> check_body_of(const Policy& body) const;
    Result<void> check_body_of(const Decide& body) const;
    Result<void> check_body_of(const Purge& body) const;
    Result<void> check_body_of(const RevokeDevice& body) const;
    Result<void> check_body_of(const Hold& body) const;
    Result<void> check_body_of(const ReleaseHold& body) const;
    Result<void> check_not_held(const Purge& body) const;
    void apply(const ScopeLogEntry& entry, Seq at);
    void apply_purge(const ScopeLogEntry& entry, const Purge& purge, Seq at);
    void apply_release(const ScopeLogEntry& entry, const ReleaseHold& release, Seq at);

    /// The last change that satisfies `counts`; null when there is none, or it is a removal.
    const Change* change_below(PersonId person, Seq limit) const;
    const RoleTable* roles_below(Seq limit) const;
    std::optional<Member> member_below(PersonId person, Seq limit) const;

    OrgId org_;
    ScopeId scope_;
    std::optional<ScopeKind> kind_;
    std::optional<Head> head_;
    std::map<PersonId, std::vector<Change>> members_;  // each in order of seq
    std::vector<RolesFrom> roles_;                     // in order of seq
    std::vector<EpochRecord> epochs_;                  // epoch n at n − 1
    std::map<crypto::Hash, DecisionRecord> decisions_;
    std::map<DeviceId, RevocationRecord> revoked_;
    std::vector<PurgeRecord> purges_;                 // in order of seq
    std::map<RecordId, std::size_t> purged_records_;  // each at its first purge in purges_
    std::vector<HoldRecord> holds_;                   // in order of seq
};

}  // namespace sanderling::scope_log
