#include "core/sync/replay.hpp"

#include "core/sync/author.hpp"
#include "core/sync/judge.hpp"
#include "core/sync/offered_item.hpp"
#include "core/types/check.hpp"
#include "core/wire/accepted_work.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"

#include <algorithm>
#include <set>

namespace sanderling::sync {

using commit::Verdict;

namespace {

// A server refuses such a commit; one that does not would leave each reader its own order.
bool writes_twice(const commit::Commit& commit) {
    std::set<RecordId> records;
    for (const commit::Patch& patch : commit.patches) {
        if (!records.insert(patch.record).second) return true;
        std::set<Token> tokens;
        for (const commit::PathWrite& path : patch.paths)
            if (!tokens.insert(path.token).second) return true;
    }
    return false;
}

}  // namespace

Replay::Replay(OrgId org, ScopeId scope, ReplicaId own_replica, ReplayedScope& state,
               scope_log::ScopeLog& log, const scope_log::Directory& directory,
               Generation generation)
    : org_(org),
      scope_(scope),
      own_replica_(own_replica),
      state_(state),
      log_(log),
      directory_(directory),
      generation_(generation),
      head_(state.head()) {}

Result<void> Replay::take(const wire::FeedItem& item) {
    auto done = item.verdict == Verdict::control      ? take_entry(item)
                : item.verdict == Verdict::lost_links ? take_lost_links(item)
                                                      : take_commit(item);
    if (!done) {
        const std::uint64_t seq = number(head_.seq) + 1;
        return fail(done.error().code, "scope " + to_text(scope_) + " seq " + std::to_string(seq) +
                                           ": " + done.error().detail);
    }
    return {};
}

void Replay::advance(const commit::Link& link) {
    head_.seq = link.seq;
    head_.chain = commit::chain_next(head_.chain, link);
    head_.time_max = std::max(head_.time_max, link.t_eff);
    state_.put_head(head_);
    state_.put_link(link, head_.chain, head_.time_max);
}

Result<void> Replay::take_entry(const wire::FeedItem& item) {
    const ByteView signed_entry = wire::signed_entry_of(item.content);
    auto entry = scope_log::decode_entry(signed_entry);
    if (!entry) return entry.error();
    const Seq seq{number(head_.seq) + 1};
    if (auto taken = log_.append(*entry, seq, directory_); !taken) return taken.error();
    state_.put_log_entry(seq, signed_entry);
    // Of a scope nothing but its log is served any more, and that outside of the feed.
    if (log_.scope_purge() != nullptr) return fail(Errc::malformed, "a purged scope in the feed");
    if (const auto* purge = std::get_if<scope_log::Purge>(&entry->entry.body))
        state_.purge(purge->records, head_.digest);
    const auto* decide = std::get_if<scope_log::Decide>(&entry->entry.body);
    if (wire::is_accepted_work(item.content))
        if (auto merged = merge_accepted(item, decide); !merged) return merged;
    const bool has_effect = decide != nullptr && (decide->decision == scope_log::Decision::refuse ||
                                                  wire::is_accepted_work(item.content));
    if (has_effect) state_.note_decision(seq, *decide);
    advance({.seq = seq,
             .what = scope_log::entry_hash(entry->entry),
             .verdict = Verdict::control,
             .effective_base = item.effective_base,
             .t_eff = item.t_eff});
    return {};
}

// Late work joins where it was accepted, with what its author knew and was allowed when writing. An
// entry that comes without it changed nothing: a restored server did not have the work any more.
Result<void> Replay::merge_accepted(const wire::FeedItem& item, const scope_log::Decide* decide) {
    const auto accepted = wire::decode_accepted_work(item.content);
    if (!accepted) return accepted.error();
    if (decide == nullptr || decide->decision != scope_log::Decision::accept)
        return fail(Errc::malformed, "work with an entry that does not accept it");
    if (wire::is_remnant(accepted->work)) {
        const auto remnant = wire::decode_remnant(accepted->work);
        if (!remnant) return remnant.error();
        if (remnant->what != decide->commit) return fail(Errc::malformed, "another commit");
        state_.pass_remnant(remnant->device);
        return {};
    }
    const auto commit = wire::unpack(accepted->work, org_, scope_);
    if (!commit) return commit.error();
    if (writes_purged(*commit, log_))
        return fail(Errc::malformed, "accepted work on what was purged");
    const commit::Header& h = commit->header;
    const Seq seq{number(head_.seq) + 1};
    const bool is_other = commit::commit_hash(h) != decide->commit || decide->t_eff > item.t_eff;
    if (is_other && !is_removed(Check::accepted_work))
        return fail(Errc::malformed, "other work than was accepted");
    if (item.effective_base > h.base.seq || item.effective_base >= seq)
        return fail(Errc::malformed, "an effective base beyond the signed one");
    const auto lost = check_base(h.base, item.effective_base);
    if (!lost) return lost.error();
    const auto author = author_of(h, commit->signature, directory_, log_, seq,
                                  instant_of(item.t_eff), item.effective_base);
    if (!author) return author.error();
    return merge_all(*commit, {.dot = h.dot(),
                               .seq = seq,
                               .t_eff = decide->t_eff,
                               .base = item.effective_base,
                               .own = h.own,
                               .ancestry = ancestry(state_, h.lineage),
                               .classes = author->member.classes,
                               .lost = *lost});
}

Result<commit::Commit> Replay::commit_of(const wire::FeedItem& item) {
    if (item.content.empty()) {
        const ReplicaHead own = state_.replica(own_replica_).value_or(ReplicaHead{});
        auto mine = state_.own_commit(Counter{number(own.counter) + 1});
        if (!mine) return fail(Errc::malformed, "content left out that this replica does not have");
        return *mine;
    }
    return item.verdict == Verdict::rejected ? read_header_only(item.content)
                                             : wire::unpack(item.content, org_, scope_);
}

// Links that devices could still show of a history that the server lost. They are believed as far
// as somebody's signed base agrees with them.
Result<void> Replay::take_lost_links(const wire::FeedItem& item) {
    auto lost = commit::decode_lost_links(item.content);
    if (!lost) return lost.error();
    const Seq seq{number(head_.seq) + 1};
    state_.put_lost_links(seq, *lost, item.content);
    advance({.seq = seq,
             .what = commit::lost_links_hash(item.content),
             .verdict = Verdict::lost_links,
             .effective_base = item.effective_base,
             .t_eff = item.t_eff});
    return {};
}

// The author signed the chain that it had been shown. A server that shows two devices two histories
// is found out by the first commit that passes from one to the other; only one that says it was
// restored may have lost what a base names, and then nothing counts as known. Links that are no
// longer kept here cannot be compared.
Result<std::optional<commit::LostSight>> Replay::check_base(const commit::Base& base,
                                                            Seq effective) {
    using Sight = std::optional<commit::LostSight>;
    if (const auto known = known_base(base, state_)) {
        if (effective != known->seq && !is_removed(Check::effective_base_known))
            return fail(Errc::malformed, "an effective base that is not the known one");
        return Sight(known->lost);
    }
    const bool may_be_lost = base.generation != generation_ && effective == Seq{0};
    // A server loses nothing of its own time, so such a base is what it is, compared or not.
    const bool is_told_lower = base.generation == generation_ && effective != base.seq;
    if (is_told_lower && !is_removed(Check::effective_base_known))
        return fail(Errc::malformed, "an effective base below the signed one");
    if (is_removed(Check::base_chain)) return Sight();
    const bool is_comparable = base.seq <= head_.seq && state_.place(base.seq).has_value();
    if (is_comparable && !may_be_lost)
        return fail(Errc::base_unknown, "its author was shown another history up to seq " +
                                            std::to_string(number(base.seq)));
    if (base.seq > head_.seq && !may_be_lost)
        return fail(Errc::base_unknown, "its author was shown what is not in the log");
    return Sight();
}

// At most, where the base is not known here any more.
HlcTime Replay::time_of(const commit::Base& base) {
    const auto known = known_base(base, state_);
    return known ? known->time_max : head_.time_max;
}

// Numbering and chain go on past it. Who signed it, and what it covered, nobody can check any more.
Result<void> Replay::take_remnant(const wire::FeedItem& item) {
    const auto remnant = wire::decode_remnant(item.content);
    if (!remnant) return remnant.error();
    const ReplicaHead before = state_.replica(remnant->dot.replica).value_or(ReplicaHead{});
    if (number(remnant->dot.counter) != number(before.counter) + 1)
        return fail(Errc::replica_fork, "replica " + to_text(remnant->dot.replica));
    const commit::Link link{.seq = Seq{number(head_.seq) + 1},
                            .what = remnant->what,
                            .dot = remnant->dot,
                            .verdict = item.verdict,
                            .effective_base = item.effective_base,
                            .t_eff = item.t_eff};
    state_.pass_remnant(remnant->device);
    state_.put_replica(remnant->dot.replica, {.counter = remnant->dot.counter,
                                              .hash = link.what,
                                              .t_eff = item.t_eff,
                                              .lineage = remnant->lineage});
    advance(link);
    return {};
}

Result<void> Replay::take_commit(const wire::FeedItem& item) {
    if (wire::is_remnant(item.content)) return take_remnant(item);
    auto commit = commit_of(item);
    if (!commit) return commit.error();
    const commit::Header& h = commit->header;
    if (h.org != org_ || h.scope != scope_) return fail(Errc::malformed, "another scope's commit");
    const Seq seq{number(head_.seq) + 1};

    const ReplicaHead before = state_.replica(h.replica).value_or(ReplicaHead{});
    const bool follows =
        number(h.counter) == number(before.counter) + 1 && h.previous == before.hash;
    if (!follows && !is_removed(Check::commit_order))
        return fail(Errc::replica_fork, "replica " + to_text(h.replica));
    const bool is_beyond = item.effective_base > h.base.seq || item.effective_base >= seq;
    if (is_beyond && !is_removed(Check::effective_base))
        return fail(Errc::malformed, "an effective base beyond the signed one");

    std::optional<commit::LostSight> lost;
    if (item.verdict == Verdict::accepted) {
        if (writes_twice(*commit)) return fail(Errc::malformed, "a path written twice");
        auto sight = check_base(h.base, item.effective_base);
        if (!sight) return sight.error();
        lost = *sight;
    }
    const HlcTime time_base = time_of(h.base);

    auto author = author_of(h, commit->signature, directory_, log_, seq, instant_of(item.t_eff),
                            item.effective_base);
    const bool must_be_member = item.verdict == Verdict::accepted;
    const bool is_forged = !author && (author.error().code == Errc::unauthenticated ||
                                       author.error().code == Errc::bad_signature);
    if (!author && (must_be_member || is_forged)) return author.error();
    const bool is_too_late =
        must_be_member && item.t_eff > std::max({h.clock, time_base, before.t_eff,
                                                 hlc_at(author->member.not_before)});
    if (is_too_late && !is_removed(Check::effective_time))
        return fail(Errc::malformed, "an effective time that no server can have given");

    const commit::Link link{.seq = seq,
                            .what = commit::commit_hash(h),
                            .dot = h.dot(),
                            .verdict = item.verdict,
                            .effective_base = item.effective_base,
                            .t_eff = item.t_eff};
    if (item.verdict == Verdict::accepted) {
        const merge::WriteContext x{.dot = h.dot(),
                                    .seq = seq,
                                    .t_eff = item.t_eff,
                                    .base = item.effective_base,
                                    .own = h.own,
                                    .ancestry = ancestry(state_, h.lineage),
                                    .classes = author->member.classes,
                                    .lost = lost};
        if (auto merged = merge_all(*commit, x); !merged) return merged.error();
    }
    state_.put_replica(
        h.replica,
        {.counter = h.counter, .hash = link.what, .t_eff = item.t_eff, .lineage = h.lineage});
    advance(link);
    if (item.verdict == Verdict::quarantined) state_.note_late(link, *commit);
    return {};
}

Result<void> Replay::merge_all(const commit::Commit& commit, const merge::WriteContext& x) {
    if (writes_purged(commit, log_) && !is_removed(Check::purged_record))
        return fail(Errc::malformed, "a write to what was purged before it");
    for (std::uint32_t i = 0; i < commit.patches.size(); ++i)
        if (auto merged = state_.merge(commit, i, x, head_.digest); !merged) return merged.error();
    return {};
}

Result<void> Replay::check(const wire::ScopeCheckpoint& checkpoint) {
    if (auto fits = check_chain(checkpoint); !fits) return fits;
    if (!has_digest(checkpoint)) return digest_differs(checkpoint);
    return {};
}

Result<void> Replay::check_chain(const wire::ScopeCheckpoint& checkpoint) {
    const bool is_same = checkpoint.seq == head_.seq && checkpoint.chain == head_.chain;
    if (!is_same && !is_removed(Check::chain))
        return fail(Errc::corrupt, "scope " + to_text(scope_) + ": the chain differs at seq " +
                                       std::to_string(number(checkpoint.seq)));
    return {};
}

Error digest_differs(const wire::ScopeCheckpoint& checkpoint) {
    return fail(Errc::corrupt, "scope " + to_text(checkpoint.scope) +
                                   ": the digest differs at seq " +
                                   std::to_string(number(checkpoint.seq)));
}

}  // namespace sanderling::sync
