// People recorded twice, over the Store: found, linked, merged, and the merge undone
// (docs/plans.md, "People recorded twice"). A merge moves no record: it is a link that says
// under which of the two both are shown.
#pragma once

#include "client-sdk/practice/people/likeness.hpp"
#include "schema/generated/probation/records.hpp"

#include <map>

#include "sanderling/store.hpp"

namespace sanderling::practice::people {

/// Likely duplicates among everybody this device may read, without pairs that somebody has decided
/// on. Errors: those of Store::query.
Result<std::vector<Likely>> find_duplicates(const Store& store);

/// Who decides, by staff reference, and why.
struct Decider {
    std::string who{};
    std::string reason{};
};

/// Two people and the scope in which what they are to each other is kept: their common case, or a
/// space that everybody concerned reads, such as the team's.
struct Pair {
    RecordId one;
    RecordId other;
    ScopeId kept_in;
};

// Each is one transaction. Errors: invalid_argument (one person twice), not_found, those of
// Store::write.

/// Notes a likely pair for somebody to decide on; nothing where there is a link already. A decision
/// that somebody makes at the same time stands.
Result<void> suspect(Store& store, const Likely& likely, ScopeId kept_in);
Result<void> say_different(Store& store, const Pair& pair, const Decider& decider);
/// Shows both as `survivor` from now on. Where both records are in one scope, the survivor gets the
/// other's name as a former name, and its telephones, addresses, needs and interpreters; what was
/// added is written into the link.
Result<void> merge(Store& store, const Pair& pair, RecordId survivor, const Decider& decider);
/// Takes away exactly what the merge added and nobody has added since by another way, and shows
/// both apart. Errors besides: invalid_argument (they are not merged).
Result<void> unmerge(Store& store, const Pair& pair, const Decider& decider);

/// Person to the one they are shown as, for all who are merged into another; over several merges
/// too. A link whose status people disagree on does not count. Errors: those of Store::query.
Result<std::map<RecordId, RecordId>> shown_as(const Store& store);

}  // namespace sanderling::practice::people
