// A device's half of RECORDS: live sets as a server says they are, each entry proven by the commit
// that its author signed (docs/protocol.md §5.10).
#pragma once

#include "core/scope_log/directory.hpp"
#include "core/scope_log/scope_log.hpp"
#include "core/sync/scope_state.hpp"
#include "core/wire/message.hpp"

#include <memory>
#include <vector>

namespace sanderling::sync {

/// One entry with what it came from.
struct ProvenEntry {
    Token token{};
    merge::LiveEntry entry{};
    std::shared_ptr<const commit::Commit> commit{};
    std::size_t path = 0;  // in the patch of the record
};

struct ProvenRecord {
    RecordId record{};
    std::vector<ProvenEntry> entries{};
};

/// What the check needs; all outlive it.
struct RecordProof {
    OrgId org{};
    ScopeId scope{};
    ScopeState& state;               // for the lineages of replicas
    const scope_log::ScopeLog& log;  // up to the page's seq at least
    const scope_log::Directory& directory;
};

/// Checks signatures, the authors' membership and right where their commits stand, and that each
/// entry is a path of its commit, be it one whose body a restored server has not been given. That
/// nothing is missing, and where a commit stands, is the server's word; the digest and, as far as
/// they are kept, the links speak to it. Errors: malformed, unauthenticated, bad_signature,
/// not_a_member, removed_member, not_permitted.
Result<std::vector<ProvenRecord>> prove(const wire::Records& page, const RecordProof& proof);

}  // namespace sanderling::sync
