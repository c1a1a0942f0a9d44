#include "client-sdk/replica/overlay.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/log_tail.hpp"
#include "client-sdk/replica/tables.hpp"
#include "core/sealing/content.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

std::string leftover_key(ScopeId scope) {
    return "leftover " + to_text(scope);
}

bool is_open(const Scope& scope, const OutboxRow& row) {
    if (row.is_undone) return false;
    return !row.verdict || (*row.verdict == commit::Verdict::accepted && row.seq > scope.head.seq);
}

PendingPatch pending_of(const commit::Commit& commit, std::uint32_t index, Seq base,
                        const sealing::Plaintext& opened, std::vector<Dot> ancestry) {
    const commit::Header& h = commit.header;
    PendingPatch out{.dot = h.dot(),
                     .clock = h.clock,
                     .base = base,
                     .own = h.own,
                     .ancestry = std::move(ancestry),
                     .index = index};
    const commit::Patch& patch = commit.patches[index];
    for (std::size_t i = 0; i < patch.paths.size(); ++i)
        out.paths.push_back({.write = patch.paths[i],
                             .field = FieldNumber{opened.values[i].field},
                             .value = opened.values[i].value});
    return out;
}

void lay_over(Writer& writer, Scope& scope, const commit::Commit& commit, const Self& self) {
    const sealing::EpochKey* key = writer.scopes.key(scope, commit.header.epoch);
    if (key == nullptr) return;
    std::vector<Dot> ancestry;
    if (commit.header.lineage) {
        ancestry = writer.lineage.ancestry(scope.id, commit.header.lineage->replica);
        ancestry.insert(ancestry.begin(), *commit.header.lineage);
    }
    const Seq base = base_here(writer, scope, commit.header.base);
    for (std::uint32_t i = 0; i < commit.patches.size(); ++i) {
        const auto opened = sealing::open_patch(commit.patches[i], commit.header, i, *key);
        if (!opened || opened->values.size() != commit.patches[i].paths.size()) continue;
        OpenRecord record = writer.records.open(scope.id, CollectionNumber{opened->collection},
                                                commit.patches[i].record, self);
        auto& pending = record.body.pending;
        const bool is_there = std::any_of(pending.begin(), pending.end(), [&](const auto& p) {
            return p.dot == commit.header.dot() && p.index == i;
        });
        if (is_there) continue;
        pending.push_back(pending_of(commit, i, base, *opened, ancestry));
        // Local order: a replica's clock never stands still between two of its commits.
        std::stable_sort(pending.begin(), pending.end(),
                         [](const auto& a, const auto& b) { return a.clock < b.clock; });
        writer.records.save(record, self, scope.head.seq);
    }
}

}  // namespace

void overlay_again(Writer& writer, Scope& scope, Instant now) {
    if (!writer.identity.is_enrolled() || writer.scopes.token_key(scope) == nullptr) return;
    const Self self = writer.self(scope, now);
    for (const OutboxRow& row : writer.outbox.all()) {
        if (row.scope != scope.id || !is_open(scope, row)) continue;
        const auto commit =
            wire::unpack(writer.outbox.packed(row.position), writer.identity.me().org, scope.id);
        if (!commit) throw vault::SqliteError(SQLITE_CORRUPT, "an outbox commit");
        lay_over(writer, scope, *commit, self);
    }
}

void mark_leftover(Writer& writer, ScopeId scope) {
    writer.meta.put_integer(leftover_key(scope), 1);
}

bool is_leftover(Writer& writer, ScopeId scope) {
    return writer.meta.integer(leftover_key(scope)).value_or(0) != 0;
}

void clear_leftover(Writer& writer, ScopeId scope) {
    std::vector<std::string> tables{
        "sanderling_replica",   "sanderling_link",       "sanderling_other",
        "sanderling_scope_log", "sanderling_unreadable", "sanderling_conflict",
        "sanderling_tail",      "sanderling_lost",       "sanderling_late"};
    for (const auto& collection : writer.schema.collections())
        tables.push_back(row_table(collection));
    for (const std::string& table : tables)
        writer.database.prepare("DELETE FROM " + table + " WHERE scope = ?1")
            .bind_blob(1, scope.view())
            .run();
    writer.meta.put_integer(leftover_key(scope), 0);
}

}  // namespace sanderling::replica
