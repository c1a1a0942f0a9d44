#include "client-sdk/vault/vault.hpp"

#include "client-sdk/vault/connection.hpp"
#include "client-sdk/vault/harden.hpp"
#include "client-sdk/vault/log_scan.hpp"
#include "client-sdk/vault/slot_file.hpp"
#include "client-sdk/vault/slot_wrap.hpp"
#include "client-sdk/vault/swap.hpp"
#include "client-sdk/vault/vault_state.hpp"

#include <system_error>

namespace sanderling::vault {

namespace {

constexpr std::int64_t application_id = 0x534E4452;  // "SNDR"

std::uintmax_t size_of(const std::filesystem::path& path) {
    std::error_code ignored;  // no such file: nothing
    const std::uintmax_t size = std::filesystem::file_size(path, ignored);
    return ignored ? 0 : size;
}

Result<> initialise(const std::filesystem::path& path, const Vfs& vfs) {
    return guarded([&]() -> Result<> {
        Database database = Database::open(path.string(), {.vfs = vfs.name()});
        set_pragmas(database, keeper_cache_bytes, Durability::full);
        if (auto logging = use_write_ahead_log(database); !logging) return logging;
        database.execute("PRAGMA application_id=" + std::to_string(application_id));
        return self_test(database, vfs.name());
    });
}

// Before SQLite recovers the log, which would end at the damage without a word.
Result<LogScan> examine_log(const Vault::State& state, DamagedLog wanted) {
    auto scan = scan_log(state.database_path(), state.vfs->ciphers());
    if (!scan || !scan->is_damaged() || wanted == DamagedLog::serve_what_precedes) return scan;
    return fail(Errc::corrupt, scan->describe() +
                                   "; a check lists the damage, a salvage gets out everything "
                                   "that can still be read");
}

}  // namespace

Result<Vault> Vault::assemble(std::shared_ptr<State> state, DamagedLog damaged_log) {
    auto scan = examine_log(*state, damaged_log);
    if (!scan) return scan.error();
    return guarded([&]() -> Result<Vault> {
        try {
            Database::Options options{.vfs = state->vfs->name(), .busy_timeout_ms = 0};
            state->keeper = std::make_unique<Database>(
                Database::open(state->database_path().string(), std::move(options)));
            state->keeper->execute("PRAGMA mmap_size=0");
            // The first read takes the lock, recovers the log and authenticates page 1. A pragma
            // that has to know the tables would read all their definitions for a connection that
            // never uses one.
            state->keeper->query_int("PRAGMA schema_version");
            // What was given up must not be found again by the next opening.
            if (scan->is_damaged()) state->keeper->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (const SqliteError& error) {
            if (error.code() != Errc::busy) throw;
            return fail(Errc::in_use, "another process holds the database file");
        }
        if (auto tested = self_test(*state->keeper, state->vfs->name()); !tested) {
            return tested.error();
        }
        return Vault(std::move(state));
    });
}

Result<Vault> Vault::create(const std::filesystem::path& directory, const Key& key,
                            const VaultOptions& options) {
    if (options.core_dumps == CoreDumps::forbid) {
        if (auto hardened = harden_process(); !hardened) return hardened.error();
    }
    if (auto made = make_private_directory(directory); !made) return made.error();
    auto lock = lock_directory(directory);
    if (!lock) return lock.error();
    if (auto cleared = clear_unfinished(directory); !cleared) return cleared.error();

    crypto::SystemRandom random;
    crypto::Secret<32> database_key;
    random.fill(database_key.fill());
    auto state = std::make_shared<State>();
    state->lock = std::move(*lock);
    state->directory = directory;
    state->identity.id = random.id<DatabaseId>();
    auto slot = wrap(database_key, state->identity, random, key, options.kdf);
    if (!slot) return slot.error();

    auto initialised = guarded([&]() -> Result<> {
        state->vfs = std::make_unique<Vfs>(database_key, state->identity);
        if (auto made = create_private_file(state->database_path()); !made) return made.error();
        return initialise(state->database_path(), *state->vfs);
    });
    if (!initialised) return initialised.error();
    SlotCopy slots{.identity = state->identity};
    slots.slots[0] = std::move(*slot);
    if (auto written = write_slot_file(directory / slots_name, slots); !written) {
        return written.error();
    }
    return assemble(std::move(state), DamagedLog::refuse);
}

Result<Vault> Vault::open(const std::filesystem::path& directory, const Key& key,
                          const VaultOptions& options) {
    if (options.core_dumps == CoreDumps::forbid) {
        if (auto hardened = harden_process(); !hardened) return hardened.error();
    }
    auto lock = lock_directory(directory);
    if (!lock) return lock.error();
    auto slots = read_slot_file(directory / slots_name);
    if (!slots) {
        const bool is_missing = slots.error().code == Errc::not_found;
        if (is_missing && size_of(directory / database_name) != 0)
            return fail(Errc::corrupt, "the key slot file is missing");
        return slots.error();
    }
    auto database_key = unwrap(*slots, key);
    if (!database_key) return database_key.error();
    if (auto settled = settle(directory, *slots); !settled) return settled.error();
    const std::uintmax_t database_size = size_of(directory / database_name);
    // SQLite takes an empty file for a new database, and deletes the log beside it.
    if (database_size < page_bytes) return fail(Errc::corrupt, "replica.db is missing or cut off");

    auto state = std::make_shared<State>();
    state->lock = std::move(*lock);
    state->directory = directory;
    state->identity = slots->identity;
    auto registered = guarded([&]() -> Result<> {
        state->vfs = std::make_unique<Vfs>(*database_key, state->identity);
        return {};
    });
    if (!registered) return registered.error();
    return assemble(std::move(state), options.damaged_log);
}

Result<Database> Vault::open_connection(const ConnectionOptions& options) const {
    return guarded([&]() -> Result<Database> {
        Database::Options open{.access = options.access,
                               .vfs = state_->vfs->name(),
                               .busy_timeout_ms = options.busy_timeout_ms,
                               .keep_alive = state_};
        Database database = Database::open(state_->database_path().string(), std::move(open));
        const bool reads = options.access == Access::read_only;
        std::int64_t cache = reads ? reader_cache_bytes : writer_cache_bytes;
        if (options.cache_bytes != 0) cache = options.cache_bytes;
        set_pragmas(database, cache, options.durability);
        if (database.query_text("PRAGMA journal_mode") != "wal")
            return fail(Errc::corrupt, "the database is not in write-ahead mode");
        if (reads) {
            // Queries that an application passes on must not reach other files.
            sqlite3_limit(database.handle(), SQLITE_LIMIT_ATTACHED, 0);
            sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        }
        if (auto tested = self_test(database, state_->vfs->name()); !tested) return tested.error();
        return database;
    });
}

const DatabaseIdentity& Vault::identity() const {
    return state_->identity;
}
const std::filesystem::path& Vault::directory() const {
    return state_->directory;
}

}  // namespace sanderling::vault
