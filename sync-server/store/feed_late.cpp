// Late work, and what was decided on it (docs/protocol.md §5.14).
#include "core/wire/accepted_work.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/feed_reader.hpp"

namespace sanderling::server {

namespace {

constexpr std::size_t work_overhead = 64;  // place, base and time as they travel

}  // namespace

// What was accepted comes with the entry that says so: before, it had come without its bodies.
Bytes FeedReader::with_accepted(ByteView signed_entry, ScopeId scope, Seq seq) {
    Rows row = select_accepted_.query(head_.organisation.org, shard_key(scope), scope, seq);
    if (!row.next()) return to_bytes(signed_entry);
    const ByteView stored = row->blob(1);
    if (wire::is_remnant(stored)) return wire::encode(wire::AcceptedWork{signed_entry, stored});
    const Bytes work = thinned(stored, scope, commit::Verdict::accepted);
    return wire::encode(wire::AcceptedWork{signed_entry, work});
}

bool FeedReader::may_decide(ScopeId scope, PersonId person, Instant now) {
    if (standing(scope, person, now) != Standing::member) return false;
    Rows row = select_member_.query(head_.organisation.org, shard_key(scope), scope, person);
    return row.next() &&
           scope_log::allows(row->code<scope_log::Rights>(1), scope_log::Right::decide_quarantine);
}

sync::server::LiveSetsRead FeedReader::late(const sync::server::ReadLate& wish, Instant now) {
    Transaction snapshot(database_, Transaction::Kind::read);
    const ScopeId scope = wish.get.scope;
    wire::Quarantine out{.scope = scope, .after = wish.get.after};
    if (!may_decide(scope, wish.person, now)) return {scope, std::move(out)};
    std::size_t size = 0;
    Rows row = select_late_.query(head_.organisation.org, shard_key(scope), scope, wish.get.after);
    while (row.next()) {
        size += row->blob(3).size() + work_overhead;
        if (size > wish.bytes && !out.works.empty()) {
            out.more = 1;
            break;
        }
        out.works.push_back(
            {row->code<Seq>(0), row->code<Seq>(1), row->code<HlcTime>(2), to_bytes(row->blob(3))});
    }
    return {scope, std::move(out)};
}

sync::server::LiveSetsRead FeedReader::decisions(const sync::server::ReadDecisions& wish) {
    Transaction snapshot(database_, Transaction::Kind::read);
    const OrgId org = head_.organisation.org;
    wire::Decisions out;
    for (const wire::HeldCommit& held : wish.get.commits) {
        Rows row = select_decided_.query(org, shard_key(held.scope), held.scope, held.dot.replica,
                                         held.dot.counter);
        if (!row.next()) continue;
        const auto author = wire::is_remnant(row->blob(0)) ? wire::decode_remnant(row->blob(0))
                                                           : remnant_of(row->blob(0), held.scope);
        // Whoever did not sign it learns nothing of it.
        if (!author || author->device != wish.device) continue;
        const auto head = scope_head(held.scope);
        const Seq watermark = watermarks_.of(org, held.scope, head ? head->seq : Seq{});
        out.commits.push_back(
            {held.scope, held.dot, row->code<Seq>(1), watermark, to_bytes(row->blob(2))});
    }
    return {{}, std::move(out)};
}

// Whoever names a commit's hash has seen it, and may know where it stands.
scope_log::ReceiptedWork FeedReader::fate_of(ScopeId scope, const wire::OwnCommit& own) {
    scope_log::ReceiptedWork out{.dot = own.dot, .commit = own.commit};
    Rows row = select_fate_.query(head_.organisation.org, shard_key(scope), scope, own.dot.replica,
                                  own.dot.counter);
    if (!row.next() || row->hash(2) != own.commit) return out;
    out.fate = row->code<scope_log::WorkFate>(1);
    out.decision = row->code<scope_log::WorkDecision>(5);
    out.code = row->code<Errc>(4);
    out.seq = row->code<Seq>(0);
    out.t_eff = row->code<HlcTime>(3);
    return out;
}

// Of a scope that is not here nothing is, which is an answer too.
wire::Receipt FeedReader::receipt(const sync::server::ReadReceipt& wish, Instant now) {
    const ScopeId scope = wish.get.scope;
    if (wish.get.commits.size() > scope_log::limits::works_a_receipt)
        return {.scope = scope, .code = Errc::too_large};
    Transaction snapshot(database_, Transaction::Kind::read);
    scope_log::WorkReceipt out{.org = head_.organisation.org,
                               .scope = scope,
                               .device = wish.device,
                               .generation = head_.generation,
                               .at = now};
    if (const auto head = scope_head(scope)) {
        out.head = head->seq;
        out.chain = head->chain;
    }
    for (const wire::OwnCommit& own : wish.get.commits) out.works.push_back(fate_of(scope, own));
    return {.scope = scope, .content = scope_log::encode(out)};
}

Result<wire::Remnant> FeedReader::remnant_of(ByteView packed, ScopeId scope) {
    const auto commit = wire::unpack(packed, head_.organisation.org, scope);
    if (!commit) return commit.error();
    return wire::remnant_of(commit->header);
}

}  // namespace sanderling::server
