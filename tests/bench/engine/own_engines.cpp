#include "tests/bench/engine/own_engines.hpp"

#include "client-sdk/vault/vault.hpp"
#include "tests/bench/engine/sql_engine.hpp"
#include "tests/bench/failure.hpp"

#include <dlfcn.h>

#include <algorithm>

namespace sanderling::bench {

namespace {

using Connection = SqlEngine::Connection;

Connection connect_plain(const std::string& file) {
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    Connection connection(opened, sqlite3_close_v2);
    check(code, opened);
    return connection;
}

/// A database of a vault's; the handle keeps it, and through it the vault, open.
Connection connect_vault(const vault::Vault& vault) {
    auto database = std::make_shared<vault::Database>(must(vault.open_connection(), "connect"));
    return {database, database->handle()};
}

vault::Key raw_key() {
    vault::RawKey key;
    std::ranges::fill(key.bytes.fill(), std::uint8_t{0x5a});
    return key;
}

}  // namespace

std::unique_ptr<Engine> make_plain_engine(const EngineOptions& options) {
    const std::string file = options.folder + "/plain.db";
    return std::make_unique<SqlEngine>(options, [file] { return connect_plain(file); });
}

std::unique_ptr<Engine> make_vault_engine(const EngineOptions& options) {
    const vault::Vault vault =
        must(vault::Vault::create(options.folder + "/vault", raw_key()), "create a vault");
    return std::make_unique<SqlEngine>(options, [vault] { return connect_vault(vault); });
}

MakeEngine find_peer(const std::filesystem::path& library) {
    if (!std::filesystem::exists(library)) return nullptr;
    void* loaded = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);  // stays for good
    void* symbol = loaded != nullptr ? dlsym(loaded, peer_function) : nullptr;
    if (symbol == nullptr) throw Failure(library.string() + " cannot be loaded");
    return reinterpret_cast<MakeEngine>(symbol);
}

}  // namespace sanderling::bench
