// Nothing free goes in: every text is a word of this program, every other value a number or the
// beginning of a hash; so a new member has to be one of these, too.
#include "sync-server/daemon/support_command.hpp"

#include "core/crypto/hash.hpp"
#include "core/wire/message.hpp"
#include "sync-server/store/store.hpp"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

namespace sanderling::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view hash_key = "sanderlingd support bundle, 1   ";  // 32 bytes
constexpr int largest_shown = 20;

// Enough to see that two things are the same one, too little to be looked up by.
std::string short_hash(ByteView bytes) {
    return to_hex(crypto::keyed_hash_16(as_bytes(hash_key), bytes)).substr(0, 8);
}

Json limits_of(const Config& config) {
    return {{"is_loopback", config.listen.address().is_loopback()},
            {"connections", config.listen_limits.connections_max},
            {"accepts_per_second", config.listen_limits.accepts_a_second},
            {"store_bytes", config.store_bytes_max},
            {"retention_days", config.retention.count()},
            {"drain_s", config.drain.count()}};
}

std::uint64_t bytes_of(const std::filesystem::path& file) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(file, missing);
    return missing ? 0 : static_cast<std::uint64_t>(size);
}

std::int64_t one(Database& database, const std::string& sql) {
    Statement select(database, sql);
    Rows row = select.query();
    return row.next() ? row->integer(0) : 0;
}

Json store_of(Database& database, const WorkingFolder& folder, const StoreHead& head) {
    const std::uint64_t generation = number(head.generation);
    const ByteView seen{reinterpret_cast<const std::uint8_t*>(&generation), sizeof generation};
    return {{"bytes", bytes_of(folder.store())},
            {"wal_bytes", bytes_of(folder.store().string() + "-wal")},
            {"pages", one(database, "PRAGMA page_count")},
            {"free_pages", one(database, "PRAGMA freelist_count")},
            {"organisation", short_hash(head.organisation.org.view())},
            {"generation", short_hash(seen)},
            {"directory_head", head.directory_head},
            {"server_now", head.server_now.ms}};
}

Json tables_of(Database& database) {
    Json out = Json::object();
    for (const char* table :
         {"log", "record", "replica", "member", "directory", "invite", "enrolment", "superseded",
          "floor", "decided", "record_past", "backup", "backup_mark", "restored", "device_order",
          "device_contact", "device_wiped", "purge_receipt"})
        out[table] = one(database, std::string("SELECT count(*) FROM ") + table);
    return out;
}

Json items_of(Database& database) {
    Json out = Json::array();
    Statement select(database,
                     "SELECT verdict, code, count(*) FROM log GROUP BY verdict, code "
                     "ORDER BY verdict, code");
    Rows row = select.query();
    while (row.next())
        out.push_back({{"verdict", row->integer(0)},  // docs/protocol.md §3.5
                       {"code", traits(row->code<Errc>(1)).name},
                       {"items", row->integer(2)}});
    return out;
}

// Kinds by number: their names are words about content.
Json kinds_of(Database& database) {
    Json out = Json::array();
    Statement select(database,
                     "SELECT kind, count(*), sum(head), sum(records), sum(bytes) FROM scope "
                     "GROUP BY kind ORDER BY kind");
    Rows row = select.query();
    while (row.next())
        out.push_back({{"kind", row->integer(0)},
                       {"scopes", row->integer(1)},
                       {"items", row->integer(2)},
                       {"records", row->integer(3)},
                       {"bytes", row->integer(4)}});
    return out;
}

Json largest_of(Database& database) {
    Json out = Json::array();
    Statement select(
        database,
        "SELECT s.scope, s.kind, s.head, s.records, s.bytes, s.time_max >> 16,"
        " (SELECT count(*) FROM member m WHERE m.org = s.org AND m.shard_key = s.shard_key"
        "  AND m.scope = s.scope AND m.is_member = 1),"
        " (SELECT count(*) FROM log l WHERE l.org = s.org AND l.shard_key = s.shard_key"
        "  AND l.scope = s.scope AND l.verdict = 3)"
        " FROM scope s ORDER BY s.bytes DESC, s.scope LIMIT ?");
    Rows row = select.query(largest_shown);
    while (row.next())
        out.push_back({{"scope", short_hash(row->blob(0))},
                       {"kind", row->integer(1)},
                       {"items", row->integer(2)},
                       {"records", row->integer(3)},
                       {"bytes", row->integer(4)},
                       {"last_written", row->integer(5)},
                       {"members", row->integer(6)},
                       {"quarantined", row->integer(7)}});
    return out;
}

// Without the names, which are paths of this machine.
Json times_of(Database& database, const char* sql) {
    Json out = Json::array();
    Statement select(database, sql);
    Rows row = select.query();
    while (row.next()) out.push_back(row->integer(0));
    return out;
}

// Taken for a moment only: a server may be about to start.
bool is_running(const WorkingFolder& folder) {
    const auto lock = FolderLock::take(folder);
    return !lock && lock.error().code == Errc::in_use;
}

Result<std::string> gathered(const WorkingFolder& folder, const Config& config, Instant now) {
    Database database(folder.store(), OpenMode::read);
    const Transaction moment(database, Transaction::Kind::read);
    const auto head = read_head(database);
    if (!head) return head.error();
    const Json out{
        {"sanderlingd_support", 1},
        {"versions",
         {{"program", SANDERLING_VERSION},
          {"compiled", __VERSION__},
          {"sqlite", sqlite3_libversion()},
          {"protocol", wire::protocol_version}}},
        {"now", now.ms},
        {"is_running", is_running(folder)},
        {"limits", limits_of(config)},
        {"store", store_of(database, folder, *head)},
        {"tables", tables_of(database)},
        {"items", items_of(database)},
        {"kinds", kinds_of(database)},
        {"largest", largest_of(database)},
        {"last_contact", one(database, "SELECT max(at) FROM device_contact")},
        {"backups", times_of(database,
                             "SELECT taken_at FROM backup ORDER BY position DESC "
                             "LIMIT 20")},
        {"restored", times_of(database, "SELECT restored_at FROM restored ORDER BY position")}};
    return out.dump(2) + "\n";
}

}  // namespace

Result<std::string> support_bundle(const WorkingFolder& folder, const Config& config, Instant now) {
    if (!std::filesystem::exists(folder.store()))
        return fail(Errc::not_found, folder.store().string());
    try {
        return gathered(folder, config, now);
    } catch (const SqliteFailure& failure) {
        return error_of(failure);
    }
}

Result<void> write_support_bundle(const std::filesystem::path& file, std::string_view bundle) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return fail(errno == EEXIST ? Errc::already_exists : Errc::io, file.string());
    std::size_t done = 0;
    while (done < bundle.size()) {
        const auto step = ::write(descriptor, bundle.data() + done, bundle.size() - done);
        if (step < 0 && errno != EINTR) break;
        if (step > 0) done += static_cast<std::size_t>(step);
    }
    const bool is_closed = ::close(descriptor) == 0;
    if (done < bundle.size() || !is_closed) return fail(Errc::io, file.string());
    return {};
}

}  // namespace sanderling::server
