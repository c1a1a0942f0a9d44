// Offers of devices to a restored store (docs/protocol.md §5.9).
#include "core/sync/offer.hpp"
#include "sync-server/store/store.hpp"

namespace sanderling::server {

namespace {

wire::Offered refused(ScopeId scope, const Error& why) {
    return {scope, wire::OfferStanding::unknown, why.code, why.detail};
}

}  // namespace

wire::Offered WriteGroup::take_offer(const wire::Offer& offer) {
    // Only a store that lost something takes something back: whoever offers what this very store
    // has numbered is mistaken.
    if (store_.history_ != sync::History::restored || offer.generation == store_.head_.generation)
        return {.scope = offer.scope};
    for (const Bytes& certificate : offer.certificates) {
        const auto is_new = store_.control_.add_certificate(certificate);
        if (!is_new || !*is_new) continue;
        put_directory_row(DirectoryKind::certificate, {}, {}, {}, certificate);
        moves_.has_certificates = true;
    }
    // What was judged before in this group is written first; then the offer can be undone alone.
    StoredScope& before = *court(offer.scope).state;
    before.flush();
    if (before.has_new_bodies()) moves_.scopes.insert(offer.scope);
    courts_.erase(offer.scope);
    store_.database_.execute("SAVEPOINT offer");
    auto standing = enter_offer(offer);
    if (standing) {
        store_.database_.execute("RELEASE offer");
        return {offer.scope, *standing};
    }
    courts_.erase(offer.scope);
    store_.database_.execute("ROLLBACK TO offer");
    store_.database_.execute("RELEASE offer");
    return refused(offer.scope, standing.error());
}

Result<wire::OfferStanding> WriteGroup::enter_offer(const wire::Offer& offer) {
    Court& here = court(offer.scope);
    const scope_log::ScopeLog before = store_.control_.log(offer.scope);
    scope_log::ScopeLog after = before;
    auto taken = sync::take_offer(offer, {*here.state, after, store_.control_.directory(), now_});
    if (!taken) return taken.error();
    if (taken->entered == 0) return taken->standing;
    if (after.kind()) here.state->set_kind(*after.kind());
    if (after.purges().size() != before.purges().size()) store_.has_purged_ = true;
    put_members(offer.scope, before, after);
    store_.control_.replace_log(offer.scope, std::move(after));
    if (!here.court)
        here.court = std::make_unique<sync::ScopeCourt>(
            sync::ScopeCourt{*here.state, store_.control_.log(offer.scope), store_.head_.generation,
                             store_.history_});
    moves_.scopes.insert(offer.scope);
    return taken->standing;
}

}  // namespace sanderling::server
