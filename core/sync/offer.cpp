#include "core/sync/offer.hpp"

#include "core/sync/author.hpp"
#include "core/sync/offered_item.hpp"

#include <algorithm>

namespace sanderling::sync {

namespace {

using commit::Verdict;
using wire::OfferStanding;

Seq after(Seq seq) {
    return Seq{number(seq) + 1};
}

// Why it is held: what its own history says no more, the scope log does; or its author's membership
// is among what was lost.
Errc held_code(const Result<Author>& author) {
    const bool is_revoked = !author && author.error().code == Errc::device_revoked;
    return is_revoked ? Errc::device_revoked : Errc::removed_member;
}

class OfferTaking {
  public:
    OfferTaking(const wire::Offer& offer, const OfferCourt& court)
        : offer_(offer), court_(court), state_(court.state), head_(court.state.head()) {}

    Result<OfferTaken> run();

  private:
    bool find_standing();
    bool is_here(Seq seq, const crypto::Hash& chain);
    bool is_known(Seq seq, const crypto::Hash& chain);
    Result<void> walk(const std::vector<OfferedItem>& items);
    Result<void> extend(const OfferedItem& item);
    Result<void> extend_by_commit(const OfferedItem& item, const commit::Commit& c);
    void take_bodies(const OfferedItem& item);
    void note_lost(const std::vector<OfferedItem>& items, std::size_t from);
    std::optional<commit::LostLinks> beyond_the_log(const commit::LostLinks& lost);
    void enter_lost(const commit::LostLinks& lost);
    Result<void> enter_apart(const OfferedItem& item);
    Result<void> enter_commit_apart(const OfferedItem& item, const commit::Commit& c);
    Result<Seq> merge_accepted(const OfferedItem& item, const scope_log::SignedEntry& entry,
                               const commit::Link& link);
    void put_entry(const OfferedItem& item, const scope_log::SignedEntry& entry,
                   const commit::Link& link);
    void enter_entry_apart(const OfferedItem& item, const scope_log::SignedEntry& entry);

    struct Merged {
        KnownBase base{};
        commit::ClassMask classes = 0;
    };
    void put(const commit::Link& link, const commit::Commit& c, Errc code,
             const std::optional<Merged>& merged);
    void advance(const commit::Link& link);
    HlcTime time_bound(const commit::Header& h, HlcTime time_base, HlcTime member_from) const;

