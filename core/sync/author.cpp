#include "core/sync/author.hpp"

#include "core/types/check.hpp"

namespace sanderling::sync {

namespace {

// In the place of a membership that nobody asks for.
constexpr scope_log::Member anybody{.classes = ~commit::ClassMask{0},
                                    .rights = scope_log::Right::read | scope_log::Right::write};

// On this very commit, at or below the position.
const scope_log::DecisionRecord* decision_before(const commit::Header& header,
                                                 const scope_log::ScopeLog& log, Seq position) {
    if (!log.has_decisions()) return nullptr;
    const auto* decision = log.decision_on(commit::commit_hash(header));
    return decision != nullptr && decision->seq <= position ? decision : nullptr;
}

}  // namespace

Result<Author> author_of(const commit::Header& header, const crypto::Signature& signature,
                         const scope_log::Directory& directory, const scope_log::ScopeLog& log,
                         Seq position, Instant when, std::optional<Seq> base) {
    const auto* device = directory.device(header.device);
    if (device == nullptr)
        return fail(Errc::unauthenticated, "no certificate for device " + to_text(header.device));
    const auto valid = commit::check_signature(header, signature, device->sign_key);
    if (!is_removed(Check::commit_signature) && !valid) return valid.error();
    auto member = log.member_at(device->person, position, when);
    const Seq known = base.value_or(header.base.seq);
    const auto* decision = decision_before(header, log, position);
    const bool is_revoked =
        log.revoked_at(header.device, position) != nullptr && !is_removed(Check::device_revocation);
    if (decision != nullptr && (!member || is_revoked || decision->seq == position)) {
        if (decision->body.decision == scope_log::Decision::refuse)
            return fail(Errc::late_work_refused, "person " + to_text(device->person));
        // What was accepted is merged with the role that its author could count on.
        member = log.member_by(device->person, known);
    } else if (is_revoked && (member || log.removed_since(device->person, known, position, when))) {
        return fail(Errc::device_revoked, "device " + to_text(header.device));
    }
    if (!member && is_removed(Check::author_membership)) member.emplace(anybody);
    if (!member) {
        const bool was = log.removed_since(device->person, known, position, when);
        return fail(was ? Errc::removed_member : Errc::not_a_member,
                    "person " + to_text(device->person));
    }
    const bool may_write = scope_log::allows(member->rights, scope_log::Right::write);
    if (!may_write && !is_removed(Check::author_right))
        return fail(Errc::not_permitted, "a reader's role");
    return Author{device->person, *member};
}

}  // namespace sanderling::sync
