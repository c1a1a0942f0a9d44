// Copy, link and end of the source in one transaction (docs/sdk.md, "Reclassifying").
#include "client-sdk/replica/audit_book.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/draft.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/tables.hpp"

#include <algorithm>

#include "sanderling/reclassify.hpp"
#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using replica::column_fixed;
using vault::Statement;

struct Source {
    ScopeId scope{};
    bool is_disputed = false;
};

std::optional<Source> source_of(replica::Writer& writer, const schema::Collection& collection,
                                RecordId id) {
    auto rows =
        writer.database.prepare("SELECT scope, _conflicts + _contested FROM " +
                                replica::row_table(collection) + " WHERE id = ?1 AND _deleted = 0");
    rows.bind_blob(1, id.view());
    if (rows.step() == Statement::Step::done) return std::nullopt;
    return Source{column_fixed<ScopeId>(rows, 0), rows.column_int(1) != 0};
}

// The members of a group are given together, those without a value too.
void complete_groups(const schema::Collection& collection, Row& row) {
    for (const schema::Group& group : collection.groups) {
        const auto& members = group.members;
        const bool is_there = std::any_of(members.begin(), members.end(),
                                          [&](const auto& name) { return row.contains(name); });
        if (!is_there) continue;
        for (const std::string& name : members) row.try_emplace(name, schema::Null{});
    }
}

Result<Reclassified> run(replica::Writer& writer, const schema::Collection& collection, RecordId id,
                         ScopeId to, Instant now) {
    const auto source = source_of(writer, collection, id);
    if (!source) return fail(Errc::not_found, "no " + collection.name + " " + to_text(id));
    if (source->scope == to) return fail(Errc::invalid_argument, "it is in this scope already");
    if (source->is_disputed)
        return fail(Errc::constraint, collection.name + " " + to_text(id) +
                                          ": is in conflict; settle that before it moves");
    replica::Draft draft(writer, now);
    auto row = draft.get(collection.name, id);
    if (!row) return row.error();
    if (!*row) return fail(Errc::not_found, "no " + collection.name + " " + to_text(id));
    complete_groups(collection, **row);
    auto copy = draft.insert(to, collection.name, **row, {});
    if (!copy) return copy.error();
    if (replica::Scope* from = writer.scopes.find(source->scope))
        if (const auto* hold = writer.scopes.log(*from).hold_on(id))
            return fail(Errc::on_hold, hold->text());
    if (auto gone = draft.set_life(collection.name, id, commit::Operation::erase); !gone)
        return gone.error();
    auto receipt = draft.commit();
    if (!receipt) return receipt.error();
    auto insert = writer.database.prepare(
        "INSERT OR REPLACE INTO sanderling_reclassified VALUES(?1,?2,?3,?4,?5,?6)");
    insert.bind_blob(1, id.view()).bind_int(2, replica::as_int(collection.number));
    insert.bind_blob(3, source->scope.view()).bind_blob(4, copy->view());
    insert.bind_blob(5, to.view()).bind_int(6, now.ms).run();
    const AuditNote noted{.deed = AuditDeed::reclassification,
                          .scope = source->scope,
                          .record = id,
                          .purpose = "copied to record " + to_text(*copy)};
    if (auto done = note(writer, noted, now); !done) return done.error();
    return Reclassified{*copy, std::move(*receipt)};
}

ReclassificationState state_of(replica::Writer& writer, const schema::Collection* collection,
                               const Reclassification& one) {
    replica::Scope* scope = writer.scopes.find(one.from);
    if (scope != nullptr && writer.scopes.log(*scope).purge_of(one.source) != nullptr)
        return ReclassificationState::purged;
    const bool is_back =
        collection != nullptr && source_of(writer, *collection, one.source).has_value();
    return is_back ? ReclassificationState::changed : ReclassificationState::requested;
}

}  // namespace

std::string_view to_text(ReclassificationState state) {
    switch (state) {
        case ReclassificationState::requested:
            return "requested";
        case ReclassificationState::changed:
            return "changed";
        case ReclassificationState::purged:
            return "purged";
    }
    return "unknown";
}

Result<Reclassified> reclassify(Store& store, std::string_view name, RecordId record, ScopeId to) {
    replica::Replica& replica = store.replica();
    if (auto open = replica.check_open(); !open) return open.error();
    const schema::Collection* collection = store.schema().collection(name);
    if (collection == nullptr) return fail(Errc::not_found, "no collection " + std::string(name));
    auto done = replica.write(vault::Durability::full, [&](replica::Writer& writer) {
        return run(writer, *collection, record, to, replica.now());
    });
    if (!done) return done;
    Change change{.origin = Change::Origin::local};
    for (const auto& part : done->receipt.parts) change.scopes.push_back(part.scope);
    replica.notify(change);
    return done;
}

Result<std::vector<Reclassification>> reclassifications(Store& store) {
    return store.replica().write(
        vault::Durability::normal,
        [](replica::Writer& writer) -> Result<std::vector<Reclassification>> {
            std::vector<Reclassification> out;
            std::vector<schema::CollectionNumber> collections;
            auto rows = writer.database.prepare(
                "SELECT source, from_scope, copy, to_scope, at, collection"
                " FROM sanderling_reclassified ORDER BY at, source");
            while (rows.step() == Statement::Step::row) {
                out.push_back({.from = column_fixed<ScopeId>(rows, 1),
                               .source = column_fixed<RecordId>(rows, 0),
                               .to = column_fixed<ScopeId>(rows, 3),
                               .copy = column_fixed<RecordId>(rows, 2),
                               .at = {rows.column_int(4)}});
                collections.push_back(replica::column_code<schema::CollectionNumber>(rows, 5));
            }
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i].state = state_of(writer, writer.schema.collection(collections[i]), out[i]);
            return out;
        });
}

}  // namespace sanderling
