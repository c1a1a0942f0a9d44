#include "core/sync/judge.hpp"

#include "core/commit/limits.hpp"
#include "core/commit/path_form.hpp"
#include "core/sync/author.hpp"
#include "core/types/fault.hpp"

#include <algorithm>
#include <set>

namespace sanderling::sync {

namespace {

using commit::Verdict;

// What is found about one part before the transaction is decided as a whole.
struct Finding {
    enum class Kind : std::uint8_t { fresh, stored, no_verdict };
    Kind kind = Kind::fresh;
    Judgement stored{};
    Errc code = Errc::ok;  // for fresh: why not accepted; for no_verdict: why not yet
    std::optional<KnownBase> base{};
    commit::ClassMask classes = 0;
    Instant member_from{};  // nothing of an author counts as earlier than its membership
};

Finding not_yet(const commit::Commit& c, Errc code) {
    return {.kind = Finding::Kind::no_verdict,
            .stored = {.dot = c.header.dot(), .verdict = Verdict::rejected, .code = code},
            .code = code};
}

// An increment that folds others carries their sum, so an author who has forgotten what it folded
// since would count it twice.
bool folds_blindly(const commit::Header& h, const commit::PathWrite& path) {
    return path.rule == commit::Rule::counter && path.coverage == commit::Coverage::named &&
           number(h.own) + 1 != number(h.counter);
}

// A base of a lost history that nobody can show is no base at all: its author is taken to have
// known nothing but its own, so nothing is overwritten that it may not have seen.
std::optional<KnownBase> base_of(const commit::Header& h, ScopeCourt& court) {
    if (auto known = known_base(h.base, court.state)) return known;
    const bool is_of_another_time =
        court.history == History::restored && h.base.generation != court.generation;
    return is_of_another_time ? std::optional(KnownBase{}) : std::nullopt;
}

merge::WriteContext context_of(const commit::Header& h, const KnownBase& base, ScopeState& state,
                               Seq seq, HlcTime t_eff, commit::ClassMask classes) {
    merge::WriteContext x{.dot = h.dot(),
                          .seq = seq,
                          .t_eff = t_eff,
                          .base = base.seq,
                          .own = h.own,
                          .ancestry = ancestry(state, h.lineage),
                          .classes = classes,
                          .lost = base.lost};
    x.ahead = known_ahead(state, x.ancestry, x.lost);
    return x;
}

bool writes_life(const commit::Patch& patch) {
    return std::any_of(patch.paths.begin(), patch.paths.end(),
                       [](const commit::PathWrite& p) { return p.rule == commit::Rule::life; });
}

// A write whose author knew the record to be deleted would be hidden by that delete, so it has to
// say what it does to the record's life.
bool hides_itself(const commit::Patch& patch, ScopeState& state, const merge::WriteContext& x) {
    if (writes_life(patch)) return false;
    const merge::RecordState record = state.record(patch.record);
    const merge::LiveSet* life = record.life();
    if (life == nullptr) return false;
    return std::any_of(life->entries.begin(), life->entries.end(), [&](const merge::LiveEntry& e) {
        return e.operation == commit::Operation::erase && merge::knows(x, e);
    });
}

Errc check_content(const commit::Commit& c, ScopeCourt& court,
                   const std::optional<KnownBase>& base) {
    const commit::Header& h = c.header;
    if (c.patches.empty() || !is_well_formed(c)) return Errc::malformed;
    if (h.own >= h.counter) return Errc::malformed;
    const bool whole = std::all_of(c.patches.begin(), c.patches.end(),
                                   [](const commit::Patch& p) { return p.ciphertext.has_value(); });
    if (!whole || !commit::check_leaves(c)) return Errc::bad_leaves;
    if (!base) return Errc::base_unknown;
    const KeyEpoch current = court.log.current_epoch();
    if (h.epoch < court.log.epoch_at(base->seq) || h.epoch > current) return Errc::stale_epoch;
    const merge::WriteContext x = context_of(h, *base, court.state, {}, {}, 0);
    for (const commit::Patch& patch : c.patches)
        if (hides_itself(patch, court.state, x)) return Errc::undelete_required;
    return Errc::ok;
}

Finding examine(const Part& part, const scope_log::Directory& directory, Instant now) {
    const commit::Commit& c = part.commit;
    if (part.court == nullptr) return not_yet(c, Errc::unknown_scope);
    ScopeCourt& court = *part.court;
    const commit::Header& h = c.header;
    if (const auto known = court.state.verdict(h.dot())) {
        if (known->link.what != commit::commit_hash(h)) return not_yet(c, Errc::replica_fork);
        // Others may have brought it back without its bodies (docs/protocol.md §5.9).
        const bool may_lack = court.history == History::restored && !writes_purged(c, court.log);
        if (may_lack && commit::check_leaves(c)) court.state.take_bodies(c);
        return {.kind = Finding::Kind::stored,
                .stored = {h.dot(), known->link.verdict, known->code, known->link.seq, false}};
    }
    const ReplicaHead before = court.state.replica(h.replica).value_or(ReplicaHead{});
    if (number(h.counter) != number(before.counter) + 1) return not_yet(c, Errc::counter_gap);
    if (h.previous != before.hash) return not_yet(c, Errc::replica_fork);

    const ScopeHead head = court.state.head();
    const Seq position{number(head.seq) + 1};
    const auto base = base_of(h, court);
    const auto author = author_of(h, c.signature, directory, court.log, position, now,
                                  base ? base->seq : h.base.seq);
    // An unproven author must not consume a number of the replica that it names.
    if (!author && (author.error().code == Errc::unauthenticated ||
                    author.error().code == Errc::bad_signature))
        return not_yet(c, author.error().code);
    // Whoever never was in gets the answer of a scope that does not exist, and leaves no trace in
    // it.
    if (!author && !court.log.has_known(directory.device(h.device)->person))
        return not_yet(c, Errc::unknown_scope);
    Finding finding{.base = base};
    if (const auto other = court.state.transaction(h.transaction); other && *other != h.dot())
        finding.code = Errc::already_delivered;
    // Before anything that would keep it: what was erased is not held for a decision either.
    else if (writes_purged(c, court.log))
        finding.code = Errc::purged;
    else
        finding.code = author ? check_content(c, court, base) : author.error().code;
    if (author) {
        finding.classes = author->member.classes;
        finding.member_from = author->member.not_before;
    }
    return finding;
}

Judgement enter(const Part& part, Verdict verdict, Errc code, const Finding& finding, Instant now) {
    const commit::Commit& c = part.commit;
    JudgedScope& state = part.court->state;
    ScopeHead head = state.head();
    ReplicaHead replica = state.replica(c.header.replica).value_or(ReplicaHead{});

    const KnownBase base =
        finding.base.value_or(KnownBase{.seq = std::min(c.header.base.seq, head.seq)});
    const HlcTime floor = std::max(base.time_max, hlc_at(finding.member_from));
    const HlcTime t_eff = commit::effective_time(c.header.clock, floor, replica.t_eff, hlc_at(now));
    const commit::Link link{.seq = Seq{number(head.seq) + 1},
                            .what = commit::commit_hash(c.header),
                            .dot = c.header.dot(),
                            .verdict = verdict,
                            .effective_base = base.seq,
                            .t_eff = t_eff};
    if (verdict == Verdict::accepted) {
        const auto x = context_of(c.header, base, state, link.seq, t_eff, finding.classes);
        merge_patches(c, x, state, head.digest);
    }
    head.seq = link.seq;
    head.chain = commit::chain_next(head.chain, link);
    head.time_max = std::max(head.time_max, t_eff);
    replica = {.counter = c.header.counter,
               .hash = link.what,
               .t_eff = t_eff,
               .lineage = c.header.lineage};
    state.put_head(head);
    state.put_replica(c.header.replica, replica);
    state.put_commit(link, code, c, head.chain, head.time_max);
    return {c.header.dot(), verdict, code, link.seq, true};
}

bool is_complete(std::span<const Part> parts) {
    std::set<std::uint16_t> indexes;
    for (const Part& part : parts) {
        const commit::Header& h = part.commit.header;
        if (h.transaction != parts[0].commit.header.transaction) return false;
        if (h.transaction_count != parts.size() || h.transaction_index >= parts.size())
            return false;
        indexes.insert(h.transaction_index);
    }
    return indexes.size() == parts.size();
}

Verdict verdict_for(Errc code) {
    if (code == Errc::ok) return Verdict::accepted;
    return is_held(code) ? Verdict::quarantined : Verdict::rejected;
}

}  // namespace

// Two patches of one record, or two writes to one path, would leave their order undefined; what
// goes with no rule would be in the log for ever.
bool is_well_formed(const commit::Commit& c) {
    std::set<RecordId> records;
    for (const commit::Patch& patch : c.patches) {
        if (!records.insert(patch.record).second) return false;
        std::set<Token> tokens;
        for (const commit::PathWrite& path : patch.paths) {
            if (!tokens.insert(path.token).second) return false;
            if (!commit::is_well_formed(path) || folds_blindly(c.header, path)) return false;
        }
    }
    return true;
}

bool writes_purged(const commit::Commit& c, const scope_log::ScopeLog& log) {
    if (log.purges().empty()) return false;
    if (log.scope_purge() != nullptr) return true;
    return std::any_of(c.patches.begin(), c.patches.end(), [&](const commit::Patch& patch) {
        return log.purge_of(patch.record) != nullptr;
    });
}

void merge_patches(const commit::Commit& c, const merge::WriteContext& x, ScopeState& state,
                   merge::Digest& digest) {
    for (std::uint32_t i = 0; i < c.patches.size(); ++i) {
        merge::RecordState record = state.record(c.patches[i].record);
        record.apply(c.patches[i], i, x, digest);
        state.put_record(c.patches[i].record, record);
    }
}

// Whoever decides says exactly what was seen: another place or time is another piece of work.
Result<std::optional<merge::WriteContext>> weigh(const scope_log::Decide& decide,
                                                 const LateWork* work, ScopeCourt& court,
                                                 const scope_log::Directory& directory,
                                                 Seq position) {
    using Outcome = std::optional<merge::WriteContext>;
    if (work == nullptr || work->link.verdict != Verdict::quarantined ||
        work->link.seq != decide.seq || work->link.t_eff != decide.t_eff)
        return fail(Errc::scope_log_invalid,
                    "no such work is held at seq " + std::to_string(number(decide.seq)));
    if (decide.decision == scope_log::Decision::refuse) return Outcome();
    if (writes_purged(work->commit, court.log))
        return fail(Errc::purged, "it can be refused, and not accepted");
    const commit::Header& h = work->commit.header;
    const auto base = base_of(h, court);
    if (!base) return fail(Errc::base_unknown, "what it was based on is not known here");
    const auto author = author_of(h, work->commit.signature, directory, court.log, position,
                                  instant_of(decide.t_eff), base->seq);
    if (!author) return author.error();
    if (const Errc code = check_content(work->commit, court, base); code != Errc::ok)
        return fail(code, "it can be refused, and not accepted");
    return Outcome(
        context_of(h, *base, court.state, position, decide.t_eff, author->member.classes));
}

std::vector<Judgement> judge(std::span<const Part> parts, const scope_log::Directory& directory,
                             Instant server_now) {
    std::vector<Judgement> out;
    if (parts.empty() || parts.size() > commit::limits::commits_a_transaction ||
        !is_complete(parts)) {
        for (const Part& part : parts)
            out.push_back(not_yet(part.commit, Errc::incomplete_transaction).stored);
        return out;
    }

    std::vector<Finding> findings;
    findings.reserve(parts.size());
    for (const Part& part : parts) findings.push_back(examine(part, directory, server_now));

    // Not at all, if one part has to wait; otherwise the gravest finding decides for every part.
    Errc decisive = Errc::ok;
    bool wait = false;
    for (const Finding& f : findings) {
        wait = wait || f.kind == Finding::Kind::no_verdict;
        const bool graver = verdict_for(f.code) == Verdict::rejected || decisive == Errc::ok;
        if (f.kind == Finding::Kind::fresh && f.code != Errc::ok && graver) decisive = f.code;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Finding& f = findings[i];
        if (f.kind == Finding::Kind::stored) {
            out.push_back(f.stored);
        } else if (wait) {
            const Errc code =
                f.kind == Finding::Kind::no_verdict ? f.code : Errc::incomplete_transaction;
            out.push_back(not_yet(parts[i].commit, code).stored);
        } else {
            const Errc code = has_fault(Fault::parts_judged_singly) ? f.code : decisive;
            out.push_back(enter(parts[i], verdict_for(code), code, f, server_now));
        }
    }
    return out;
}

}  // namespace sanderling::sync
