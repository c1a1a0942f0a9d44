// What was found wrong with this replica's copy of a scope, and what came of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling {

class Store;

/// Numbers are stored: never changed.
enum class MendOutcome : std::uint8_t {
    recounted = 1,  // only the digest kept beside the records was wrong
    mended = 2,     // records were received anew
    failed = 3,     // what the server sent does not come to the digest that it states
};
std::string_view to_text(MendOutcome outcome);

/// One comparison with the server.
struct Mended {
    ScopeId scope;
    Instant at{};
    MendOutcome outcome = MendOutcome::mended;
    std::uint64_t buckets = 0;  // of 256, that differed
    std::uint64_t records = 0;  // that were not as the server has them
    std::string detail{};       // of a failure; or "below the floor", after an absence
};

/// The last thousand of them, oldest first. Errors: those of a Store's methods.
Result<std::vector<Mended>> mended_scopes(Store& store);

}  // namespace sanderling
