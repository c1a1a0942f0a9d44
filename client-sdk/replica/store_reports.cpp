// What a Store says about itself: scopes, status, outbox. Read by a reader, so that none of it
// waits for a writer.
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/commit_content.hpp"
#include "client-sdk/replica/dismissed_table.hpp"
#include "client-sdk/replica/identity_book.hpp"
#include "client-sdk/replica/kept_content.hpp"
#include "client-sdk/replica/lineage_book.hpp"
#include "client-sdk/replica/meta.hpp"
#include "client-sdk/replica/reading.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/tables.hpp"
#include "core/sealing/content.hpp"
#include "core/wire/packed_commit.hpp"

#include <map>

#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using replica::as_int;
using replica::column_code;
using replica::column_fixed;
using replica::Meta;
using vault::Statement;

struct Counted {
    std::uint64_t records = 0;
    std::uint64_t conflicts = 0;
    std::uint64_t unsent = 0;
};

std::map<ScopeId, Counted> count_all(vault::Database& database, const Schema& schema) {
    std::map<ScopeId, Counted> out;
    const auto add = [&](const std::string& table, std::uint64_t Counted::*counter) {
        auto rows = database.prepare("SELECT scope, count(*) FROM " + table + " GROUP BY scope");
        while (rows.step() == Statement::Step::row)
            out[column_fixed<ScopeId>(rows, 0)].*counter +=
                static_cast<std::uint64_t>(rows.column_int(1));
    };
    for (const auto& collection : schema.collections())
        add(replica::row_table(collection) + " WHERE _deleted = 0", &Counted::records);
    add("sanderling_conflict", &Counted::conflicts);
    add("sanderling_outbox WHERE verdict IS NULL", &Counted::unsent);
    return out;
}

ScopeInfo info_of(const Statement& row, const Schema& schema) {
    ScopeInfo info;
    info.id = column_fixed<ScopeId>(row, 0);
    info.state = column_code<ScopeState>(row, 1);
    info.seq = column_code<Seq>(row, 2);
    info.digest = to_hex(row.column_blob(3));
    if (!row.is_null(4)) {
        const auto* kind = schema.scope_kind(column_code<schema::ScopeKindNumber>(row, 4));
        info.kind = kind != nullptr ? kind->name : std::to_string(row.column_int(4));
    }
    if (!row.is_null(5)) {
        const auto* role = schema.role(column_code<schema::RoleNumber>(row, 5));
        info.role = role != nullptr ? role->name : std::to_string(row.column_int(5));
    }
    if (!row.is_null(6))
        info.problem = Error{column_code<Errc>(row, 6), std::string(row.column_text(7))};
    if (!row.is_null(8)) info.until = Instant{row.column_int(8)};
    return info;
}

std::optional<Instant> instant_of_meta(const Meta& values, std::string_view key) {
    const auto ms = values.integer(key);
    return ms && *ms != 0 ? std::optional(Instant{*ms}) : std::nullopt;
}

std::uint64_t count(vault::Database& database, std::string_view sql) {
    return static_cast<std::uint64_t>(database.query_int(sql));
}

std::vector<OutboxRecord> content_of(vault::Database& database, const Schema& schema, OrgId org,
                                     const replica::OutboxRow& row, ByteView packed) {
    std::vector<OutboxRecord> out;
    const auto commit = wire::unpack(packed, org, row.scope);
    if (!commit) return out;
    const auto key = replica::epoch_key(database, row.scope, commit->header.epoch);
    const auto kept = key ? std::nullopt : replica::kept_content(database, row.position);
    for (std::uint32_t i = 0; i < commit->patches.size(); ++i) {
        const commit::Patch& patch = commit->patches[i];
        OutboxRecord record{.record = patch.record};
        if (key)
            if (const auto opened = sealing::open_patch(patch, commit->header, i, *key))
                record = replica::record_of(schema, patch, *opened);
        if (kept && i < kept->size() && (*kept)[i].values.size() == patch.paths.size())
            record = replica::record_of(schema, patch, (*kept)[i]);
        out.push_back(std::move(record));
    }
    return out;
}

std::optional<OutboxDecision> decision_of(vault::Database& database, const crypto::Hash& what) {
    auto rows = database.prepare(
        "SELECT decision, reason, note, claimed FROM sanderling_decided WHERE what = ?1");
    rows.bind_blob(1, what.view());
    if (rows.step() == Statement::Step::done) return std::nullopt;
    return OutboxDecision{.is_accepted = column_code<Decision>(rows, 0) == Decision::accept,
                          .reason = std::string(to_text(column_code<DecisionReason>(rows, 1))),
                          .note = std::string(rows.column_text(2)),
                          .claimed = Instant{rows.column_int(3)}};
}

