// Records that the log has purged leave the tables with everything that was kept about them
// (docs/protocol.md §5.13).
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replayed_scope.hpp"

#include <algorithm>
#include <string>

namespace sanderling::replica {

namespace {

using vault::Statement;

// How many rows of the record there were.
std::int64_t forget(Writer& writer, const std::string& rows_of, ScopeId scope, RecordId record) {
    writer.database.prepare("DELETE FROM " + rows_of + " AND scope = ?1 AND record = ?2")
        .bind_blob(1, scope.view())
        .bind_blob(2, record.view())
        .run();
    return writer.database.query_int("SELECT changes()");
}

bool has_words(const RecordBody& body) {
    return std::any_of(body.values.begin(), body.values.end(),
                       [](const LiveValue& v) { return v.is_readable; });
}

}  // namespace

void ScopeReplay::purge(const std::vector<RecordId>& records, merge::Digest& digest) {
    write_records();
    for (const RecordId id : records) {
        purged_.insert(id);
        // Pages may have been read before the purge or after it, and are put in place later.
        if (pages_ != nullptr && pages_->covered(id))
            purged_later_.push_back(id);
        else
            purge_one(id, digest);
    }
    has_other_ = writer_.records.has_other(scope_.id);
}

// Own pending writes stay over the empty record until the server has answered for them.
void ScopeReplay::purge_one(RecordId id, merge::Digest& digest) {
    std::erase_if(stubs_, [&](const auto& at) { return at.first.first == id; });
    std::set<CollectionNumber> homes;
    for (const auto& collection : writer_.schema.collections()) homes.insert(collection.number);
    auto rows = writer_.database.prepare(
        "SELECT collection FROM sanderling_other WHERE scope = ?1 AND id = ?2");
    rows.bind_blob(1, scope_.id.view()).bind_blob(2, id.view());
    while (rows.step() == Statement::Step::row)
        homes.insert(column_code<CollectionNumber>(rows, 0));
    for (const CollectionNumber home : homes) {
        OpenRecord record = writer_.records.open(scope_.id, home, id, self_);
        if (!record.exists) continue;
        has_purged_words_ = has_purged_words_ || has_words(record.body);
        record.body.confirmed.clear(id, digest);
        record.body.values.clear();
        record.body.claims.clear();
        writer_.records.save(record, self_, scope_.head.seq);
    }
    // What may still be opened is kept sealed; the rest never had words here.
    const std::string no_key = std::to_string(number(Errc::no_key));
    std::int64_t kept = forget(writer_, "sanderling_history WHERE 1", scope_.id, id);
    kept += forget(writer_, "sanderling_unreadable WHERE code = " + no_key, scope_.id, id);
    has_purged_words_ = has_purged_words_ || kept != 0;
    static_cast<void>(forget(writer_, "sanderling_unreadable WHERE 1", scope_.id, id));
    writer_.database.prepare("DELETE FROM sanderling_unknown_field WHERE record = ?1")
        .bind_blob(1, id.view())
        .run();
}

}  // namespace sanderling::replica
