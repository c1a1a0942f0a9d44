// What was erased for good in the scopes of this replica: when, by whom and why
// (docs/protocol.md §5.13); what may not be, and which purges this device has carried out (§6.12,
// §6.13).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling {

class Store;

/// Numbers are signed: never changed.
enum class ErasureReason : std::uint8_t {
    retention = 1,     // its time was over
    request = 2,       // somebody with a right to it asked
    mistaken = 3,      // it should never have been written there
    reclassified = 4,  // it stands in another scope now
};
/// "other" for a reason of a later version.
std::string_view to_text(ErasureReason reason);

/// One entry of a scope's signed log.
struct Erasure {
    ScopeId scope;
    std::vector<RecordId> records{};  // empty: the whole scope, its keys included
    ErasureReason reason = ErasureReason::retention;
    Instant at{};                  // as its issuer's clock said
    std::optional<PersonId> by{};  // whose device ordered it; nothing: the organisation itself
};

/// By scope, then in the order of its log. Errors: those of a Store's methods.
Result<std::vector<Erasure>> erasures(Store& store);

/// Numbers are signed: never changed.
enum class HoldReason : std::uint8_t {
    proceedings = 1,  // before a court
    complaint = 2,
    inquiry = 3,
    access_request = 4,  // somebody has asked for what is held on them
    other = 5,
};

/// What may not be erased for good, by a schedule or on request, until it is released: set and
/// released by the organisation, or by who holds that right (docs/protocol.md §6.12).
struct LegalHold {
    struct Released {
        Instant at{};
        std::optional<PersonId> by{};
        std::string note{};
    };
    ScopeId scope;
    std::uint32_t number = 0;         // in its scope
    std::vector<RecordId> records{};  // empty: the whole scope
    HoldReason reason = HoldReason::other;
    std::string note{};                  // empty: none, or its key is not here
    Instant at{};                        // as its issuer's clock said
    std::optional<PersonId> by{};        // whose device set it; nothing: the organisation itself
    std::optional<Released> released{};  // nothing: it stands
    /// "legal hold 7 (proceedings), set 2026-11-23": as whoever purges is told.
    std::string text{};
};

/// Of the scopes on this device, by scope, then in the order of its log; released ones too. Errors:
/// those of a Store's methods.
Result<std::vector<LegalHold>> holds(const Store& store);

/// A purge that this device has carried out.
struct PurgeDone {
    ScopeId scope;
    std::uint32_t entry = 0;      // its number in the scope's log
    std::optional<Instant> at{};  // by when; nothing: the files are still to be written anew
    bool is_known = false;        // the server has this device's receipt
};

/// By scope, then in the order of its log (docs/protocol.md §6.13). Errors: those of a Store's
/// methods.
Result<std::vector<PurgeDone>> purges_done(const Store& store);

}  // namespace sanderling
