#include "client-sdk/replica/renewal.hpp"

#include "client-sdk/replica/live_text.hpp"
#include "core/sealing/content.hpp"
#include "core/sealing/deposit.hpp"
#include "core/types/fault.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

// What of a replica's numbers is surely its own: those after one that the server did not take may
// be somebody else's there.
Counter own_until(Writer& writer, ScopeId scope, ReplicaId replica, Counter until) {
    const auto unnumbered = writer.outbox.first_unnumbered(scope, replica);
    if (!unnumbered || *unnumbered > until) return until;
    return Counter{number(*unnumbered) - 1};
}

std::optional<Dot> parent_in(Writer& writer, ScopeId scope, ReplicaId replica, Counter until) {
    if (until != Counter{0}) return Dot{replica, until};
    const auto earlier = writer.lineage.ancestry(scope, replica);
    return earlier.empty() ? std::nullopt : std::optional(earlier.front());
}

/// The commits of one scope on their way to the current id.
class Move {
  public:
    Move(Writer& writer, Scope& scope, const Dot& from, Counter bound, Instant now)
        : writer_(writer),
          scope_(scope),
          from_(from),
          bound_(bound),
          self_(writer.self(scope, now)) {}

    Result<void> take(OutboxRow row);

  private:
    // Everything of this replica that the author of the old commit had.
    std::vector<Dot> known_by(const commit::Header& old);
    OwnKnowledge knowledge_of(const commit::Header& old);
    Result<void> reseal(commit::Commit& commit, const commit::Header& old);
    void rename(std::vector<Dot>& dots) const;
    void rename_text(const commit::PathWrite& path, Bytes& value) const;
    void rename_pending(const commit::Commit& commit, const Dot& before, const OwnKnowledge& had);

    Writer& writer_;
    Scope& scope_;
    Dot from_;
    Counter bound_;  // up to which the numbers of from_.replica are delivered
    Self self_;
    std::vector<text::MovedCommit> moved_{};
};

std::vector<Dot> Move::known_by(const commit::Header& old) {
    std::vector<Dot> out{{old.replica, old.own}};
    if (!old.lineage) return out;
    out.push_back(*old.lineage);
    for (const Dot& earlier : writer_.lineage.ancestry(scope_.id, old.lineage->replica))
        out.push_back(earlier);
    return out;
}

OwnKnowledge Move::knowledge_of(const commit::Header& old) {
    const std::vector<Dot> known = known_by(old);
    const auto knows = [&](const Dot& dot) {
        return std::any_of(known.begin(), known.end(), [&](const Dot& k) {
            return k.replica == dot.replica && dot.counter <= k.counter;
        });
    };
    OwnKnowledge out;
    for (const text::MovedCommit& earlier : moved_) {
        if (!knows(earlier.before)) break;
        out.own = earlier.after.counter;
    }
    const std::size_t fork_order = *writer_.lineage.order(from_.replica);
    for (Dot k : known) {
        const auto order = writer_.lineage.order(k.replica);
        if (!order || *order > fork_order) continue;
        if (k.replica == from_.replica) k.counter = std::min(k.counter, bound_);
        if (k.counter != Counter{0}) out.ancestry.push_back(k);
    }
    return out;
}

void Move::rename(std::vector<Dot>& dots) const {
    for (Dot& dot : dots)
        for (const text::MovedCommit& moved : moved_)
            if (dot == moved.before) dot = moved.after;
}

// The elements of a text are named after the commits that wrote them.
void Move::rename_text(const commit::PathWrite& path, Bytes& value) const {
    if (path.rule != commit::Rule::text) return;
    const auto batch = decode_text(value);
    if (!batch) return;
    value = encode_text(text::moved(*batch, moved_));
}

Result<void> Move::reseal(commit::Commit& commit, const commit::Header& old) {
    if (sealing::has_deposit(commit)) {
        // Nobody here can open it, and no number of its author is bound into it.
        commit::seal_header(commit, writer_.identity.device_keys().sign);
        return {};
    }
    const sealing::EpochKey* before = writer_.scopes.key(scope_, old.epoch);
    if (before == nullptr) return fail(Errc::no_key, "the key it was sealed under");
    std::vector<sealing::Plaintext> contents;
    for (std::uint32_t i = 0; i < commit.patches.size(); ++i) {
        auto opened = sealing::open_patch(commit.patches[i], old, i, *before);
        if (!opened) return opened.error();
        contents.push_back(std::move(*opened));
    }
    const KeyEpoch newest = writer_.scopes.log(scope_).current_epoch();
    const bool has_newest = writer_.scopes.key(scope_, newest) != nullptr;
    commit.header.epoch = has_newest ? newest : old.epoch;
    const sealing::EpochKey& key = *writer_.scopes.key(scope_, commit.header.epoch);
    for (std::uint32_t i = 0; i < commit.patches.size(); ++i) {
        auto& paths = commit.patches[i].paths;
        for (std::size_t k = 0; k < paths.size(); ++k) {
            rename(paths[k].dots);
            if (k < contents[i].values.size()) rename_text(paths[k], contents[i].values[k].value);
        }
        auto sealed = sealing::seal_patch(commit.patches[i], commit.header, i, contents[i], key,
                                          writer_.random);
        if (!sealed) return sealed;
    }
    commit::seal_header(commit, writer_.identity.device_keys().sign);
    return {};
}

