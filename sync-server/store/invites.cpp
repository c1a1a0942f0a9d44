// Invites and the enrolments that wait for a keyholder: sealed bytes under a lookup id.
#include "core/wire/limits.hpp"
#include "sync-server/store/store.hpp"

namespace sanderling::server {

namespace {

Result<void> check_size(const Bytes& sealed) {
    if (sealed.size() > wire::limits::sealed_enrolment_bytes_max)
        return fail(Errc::too_large, "an enrolment of " + std::to_string(sealed.size()) + " bytes");
    return {};
}

}  // namespace

Result<void> WriteGroup::check_invite(wire::InviteLookup lookup) {
    Rows row =
        store_.select_invite_.query(store_.head_.organisation.org, organisation_shard, lookup);
    if (!row.next()) return fail(Errc::invite_unknown);
    if (row->integer(0) != 0) return fail(Errc::invite_used);
    if (Instant{row->integer(1)} <= now_) return fail(Errc::invite_expired);
    return {};
}

Result<void> WriteGroup::put_invite(const wire::InvitePut& put) {
    if (auto fits = check_size(put.sealed_offer); !fits) return fits.error();
    if (const auto known = check_invite(put.lookup);
        known || known.error().code != Errc::invite_unknown)
        return fail(Errc::already_exists, "this invite");
    store_.insert_invite_.run(store_.head_.organisation.org, organisation_shard, put.lookup,
                              put.expires.ms, put.sealed_offer);
    return {};
}

Result<void> WriteGroup::cancel_invite(const wire::InviteCancel& cancel) {
    if (auto live = check_invite(cancel.lookup); !live) return live.error();
    const OrgId org = store_.head_.organisation.org;
    store_.delete_invite_.run(org, organisation_shard, cancel.lookup);
    store_.delete_enrolment_.run(org, organisation_shard, cancel.lookup);
    return {};
}

Result<void> WriteGroup::keep_enrolment(const wire::EnrolRequest& request) {
    if (auto fits = check_size(request.sealed_request); !fits) return fits.error();
    if (auto live = check_invite(request.lookup); !live) return live.error();
    store_.put_enrolment_.run(store_.head_.organisation.org, organisation_shard, request.lookup,
                              request.sealed_request);
    return {};
}

Result<void> WriteGroup::answer_enrolment(const wire::EnrolAnswer& answer) {
    if (auto fits = check_size(answer.sealed_answer); !fits) return fits.error();
    const OrgId org = store_.head_.organisation.org;
    if (auto live = check_invite(answer.lookup); !live) return live.error();
    if (answer.code == Errc::ok) store_.use_invite_.run(org, organisation_shard, answer.lookup);
    store_.delete_enrolment_.run(org, organisation_shard, answer.lookup);
    return {};
}

}  // namespace sanderling::server
