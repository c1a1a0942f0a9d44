// Live sets as a server sent them, put in the place of what the tables hold (docs/protocol.md
// §5.10). What the log has after them is merged on top; own pending writes stay over both.
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replayed_scope.hpp"
#include "client-sdk/replica/tables.hpp"
#include "core/wire/packed_commit.hpp"

#include <utility>

namespace sanderling::replica {

namespace {

using vault::Statement;
constexpr CollectionNumber unknown_collection{0};

void add_entry(RecordBody& body, const sync::ProvenEntry& proven, LiveValue value) {
    body.confirmed.put(proven.token, proven.entry);
    body.values.push_back(std::move(value));
    if (!body.claimed(proven.entry.dot))
        body.claims.push_back({proven.entry.dot, proven.commit->header.clock});
}

void sort_values(RecordBody& body) {
    std::sort(body.values.begin(), body.values.end(), [](const LiveValue& a, const LiveValue& b) {
        return std::tie(a.token, a.dot) < std::tie(b.token, b.dot);
    });
}

bool is_same(const RecordBody& here, const RecordBody& there) {
    return here.confirmed == there.confirmed && here.values == there.values;
}

}  // namespace

bool ScopeReplay::is_deferred(const commit::Commit& commit, std::uint32_t index,
                              const merge::WriteContext& x) {
    const auto covered = pages_->covered(commit.patches[index].record);
    if (!covered) return false;
    if (x.seq <= *covered) return true;
    const bool is_same_commit =
        !deferred_.empty() && deferred_.back().commit->header.dot() == commit.header.dot();
    auto held =
        is_same_commit ? deferred_.back().commit : std::make_shared<const commit::Commit>(commit);
    deferred_.push_back({std::move(held), index, x});
    return true;
}

// Where a link is still kept, the commit stands where the chain says it does.
// Where late work was accepted stands the entry that says so.
Result<void> ScopeReplay::check_decided(const wire::LiveCommit& at,
                                        const scope_log::DecisionRecord& decision) {
    const auto commit = wire::unpack(at.packed, writer_.identity.me().org, scope_.id);
    const bool fits = commit && commit::commit_hash(commit->header) == decision.body.commit &&
                      decision.body.decision == scope_log::Decision::accept &&
                      decision.body.t_eff == at.t_eff;
    if (fits) return {};
    return fail(Errc::malformed,
                "other work was accepted at seq " + std::to_string(number(at.seq)));
}

Result<void> ScopeReplay::check_links(const wire::Records& page) {
    auto rows = writer_.database.prepare(
        "SELECT what, verdict, effective_base, t_eff FROM sanderling_link"
        " WHERE scope = ?1 AND seq = ?2");
    for (const wire::LiveCommit& at : page.commits) {
        const auto* decision = writer_.scopes.log(scope_).decision_at(at.seq);
        if (decision != nullptr) {
            if (auto fits = check_decided(at, *decision); !fits) return fits;
            continue;
        }
        rows.reset();
        rows.bind_blob(1, scope_.id.view()).bind_int(2, as_int(at.seq));
        if (rows.step() == Statement::Step::done) continue;
        const auto commit = wire::unpack(at.packed, writer_.identity.me().org, scope_.id);
        const bool fits =
            commit && commit::commit_hash(commit->header) == column_fixed<crypto::Hash>(rows, 0) &&
            column_code<commit::Verdict>(rows, 1) == commit::Verdict::accepted &&
            column_code<Seq>(rows, 2) == at.effective_base &&
            rows.column_int(3) == as_int(at.t_eff);
        if (!fits)
            return fail(Errc::malformed,
                        "another commit stands at seq " + std::to_string(number(at.seq)));
    }
    return {};
}

Result<std::map<RecordId, std::vector<sync::ProvenEntry>>> ScopeReplay::prove_all(
    const scope_log::ScopeLog& log) {
    std::map<RecordId, std::vector<sync::ProvenEntry>> out;
    for (const wire::Records& page : pages_->pages()) {
        if (auto stand = check_links(page); !stand) return stand.error();
        const sync::RecordProof proof{.org = writer_.identity.me().org,
                                      .scope = scope_.id,
                                      .state = *this,
                                      .log = log,
                                      .directory = writer_.identity.directory()};
        auto records = sync::prove(page, proof);
        if (!records) return records.error();
        for (std::size_t i = 0; i < records->size(); ++i) {
            auto& entries = out[(*records)[i].record];
            if (i != 0 || page.part == 0) entries.clear();  // what came of it before is older
            for (sync::ProvenEntry& entry : (*records)[i].entries)
                entries.push_back(std::move(entry));
        }
    }
    return out;
}

std::map<CollectionNumber, RecordBody> ScopeReplay::bodies_of(
    const std::vector<sync::ProvenEntry>& entries, const std::optional<OpenRecord>& held) {
    std::map<CollectionNumber, RecordBody> out;
    std::map<std::pair<Dot, std::uint32_t>, Result<sealing::Plaintext>> opened;
    std::set<std::pair<Dot, std::uint32_t>> unread;
    for (const sync::ProvenEntry& proven : entries) {
        const merge::LiveEntry& e = proven.entry;
        auto at = opened.find({e.dot, e.patch});
        if (at == opened.end())
            at = opened.emplace(std::pair(e.dot, e.patch), open(*proven.commit, e.patch)).first;
        LiveValue value{.token = proven.token, .dot = e.dot};
        value.is_readable = at->second.has_value();
        CollectionNumber collection = unknown_collection;
        const commit::Patch& patch = proven.commit->patches[e.patch];
        const LiveValue* const here = held ? held->body.value(proven.token, e.dot) : nullptr;
        if (!patch.ciphertext && here != nullptr && here->is_readable) {
            // A body that the server lacks does not take away what it has brought here.
            value = *here;
            collection = held->collection;
        } else if (!value.is_readable && unread.insert({e.dot, e.patch}).second) {
            const Errc why = patch.ciphertext ? at->second.error().code : Errc::not_found;
            keep_unreadable(proven.commit->header, patch, e.patch, e.seq, why);
        } else if (value.is_readable) {
            collection = CollectionNumber{at->second->collection};
            value.field = FieldNumber{at->second->values[proven.path].field};
            value.value = at->second->values[proven.path].value;
        }
        add_entry(out[collection], proven, std::move(value));
    }
    for (auto& [collection, body] : out) sort_values(body);
    return out;
}

// Row, indexes and words are written anew, whatever the damage had left of them.
std::uint64_t ScopeReplay::replace_one(OpenRecord& record, RecordBody body) {
    body.pending = record.body.pending;
    std::erase_if(body.pending, [&](const PendingPatch& p) { return settled_.contains(p.dot); });
    const bool differs = !is_same(record.body, body);
    if (!differs && body.pending == record.body.pending) return 0;
    record.body = {};
    writer_.records.save(record, self_, scope_.head.seq);
    record.body = std::move(body);
    writer_.records.save(record, self_, scope_.head.seq);
    return differs ? 1 : 0;
}

std::uint64_t ScopeReplay::replace(RecordId record, const std::vector<sync::ProvenEntry>& entries) {
    writer_.database.prepare("DELETE FROM sanderling_unreadable WHERE scope = ?1 AND record = ?2")
        .bind_blob(1, scope_.id.view())
        .bind_blob(2, record.view())
        .run();
    auto held = writer_.records.find(scope_.id, record, self_);
    auto bodies = bodies_of(entries, held);
    std::uint64_t changed = 0;
    // What cannot be opened stands with what can, as when it came by the log.
    if (bodies.size() > 1 && bodies.contains(unknown_collection)) {
        RecordBody unread = std::move(bodies.extract(unknown_collection).mapped());
        RecordBody& home = bodies.begin()->second;
        for (const merge::LiveSet& set : unread.confirmed.sets())
            for (const merge::LiveEntry& e : set.entries) home.confirmed.put(set.token, e);
        for (LiveValue& v : unread.values) home.values.push_back(std::move(v));
        for (const Claim& claim : unread.claims)
            if (!home.claimed(claim.dot)) home.claims.push_back(claim);
        sort_values(home);
    }
    // What says where it belongs may only have come now.
    const bool has_home = !bodies.empty() && !bodies.contains(unknown_collection);
    if (has_home && held && held->table == nullptr && held->collection == unknown_collection)
        writer_.records.move(*held, bodies.begin()->first, self_);
    for (auto& [collection, body] : bodies) {
        OpenRecord at = held && held->collection == collection
                            ? std::move(*std::exchange(held, std::nullopt))
                            : writer_.records.open(scope_.id, collection, record, self_);
        changed += replace_one(at, std::move(body));
    }
    return changed;
}

std::vector<std::pair<CollectionNumber, RecordId>> ScopeReplay::records_held() {
    std::vector<std::pair<CollectionNumber, RecordId>> out;
    for (const auto& collection : writer_.schema.collections()) {
        auto rows = writer_.database.prepare("SELECT id FROM " + row_table(collection) +
                                             " WHERE scope = ?1");
        rows.bind_blob(1, scope_.id.view());
        while (rows.step() == Statement::Step::row)
            out.emplace_back(collection.number, column_fixed<RecordId>(rows, 0));
    }
    auto rows =
        writer_.database.prepare("SELECT collection, id FROM sanderling_other WHERE scope = ?1");
    rows.bind_blob(1, scope_.id.view());
    while (rows.step() == Statement::Step::row)
        out.emplace_back(column_code<CollectionNumber>(rows, 0), column_fixed<RecordId>(rows, 1));
    return out;
}

Result<std::uint64_t> ScopeReplay::put_live_sets(const scope_log::ScopeLog& log) {
    write_records();
    auto proven = prove_all(log);
    if (!proven) return proven.error();
    std::uint64_t changed = 0;
    for (const auto& [record, entries] : *proven) changed += replace(record, entries);
    for (const auto& [collection, id] : records_held()) {
        if (!pages_->covered(id) || proven->contains(id)) continue;
        OpenRecord gone = writer_.records.open(scope_.id, collection, id, self_);
        changed += replace_one(gone, {});
    }
    has_other_ = writer_.records.has_other(scope_.id);
    pages_ = nullptr;
    merge::Digest recounted_later;
    for (const Deferred& d : std::exchange(deferred_, {})) {
        --merged_patches_;
        if (auto merged = merge(*d.commit, d.index, d.x, recounted_later); !merged)
            return merged.error();
    }
    write_records();
    for (const RecordId id : std::exchange(purged_later_, {})) purge_one(id, recounted_later);
    return changed;
}

merge::BucketSums ScopeReplay::count() {
    merge::BucketSums sums;
    for (const auto& [collection, id] : records_held()) {
        RecordTable* const table = writer_.records.table(collection);
        auto row = table != nullptr ? table->load(id) : std::nullopt;
        if (row && row->scope == scope_.id)
            sums.add(id, row->body.confirmed);
        else
            sums.add(id, writer_.records.open(scope_.id, collection, id, self_).body.confirmed);
    }
    return sums;
}

}  // namespace sanderling::replica
