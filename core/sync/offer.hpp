// A restored server taking back what devices still hold of the history that its backup lacked
// (docs/protocol.md §5.9). Nothing is judged anew where the log goes on exactly as it was; where it
// has gone on otherwise, what is offered is entered behind it with its old effective time, and its
// base is told by links.
#pragma once

#include "core/sync/judge.hpp"
#include "core/wire/message.hpp"

namespace sanderling::sync {

/// A scope of a server's store while it takes offers, inside one transaction.
class RestoredScope : public JudgedScope {
  public:
    virtual void put_entry(const commit::Link& link, ByteView signed_entry,
                           const crypto::Hash& chain, HlcTime time_max) = 0;
    /// Destroys the live sets and the bodies that it names; keeps `digest` true.
    virtual void purge(const scope_log::Purge& purge, merge::Digest& digest) = 0;
    /// Adds to what `lost_history` gives from now on.
    virtual void put_lost_links(const commit::Link& link, const commit::LostLinks& lost,
                                ByteView content, const crypto::Hash& chain, HlcTime time_max) = 0;
};

struct OfferCourt {
    RestoredScope& state;
    scope_log::ScopeLog& log;  // follows the entries that are taken
    const scope_log::Directory& directory;
    Instant now{};
};

struct OfferTaken {
    wire::OfferStanding standing = wire::OfferStanding::unknown;
    std::size_t entered = 0;  // items that the log did not have
};

/// All items or none: after an error nothing of the transaction is to be kept. Errors: those of
/// what does not verify.
Result<OfferTaken> take_offer(const wire::Offer& offer, const OfferCourt& court);

}  // namespace sanderling::sync
