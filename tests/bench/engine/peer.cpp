// A peer as a shared library: its own SQLite, hidden, its default cipher, and a raw key as it wants
// one. Compiled by peers.py, once for each peer, with PEER_KEY_PRAGMA.
#include "tests/bench/engine/sql_engine.hpp"

namespace {

using namespace sanderling::bench;

std::shared_ptr<sqlite3> connect(const std::string& file) {
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    std::shared_ptr<sqlite3> connection(opened, sqlite3_close_v2);
    check(code, opened);
    check(sqlite3_exec(opened, PEER_KEY_PRAGMA, nullptr, nullptr, nullptr), opened);
    return connection;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) std::unique_ptr<Engine> sanderling_bench_peer(
    const EngineOptions& options) {
    const std::string file = options.folder + "/peer.db";
    return std::make_unique<SqlEngine>(options, [file] { return connect(file); });
}
