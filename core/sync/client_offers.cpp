// What a device offers a server that was restored from a backup (docs/protocol.md §5.9).
#include "core/sync/client_session.hpp"

namespace sanderling::sync::client {

void ClientSession::on(const GenerationNoted& e, Effects& out) {
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    live->stale = e.stale;
    if (e.change == GenerationNoted::Change::none) return;
    // Its directory may have lost what the cursor counts, so all of it is asked for.
    identity_.directory_cursor = 0;
    begin_anew(identity_.replica, out);
}

// Also where the server has the place again: it may have it from a device that had no more than
// stubs of what this one has whole.
void ClientSession::offer_first(Live& live, const wire::Subscription& position, Effects& out) {
    live.held_back[position.scope] = position;
    live.offering[position.scope] = wire::OfferStanding::unknown;
    out.emplace_back(TakeOffer{position.scope, Seq{0}});
}

void ClientSession::on(const OfferTaken& e, Effects& out) {
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr || !live->offering.contains(e.scope)) return;
    auto held_back = live->held_back.extract(e.scope);
    if (e.offer) {
        live->stale.erase(e.scope);
        live->offered_until[e.scope] = Seq{number(e.offer->first) + e.offer->items.size()};
        out.emplace_back(Send{*e.offer});
    } else if (held_back) {
        live->offering.erase(e.scope);
        out.emplace_back(Send{wire::Subscribe{{held_back.mapped()}}});
    } else {
        out.emplace_back(EndOffer{{.scope = e.scope, .standing = live->offering[e.scope]}});
        live->offering.erase(e.scope);
    }
}

void ClientSession::on_offered(Live& live, const wire::Offered& offered, Effects& out) {
    if (!live.offering.contains(offered.scope)) return;
    if (traits(offered.code).retry) {
        out.emplace_back(Disconnect{});
        return wait(attempts(), {offered.code, offered.detail}, out);
    }
    if (offered.code != Errc::ok || offered.standing == wire::OfferStanding::unknown) {
        live.offering.erase(offered.scope);
        out.emplace_back(EndOffer{offered});
        return;
    }
    live.offering[offered.scope] = offered.standing;
    out.emplace_back(TakeOffer{offered.scope, live.offered_until[offered.scope]});
}

void ClientSession::on(const OfferEnded& e, Effects& out) {
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    if (e.position) {
        out.emplace_back(Send{wire::Subscribe{{*e.position}}});
    } else {
        live->subscribed.erase(e.scope);
        live->behind.erase(e.scope);
        settle(*live, out);
    }
}

}  // namespace sanderling::sync::client
