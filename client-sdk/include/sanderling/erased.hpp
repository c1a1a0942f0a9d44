// What was erased for good in the scopes of this replica: when, by whom and why
// (docs/protocol.md §5.13).
#pragma once

#include <cstdint>
#include <optional>
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

}  // namespace sanderling
