#include "client-sdk/replica/reseal.hpp"

#include "core/commit/limits.hpp"
#include "core/sealing/content.hpp"
#include "core/sealing/deposit.hpp"
#include "core/types/fault.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

struct Resealed {
    OutboxRow row{};
    Bytes packed{};
};

/// With the commit before it as it is now. Nothing if it cannot be made anew.
std::optional<Resealed> reseal(Writer& writer, Scope& scope, OutboxRow row, KeyEpoch newest,
                               const std::optional<crypto::Hash>& previous) {
    auto commit =
        wire::unpack(writer.outbox.packed(row.position), writer.identity.me().org, scope.id);
    if (!commit) throw vault::SqliteError(SQLITE_CORRUPT, "an outbox commit");
    if (sealing::has_deposit(*commit)) return std::nullopt;
    const commit::Header old = commit->header;
    const sealing::EpochKey* before = writer.scopes.key(scope, old.epoch);
    if (before == nullptr) return std::nullopt;
    commit->header.epoch = std::max(old.epoch, newest);
    if (previous) commit->header.previous = *previous;
    if (has_fault(Fault::resealed_with_new_base))
        commit->header.base = {scope.generation, scope.head.seq,
                               commit::chain_prefix(scope.head.chain)};
    const sealing::EpochKey* key = writer.scopes.key(scope, commit->header.epoch);
    if (key == nullptr) return std::nullopt;
    for (std::uint32_t i = 0; i < commit->patches.size(); ++i) {
        const auto content = sealing::open_patch(commit->patches[i], old, i, *before);
        if (!content) return std::nullopt;
        if (!sealing::seal_patch(commit->patches[i], commit->header, i, *content, *key,
                                 writer.random))
            return std::nullopt;
    }
    commit::seal_header(*commit, writer.identity.device_keys().sign);
    row.hash = commit::commit_hash(commit->header);
    Resealed out{std::move(row), wire::pack(*commit)};
    if (out.packed.size() > commit::limits::commit_bytes) return std::nullopt;
    return out;
}

bool is_older(Writer& writer, const Scope& scope, const OutboxRow& row, KeyEpoch newest) {
    const auto commit =
        wire::unpack(writer.outbox.packed(row.position), writer.identity.me().org, scope.id);
    if (!commit) throw vault::SqliteError(SQLITE_CORRUPT, "an outbox commit");
    return commit->header.epoch < newest;
}

}  // namespace

OutboxPosition handed_out(Writer& writer) {
    if (const auto noted = writer.meta.integer(meta::handed_out)) return OutboxPosition{*noted};
    // A file of before this was noted: behind a held transaction anything may have been sent.
    if (writer.lineage.all().size() > 1) return OutboxPosition{writer.outbox.positions_given()};
    return OutboxPosition{writer.meta.integer(meta::sent_position).value_or(0)};
}

void note_handed_out(Writer& writer, OutboxPosition position) {
    const OutboxPosition before = handed_out(writer);
    if (position > before || !writer.meta.integer(meta::handed_out))
        writer.meta.put_integer(meta::handed_out, number(std::max(position, before)));
}

std::size_t reseal_unsent(Writer& writer, Scope& scope) {
    const KeyEpoch newest = writer.scopes.log(scope).current_epoch();
    if (writer.scopes.key(scope, newest) == nullptr) return 0;
    const OutboxPosition sent = handed_out(writer);
    std::vector<Resealed> made;
    std::optional<crypto::Hash> previous;
    for (const OutboxRow& row : writer.outbox.unanswered_in(scope.id)) {
        // What an earlier id of a copied file wrote goes out as it is: another copy may send it.
        if (row.position <= sent || row.dot.replica != writer.replica()) continue;
        if (!previous && !is_older(writer, scope, row, newest)) continue;
        auto again = reseal(writer, scope, row, newest, previous);
        if (!again) return 0;
        previous = again->row.hash;
        made.push_back(std::move(*again));
    }
    if (made.empty()) return 0;
    writer.is_changed = true;
    for (const Resealed& one : made) writer.outbox.replace(one.row, one.packed);
    OwnPosition& own = writer.scopes.own(scope);
    if (own.counter == made.back().row.dot.counter) own.hash = made.back().row.hash;
    return made.size();
}

}  // namespace sanderling::replica