    const wire::Offer& offer_;
    const OfferCourt& court_;
    RestoredScope& state_;
    ScopeHead head_;
    Seq common_{};                // the last seq that the offered history shares with this one
    std::optional<Seq> apart_{};  // the first offered seq that is elsewhere here, or nowhere
    std::size_t entered_ = 0;
};

bool OfferTaking::is_here(Seq seq, const crypto::Hash& chain) {
    if (seq == Seq{0}) return chain.is_zero();
    const auto here = seq <= head_.seq ? state_.place(seq) : std::nullopt;
    return here && here->chain == chain;
}

bool OfferTaking::is_known(Seq seq, const crypto::Hash& chain) {
    if (is_here(seq, chain)) return true;
    const commit::LostHistory* history = state_.lost_history();
    return history != nullptr && history->find(seq, commit::chain_prefix(chain));
}

// Whether the place before the first item is known, here or in what was offered before.
bool OfferTaking::find_standing() {
    const Seq before{number(offer_.first) - 1};
    common_ = before;
    if (is_here(before, offer_.chain)) return true;
    const commit::LostHistory* history = state_.lost_history();
    const auto there = history != nullptr
                           ? history->find(before, commit::chain_prefix(offer_.chain))
                           : std::nullopt;
    if (!there) return false;
    common_ = there->common;
    apart_ = offer_.first;
    return true;
}

Result<OfferTaken> OfferTaking::run() {
    if (offer_.first == Seq{0} || !find_standing()) return OfferTaken{};
    std::vector<OfferedItem> items;
    crypto::Hash chain = offer_.chain;
    for (std::size_t i = 0; i < offer_.items.size(); ++i) {
        auto item = read_offered(offer_.items[i], Seq{number(offer_.first) + i},
                                 {court_.log.org(), court_.log.scope()});
        if (!item) return item.error();
        chain = commit::chain_next(chain, item->link);
        item->chain = chain;
        items.push_back(std::move(*item));
    }
    if (auto walked = walk(items); !walked) return walked.error();
    return OfferTaken{apart_ ? OfferStanding::apart : OfferStanding::continues, entered_};
}

Result<void> OfferTaking::walk(const std::vector<OfferedItem>& items) {
    std::size_t i = 0;
    for (; i < items.size() && !apart_; ++i) {
        const OfferedItem& item = items[i];
        if (item.link.seq > head_.seq) {
            // The lost server's clock was ahead of this one's, which promises nobody a time that
            // has not come; and nobody is to wait until it has.
            if (item.link.t_eff > hlc_at(court_.now)) {
                apart_ = item.link.seq;
                break;
            }
            if (auto done = extend(item); !done) return done;
            common_ = item.link.seq;
        } else if (state_.place(item.link.seq)->chain == item.chain) {
            common_ = item.link.seq;
            take_bodies(item);
        } else {
            apart_ = item.link.seq;
            break;
        }
    }
    if (i == items.size()) return {};
    note_lost(items, i);
    for (; i < items.size(); ++i)
        if (auto done = enter_apart(items[i]); !done) return done;
    return {};
}

// Of what is known here another device may have had only stubs, because what it wrote had been
// superseded there; in force again here, it is of use with its bodies only.
void OfferTaking::take_bodies(const OfferedItem& item) {
    const auto* c = std::get_if<commit::Commit>(&item.content);
    if (c == nullptr && item.accepted) c = &*item.accepted;
    if (c == nullptr || c->patches.empty() || writes_purged(*c, court_.log)) return;
    const auto known = state_.verdict(c->header.dot());
    if (known && known->link.what == commit::commit_hash(c->header) && commit::check_leaves(*c))
        state_.take_bodies(*c);
}

void OfferTaking::advance(const commit::Link& link) {
    head_.seq = link.seq;
    head_.chain = commit::chain_next(head_.chain, link);
    head_.time_max = std::max(head_.time_max, link.t_eff);
    state_.put_head(head_);
    ++entered_;
}

// ---- The log goes on as it was
// -------------------------------------------------------------------

Result<void> OfferTaking::extend(const OfferedItem& item) {
    const commit::Link& link = item.link;
    if (const auto* c = std::get_if<commit::Commit>(&item.content))
        return extend_by_commit(item, *c);
    if (const auto* entry = std::get_if<scope_log::SignedEntry>(&item.content)) {
        if (auto fits = court_.log.append(*entry, link.seq, court_.directory); !fits) return fits;
        const auto decided = merge_accepted(item, *entry, link);
        if (!decided) return decided.error();
        if (item.accepted && *decided != link.effective_base)
            return fail(Errc::malformed, "an offered decision's base");
        put_entry(item, *entry, link);
        return {};
    }
    advance(link);
    state_.put_lost_links(link, std::get<commit::LostLinks>(item.content), item.bytes, head_.chain,
                          head_.time_max);
    return {};
}

HlcTime OfferTaking::time_bound(const commit::Header& h, HlcTime time_base,
                                HlcTime member_from) const {
    const ReplicaHead before = state_.replica(h.replica).value_or(ReplicaHead{});
    return commit::effective_time(h.clock, std::max(time_base, member_from), before.t_eff,
                                  hlc_at(court_.now));
}

Result<void> OfferTaking::extend_by_commit(const OfferedItem& item, const commit::Commit& c) {
    const commit::Header& h = c.header;
    const commit::Link& link = item.link;
    const ReplicaHead before = state_.replica(h.replica).value_or(ReplicaHead{});
    if (number(h.counter) != number(before.counter) + 1 || h.previous != before.hash)
        return fail(Errc::replica_fork, "replica " + to_text(h.replica));
    if (link.effective_base > h.base.seq || link.effective_base >= link.seq)
        return fail(Errc::malformed, "an effective base beyond the signed one");
    const auto author = author_of(h, c.signature, court_.directory, court_.log, link.seq,
                                  instant_of(link.t_eff), link.effective_base);
    const bool is_accepted = link.verdict == Verdict::accepted;
    const bool is_forged = !author && (author.error().code == Errc::unauthenticated ||
                                       author.error().code == Errc::bad_signature);
    if (!author && (is_accepted || is_forged)) return author.error();
    if (!is_accepted) {
        put(link, c, link.verdict == Verdict::quarantined ? held_code(author) : Errc::not_permitted,
            {});
        return {};
    }
    if (c.patches.empty() || !is_well_formed(c) || !commit::check_leaves(c))
        return fail(Errc::malformed, "an offered commit");
    if (writes_purged(c, court_.log)) return fail(Errc::purged, "an offered commit");
    auto base = known_base(h.base, state_);
    if (!base && link.effective_base != Seq{0})
        return fail(Errc::base_unknown, "an offered commit's base");
    if (base && link.effective_base != base->seq)
        return fail(Errc::malformed, "an effective base that is not the known one");
    KnownBase known = base.value_or(KnownBase{});
    if (link.t_eff > time_bound(h, known.time_max, hlc_at(author->member.not_before)))
        return fail(Errc::malformed, "an effective time that no server can have given");
    known.seq = link.effective_base;
    put(link, c, Errc::ok, Merged{known, author->member.classes});
    return {};
}

void OfferTaking::put(const commit::Link& link, const commit::Commit& c, Errc code,
                      const std::optional<Merged>& merged) {
    if (merged) {
        merge::WriteContext x{.dot = link.dot,
                              .seq = link.seq,
                              .t_eff = link.t_eff,
                              .base = merged->base.seq,
                              .own = c.header.own,
                              .ancestry = ancestry(state_, c.header.lineage),
                              .classes = merged->classes,
                              .lost = merged->base.lost};
        x.ahead = known_ahead(state_, x.ancestry, x.lost);
        merge_patches(c, x, state_, head_.digest);
    }
    const ReplicaHead before = state_.replica(c.header.replica).value_or(ReplicaHead{});
    advance(link);
    state_.put_replica(c.header.replica, {.counter = c.header.counter,
                                          .hash = link.what,
                                          .t_eff = std::max(before.t_eff, link.t_eff),
                                          .lineage = c.header.lineage});
    state_.put_commit(link, code, c, head_.chain, head_.time_max);
}

// ---- The log has gone on otherwise
// ---------------------------------------------------------------

// First the links, so that whatever was based on them can be told.
void OfferTaking::note_lost(const std::vector<OfferedItem>& items, std::size_t from) {
    const commit::LostHistory* history = state_.lost_history();
    while (from < items.size() && history != nullptr &&
           history->find(items[from].link.seq, commit::chain_prefix(items[from].chain)))
        ++from;
    if (from == items.size()) return;
    commit::LostLinks lost{.generation = offer_.generation,
                           .common = common_,
                           .first = items[from].link.seq,
                           .before = from == 0 ? offer_.chain : items[from - 1].chain};
    for (std::size_t i = from; i < items.size(); ++i) lost.links.push_back(items[i].link);
    enter_lost(lost);
}

Result<void> OfferTaking::enter_apart(const OfferedItem& item) {
    if (const auto* c = std::get_if<commit::Commit>(&item.content))
        return enter_commit_apart(item, *c);
    if (const auto* entry = std::get_if<scope_log::SignedEntry>(&item.content)) {
        enter_entry_apart(item, *entry);
        return {};
    }
    // Links of a still earlier history: what was based there is among the items that follow. They
    // say something here only if the place that they leave is known.
    const auto& lost = std::get<commit::LostLinks>(item.content);
    if (!is_known(Seq{number(lost.first) - 1}, lost.before)) return {};
    if (const auto beyond = beyond_the_log(lost)) enter_lost(*beyond);
    return {};
}

// Where a newer backup was put back, the log has places again that were lost to the history in
// between. Called lost, they would share less with it than they do: who keeps no links from there
// could not tell.
std::optional<commit::LostLinks> OfferTaking::beyond_the_log(const commit::LostLinks& lost) {
    Seq common{number(lost.first) - 1};
    crypto::Hash chain = lost.before;
    if (!is_here(common, chain)) return lost;
    auto link = lost.links.begin();
    for (; link != lost.links.end(); ++link) {
        const crypto::Hash next = commit::chain_next(chain, *link);
        if (!is_here(link->seq, next)) break;
        common = link->seq;
        chain = next;
    }
    if (link == lost.links.end()) return std::nullopt;
    return commit::LostLinks{.generation = lost.generation,
                             .common = common,
                             .first = after(common),
                             .before = chain,
                             .links = {link, lost.links.end()}};
}

void OfferTaking::enter_lost(const commit::LostLinks& lost) {
    const Bytes content = commit::encode(lost);
    const commit::Link link{.seq = after(head_.seq),
                            .what = commit::lost_links_hash(content),
                            .verdict = Verdict::lost_links,
                            .effective_base = head_.seq,
                            .t_eff = head_.time_max};
    advance(link);
    state_.put_lost_links(link, lost, content, head_.chain, head_.time_max);
}

// An entry that does not follow this log's last one is left out: either it is there already, or the
// keyholder has gone on otherwise, and its log is the one that counts.
void OfferTaking::enter_entry_apart(const OfferedItem& item, const scope_log::SignedEntry& entry) {
    const Seq seq = after(head_.seq);
    if (!court_.log.append(entry, seq, court_.directory)) return take_bodies(item);
    const HlcTime t_eff = std::min(item.link.t_eff, hlc_at(court_.now));
    commit::Link link{.seq = seq,
                      .what = item.link.what,
                      .verdict = Verdict::control,
                      .effective_base = head_.seq,
                      .t_eff = std::max(t_eff, head_.time_max)};
    // What cannot be merged here is not; the decision stands, and holds when its author brings it.
    if (const auto* decide = std::get_if<scope_log::Decide>(&entry.entry.body))
        link.t_eff = std::max(link.t_eff, decide->t_eff);
    if (const auto base = merge_accepted(item, entry, link)) link.effective_base = *base;
    put_entry(item, entry, link);
}

// Late work that an entry accepts, merged where it stands. The effective base that it then has; the
// link's own where nothing was to be merged.
Result<Seq> OfferTaking::merge_accepted(const OfferedItem& item,
                                        const scope_log::SignedEntry& entry,
                                        const commit::Link& link) {
    const auto* decide = std::get_if<scope_log::Decide>(&entry.entry.body);
    if (decide == nullptr || !item.accepted || !state_.late_work(decide->commit))
        return link.effective_base;
    const commit::Commit& c = *item.accepted;
    if (writes_purged(c, court_.log)) return link.effective_base;
    if (c.patches.empty() || !is_well_formed(c) || !commit::check_leaves(c))
        return fail(Errc::malformed, "offered work that was accepted");
    const KnownBase base = known_base(c.header.base, state_).value_or(KnownBase{});
    const auto author = author_of(c.header, c.signature, court_.directory, court_.log, link.seq,
                                  instant_of(link.t_eff), base.seq);
    if (!author) return author.error();
    merge::WriteContext x{.dot = c.header.dot(),
                          .seq = link.seq,
                          .t_eff = decide->t_eff,
                          .base = base.seq,
                          .own = c.header.own,
                          .ancestry = ancestry(state_, c.header.lineage),
                          .classes = author->member.classes,
                          .lost = base.lost};
    x.ahead = known_ahead(state_, x.ancestry, x.lost);
    merge_patches(c, x, state_, head_.digest);
    return base.seq;
}

void OfferTaking::put_entry(const OfferedItem& item, const scope_log::SignedEntry& entry,
                            const commit::Link& link) {
    if (const auto* purge = std::get_if<scope_log::Purge>(&entry.entry.body))
        state_.purge(*purge, head_.digest);
    advance(link);
    state_.put_entry(link, item.bytes, head_.chain, head_.time_max);
    if (const auto* decide = std::get_if<scope_log::Decide>(&entry.entry.body))
        state_.put_decision(link.seq, *decide, item.accepted ? &*item.accepted : nullptr);
}

Result<void> OfferTaking::enter_commit_apart(const OfferedItem& item, const commit::Commit& c) {
    const commit::Header& h = c.header;
    if (state_.verdict(h.dot())) {
        take_bodies(item);
        return {};
    }
    const ReplicaHead before = state_.replica(h.replica).value_or(ReplicaHead{});
    // What cannot follow its replica's last commit here can be delivered by its author only, who
    // still has it and moves it to another id.
    if (number(h.counter) != number(before.counter) + 1 || h.previous != before.hash) return {};

    const KnownBase base = known_base(h.base, state_).value_or(KnownBase{});
    const Seq seq = after(head_.seq);
    const auto author = author_of(h, c.signature, court_.directory, court_.log, seq,
                                  instant_of(item.link.t_eff), base.seq);
    const bool is_forged = !author && (author.error().code == Errc::unauthenticated ||
                                       author.error().code == Errc::bad_signature);
    if (is_forged) return author.error();

    // What was accepted once its author may have let go, so it is held rather than refused.
    Errc code = author ? Errc::ok : held_code(author);
    if (item.link.verdict == Verdict::quarantined) code = held_code(author);
    if (item.link.verdict == Verdict::rejected) code = Errc::not_permitted;
    if (writes_purged(c, court_.log)) code = Errc::purged;
    if (code == Errc::ok && (c.patches.empty() || !is_well_formed(c) || !commit::check_leaves(c)))
        return fail(Errc::malformed, "an offered commit");
    // Whatever it was: its author may have moved it, not knowing that it would be brought back.
    if (const auto other = state_.transaction(h.transaction); other && *other != h.dot())
        code = Errc::already_delivered;
    const HlcTime from = author ? hlc_at(author->member.not_before) : HlcTime{};
    commit::Link link = item.link;
    link.seq = seq;
    link.verdict = code == Errc::ok ? Verdict::accepted
                   : is_held(code)  ? Verdict::quarantined
                                    : Verdict::rejected;
    link.effective_base = base.seq;
    link.t_eff = std::min(item.link.t_eff, time_bound(h, base.time_max, from));
    put(link, c, code,
        code == Errc::ok ? std::optional(Merged{base, author->member.classes}) : std::nullopt);
    return {};
}

}  // namespace

Result<OfferTaken> take_offer(const wire::Offer& offer, const OfferCourt& court) {
    return OfferTaking(offer, court).run();
}

}  // namespace sanderling::sync
