#include "client-sdk/replica/enrolment.hpp"

#include "client-sdk/link/blocking_link.hpp"
#include "core/sealing/invite.hpp"
#include "core/sealing/invite_code.hpp"
#include "core/types/check.hpp"

#include "sanderling/enrol.hpp"

namespace sanderling {

namespace {

constexpr std::chrono::milliseconds answer_timeout{15'000};  // of the server itself
constexpr std::chrono::milliseconds patience{2'000};         // after which people are told
constexpr std::chrono::milliseconds receive_slice{20'000};   // within it, pings are answered

Instant system_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

void tell(const EnrolOptions& options, EnrolStep step) {
    if (options.on_step) options.on_step(step);
}

// Nothing but the lookup id has left before the offer was opened and its server compared.
Result<sealing::Offer> authenticated_offer(link::BlockingLink& link,
                                           const sealing::InviteSecret& secret,
                                           wire::InviteLookup lookup) {
    if (auto sent = link.send(wire::EnrolLookup{lookup}); !sent) return sent.error();
    auto sealed = link.await<wire::EnrolOffer>(answer_timeout);
    if (!sealed) return sealed.error();
    auto offer = sealing::open_offer(sealed->sealed_offer, secret, system_now());
    if (!offer) return offer;
    return offer;
}

// The key may have changed since the invite was written: then the server has to show a list that
// the organisation's root has signed.
Result<link::BlockingLink> reconnected(link::LinkOptions to, const sealing::Offer& offer,
                                       const wire::InviteLookup& lookup) {
    to.trust = link::Pinned{{offer.server}, link::KeyAnnouncer{offer.org, offer.root}};
    auto link = link::BlockingLink::connect(std::move(to));
    if (!link && link.error().code == Errc::wrong_server)
        return fail(Errc::wrong_server, "another TLS key than the one in the keyholder's offer");
    if (!link) return link;
    if (auto sent = link->send(wire::EnrolLookup{lookup}); !sent) return sent.error();
    auto again = link->await<wire::EnrolOffer>(answer_timeout);
    if (!again) return again.error();
    return link;
}

// An answer is only worth something for this invite; a code other than ok leaves the invite open.
Result<sealing::Answer> open_answer(const wire::EnrolAnswer& answer,
                                    const sealing::InviteSecret& secret) {
    if (answer.code != Errc::ok) return fail(answer.code, "the keyholder refused");
    return sealing::open_answer(answer.sealed_answer, secret);
}

Result<sealing::Answer> keyholder_answer(link::BlockingLink& link,
                                         const sealing::InviteSecret& secret,
                                         const EnrolOptions& options) {
    using Clock = std::chrono::steady_clock;
    const auto until = Clock::now() + options.keyholder_timeout;
    auto slice = std::min(patience, options.keyholder_timeout);
    while (true) {
        auto answer = link.await<wire::EnrolAnswer>(slice);
        if (answer) return open_answer(*answer, secret);
        if (answer.error().code != Errc::timeout || link.has_ended()) return answer.error();
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0)
            return fail(Errc::timeout,
                        "the keyholder did not answer; when it runs, try again with this invite");
        tell(options, EnrolStep::waiting);
        slice = std::min(left, receive_slice);
    }
}

Result<Enrolled> enrol_over(link::BlockingLink first, const link::LinkOptions& to, Store& store,
                            const sealing::InviteAddress& invite, const EnrolOptions& options) {
    crypto::SystemRandom random;
    tell(options, EnrolStep::checking);
    const wire::InviteLookup lookup{invite.secret.id().bytes};
    auto offer = authenticated_offer(first, invite.secret, lookup);
    if (!offer) return offer.error();
    const bool is_offered = offer->server == first.server_key() || is_removed(Check::offer_pin);
    auto proven =
        is_offered ? Result<link::BlockingLink>(std::move(first)) : reconnected(to, *offer, lookup);
    if (!proven) return proven.error();
    link::BlockingLink& link = *proven;
    auto keys = replica::device_keys(store);
    if (!keys) return keys.error();

    tell(options, EnrolStep::asking);
    const sealing::Request request =
        sealing::make_request(keys->sign, keys->box.public_key, invite.secret, link.server_key());
    auto sent = link.send(
        wire::EnrolRequest{lookup, sealing::seal_request(request, invite.secret, random)});
    if (!sent) return sent.error();
    auto answer = keyholder_answer(link, invite.secret, options);
    if (!answer) return answer.error();

    tell(options, EnrolStep::installing);
    auto installed =
        replica::install(store, *offer, *answer, {invite.host, invite.port, link.server_key()});
    if (!installed) return installed.error();
    auto status = store.status();
    if (!status) return status.error();
    return Enrolled{status->organisation, status->person, status->device, status->server};
}

}  // namespace

std::string_view to_text(EnrolStep step) {
    switch (step) {
        case EnrolStep::connecting:
            return "connecting";
        case EnrolStep::checking:
            return "checking";
        case EnrolStep::asking:
            return "asking";
        case EnrolStep::waiting:
            return "waiting";
        case EnrolStep::installing:
            return "installing";
    }
    return "unknown";
}

Result<void> check_invite(std::string_view invite) {
    const auto parsed = sealing::parse_invite(invite);
    if (!parsed) return parsed.error();
    return {};
}

// A named seam: whatever an adapter throws means that this attempt is over.
Result<Enrolled> enrol(Store& store, std::string_view invite, const EnrolOptions& options) try {
    auto parsed = sealing::parse_invite(invite);
    if (!parsed) return parsed.error();
    auto status = store.status();
    if (!status) return status.error();
    if (status->is_enrolled)
        return fail(Errc::already_exists, "this replica belongs to " + status->organisation);
    tell(options, EnrolStep::connecting);
    link::LinkOptions link_options;
    link_options.server = {parsed->host, parsed->port};
    link_options.trust = link::Learn{};
    link_options.connect_timeout = options.connect_timeout;
    auto link = link::BlockingLink::connect(link_options);
    if (!link) return link.error();
    return enrol_over(std::move(*link), link_options, store, *parsed, options);
} catch (const std::exception& thrown) {
    return fail(Errc::internal, thrown.what());
}

}  // namespace sanderling
