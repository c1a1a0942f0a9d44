// Scopes as people see them: which are on this device, and how complete.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/identity.hpp"
#include "sanderling/standing.hpp"
#include "sanderling/value.hpp"

namespace sanderling {

/// Numbers are stored: never changed.
enum class ScopeState : std::uint8_t {
    absent = 0,       // the server named it; nothing is here
    keyless = 1,      // being received, but its key has not come yet
    bootstrap = 2,    // being received for the first time; not visible
    ready = 3,        // complete up to its last checkpoint
    catching_up = 4,  // complete up to its last checkpoint, and the server has more
    revoked = 5,      // withdrawn from this person; its content was destroyed here
    stopped = 6,      // what came could not be verified; see `problem`
    leaving = 7,      // access has ended; nothing shows, and the rest goes when the server has
                      // signed for the work that was written here
    deposit = 8,      // this person may write and not read: only Transaction::deposit
};
std::string_view to_text(ScopeState state);

/// Whether `Store::scopes` counts records, conflicts and unsent commits, or leaves them at 0.
enum class ScopeCounts : std::uint8_t { taken, left_out };

struct ScopeInfo {
    ScopeId id;
    std::string kind{};  // its name in the schema; empty while unknown
    std::string role{};  // of this device's person; empty while unknown
    ScopeState state = ScopeState::absent;
    Seq seq{};                  // the last checkpoint applied
    std::uint64_t records = 0;  // not deleted
    std::string digest{};       // of all live sets, hexadecimal: equal at equal seq everywhere
    std::uint64_t open_conflicts = 0;
    std::uint64_t unsent = 0;        // own commits without a verdict
    std::optional<Instant> until{};  // cover: when access ends by itself, known ahead
    std::optional<Error> problem{};  // why the server or this device stopped it
};

struct Status {
    bool is_enrolled = false;
    std::string organisation{};
    std::string server{};  // host:port
    DeviceId device;
    PersonId person;
    ReplicaId replica;
    std::vector<Incarnation> incarnations{};  // the ids it has had, oldest first
    std::optional<Instant> offline_since{};   // nothing while connected
    std::optional<Instant> last_contact{};
    std::uint64_t unsent_transactions = 0;  // written here, without the server's verdict
    std::uint64_t refused_transactions = 0;
    std::uint64_t open_conflicts = 0;
    std::uint64_t late_work = 0;           // of others, waits for a decision here
    std::uint64_t waiting_decisions = 0;   // made here, not taken by the server yet
    std::uint64_t unreadable_patches = 0;  // their key has not come, or they make no sense here
    DeviceStanding standing{};
};

}  // namespace sanderling
