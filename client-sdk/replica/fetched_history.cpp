#include "client-sdk/replica/fetched_history.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/record_reader.hpp"
#include "client-sdk/replica/replayed_scope.hpp"
#include "core/sealing/content.hpp"
#include "core/sync/author.hpp"
#include "core/types/check.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

using vault::Statement;

// Where a link is still kept, the commit stands where the chain says it does.
Result<void> check_link(Writer& writer, ScopeId scope, const wire::PastCommit& at,
                        const crypto::Hash& what) {
    Scope* const known = writer.scopes.find(scope);
    const auto* decision =
        known != nullptr ? writer.scopes.log(*known).decision_at(at.seq) : nullptr;
    if (decision != nullptr) {  // late work stands where it was accepted
        if (decision->body.commit == what && decision->body.t_eff == at.t_eff &&
            decision->body.decision == scope_log::Decision::accept)
            return {};
        return fail(Errc::malformed, "other work was accepted there");
    }
    auto rows = writer.database.prepare(
        "SELECT what, verdict, effective_base, t_eff FROM sanderling_link"
        " WHERE scope = ?1 AND seq = ?2");
    rows.bind_blob(1, scope.view()).bind_int(2, as_int(at.seq));
    if (rows.step() == Statement::Step::done) return {};
    const bool fits = what == column_fixed<crypto::Hash>(rows, 0) &&
                      column_code<commit::Verdict>(rows, 1) == commit::Verdict::accepted &&
                      column_code<Seq>(rows, 2) == at.effective_base &&
                      rows.column_int(3) == as_int(at.t_eff);
    if (!fits && !is_removed(Check::history_links))
        return fail(Errc::malformed, "another commit stands there");
    return {};
}

merge::WriteContext context_of(const commit::Header& h, const wire::PastCommit& at,
                               const sync::Author& author, sync::ScopeState& state) {
    merge::WriteContext x{.dot = h.dot(),
                          .seq = at.seq,
                          .t_eff = at.t_eff,
                          .base = at.effective_base,
                          .own = h.own,
                          .ancestry = sync::ancestry(state, h.lineage),
                          .classes = author.member.classes};
    if (at.effective_base != h.base.seq)
        if (auto known = sync::known_base(h.base, state)) x.lost = std::move(known->lost);
    return x;
}

PastValue value_of(const merge::LiveEntry& e, const LiveValue& held, HlcTime claimed) {
    return {.field = held.field,
            .dot = e.dot,
            .seq = e.seq,
            .t_eff = e.t_eff,
            .claimed = claimed,
            .rule = e.rule,
            .operation = e.operation,
            .standing = e.standing,
            .value = held.value};
}

// As what a device keeps of the past.
bool is_worth_showing(const merge::LiveEntry& e, const LiveValue& held) {
    const bool is_place =
        e.rule == commit::Rule::ordered_list && e.operation == commit::Operation::put;
    return held.is_readable && !is_place;
}

}  // namespace

void FetchedHistory::drop(Writer& writer, const wire::PastCommit& at, const Dot& dot,
                          DeviceId device) {
    const Author author = read_author(writer.database, of_.scope, dot.replica);
    dropped_.push_back({.seq = at.seq,
                        .effective = instant_of(at.t_eff),
                        .person = author.person,
                        .device = author.device == DeviceId{} ? device : author.device,
                        .dot = dot});
}

Result<void> FetchedHistory::take_remnant(Writer& writer, const wire::PastCommit& at) {
    const auto remnant = wire::decode_remnant(at.content);
    if (!remnant) return remnant.error();
    if (auto stands = check_link(writer, of_.scope, at, remnant->what); !stands) return stands;
    if (!dots_.insert(remnant->dot).second) return fail(Errc::malformed, "a commit comes twice");
    drop(writer, at, remnant->dot, remnant->device);
    return {};
}

// What cannot be read has its part in what replaced what all the same.
void FetchedHistory::open(Writer& writer, Scope& scope, const commit::Commit& commit,
                          Write& write) {
    for (const commit::PathWrite& path : write.patch.paths)
        write.fresh.push_back({.token = path.token, .dot = write.x.dot, .is_readable = false});
    const sealing::EpochKey* key = writer.scopes.key(scope, commit.header.epoch);
    if (key == nullptr || writer.scopes.token_key(scope) == nullptr) {
        ++unreadable_;
        return;
    }
    const auto opened =
        sealing::open_patch(commit.patches[write.index], commit.header, write.index, *key);
    const bool is_readable =
        opened && opened->collection != 0 &&
        check_tokens(writer.scopes, scope, commit.patches[write.index], *opened).has_value();
    if (!is_readable) {
        ++unreadable_;
        return;
    }
    write.collection = CollectionNumber{opened->collection};
    for (std::size_t i = 0; i < write.fresh.size(); ++i) {
        write.fresh[i].is_readable = true;
        write.fresh[i].field = FieldNumber{opened->values[i].field};
        write.fresh[i].value = opened->values[i].value;
    }
}

