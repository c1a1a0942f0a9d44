// What an administrator or a case system asks of the keyholder: one JSON object a line, the same on
// the command line, in a batch file and on the local socket (docs/operations.md).
#pragma once

#include "client-sdk/keyholder/access_rules.hpp"
#include "core/scope_log/certificate.hpp"
#include "core/types/error.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sanderling::keyholder {

/// People and scopes are named by id, by the reference of another system, or by name or label where
/// that is unique.
struct AddPerson {
    std::string name{};
    std::string role{};
    std::optional<PersonId> id{};
};
struct ListPeople {};
struct InvitePerson {
    std::string person{};
    std::chrono::milliseconds valid_for{std::chrono::hours{24}};
};
struct CancelInvite {
    std::string invite{};  // its id, or its person
};
struct ListInvites {};
struct CreateScope {
    std::string kind{};
    std::string label{};
    std::optional<ScopeId> id{};
};
struct ListScopes {};
struct Allocate {
    std::string scope{};
    std::string person{};
    std::string role{};  // empty: the person's own
    Instant from{};
    Instant until{};  // zero: open-ended
};
struct Withdraw {
    std::string scope{};
    std::string person{};
};
struct PurgeScope {
    std::string scope{};
    std::vector<RecordId> records{};  // empty: the whole scope
    std::string reason{};             // retention, request, mistaken, reclassified
};

/// Forbids every purge of these records, or of the scope and all in it.
struct HoldScope {
    std::string scope{};
    std::vector<RecordId> records{};  // empty: the whole scope
    std::string reason{};             // proceedings, complaint, inquiry, access_request, other
    std::string note{};               // for those who read the scope
};
struct ReleaseHold {
    std::string scope{};
    std::uint32_t hold = 0;  // its number
    std::string note{};
};
struct ListHolds {
    std::string scope{};  // empty: all
};
/// Which devices have carried out which purge.
struct ListPurges {
    std::string scope{};  // empty: all
};

/// Done again, it goes on where it was interrupted, and shows the same list.
struct RevokeDevice {
    enum class Reason : std::uint8_t { retired, lost };
    enum class Replica : std::uint8_t { stays, is_wiped };
    std::string device{};  // its id, or its person where that has one only
    Reason reason = Reason::retired;
    Replica replica = Replica::stays;
    Instant since{};  // zero: now
};
struct ListDevices {};
/// For how long devices may be used without contact; no days: for ever.
struct SetLease {
    std::uint16_t days = 0;
    std::uint16_t warning_days = 0;
};
/// Which TLS keys devices may find at the server.
struct ChangeServerKeys {
    enum class Deed : std::uint8_t { announce, retire };
    Deed deed = Deed::announce;
    scope_log::TlsKeyHash key{};
};
struct ListServerKeys {};
/// Bars people from a scope, or names those who alone may enter; who is in and may not be goes.
struct PutAccessRule {
    AccessKind kind = AccessKind::barred;
    std::string scope{};
    std::vector<std::string> people{};
    std::string message{};  // for whoever is refused
    std::string reason{};   // for the file
    Instant from{};         // zero: now
    Instant until{};        // zero: open-ended
};
struct LiftAccessRule {
    std::string scope{};
    std::string person{};  // empty: all rules of the scope
};
struct ListAccessRules {};
/// Removes from a scope whoever's time is over, and whom a rule that has begun keeps out. Nobody
/// asks for it: the service does, when the time has come.
struct EndAccess {
    ScopeId scope{};
    Instant at{};  // the time that counts, which may be behind the clock here
};

/// Compares all that the server has with what is known here.
struct Audit {};
/// Of a person or a scope, here only.
struct Rename {
    enum class What : std::uint8_t { person, scope };
    What what = What::person;
    std::string which{};
    std::string name{};
};

/// Whether a command is carried out, or only says what it would change.
enum class Trial : std::uint8_t { real, rehearsal };
/// What another system says, by its own references: people and scopes are added or changed.
struct PutPerson {
    std::string reference{};
    std::string name{};
    std::string role{};
    Trial trial = Trial::real;
};
struct PutScope {
    std::string reference{};
    std::string kind{};
    std::string label{};
    Trial trial = Trial::real;
};
struct PutAllocation {
    Allocate allocation{};
    Trial trial = Trial::real;
};
/// Nothing for who is no member.
struct EndAllocation {
    std::string scope{};
    std::string person{};
    Trial trial = Trial::real;
};

using Command =
    std::variant<AddPerson, ListPeople, InvitePerson, CancelInvite, ListInvites, CreateScope,
                 ListScopes, Allocate, Withdraw, PurgeScope, HoldScope, ReleaseHold, ListHolds,
                 ListPurges, RevokeDevice, ListDevices, SetLease, ChangeServerKeys, ListServerKeys,
                 PutAccessRule, LiftAccessRule, ListAccessRules, EndAccess, Audit, Rename,
                 PutPerson, PutScope, PutAllocation, EndAllocation>;

/// Whether it only says what it would change.
bool is_rehearsal(const Command& command);

/// {"verb": "allocate", "scope": …, "person": …, "role": …}. Errors: invalid_argument, naming the
/// member that is missing, unknown or wrong.
Result<Command> parse_command(const nlohmann::json& object);
/// Of one line of text. Errors: also malformed.
Result<Command> parse_command_line(std::string_view line);

/// "90m", "24h", "7d". Errors: invalid_argument.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);
/// "2026-11-22" (its first moment, UTC) or "2026-11-22T20:15:00Z". Errors: invalid_argument.
Result<Instant> parse_instant(std::string_view text);
/// As parse_instant reads it, to the second.
std::string instant_text(Instant t);

}  // namespace sanderling::keyholder
