// The end of access between the session, the clock and the replica's tables (docs/protocol.md
// §6.10).
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/leaving.hpp"
#include "client-sdk/replica/log_tail.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/sync_store.hpp"

#include "sanderling/receipts.hpp"

namespace sanderling {

namespace replica {

namespace {

namespace client = sync::client;

// A problem of this device ends the session; one of what was sent stops the scope.
bool is_of_this_device(Errc code) {
    return code == Errc::disk_full || code == Errc::io || code == Errc::busy ||
           code == Errc::internal;
}

}  // namespace

Result<client::RevokedStored> SyncStore::store_revoked(const wire::Revoked& revoked) {
    bool is_released = false;
    const Instant now = replica_.standing().trusted_now();
    auto done = replica_.destroy([&](Writer& writer) {
        is_released = stale_scopes(writer).contains(revoked.scope);
        auto ended = revoke(writer, revoked, now);
        if (ended) replica_.note_covers(writer);
        return ended;
    });
    if (!done) {
        if (is_of_this_device(done.error().code)) return done.error();
        auto noted = note_scope_error(
            {.scope = revoked.scope, .code = done.error().code, .detail = done.error().detail});
        if (!noted) return noted.error();
    } else if (is_released) {
        replica_.ring();  // what waited for a restored server gets its answer from it now
    }
    replica_.notify({.origin = Change::Origin::server, .scopes = {revoked.scope}});
    return client::RevokedStored{revoked.scope};
}

void Replica::note_covers(Writer& writer) {
    const auto next = next_cover_end(writer);
    next_cover_end_ = next ? next->ms : INT64_MAX;
}

// Cheap while no cover ends: every call asks.
Result<void> Replica::end_covers_if_due() {
    if (next_cover_end_ == INT64_MAX || writing_thread_ == std::this_thread::get_id()) return {};
    const Instant now = standing_.trusted_now();
    if (now.ms < next_cover_end_) return {};
    Change change{.origin = Change::Origin::server};
    auto ended = write(vault::Durability::full, [&](Writer& writer) -> Result<void> {
        change.scopes = end_covers(writer, now);
        note_covers(writer);
        return {};
    });
    if (ended && !change.scopes.empty()) notify(change);
    return ended;
}

}  // namespace replica

Result<std::vector<WorkReceipt>> receipts(Store& store) {
    auto reader = store.replica().reader();
    if (!reader) return reader.error();
    try {
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        auto rows = database.prepare(
            "SELECT scope, at, content, key, signature FROM sanderling_receipt ORDER BY id");
        std::vector<WorkReceipt> out;
        while (rows.step() == vault::Statement::Step::row) {
            const auto read = scope_log::decode_work_receipt(rows.column_blob(2));
            if (!read) return read.error();
            out.push_back({.scope = replica::column_fixed<ScopeId>(rows, 0),
                           .at = Instant{rows.column_int(1)},
                           .content = to_bytes(rows.column_blob(2)),
                           .key = to_bytes(rows.column_blob(3)),
                           .signature = to_bytes(rows.column_blob(4)),
                           .works = read->works});
        }
        return out;
    } catch (...) {
        return replica::error_of_exception();
    }
}

}  // namespace sanderling
