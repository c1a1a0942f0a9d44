// Work that reached the server after its author had been taken out of the scope, and what somebody
// with the right to decide makes of it (docs/sdk.md, "Late work").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/outbox.hpp"

namespace sanderling {

/// What the author's clock says, which proves nothing and only sorts.
enum class LateKind : std::uint8_t {
    entry = 1,        // claimed before the membership ended: written in office, and delivered late
    proposal = 2,     // claimed after it
    lost_device = 3,  // by a device that was reported lost: whoever had it wrote it
};
std::string_view to_text(LateKind kind);

enum class Decision : std::uint8_t { accept = 1, refuse = 2 };
std::string_view to_text(Decision decision);

/// Goes with the decision for everybody to see, the server and the author too.
enum class DecisionReason : std::uint8_t {
    none_given = 0,
    written_elsewhere = 1,  // it is there already, in other words
    mistaken = 2,
    not_the_authors = 3,  // it was no longer the author's to write
    other = 4,
    by_policy = 5,  // a late entry, accepted without a person having looked at it
};
std::string_view to_text(DecisionReason reason);

struct DecisionOptions {
    DecisionReason reason = DecisionReason::none_given;
    std::string note{};  // sealed to the members of the scope; at most 512 bytes
};

/// A decision made here that the server has not taken yet, or does not take.
struct WaitingDecision {
    Decision decision = Decision::accept;
    Instant made{};
    Error problem{.code = Errc::ok};  // why it was not taken; `decide` again
};

struct LateRecord {
    std::string collection{};  // empty if nothing of it can be read
    RecordId record;
    Row after{};   // what the work writes
    Row before{};  // what the same fields say now
};

/// One commit that is held. The parts of a transaction in several scopes are decided each in its
/// scope: `part` of `parts` says what else there is.
struct LateWork {
    ScopeId scope;
    ReplicaId replica;
    Counter counter{};
    TransactionId transaction;
    std::uint16_t part = 1;
    std::uint16_t parts = 1;
    LateKind kind = LateKind::entry;
    PersonId person;
    DeviceId device;
    Instant claimed{};               // by the author's clock
    Instant effective{};             // within what the server knew: it is shown with this time
    Instant received{};              // by this device, by its clock
    std::optional<Instant> ended{};  // when the author's membership did, as its end claims
    std::optional<Instant> revoked_since{};  // the device was, as lost or retired
    std::vector<LateRecord> records{};
    std::optional<WaitingDecision> decision{};

    Dot dot() const { return {replica, counter}; }
};

}  // namespace sanderling
