// The rows of `./dev bench replica`: the vault's engine beside plain SQLite and other libraries
// that encrypt, and what the SDK makes of it.
#include "tests/bench/rows.hpp"

namespace sanderling::bench {

namespace {

constexpr std::string_view wal_full = "WAL FULL";
constexpr std::string_view wal_normal = "WAL NORMAL";
constexpr std::string_view read_only = "none (reads)";
constexpr std::string_view not_stored = "none";

constexpr Target times(double value) {
    return {Target::Of::ratio, value};
}
constexpr Target at_most(double value) {
    return {Target::Of::value, value};
}

struct EngineWork {
    enum class Kind : std::uint8_t { write, read_cached, read_cold };
    std::string_view name;
    Kind kind;
    std::string_view work;
};

constexpr EngineWork engine_works[] = {
    {"insert", EngineWork::Kind::write, "10,000 inserts, 100 a transaction"},
    {"update", EngineWork::Kind::write, "one field of 5,000 records in order, 100 a transaction"},
    {"update_random", EngineWork::Kind::write, "the same, at random"},
    {"fts_build", EngineWork::Kind::write, "an FTS5 index over 10,000 notes"},
    {"read_cold", EngineWork::Kind::read_cold, "10 × 500 reads by id after opening anew"},
    {"read_warm", EngineWork::Kind::read_cached, "10,000 reads by id, in random order"},
    {"range", EngineWork::Kind::read_cached, "1,000 × the 20 newest of a case"},
    {"scan", EngineWork::Kind::read_cached, "20 × the whole table"},
    {"fts_query", EngineWork::Kind::read_cached, "1,000 × the 20 best for two words"},
};

/// With 64 MB everything is in the page cache once it was read.
Target engine_target(EngineWork::Kind kind, std::string_view cache) {
    const bool is_roomy = cache == "64mb";
    if (kind == EngineWork::Kind::write) return times(is_roomy ? 1.25 : 1.7);
    if (!is_roomy) return times(2);
    return kind == EngineWork::Kind::read_cached ? times(1.05) : Target{};
}

void add_engine_rows(std::vector<Row>& rows, std::string_view synchronous,
                     std::string_view durability, std::string_view cache) {
    for (const EngineWork& work : engine_works) {
        const bool reads = work.kind != EngineWork::Kind::write;
        if (reads && durability == wal_full) continue;  // a read waits for no disk
        rows.push_back({.name = "vault_" + std::string(work.name) + "_" + std::string(synchronous) +
                                "_" + std::string(cache),
                        .stage = Stage::engines,
                        .unit = Unit::milliseconds,
                        .durability = reads ? read_only : durability,
                        .work = std::string(work.work),
                        .target = engine_target(work.kind, cache),
                        .peers = Peers::all_slower});
    }
}

void add_sdk_rows(std::vector<Row>& rows) {
    constexpr Unit ms = Unit::milliseconds;
    constexpr Unit bytes = Unit::bytes;
    const Row added[] = {
        {"sdk_insert_100", Stage::sdk, ms, wal_full, "10,000 inserts, 100 a transaction", times(2)},
        {"sdk_insert_1", Stage::sdk, ms, wal_full, "1,000 inserts, one a transaction", times(1.3)},
        {"sdk_update", Stage::sdk, ms, wal_full, "one field of 5,000 records, 100 a transaction",
         times(2.5)},
        {"sdk_get", Stage::sdk, ms, read_only, "10,000 reads by id, in random order"},
        {"sdk_query", Stage::sdk, ms, read_only, "1,000 × the 20 newest of a case", times(1.15)},
        {"sdk_size", Stage::sdk, bytes, not_stored, "the database, once the outbox has drained",
         times(2)},
        {"sdk_open", Stage::sdk, ms, not_stored, "open with a raw key", at_most(5)},
        {"sdk_rss", Stage::sdk, bytes, not_stored, "memory of a process that read it all",
         at_most(40e6)},
    };
    rows.insert(rows.end(), std::begin(added), std::end(added));
}

}  // namespace

std::vector<Row> replica_rows() {
    std::vector<Row> rows;
    for (const std::string_view cache : {"64mb", "2mb"}) {
        add_engine_rows(rows, "normal", wal_normal, cache);
        add_engine_rows(rows, "full", wal_full, cache);
    }
    add_sdk_rows(rows);
    return rows;
}

}  // namespace sanderling::bench
