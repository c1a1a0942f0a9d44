#include "client-sdk/replica/deposit_book.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/overlay.hpp"

#include <limits>

namespace sanderling::replica {

namespace {

using vault::Statement;

constexpr Seq after_all{std::numeric_limits<std::uint64_t>::max()};
constexpr std::uint8_t format_1 = 1;

std::string place_key(ScopeId scope) {
    return "deposit " + to_text(scope);
}

void put_number(Writer& writer, ScopeId scope, const OwnNumber& own) {
    auto upsert = writer.database.prepare(
        "INSERT INTO sanderling_replica(scope, replica, device, counter, hash, t_eff)"
        " VALUES(?1,?2,?3,?4,?5,0) ON CONFLICT(scope, replica) DO UPDATE SET"
        " counter = ?4, hash = ?5 WHERE counter < ?4");
    upsert.bind_blob(1, scope.view()).bind_blob(2, own.dot.replica.view());
    upsert.bind_blob(3, writer.identity.me().device.view());
    upsert.bind_int(4, as_int(own.dot.counter)).bind_blob(5, own.hash.view()).run();
}

}  // namespace

bool may_only_deposit(const std::optional<scope_log::Member>& member) {
    return member && scope_log::allows(member->rights, scope_log::Right::write) &&
           !scope_log::allows(member->rights, scope_log::Right::read);
}

std::vector<OwnNumber> own_numbers(Writer& writer, ScopeId scope) {
    std::vector<OwnNumber> out;
    auto rows = writer.database.prepare(
        "SELECT replica, counter, hash FROM sanderling_replica WHERE scope = ?1");
    rows.bind_blob(1, scope.view());
    while (rows.step() == Statement::Step::row) {
        const auto replica = column_fixed<ReplicaId>(rows, 0);
        if (!writer.lineage.is_own(replica)) continue;
        out.push_back(
            {{replica, column_code<Counter>(rows, 1)}, column_fixed<crypto::Hash>(rows, 2)});
    }
    return out;
}

void become_deposit(Writer& writer, Scope& scope, const std::vector<OwnNumber>& numbers) {
    for (const OwnNumber& own : numbers) put_number(writer, scope.id, own);
    scope.state = ScopeState::deposit;
    scope.head = {};
    scope.problem.reset();
    // Should this person be given the right to read, the scope is received from its beginning.
    mark_leftover(writer, scope.id);
    writer.scopes.save(scope);
}

bool is_deposit_place(Writer& writer, const wire::ScopeCheckpoint& checkpoint) {
    const Scope* scope = writer.scopes.find(checkpoint.scope);
    if (scope == nullptr || scope->state != ScopeState::deposit) return false;
    auto items = writer.staging.take(checkpoint.scope, Seq{0});
    if (items.empty()) return true;
    writer.staging.add({.scope = checkpoint.scope,
                        .first = Seq{1},
                        .head = checkpoint.seq,
                        .items = std::move(items)});
    return false;
}

void keep_deposit_place(Writer& writer, const wire::ScopeCheckpoint& checkpoint) {
    writer.is_changed = true;
    Scope& scope = writer.scopes.add(checkpoint.scope);
    scope.generation = checkpoint.generation;
    scope.watermark = checkpoint.watermark;
    writer.scopes.save(scope);
    commit::CanonicalWriter out;
    out.u8(format_1).code(checkpoint.generation).code(checkpoint.seq).hash(checkpoint.chain);
    writer.meta.put_bytes(place_key(scope.id), out.bytes());
    settle_deposits(writer, scope);
}

commit::Base deposit_base(Writer& writer, const Scope& scope) {
    commit::Base out{.generation = scope.generation};
    const auto kept = writer.meta.bytes(place_key(scope.id));
    if (!kept) return out;
    commit::CanonicalReader in(*kept);
    if (in.u8() != format_1) return out;
    const auto generation = in.code<Generation>();
    const auto seq = in.code<Seq>();
    crypto::Hash chain;
    in.fill(chain.bytes);
    if (!in.finish("a place")) return out;
    return {.generation = generation, .seq = seq, .chain = commit::chain_prefix(chain)};
}

void settle_deposits(Writer& writer, const Scope& scope) {
    for (const OutboxRow& row : writer.outbox.all())
        if (row.scope == scope.id && row.verdict && row.seq != Seq{0})
            put_number(writer, scope.id, {row.dot, row.hash});
    writer.outbox.drop_settled(scope.id, after_all, scope.watermark);
}

}  // namespace sanderling::replica
