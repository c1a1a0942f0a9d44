#include "client-sdk/replica/record_store.hpp"

#include "client-sdk/replica/columns.hpp"

namespace sanderling::replica {

namespace {
using vault::Statement;
constexpr CollectionNumber unknown_collection{0};

// Another number for other candidates, so that who watches the table sees them change.
std::int64_t version_of(const OpenConflict& conflict) {
    std::uint64_t mixed = conflict.sides.size();
    for (const Side& side : conflict.sides) {
        const std::uint64_t one = std::hash<Dot>{}(side.entry->dot) ^ number(side.entry->seq);
        mixed = (mixed * 0x100000001B3ULL) ^ one;
    }
    return static_cast<std::int64_t>(mixed >> 1U);
}
}  // namespace

RecordStore::RecordStore(vault::Database& database, const Schema& schema)
    : database_(database), schema_(schema) {
    for (const Collection& collection : schema.collections())
        tables_[number(collection.number)] = std::make_unique<RecordTable>(database, collection);
}

RecordTable* RecordStore::table(CollectionNumber collection) {
    const auto found = tables_.find(number(collection));
    return found != tables_.end() ? found->second.get() : nullptr;
}

OpenRecord RecordStore::open(ScopeId scope, CollectionNumber collection, RecordId id,
                             const Self& self) {
    OpenRecord record{.id = id, .scope = scope, .collection = collection};
    record.table = table(collection);
    auto stored = record.table != nullptr ? record.table->load(id) : std::nullopt;
    if (stored && stored->scope == scope)
        return open_stored(std::move(*stored), collection, id, self);
    if (stored) record.table = nullptr;  // the id is another scope's
    if (record.table == nullptr)
        if (auto other = open_other(scope, collection, id)) return std::move(*other);
    if (auto aside = open_other(scope, unknown_collection, id)) {
        record.body = std::move(aside->body);
        record.was_aside = true;
    }
    return record;
}

OpenRecord RecordStore::open_stored(StoredRecord stored, CollectionNumber collection, RecordId id,
                                    const Self& self) {
    OpenRecord record{.id = id, .scope = stored.scope, .collection = collection};
    record.table = table(collection);
    record.exists = true;
    record.conflicts = stored.conflicts;
    record.body = std::move(stored.body);
    record.is_overlaid = !record.body.pending.empty();
    record.before = read(schema_, record.table->collection(), Visible(record.body, self));
    return record;
}

std::optional<OpenRecord> RecordStore::open_other(ScopeId scope, CollectionNumber collection,
                                                  RecordId id) {
    auto rows = database_.prepare(
        "SELECT body FROM sanderling_other WHERE scope = ?1 AND id = ?2 AND collection = ?3");
    rows.bind_blob(1, scope.view()).bind_blob(2, id.view()).bind_int(3, as_int(collection));
    if (rows.step() == Statement::Step::done) return std::nullopt;
    auto body = decode_record_body(rows.column_blob(0));
    if (!body) throw vault::SqliteError(SQLITE_CORRUPT, "body of a record kept aside");
    return OpenRecord{.id = id,
                      .scope = scope,
                      .collection = collection,
                      .exists = true,
                      .body = std::move(*body)};
}

std::optional<OpenRecord> RecordStore::find(ScopeId scope, RecordId id, const Self& self) {
    for (const Collection& collection : schema_.collections()) {
        auto stored = table(collection.number)->load(id);
        if (stored && stored->scope == scope)
            return open_stored(std::move(*stored), collection.number, id, self);
    }
    auto rows = database_.prepare(
        "SELECT collection FROM sanderling_other WHERE scope = ?1 AND id = ?2 LIMIT 1");
    rows.bind_blob(1, scope.view()).bind_blob(2, id.view());
    if (rows.step() == Statement::Step::done) return std::nullopt;
    return open_other(scope, column_code<CollectionNumber>(rows, 0), id);
}

void RecordStore::save(OpenRecord& record, const Self& self, Seq updated) {
    if (std::exchange(record.was_aside, false))
        remove_other(record.scope, unknown_collection, record.id);
    if (record.body.is_empty()) return remove(record);
    if (record.table == nullptr) return save_other(record);
    const Collection& collection = record.table->collection();
    touched_.add(record.collection, record.scope);
    const Visible visible(record.body, self);
    Reading reading = read(schema_, collection, visible);
    const std::int64_t conflicts = put_conflicts(record, collection, visible);
    note_unknown_fields(record, collection);
    const RowFlags flags{.conflicts = conflicts, .updated = updated};
    if (record.exists && record.before)
        record.table->update(record.id, record.body, reading,
                             record.is_overlaid ? nullptr : &*record.before, flags);
    else
        record.table->insert(record.id, record.scope, record.body, reading, flags);
    record.exists = true;
    record.conflicts = conflicts;
    record.before = std::move(reading);
    record.is_overlaid = false;
}

std::int64_t RecordStore::put_conflicts(const OpenRecord& record, const Collection& collection,
                                        const Visible& visible) {
    const auto open = open_conflicts(schema_, collection, visible);
    if (record.conflicts == 0 && open.empty()) return 0;
    touched_.add(conflicts_number, record.scope);
    database_
        .prepare(
            "DELETE FROM sanderling_conflict WHERE record = ?1 AND scope = ?2"
            " AND collection = ?3")
        .bind_blob(1, record.id.view())
        .bind_blob(2, record.scope.view())
        .bind_int(3, as_int(record.collection))
        .run();
    auto insert = database_.prepare(
        "INSERT OR REPLACE INTO sanderling_conflict VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)");
    for (const OpenConflict& conflict : open) {
        const ConflictId id = conflict_id(record.scope, record.id, conflict.token);
        const auto ref = field_ref(collection, conflict.field);
        insert.bind_blob(1, id.view()).bind_blob(2, record.scope.view());
        insert.bind_int(3, as_int(record.collection)).bind_blob(4, record.id.view());
        insert.bind_int(5, as_int(conflict.field)).bind_int(6, as_int(conflict.kind));
        insert.bind_int(7, instant_of(conflict.since).ms).bind_text(8, collection.name);
        insert.bind_text_copy(9, ref ? ref->name() : std::string());
        insert.bind_int(10, version_of(conflict)).run();
    }
    return static_cast<std::int64_t>(open.size());
}

void RecordStore::note_unknown_fields(const OpenRecord& record, const Collection& collection) {
    for (const LiveValue& v : record.body.values) {
        if (!v.is_readable || v.field == schema::life_number || field_ref(collection, v.field))
            continue;
        auto insert =
            database_.prepare("INSERT OR IGNORE INTO sanderling_unknown_field VALUES(?1,?2,?3)");
        insert.bind_int(1, as_int(record.collection)).bind_int(2, as_int(v.field));
        insert.bind_blob(3, record.id.view()).run();
    }
}

void RecordStore::save_other(OpenRecord& record) {
    const Bytes body = encode(record.body);
    auto insert = database_.prepare("INSERT OR REPLACE INTO sanderling_other VALUES(?1,?2,?3,?4)");
    insert.bind_blob(1, record.scope.view()).bind_int(2, as_int(record.collection));
    insert.bind_blob(3, record.id.view()).bind_blob(4, body).run();
    record.exists = true;
}

void RecordStore::remove_other(ScopeId scope, CollectionNumber collection, RecordId id) {
    database_
        .prepare("DELETE FROM sanderling_other WHERE scope = ?1 AND id = ?2 AND collection = ?3")
        .bind_blob(1, scope.view())
        .bind_blob(2, id.view())
        .bind_int(3, as_int(collection))
        .run();
}

void RecordStore::remove(OpenRecord& record) {
    if (!record.exists) return;
    if (record.table == nullptr) {
        remove_other(record.scope, record.collection, record.id);
    } else {
        touched_.add(record.collection, record.scope);
        if (record.conflicts != 0) touched_.add(conflicts_number, record.scope);
        if (record.conflicts != 0)
            database_.prepare("DELETE FROM sanderling_conflict WHERE record = ?1")
                .bind_blob(1, record.id.view())
                .run();
        record.table->remove(record.id);
    }
    record.exists = false;
    record.conflicts = 0;
    record.before.reset();
}

void RecordStore::move(OpenRecord& record, CollectionNumber collection, const Self& self) {
    if (record.collection != unknown_collection) return;
    OpenRecord target = open(record.scope, collection, record.id, self);
    if (target.was_aside) record = std::move(target);
}

void RecordStore::adopt(ScopeId scope, CollectionNumber collection, RecordId id, const Self& self) {
    auto aside = open_other(scope, collection, id);
    if (!aside || table(collection)->load(id)) return;  // the id is another scope's
    OpenRecord placed{.id = id, .scope = scope, .collection = collection};
    placed.table = table(collection);
    placed.body = std::move(aside->body);
    remove_other(scope, collection, id);
    save(placed, self, Seq{});
}

bool RecordStore::has_other(ScopeId scope) {
    auto rows = database_.prepare("SELECT 1 FROM sanderling_other WHERE scope = ?1 LIMIT 1");
    rows.bind_blob(1, scope.view());
    return rows.step() == Statement::Step::row;
}

}  // namespace sanderling::replica
