// Scopes and their records: taken over whole where that can be proved, as leftovers otherwise.
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/overlay.hpp"
#include "client-sdk/replica/salvager.hpp"
#include "client-sdk/replica/tables.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

constexpr CollectionNumber unknown_collection{0};

// Names a table's content for a person.
std::string_view consequence_of(std::string_view table) {
    if (table.starts_with("sanderling_rows_") || table == "sanderling_other")
        return "records may be missing or old until their scope has been received again";
    if (table == "sanderling_dismissed" || table == "sanderling_outbox_content")
        return "refused work that was put away may show again, or without its content";
    if (table.starts_with("sanderling_outbox"))
        return "a change made here and not delivered may be lost";
    if (table == "sanderling_meta") return "the device may have to enrol anew";
    if (table.find("_search") != std::string_view::npos || table == "sanderling_conflict" ||
        table == "sanderling_unknown_field")
        return "nothing: it is made anew from the records";
    if (table == "sanderling_history")
        return "values that were replaced may be missing from histories";
    if (table == "sanderling_tail")
        return "if the server is restored from a backup, this device may have less to give back";
    if (table.empty()) return "not known; scopes that are not proved complete are received again";
    return "the scopes it was part of are received again with the next sync";
}

}  // namespace

void Salvager::read_body(const FoundRow& row, const std::string& table, CollectionNumber collection,
                         std::string_view column) {
    auto body = decode_record_body(row.blob(column));
    const auto id = row.fixed<RecordId>("id");
    if (!body) {
        lose(table, "record " + to_text(id), "it is received again with its scope");
        return;
    }
    for (PendingPatch& pending : body->pending)
        if (pending.dot.replica.is_zero()) pending.dot.replica = first_id_;
    bodies_.push_back({.scope = row.fixed<ScopeId>("scope"),
                       .collection = collection,
                       .id = id,
                       .updated = Seq{static_cast<std::uint64_t>(row.integer("_updated_seq"))},
                       .is_aside = table == "sanderling_other",
                       .body = std::move(*body)});
    scopes_.insert(bodies_.back().scope);
}

void Salvager::read_bodies() {
    std::map<std::string, CollectionNumber> known;
    for (const auto& collection : writer_.schema.collections())
        known[row_table(collection)] = collection.number;
    for (const std::string& table : rows_.tables("sanderling_rows_")) {
        const auto collection = known.find(table);
        if (collection == known.end()) {
            lose(table, "all its records", "this program's schema does not have the collection");
            continue;
        }
        for (const FoundRow* row : rows_.of(table))
            read_body(*row, table, collection->second, "_body");
    }
    for (const FoundRow* row : rows_.of("sanderling_other"))
        read_body(*row, "sanderling_other",
                  CollectionNumber{static_cast<std::uint16_t>(row->integer("collection"))}, "body");
}

// Gapless from the first entry, by the hashes in it. That none is missing at the end is told by the
// table having no lost page.
bool Salvager::has_whole_log(ScopeId scope) {
    scope_log::ScopeLog log(org_, scope);
    for (const FoundRow* row : rows_.of("sanderling_scope_log")) {
        if (row->fixed<ScopeId>("scope") != scope) continue;
        const auto entry = scope_log::decode_entry(row->blob("entry"));
        const Seq seq{static_cast<std::uint64_t>(row->integer("seq"))};
        if (!entry || !log.append(*entry, seq, writer_.identity.directory())) return false;
    }
    return log.head().has_value();
}

// The digest of the scope is over every live entry of every record in it.
bool Salvager::is_complete(const FoundRow& row) {
    const auto id = row.fixed<ScopeId>("id");
    const auto state = static_cast<ScopeState>(row.integer("state"));
    const bool is_there = state == ScopeState::ready || state == ScopeState::catching_up;
    if (!out_.is_enrolled || !is_there || !row.has("token_key")) return false;
    for (const char* table :
         {"sanderling_scope", "sanderling_scope_log", "sanderling_scope_key", "sanderling_replica",
          "sanderling_link", "sanderling_unreadable", "sanderling_lost"})
        if (!is_table_whole(table)) return false;
    merge::Digest digest;
    for (const Body& body : bodies_)
        if (body.scope == id)
            for (const merge::LiveSet& set : body.body.confirmed.sets())
                for (const merge::LiveEntry& e : set.entries)
                    digest.add(merge::digest_entry(body.id, set.token, e.dot, e.operation));
    return to_bytes(digest.bytes()) == row.blob("digest") && has_whole_log(id);
}