Result<void> FetchedHistory::take_one(Writer& writer, Scope& scope, const wire::PastCommit& at,
                                      Instant now) {
    if (at.seq > of_.at || at.effective_base >= at.seq || seqs_.contains(at.seq))
        return fail(Errc::malformed, "a commit at no place");
    if (wire::is_remnant(at.content)) return take_remnant(writer, at);
    auto commit = wire::unpack(at.content, writer.identity.me().org, of_.scope);
    if (!commit) return commit.error();
    const commit::Header& h = commit->header;
    if (at.effective_base > h.base.seq) return fail(Errc::malformed, "a base above the signed one");
    if (auto stands = check_link(writer, of_.scope, at, commit::commit_hash(h)); !stands)
        return stands;
    const auto author =
        sync::author_of(h, commit->signature, writer.identity.directory(), writer.scopes.log(scope),
                        at.seq, instant_of(at.t_eff), at.effective_base);
    if (!author) return author.error();
    if (!dots_.insert(h.dot()).second) return fail(Errc::malformed, "a commit comes twice");
    const auto patch = std::find_if(commit->patches.begin(), commit->patches.end(),
                                    [&](const commit::Patch& p) { return p.record == of_.record; });
    if (patch == commit->patches.end())
        return fail(Errc::malformed, "a commit of other records only");
    if (!patch->ciphertext) {
        drop(writer, at, h.dot(), h.device);
        return {};
    }
    ScopeReplay state(writer, scope, now);
    Write write{.x = context_of(h, at, *author, state),
                .claimed = h.clock,
                .patch = *patch,
                .index = static_cast<std::uint32_t>(patch - commit->patches.begin())};
    write.patch.ciphertext.reset();
    open(writer, scope, *commit, write);
    writes_.push_back(std::move(write));
    return {};
}

Result<void> FetchedHistory::take(Writer& writer, const std::vector<wire::PastCommit>& commits,
                                  Instant now) {
    Scope* const scope = writer.scopes.find(of_.scope);
    if (scope == nullptr || scope->head.seq < of_.at)
        return fail(Errc::not_found, "the scope has gone meanwhile");
    for (const wire::PastCommit& at : commits) {
        if (auto taken = take_one(writer, *scope, at, now); !taken)
            return fail(taken.error().code, "history, seq " + std::to_string(number(at.seq)) +
                                                ": " + taken.error().detail);
        seqs_.insert(at.seq);
        bytes_ += at.content.size();
    }
    return {};
}

std::vector<DroppedWrite> FetchedHistory::dropped() const {
    return {dropped_.rbegin(), dropped_.rend()};
}

std::vector<PastValue> FetchedHistory::values() const {
    std::vector<PastValue> out;
    std::map<Token, CollectionNumber> collections;
    const auto add = [&](const merge::LiveEntry& e, const LiveValue& held, HlcTime claimed,
                         const merge::WriteContext* by) {
        if (!is_worth_showing(e, held) || (by != nullptr && e.rule == commit::Rule::counter))
            return;
        PastValue value = value_of(e, held, claimed);
        value.collection = collections[held.token];
        if (by != nullptr) {
            value.replaced_by = by->dot;
            value.replaced_at = by->t_eff;
        }
        out.push_back(std::move(value));
    };
    RecordBody body;
    merge::Digest unused;
    for (auto w = writes_.rbegin(); w != writes_.rend(); ++w) {
        if (w->collection != CollectionNumber{})
            for (const LiveValue& v : w->fresh) collections[v.token] = w->collection;
        for (const Superseded& gone :
             body.confirm(w->patch, w->index, w->x, w->claimed, w->fresh, unused))
            add(gone.entry, gone.value, gone.claimed, &w->x);
    }
    for (const merge::LiveSet& set : body.confirmed.sets())
        for (const merge::LiveEntry& e : set.entries)
            if (const LiveValue* held = body.value(set.token, e.dot))
                add(e, *held, body.claimed(e.dot).value_or(e.t_eff), nullptr);
    return out;
}

}  // namespace sanderling::replica
