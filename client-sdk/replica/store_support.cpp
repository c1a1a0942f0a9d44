// A bundle for support. Nothing free goes in: every text is a word of this program, every other
// value a number or the beginning of a hash; so a new member has to be one of these, too.
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/tables.hpp"
#include "core/crypto/hash.hpp"
#include "core/wire/limits.hpp"
#include "core/wire/message.hpp"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <map>

#include "sanderling/mending.hpp"
#include "sanderling/store.hpp"
#include "sanderling/support.hpp"

namespace sanderling {

namespace {

using Json = nlohmann::ordered_json;
using vault::Statement;

constexpr std::string_view hash_key = "sanderling support bundle, 1    ";  // 32 bytes

// Enough to see that two things are the same one, too little to be looked up by.
std::string short_hash(ByteView bytes) {
    return to_hex(crypto::keyed_hash_16(as_bytes(hash_key), bytes)).substr(0, 8);
}

// Names are hashed: they are the organisation's.
std::string schema_hash(const Schema& schema) {
    std::string all = schema.name() + "\n" + std::to_string(number(schema.version()));
    for (const auto& collection : schema.collections()) {
        all += "\n" + std::to_string(number(collection.number)) + " " + collection.name;
        for (const auto& field : collection.fields)
            all += "\n " + std::to_string(number(field.number)) + " " + field.name + " " +
                   std::to_string(static_cast<int>(field.type));
    }
    return short_hash(as_bytes(all));
}

Json at_or_null(const std::optional<Instant>& at) {
    return at ? Json(at->ms) : Json(nullptr);
}

Json versions(const Schema& schema) {
    return {{"program", SANDERLING_VERSION},
            {"compiled", __VERSION__},
            {"sqlite", sqlite3_libversion()},
            {"protocol", wire::protocol_version},
            {"schema",
             {{"name", schema.name()},
              {"version", number(schema.version())},
              {"hash", schema_hash(schema)}}}};
}

Json device(const Status& status) {
    Json incarnations = Json::array();
    for (const Incarnation& one : status.incarnations)
        incarnations.push_back({{"replica", short_hash(one.replica.view())},
                                {"reason", to_text(one.reason)},
                                {"since", one.since.ms}});
    return {
        {"enrolled", status.is_enrolled},
        {"device", short_hash(status.device.view())},
        {"person", short_hash(status.person.view())},
        {"incarnations", std::move(incarnations)},
        {"standing", to_text(status.standing.standing)},
        {"days_left", status.standing.days_left ? Json(*status.standing.days_left) : Json(nullptr)},
        {"offline_since", at_or_null(status.offline_since)},
        {"last_contact", at_or_null(status.last_contact)},
        {"unsent", status.unsent_transactions},
        {"refused", status.refused_transactions},
        {"open_conflicts", status.open_conflicts},
        {"late_work", status.late_work},
        {"waiting_decisions", status.waiting_decisions},
        {"unreadable_patches", status.unreadable_patches}};
}

// Kinds by number: their names are words about content.
Json scopes(const std::vector<ScopeInfo>& all, const Schema& schema) {
    Json out = Json::array();
    for (const ScopeInfo& scope : all) {
        const auto* kind = schema.scope_kind(scope.kind);
        out.push_back(
            {{"scope", short_hash(scope.id.view())},
             {"kind", kind != nullptr ? number(kind->number) : 0},
             {"state", to_text(scope.state)},
             {"seq", number(scope.seq)},
             {"digest", scope.digest.substr(0, 8)},
             {"records", scope.records},
             {"conflicts", scope.open_conflicts},
             {"unsent", scope.unsent},
             {"until", at_or_null(scope.until)},
             {"problem", scope.problem ? Json(traits(scope.problem->code).name) : Json(nullptr)}});
    }
    return out;
}

Json mendings(const std::vector<Mended>& all) {
    Json out = Json::array();
    for (const Mended& one : all)
        out.push_back({{"scope", short_hash(one.scope.view())},
                       {"at", one.at.ms},
                       {"outcome", to_text(one.outcome)},
                       {"buckets", one.buckets},
                       {"records", one.records}});
    return out;
}

/// What is counted in the tables, and what the replica remembers of clocks.
struct Counted {
    Json tables = Json::object();  // rows by the SDK's own table, or by the number of a collection
    Json outbox = Json::array();   // commits by verdict and code
    Json clocks = Json::object();
};

constexpr std::string_view own_tables[] = {
    "audit",       "certificate", "conflict", "cover",     "dismissed",    "envelope", "history",
    "incarnation", "late",        "lineage",  "link",      "mended",       "other",    "outbox",
    "person_key",  "purge_done",  "purged",   "receipt",   "reclassified", "replica",  "scope_key",
    "scope_log",   "staged",      "tail",     "unreadable"};

void count_tables(replica::Writer& writer, Json& out) {
    for (const std::string_view table : own_tables)
        out[std::string(table)] =
            writer.database.query_int("SELECT count(*) FROM sanderling_" + std::string(table));
    for (const auto& collection : writer.schema.collections())
        if (const auto rows =
                writer.database.query_int("SELECT count(*) FROM " + replica::row_table(collection)))
            out["collection " + std::to_string(number(collection.number))] = rows;
}

void count_outbox(replica::Writer& writer, Json& out) {
    std::map<std::pair<int, Errc>, std::uint64_t> counts;
    for (const replica::OutboxRow& row : writer.outbox.all())
        ++counts[{row.verdict ? static_cast<int>(number(*row.verdict)) : 0, row.code}];
    for (const auto& [key, commits] : counts)
        out.push_back({{"verdict", key.first},  // docs/protocol.md §5.2; 0: none yet
                       {"code", traits(key.second).name},
                       {"commits", commits}});
}

void read_clocks(replica::Writer& writer, Instant now, Json& out) {
    const auto here = writer.meta.integer(replica::meta::lease_contact);
    const auto there = writer.meta.integer(replica::meta::lease_server);
    out["now"] = now.ms;
    out["ahead_of_server_ms"] = here && there ? Json(*here - *there) : Json(nullptr);
    out["contact"] = here ? Json(*here) : Json(nullptr);
}

Result<Counted> count(Store& store) {
    return store.replica().write(
        vault::Durability::normal, [&](replica::Writer& writer) -> Result<Counted> {
            Counted out;
            count_tables(writer, out.tables);
            count_outbox(writer, out.outbox);
            read_clocks(writer, store.replica().now(), out.clocks);
            out.tables["pages"] = writer.database.query_int("PRAGMA page_count");
            out.tables["free_pages"] = writer.database.query_int("PRAGMA freelist_count");
            return out;
        });
}

}  // namespace

Result<std::string> support_bundle(Store& store) {
    const auto status = store.status();
    if (!status) return status.error();
    const auto all = store.scopes();
    if (!all) return all.error();
    const auto mended = mended_scopes(store);
    if (!mended) return mended.error();
    auto counted = count(store);
    if (!counted) return counted.error();
    const Json out{{"sanderling_support", 1},
                   {"versions", versions(store.schema())},
                   {"clocks", std::move(counted->clocks)},
                   {"device", device(*status)},
                   {"scopes", scopes(*all, store.schema())},
                   {"outbox", std::move(counted->outbox)},
                   {"mended", mendings(*mended)},
                   {"tables", std::move(counted->tables)}};
    return out.dump(2) + "\n";
}

}  // namespace sanderling
