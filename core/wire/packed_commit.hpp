// A commit as it travels: what the receiver can rebuild is left out, and what patches have in
// common is written once (docs/protocol.md §5). What is signed stays whole: unpacking gives it back
// exactly.
#pragma once

#include "core/commit/commit.hpp"

namespace sanderling::wire {

/// Leaves out organisation, scope and leaf hashes. Stub patches keep their body hash.
Bytes pack(const commit::Commit& commit);

/// What limits::visible_bytes_a_commit bounds: of each patch its record id and its paths.
std::size_t visible_bytes(const commit::Commit& commit);

/// Errors: malformed, too_large. The leaves are recomputed from the patches, so a wrong patch shows
/// as a wrong signature.
Result<commit::Commit> unpack(ByteView bytes, OrgId org, ScopeId scope);

}  // namespace sanderling::wire