void Salvager::put_scope(const FoundRow* row, ScopeId id, bool complete) {
    const bool is_revoked =
        row != nullptr && static_cast<ScopeState>(row->integer("state")) == ScopeState::revoked;
    Scope& scope = writer_.scopes.add(id);
    const auto number_in = [&](const char* column) {
        return static_cast<std::uint64_t>(row != nullptr ? row->integer(column) : 0);
    };
    scope.state = ScopeState::bootstrap;
    if (complete) {
        scope.state = static_cast<ScopeState>(number_in("state"));
        scope.head.seq = Seq{number_in("seq")};
        scope.head.chain = row->fixed<crypto::Hash>("chain");
        scope.head.digest = merge::Digest(row->fixed<crypto::Hash>("digest").bytes);
        scope.head.time_max = HlcTime{number_in("time_max")};
        scope.generation = Generation{number_in("generation")};
        scope.watermark = Seq{number_in("watermark")};
    }
    scope.server_records = number_in("server_records");
    if (is_revoked) scope.state = ScopeState::revoked;
    if (complete || is_revoked) {
        copy("sanderling_scope_log", id);
        copy("sanderling_replica", id);
        copy("sanderling_link", id);
        copy("sanderling_unreadable", id);
        copy("sanderling_history", id);
        copy("sanderling_lost", id);
        copy("sanderling_tail", id);
    } else {
        mark_leftover(writer_, id);
    }
    writer_.scopes.save(scope);
    if (row != nullptr && row->has("token_key")) {
        const Bytes key = row->blob("token_key");
        auto update =
            writer_.database.prepare("UPDATE sanderling_scope SET token_key = ?2 WHERE id = ?1");
        update.bind_blob(1, id.view()).bind_blob(2, key).run();
    }
    if (row == nullptr || complete) return;
    // What a person sees until the log has been received again.
    auto update = writer_.database.prepare(
        "UPDATE sanderling_scope SET kind = ?2, role = ?3, classes = ?4 WHERE id = ?1");
    update.bind_blob(1, id.view()).bind_int(2, row->integer("kind"));
    update.bind_int(3, row->integer("role")).bind_int(4, row->integer("classes")).run();
}

void Salvager::take_scopes() {
    std::set<ScopeId> without_row = scopes_;
    for (const FoundRow* row : rows_.of("sanderling_scope")) {
        const auto id = row->fixed<ScopeId>("id");
        const bool complete = is_complete(*row);
        if (complete) complete_.insert(id);
        put_scope(row, id, complete);
        scopes_.insert(id);
        without_row.erase(id);
    }
    for (const ScopeId id : without_row) {
        lose("sanderling_scope", "scope " + to_text(id), "it is received again with the next sync");
        put_scope(nullptr, id, false);
    }
    writer_.scopes.reload_all();
}

void Salvager::drop_lost_pending(Body& body) {
    std::erase_if(body.body.pending, [&](const PendingPatch& pending) {
        if (kept_commits_.contains(pending.dot)) return false;
        lose("sanderling_outbox", "a change of record " + to_text(body.id),
             "its commit is lost; if the server does not have it, it has to be made again");
        return true;
    });
}

void Salvager::put_records() {
    for (Body& body : bodies_) {
        drop_lost_pending(body);
        Scope& scope = *writer_.scopes.find(body.scope);
        const Self self =
            out_.is_enrolled ? writer_.self(scope, now_) : Self{.replica = writer_.replica()};
        OpenRecord record{.id = body.id, .scope = body.scope, .collection = body.collection};
        if (!body.is_aside && body.collection != unknown_collection)
            record.table = writer_.records.table(body.collection);
        record.body = std::move(body.body);
        if (record.body.is_empty()) continue;
        writer_.records.save(record, self, body.updated);
        ++out_.records;
    }
}

void Salvager::report_pages() {
    for (const vault::LostPage& page : found_.lost) {
        std::string what = "page " + std::to_string(page.page);
        if (page.has_older_version) what += ", of which an older state was read";
        out_.losses.push_back({.table = page.table,
                               .page = page.page,
                               .what = std::move(what),
                               .consequence = std::string(consequence_of(page.table))});
    }
    for (const std::uint32_t page : found_.unknown_pages)
        out_.losses.push_back({.page = page,
                               .what = "page " + std::to_string(page) + ", which fits no table",
                               .consequence = std::string(consequence_of({}))});
}

void Salvager::report_scopes() {
    for (const ScopeId id : scopes_) {
        SalvagedScope& scope = out_.scopes.emplace_back();
        scope.id = id;
        scope.is_complete = complete_.contains(id);
        scope.records = static_cast<std::uint64_t>(std::count_if(
            bodies_.begin(), bodies_.end(), [&](const Body& body) { return body.scope == id; }));
        scope.unsent = writer_.outbox.unanswered_in(id).size();
    }
}

}  // namespace sanderling::replica
