// Everything that this device holds on one person, to be handed to them (docs/sdk.md, "Subject
// access").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling {

class Store;

struct SubjectAccessOptions {
    std::vector<ScopeId> scopes{};  // those of this person: their case, what they share, …
    std::string purpose{};          // goes into the audit
};

struct SubjectAccess {
    std::string json{};  // one object: scopes, their records, each with fields and history
    std::string text{};  // the same for people, as plain text
    std::uint64_t records = 0;
};

/// Deleted records and what was replaced are in it, as far as this device holds them; refused and
/// unsent work is not. A scope of a kind that the schema keeps `separate`, such as a victim's, is
/// refused by its kind, whoever asks. The export is noted in the audit before it is given. Errors:
/// constraint (a separate scope), not_found (a scope that is not on this device), those of a read.
Result<SubjectAccess> subject_access(Store& store, const SubjectAccessOptions& options);

}  // namespace sanderling
