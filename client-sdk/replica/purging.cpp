#include "client-sdk/replica/purging.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/search_index.hpp"
#include "core/wire/accepted_work.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace sanderling::replica {

namespace {

using commit::Verdict;
using vault::Statement;

// The same commit without the bodies of these records; nothing if it had none of them.
std::optional<Bytes> stripped(ByteView packed, OrgId org, ScopeId scope,
                              const std::set<RecordId>& purged) {
    auto commit = wire::unpack(packed, org, scope);
    if (!commit) return std::nullopt;  // a remnant, or an own item that the outbox has
    bool is_changed = false;
    for (commit::Patch& patch : commit->patches) {
        if (!purged.contains(patch.record) || !patch.ciphertext) continue;
        patch.ciphertext.reset();
        is_changed = true;
    }
    return is_changed ? std::optional(wire::pack(*commit)) : std::nullopt;
}

// An item of the log: a commit, or the entry that accepts one with the commit behind it.
std::optional<Bytes> stripped_item(ByteView content, OrgId org, ScopeId scope,
                                   const std::set<RecordId>& purged) {
    if (!wire::is_accepted_work(content)) return stripped(content, org, scope, purged);
    const auto accepted = wire::decode_accepted_work(content);
    if (!accepted) return std::nullopt;
    const auto rest = stripped(accepted->work, org, scope, purged);
    if (!rest) return std::nullopt;
    return wire::encode(wire::AcceptedWork{accepted->entry, *rest});
}

/// Packed commits of a scope, as a table keeps them by their seq.
struct KeptCommits {
    const char* select = nullptr;  // seq and bytes, by scope
    const char* update = nullptr;  // by scope and seq, with the bytes
};
constexpr KeptCommits tail{
    "SELECT t.seq, t.content FROM sanderling_tail t"
    " JOIN sanderling_link l ON l.scope = t.scope AND l.seq = t.seq"
    " WHERE t.scope = ?1 AND l.verdict IN (1, 3, 4)",
    "UPDATE sanderling_tail SET content = ?3 WHERE scope = ?1 AND seq = ?2"};
constexpr KeptCommits late_work{
    "SELECT seq, packed FROM sanderling_late WHERE scope = ?1",
    "UPDATE sanderling_late SET packed = ?3 WHERE scope = ?1 AND seq = ?2"};

bool strip(Writer& writer, const KeptCommits& kept, ScopeId scope,
           const std::set<RecordId>& purged) {
    std::vector<std::pair<std::int64_t, Bytes>> rests;
    auto rows = writer.database.prepare(kept.select);
    rows.bind_blob(1, scope.view());
    while (rows.step() == Statement::Step::row)
        if (auto rest = stripped_item(rows.column_blob(1), writer.identity.me().org, scope, purged))
            rests.emplace_back(rows.column_int(0), std::move(*rest));
    for (const auto& [seq, rest] : rests)
        writer.database.prepare(kept.update)
            .bind_blob(1, scope.view())
            .bind_int(2, seq)
            .bind_blob(3, rest)
            .run();
    return !rests.empty();
}

// The newest effective time in any log here: no later than the server's clock ever was, however
// wrong this device's is.
Instant server_time(Writer& writer) {
    HlcTime newest{};
    for (const Scope* scope : writer.scopes.all()) newest = std::max(newest, scope->head.time_max);
    return instant_of(newest);
}

}  // namespace

bool strip_bodies(Writer& writer, ScopeId scope, const std::set<RecordId>& purged) {
    bool had_any = strip(writer, tail, scope, purged);
    had_any = strip(writer, late_work, scope, purged) || had_any;
    for (const OutboxRow& row : writer.outbox.all()) {
        if (row.scope != scope || row.verdict != Verdict::accepted) continue;
        const Bytes packed = writer.outbox.packed(row.position);
        const auto rest = stripped(packed, writer.identity.me().org, scope, purged);
        if (!rest) continue;
        writer.outbox.replace(row, *rest);
        had_any = true;
    }
    return had_any;
}

// Deleting leaves the words in the index until its parts are merged, and in the pages until they
// are written anew.
void condense(Writer& writer) {
    writer.meta.put_integer(meta::unswept, 1);
    for (const auto& collection : writer.schema.collections())
        condense_search_index(writer.database, collection);
}

void drop_accepted(Writer& writer, ScopeId scope) {
    for (const OutboxRow& row : writer.outbox.all())
        if (row.scope == scope && row.verdict == Verdict::accepted)
            writer.outbox.remove(row.position);
}

void note_purged_work(Writer& writer, const OutboxRow& row, Instant now) {
    auto insert =
        writer.database.prepare("INSERT OR IGNORE INTO sanderling_purged VALUES(?1, ?2, ?3)");
    insert.bind_int(1, number(row.position)).bind_int(2, now.ms);
    insert.bind_int(3, server_time(writer).ms).run();
}

void remove_purged_work(Writer& writer, OutboxPosition position) {
    writer.outbox.remove(position);
    for (const char* table : {"sanderling_purged", "sanderling_dismissed"})
        writer.database.prepare(std::string("DELETE FROM ") + table + " WHERE position = ?1")
            .bind_int(1, number(position))
            .run();
    writer.meta.put_integer(meta::unswept, 1);
}

bool prune_purged_work(Writer& writer, Instant now) {
    constexpr std::chrono::milliseconds kept = purged_work_kept;
    std::vector<OutboxPosition> old;
    {
        // The number of a refused commit is taken by the log, which has to have come this far.
        auto rows = writer.database.prepare(
            "SELECT p.position FROM sanderling_purged p"
            " JOIN sanderling_outbox o ON o.position = p.position"
            " LEFT JOIN sanderling_scope s ON s.id = o.scope"
            " WHERE p.at < ?1 AND p.server_at < ?2"
            " AND (s.id IS NULL OR s.state = ?3 OR o.seq <= s.seq)");
        rows.bind_int(1, now.ms - kept.count());
        rows.bind_int(2, server_time(writer).ms - kept.count());
        rows.bind_int(3, as_int(ScopeState::revoked));
        while (rows.step() == Statement::Step::row)
            old.push_back(OutboxPosition{rows.column_int(0)});
    }
    for (const OutboxPosition position : old) remove_purged_work(writer, position);
    return !old.empty();
}

bool is_purged(Writer& writer, Scope& scope) {
    return writer.scopes.log(scope).scope_purge() != nullptr;
}

}  // namespace sanderling::replica
