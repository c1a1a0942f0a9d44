// Who wrote a commit, and what they were allowed to at its position: from signed certificates and
// the signed scope log only, so that server and devices find the same answer.
#pragma once

#include "core/commit/commit.hpp"
#include "core/scope_log/directory.hpp"
#include "core/scope_log/scope_log.hpp"

namespace sanderling::sync {

struct Author {
    PersonId person{};
    scope_log::Member member;
};

/// The author as a member with the right to write, just before `position`. `when` is the effective
/// time there. Errors: unauthenticated (no certificate), bad_signature, removed_member (was one at
/// the commit's base, or at `base` where that is another), not_a_member, not_permitted (a reader).
/// Of work that was quarantined and is accepted at `position`, or was before: as a member at its
/// base; late_work_refused if it was refused. device_revoked: the person is or was a member, and
/// the device was revoked before `position`.
Result<Author> author_of(const commit::Header& header, const crypto::Signature& signature,
                         const scope_log::Directory& directory, const scope_log::ScopeLog& log,
                         Seq position, Instant when, std::optional<Seq> base = {});

/// Whether what has this error is quarantined, for somebody to decide on: honest work may be in it.
inline bool is_held(Errc code) {
    return code == Errc::removed_member || code == Errc::device_revoked;
}

}  // namespace sanderling::sync
