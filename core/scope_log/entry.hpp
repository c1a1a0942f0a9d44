// One entry of a scope log: who may read and write a scope, and under which key. Signed, and
// chained to the entry before (docs/protocol.md §6). The numbers are in signed bytes: never
// changed, never reused.
#pragma once

#include "core/commit/canonical.hpp"
#include "core/commit/path.hpp"
#include "core/crypto/box.hpp"
#include "core/crypto/signature.hpp"

#include <variant>
#include <vector>

namespace sanderling::scope_log {

enum class IssuerKind : std::uint8_t { registrar = 1, device = 2 };

struct Issuer {
    IssuerKind kind = IssuerKind::registrar;
    std::array<std::uint8_t, 16> id{};

    static Issuer of(RegistrarId registrar) { return {IssuerKind::registrar, registrar.bytes}; }
    static Issuer of(DeviceId device) { return {IssuerKind::device, device.bytes}; }
    friend auto operator<=>(const Issuer&, const Issuer&) = default;
};

enum class PrincipalKind : std::uint8_t { person = 1, group = 2 };

/// Whom a scope admits. Groups have their number; no log admits one yet.
struct Principal {
    PrincipalKind kind = PrincipalKind::person;
    std::array<std::uint8_t, 16> id{};

    static Principal of(PersonId person) { return {PrincipalKind::person, person.bytes}; }
    static Principal of(GroupId group) { return {PrincipalKind::group, group.bytes}; }
    /// Of a principal of kind person.
    PersonId person() const { return PersonId{id}; }
    friend auto operator<=>(const Principal&, const Principal&) = default;
};

enum class Right : std::uint8_t {
    read = 1,
    write = 2,
    manage = 4,              // set and remove members, change the role table
    mint_epoch = 8,          // replace the scope's key
    decide_quarantine = 16,  // accept or refuse late work
    purge = 32,              // erase records or the whole scope for good
    hold = 64,               // forbid that, and allow it again
};

/// A set of Right. Bits of later versions are kept.
enum class Rights : std::uint8_t {};
constexpr Rights operator|(Right a, Right b) {
    return Rights{static_cast<std::uint8_t>(number(a) | number(b))};
}
constexpr Rights operator|(Rights a, Right b) {
    return Rights{static_cast<std::uint8_t>(number(a) | number(b))};
}
constexpr bool allows(Rights rights, Right wanted) {
    return (number(rights) & number(wanted)) != 0;
}

/// The number of a role within the role table of its scope.
enum class Role : std::uint8_t {};
/// What kind of scope it is: a case, a group, a person's own… Numbers are the schema's.
enum class ScopeKind : std::uint16_t {};

struct RoleRow {
    Role role{};
    commit::ClassMask classes = 0;  // authority classes held, see core/commit/path.hpp
    Rights rights{};
    friend bool operator==(const RoleRow&, const RoleRow&) = default;
};
/// In ascending order of roles, each once.
using RoleTable = std::vector<RoleRow>;

struct Create {
    ScopeKind kind{};
    RoleTable roles{};
    friend bool operator==(const Create&, const Create&) = default;
};

/// Admits a principal, or changes the role and time of one that is in.
struct SetMember {
    Principal principal{};
    Role role{};
    Instant not_before{};
    Instant until{};  // the first moment outside; zero: open-ended
    friend bool operator==(const SetMember&, const SetMember&) = default;
};

enum class RemovalReason : std::uint8_t {
    withdrawn = 1,
    transferred = 2,
    left = 3,
    device_lost = 4
};

struct RemoveMember {
    Principal principal{};
    RemovalReason reason = RemovalReason::withdrawn;
    friend bool operator==(const RemoveMember&, const RemoveMember&) = default;
};

/// A new key of the scope. Made by sealing::make_first_epoch and make_next_epoch.
struct EpochChange {
    KeyEpoch epoch{};
    crypto::Hash commitment{};           // to the key
    crypto::BoxPublicKey deposit_key{};  // for what is written here and unreadable here
    Bytes wrapped_previous{};            // the key before, under this one; empty for epoch 1
    Bytes wrapped_token{};               // the scope's constant token key, under this one
    crypto::Hash envelopes{};            // of all the envelopes that carry the key
    friend bool operator==(const EpochChange&, const EpochChange&) = default;
};

struct Policy {
    RoleTable roles{};
    friend bool operator==(const Policy&, const Policy&) = default;
};

enum class Decision : std::uint8_t { accept = 1, refuse = 2 };

/// Why, in a number that everybody may see, the author too, who may not read the scope any more.
/// Those of later versions are kept.
enum class DecisionReason : std::uint8_t {
    none_given = 0,
    written_elsewhere = 1,  // it is there already, in other words
    mistaken = 2,
    not_the_authors = 3,  // it was no longer the author's to write
    other = 4,
};

/// What becomes of work that was quarantined: once and for good.
struct Decide {
    Decision decision = Decision::accept;
    Seq seq{};              // where the work stood in the log that the decider saw
    crypto::Hash commit{};  // which it is
    HlcTime t_eff{};        // its effective time there, with which it is merged
    DecisionReason reason = DecisionReason::none_given;
    Bytes note{};  // sealed to the scope (core/sealing/note.hpp); empty: none
    friend bool operator==(const Decide&, const Decide&) = default;
};

enum class PurgeTarget : std::uint8_t { scope = 1, records = 2 };

enum class PurgeReason : std::uint8_t {
    retention = 1,     // its time is over
    request = 2,       // somebody with a right to it asked
    mistaken = 3,      // it should never have been written here
    reclassified = 4,  // it stands in another scope now
};

/// Erases for good, everywhere. Of a scope: every record and key, and all memberships end with it.
struct Purge {
    PurgeTarget target = PurgeTarget::records;
    PurgeReason reason = PurgeReason::retention;
    std::vector<RecordId> records{};  // ascending, each once; none for a scope
    friend bool operator==(const Purge&, const Purge&) = default;
};

/// Numbers that everybody may see; those of later versions are kept.
enum class HoldReason : std::uint8_t {
    proceedings = 1,  // before a court
    complaint = 2,
    inquiry = 3,         // an inspection, an inquest, a serious case review
    access_request = 4,  // somebody has asked for what is held on them
    other = 5,
};

/// Nothing of it can be purged until the hold is released. Its number is the entry's index.
struct Hold {
    PurgeTarget target = PurgeTarget::records;
    HoldReason reason = HoldReason::other;
    std::vector<RecordId> records{};  // ascending, each once; none for a scope
    Bytes note{};                     // sealed to the scope (core/sealing/note.hpp); empty: none
    friend bool operator==(const Hold&, const Hold&) = default;
};

/// Ends one hold; others on the same records stand.
struct ReleaseHold {
    std::uint32_t hold = 0;  // the index of its entry
    Bytes note{};
    friend bool operator==(const ReleaseHold&, const ReleaseHold&) = default;
};

/// Why a device is trusted no more.
enum class RevocationReason : std::uint8_t {
    lost = 1,     // whoever has it now may be anybody
    retired = 2,  // given back, replaced, broken
};

/// From here on nothing counts by itself that this device has signed: its commits are quarantined,
/// and it issues no entries. The person stays a member.
struct RevokeDevice {
    DeviceId device{};
    RevocationReason reason = RevocationReason::lost;
    Instant since{};  // when it left its person's hands, as far as anybody knows; sorts, no more
    friend bool operator==(const RevokeDevice&, const RevokeDevice&) = default;
};

/// The byte that says which body follows.
enum class BodyType : std::uint8_t {
    create = 1,
    set_member = 2,
    remove_member = 3,
    epoch = 4,
    policy = 5,
    decide = 6,
    purge = 7,
    revoke_device = 8,
    hold = 9,
    release_hold = 10,
};

using Body = std::variant<Create, SetMember, RemoveMember, EpochChange, Policy, Decide, Purge,
                          RevokeDevice, Hold, ReleaseHold>;

struct ScopeLogEntry {
    OrgId org;
    ScopeId scope;
    std::uint32_t index = 0;  // gapless from 0
    crypto::Hash previous{};  // of the entry before; zero for index 0
    Issuer issuer{};
    HlcTime claimed{};
    Body body{};
    friend bool operator==(const ScopeLogEntry&, const ScopeLogEntry&) = default;
};

struct SignedEntry {
    ScopeLogEntry entry{};
    crypto::Signature signature{};
    friend bool operator==(const SignedEntry&, const SignedEntry&) = default;
};

/// Without the signature: what is signed and hashed.
Bytes encode(const ScopeLogEntry& entry);
/// What stores keep and the wire carries.
Bytes encode(const SignedEntry& signed_entry);
/// Errors: malformed; unsupported_version for a body type or suite of a later version.
Result<SignedEntry> decode_entry(ByteView bytes);

/// What the note of a hold, or of its release, is sealed to: which entry of which log.
crypto::Hash note_place(OrgId org, ScopeId scope, std::uint32_t index);

/// The identity of an entry: in the next entry and in the scope's chain.
crypto::Hash entry_hash(const ScopeLogEntry& entry);

SignedEntry sign_entry(ScopeLogEntry entry, const crypto::SigningKey& issuer);
bool verify_entry(const SignedEntry& signed_entry, const crypto::PublicKey& issuer);

namespace limits {
// A scope kind has about ten roles.
inline constexpr std::size_t roles_a_table = 64;
// A wrapped key has 72 bytes; room for a larger suite.
inline constexpr std::size_t wrapped_key_bytes = 256;
// A few sentences, sealed and padded.
inline constexpr std::size_t note_bytes = 1024;
// With the signature the longest purge stays below `entry_bytes`; more records, more entries.
inline constexpr std::size_t records_a_purge = 100;
// As a purge, with room for a note.
inline constexpr std::size_t records_a_hold = 64;
// The longest entries are a decision with a note and a purge of many records.
inline constexpr std::size_t entry_bytes = 2048;
}  // namespace limits

}  // namespace sanderling::scope_log