Delivery delivery_of(const replica::OutboxRow& row, std::int64_t sent_position) {
    if (!row.verdict)
        return number(row.position) <= sent_position ? Delivery::sent : Delivery::waiting;
    if (*row.verdict == commit::Verdict::accepted) return Delivery::accepted;
    return *row.verdict == commit::Verdict::quarantined ? Delivery::quarantined
                                                        : Delivery::rejected;
}

}  // namespace

Result<std::vector<ScopeInfo>> Store::scopes(ScopeCounts counts) const {
    auto reader = replica_->reader(replica::ReaderPool::Wanted::status);
    if (!reader) return reader.error();
    try {
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        const vault::Transaction snapshot(database, vault::Transaction::Begin::deferred);
        std::map<ScopeId, Counted> counted;
        if (counts == ScopeCounts::taken) counted = count_all(database, schema());
        auto rows = database.prepare(
            "SELECT id, state, seq, digest, kind, role, problem_code, problem_detail,"
            " (SELECT until FROM sanderling_cover c WHERE c.scope = s.id)"
            " FROM sanderling_scope s ORDER BY id");
        std::vector<ScopeInfo> out;
        while (rows.step() == Statement::Step::row) {
            ScopeInfo& info = out.emplace_back(info_of(rows, schema()));
            const Counted& of = counted[info.id];
            info.records = of.records;
            info.open_conflicts = of.conflicts;
            info.unsent = of.unsent;
        }
        return out;
    } catch (...) {
        return replica::error_of_exception();
    }
}

Result<Status> Store::status() const {
    auto reader = replica_->reader(replica::ReaderPool::Wanted::status);
    if (!reader) return reader.error();
    try {
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        const vault::Transaction snapshot(database, vault::Transaction::Begin::deferred);
        const Meta values(database);
        Status status;
        status.standing = replica_->standing().now();
        if (const auto me = replica::read_me(database)) {
            status.is_enrolled = true;
            status.organisation = me->organisation;
            status.server = me->server.host + ":" + std::to_string(me->server.port);
            status.device = me->device;
            status.person = me->person;
        }
        if (const auto id = values.bytes(replica::meta::replica); id && id->size() == 16)
            std::copy(id->begin(), id->end(), status.replica.bytes.begin());
        status.incarnations = replica::LineageBook(database).all();
        status.offline_since = instant_of_meta(values, replica::meta::offline_since);
        status.last_contact = instant_of_meta(values, replica::meta::last_contact);
        status.unsent_transactions =
            count(database,
                  "SELECT count(DISTINCT transaction_id) FROM sanderling_outbox"
                  " WHERE verdict IS NULL");
        status.refused_transactions =
            count(database,
                  "SELECT count(DISTINCT transaction_id) FROM sanderling_outbox"
                  " WHERE verdict IN (2, 3) AND position NOT IN"
                  " (SELECT position FROM sanderling_dismissed)");
        status.open_conflicts = count(database, "SELECT count(*) FROM sanderling_conflict");
        status.late_work = count(database, "SELECT count(*) FROM sanderling_late");
        status.waiting_decisions =
            count(database, "SELECT count(*) FROM sanderling_decision WHERE state = 0");
        status.unreadable_patches = count(database, "SELECT count(*) FROM sanderling_unreadable");
        return status;
    } catch (...) {
        return replica::error_of_exception();
    }
}

Result<std::vector<OutboxItem>> Store::outbox(OutboxListing listing) const {
    auto reader = replica_->reader();
    if (!reader) return reader.error();
    try {
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        const vault::Transaction snapshot(database, vault::Transaction::Begin::deferred);
        std::vector<OutboxItem> out;
        const auto me = replica::read_me(database);
        if (!me) return out;
        const std::int64_t sent = Meta(database).integer(replica::meta::sent_position).value_or(0);
        replica::OutboxTable table(database);
        const auto dismissed = replica::DismissedTable(database).all();
        for (const replica::OutboxRow& row : table.all()) {
            const auto put_away = dismissed.find(row.position);
            if (put_away != dismissed.end() && listing == OutboxListing::open) continue;
            OutboxItem& item = out.emplace_back();
            if (put_away != dismissed.end()) {
                item.dismissed = put_away->second.at;
                item.became = put_away->second.became;
            }
            item.person = me->person;
            item.device = me->device;
            item.transaction = row.transaction;
            item.scope = row.scope;
            item.replica = row.dot.replica;
            item.counter = row.dot.counter;
            item.delivery = delivery_of(row, sent);
            item.verdict = Error{row.code, {}};
            item.written = instant_of(row.clock);
            item.decision = decision_of(database, row.hash);
            item.records = content_of(database, schema(), me->org, row, table.packed(row.position));
        }
        return out;
    } catch (...) {
        return replica::error_of_exception();
    }
}

}  // namespace sanderling