void Move::rename_pending(const commit::Commit& commit, const Dot& before,
                          const OwnKnowledge& had) {
    for (const commit::Patch& patch : commit.patches) {
        auto record = writer_.records.find(scope_.id, patch.record, self_);
        if (!record) continue;
        for (PendingPatch& pending : record->body.pending) {
            if (pending.dot != before) continue;
            pending.dot = commit.header.dot();
            pending.own = had.own;
            pending.ancestry = had.ancestry;
            for (PendingPath& path : pending.paths) {
                rename(path.write.dots);
                rename_text(path.write, path.value);
            }
        }
        writer_.records.save(*record, self_, scope_.head.seq);
    }
}

Result<void> Move::take(OutboxRow row) {
    auto commit =
        wire::unpack(writer_.outbox.packed(row.position), writer_.identity.me().org, scope_.id);
    if (!commit) throw vault::SqliteError(SQLITE_CORRUPT, "an outbox commit");
    const commit::Header old = commit->header;
    const OwnKnowledge had = knowledge_of(old);
    OwnPosition& own = writer_.scopes.own(scope_);
    commit::Header& h = commit->header;
    h.replica = writer_.replica();
    h.counter = Counter{number(own.counter) + 1};
    h.previous = own.hash;
    h.own = had.own;
    if (has_fault(Fault::resealed_with_new_base))
        h.base = {scope_.generation, scope_.head.seq, commit::chain_prefix(scope_.head.chain)};
    h.lineage = had.ancestry.empty() ? std::nullopt : std::optional(had.ancestry.front());
    moved_.push_back({old.dot(), h.dot()});
    if (auto sealed = reseal(*commit, old); !sealed) {
        moved_.pop_back();
        return sealed;
    }
    own.counter = h.counter;
    own.hash = commit::commit_hash(h);
    const Dot before = row.dot;
    row.dot = h.dot();
    row.hash = own.hash;
    writer_.outbox.replace(row, wire::pack(*commit));
    rename_pending(*commit, before, had);
    return {};
}

void refuse(Writer& writer, OutboxRow row) {
    row.verdict = commit::Verdict::rejected;
    row.code = Errc::replica_fork;
    writer.undo(row);
    writer.outbox.put_verdict(row);
}

}  // namespace

ReplicaId renew(Writer& writer, RenewalReason reason, Instant now) {
    writer.is_changed = true;
    const ReplicaId before = writer.replica();
    const ReplicaId fresh = writer.random.id<ReplicaId>();
    for (Scope* scope : writer.scopes.all()) {
        const OwnPosition at = writer.scopes.position_of(*scope, before);
        const Counter until = own_until(writer, scope->id, before, at.counter);
        if (const auto parent = parent_in(writer, scope->id, before, until))
            writer.lineage.put_parent(scope->id, fresh, parent);
        scope->own.reset();
    }
    writer.lineage.begin({.replica = fresh, .reason = reason, .since = now});
    return fresh;
}

void move_stranded(Writer& writer, const Stranded& stranded, Instant now) {
    writer.is_changed = true;
    const auto from_order = writer.lineage.order(stranded.from.replica);
    Scope* scope = writer.scopes.find(stranded.scope);
    if (!from_order || scope == nullptr) return;
    const bool has_numbers =
        writer.scopes.position_of(*scope, writer.replica()).counter != Counter{0};
    if (has_numbers || writer.replica() == stranded.from.replica)
        renew(writer, stranded.reason, now);
    const Counter bound = own_until(writer, scope->id, stranded.from.replica,
                                    Counter{number(stranded.from.counter) - 1});
    writer.lineage.put_parent(scope->id, writer.replica(),
                              parent_in(writer, scope->id, stranded.from.replica, bound));
    scope->own.reset();

    Move move(writer, *scope, stranded.from, bound, now);
    for (const OutboxRow& row : writer.outbox.unanswered_in(scope->id)) {
        const bool is_later = writer.lineage.order(row.dot.replica) > from_order;
        const bool is_from =
            row.dot.replica == stranded.from.replica && row.dot.counter >= stranded.from.counter;
        if (!is_later && !is_from) continue;
        if (!move.take(row)) refuse(writer, row);
    }
}

}  // namespace sanderling::replica
