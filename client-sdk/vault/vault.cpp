#include "client-sdk/vault/vault.hpp"

#include "client-sdk/vault/durable_file.hpp"
#include "client-sdk/vault/harden.hpp"
#include "client-sdk/vault/main_file.hpp"
#include "client-sdk/vault/slot_file.hpp"
#include "client-sdk/vault/vfs.hpp"

#include <algorithm>
#include <exception>
#include <system_error>

namespace sanderling::vault {

namespace {

constexpr std::int64_t application_id = 0x534E4452;  // "SNDR"
constexpr std::uintmax_t unfinished_bytes_max = 4 * page_bytes;
constexpr std::int64_t keeper_cache_bytes = std::int64_t{64} << 10U;

// The seam where what SQLite throws becomes a value.
template <class F>
auto guarded(F&& body) -> decltype(body()) {
    try {
        return body();
    } catch (const SqliteError& error) {
        return error.error();
    } catch (const std::exception& error) {
        return fail(Errc::internal, error.what());
    }
}

std::uintmax_t size_of(const std::filesystem::path& path) {
    std::error_code ignored;  // no such file: nothing
    const std::uintmax_t size = std::filesystem::file_size(path, ignored);
    return ignored ? 0 : size;
}

void set_pragmas(Database& database, std::int64_t cache_bytes, Durability durability) {
    database.execute("PRAGMA mmap_size=0");
    database.execute("PRAGMA cache_size=-" + std::to_string(cache_bytes / 1024));
    database.execute(durability == Durability::full ? "PRAGMA synchronous=FULL"
                                                    : "PRAGMA synchronous=NORMAL");
    // Moving a page from the log to the database seals it once more, so a page that is written
    // often is moved seldom: after 16 MiB, which a device can spare.
    database.execute("PRAGMA wal_autocheckpoint=" + std::to_string(log_pages_before_checkpoint));
    // Spilled sorter runs and temporary tables go through the VFS, which seals them.
    database.execute("PRAGMA temp_store=FILE");
}

// Fails closed: whatever came of the opening, the bytes on the disk must be sealed.
Result<> self_test(Database& database, const std::string& vfs_name) {
    char* name = nullptr;
    sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_VFSNAME, &name);
    const bool ours = name != nullptr && vfs_name == name;
    sqlite3_free(name);
    if (!ours) return fail(Errc::internal, "the connection bypasses the encrypting VFS");

    RawPage raw{};
    const int rc = sqlite3_file_control(database.handle(), "main", fcntl_raw_page_1, &raw);
    if (rc != SQLITE_OK) return fail(errc_of_sqlite(rc), "reading page 1 as it is stored");
    // These are zeros in every header of SQLite's, and almost never in a sealed one.
    const bool clear =
        all_zero(raw.data() + 72, 20) || all_zero(raw.data() + nonce_at, nonce_bytes);
    if (clear) return fail(Errc::corrupt, "page 1 is stored in clear");
    return {};
}

Result<> initialise(const std::filesystem::path& path, const Vfs& vfs) {
    return guarded([&]() -> Result<> {
        Database database = Database::open(path.string(), {.vfs = vfs.name()});
        set_pragmas(database, keeper_cache_bytes, Durability::full);
        if (database.query_text("PRAGMA journal_mode=WAL") != "wal") {
            return fail(Errc::internal, "SQLite refused the write-ahead log");
        }
        database.execute("PRAGMA application_id=" + std::to_string(application_id));
        return self_test(database, vfs.name());
    });
}

// A creation that was cut off left a database that never held anything: the key slots come last.
Result<> clear_unfinished(const std::filesystem::path& directory) {
    const std::filesystem::path database = directory / Vault::database_name;
    if (std::filesystem::exists(directory / Vault::slots_name)) {
        return fail(Errc::already_exists, "the folder holds a replica");
    }
    if (size_of(database) > unfinished_bytes_max) {
        return fail(Errc::already_exists, "the folder holds a replica.db without its key slots");
    }
    for (const char* suffix : {"", "-wal", "-journal"}) {
        std::error_code error;
        std::filesystem::remove(database.string() + suffix, error);
        if (error) return system_error(error.value(), "clearing an unfinished replica");
    }
    return {};
}

Result<Slot> make_slot(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
                       const Key& key, const KdfCost& cost) {
    crypto::SystemRandom random;
    if (const auto* raw = std::get_if<RawKey>(&key)) {
        return wrap(database_key, identity, random, *raw);
    }
    return wrap(database_key, identity, random, std::get<Passphrase>(key), cost);
}

}  // namespace

// In this order, so that the keeper goes first and the lock last.
struct Vault::State {
    Descriptor lock{};
    std::filesystem::path directory{};
    DatabaseIdentity identity{};
    std::unique_ptr<Vfs> vfs{};
    // Open for as long as anybody is: it holds the process's lock on the database file, and keeps
    // the log from being folded in and deleted whenever the last other connection closes.
    std::unique_ptr<Database> keeper{};

    std::string database_path() const { return (directory / database_name).string(); }
};

Result<Vault> Vault::assemble(std::shared_ptr<State> state) {
    return guarded([&]() -> Result<Vault> {
        try {
            Database::Options options{.vfs = state->vfs->name(), .busy_timeout_ms = 0};
            state->keeper = std::make_unique<Database>(
                Database::open(state->database_path(), std::move(options)));
            set_pragmas(*state->keeper, keeper_cache_bytes, Durability::full);
            // The first read takes the lock, recovers the log and authenticates page 1.
            state->keeper->query_int("SELECT count(*) FROM sqlite_schema");
            if (state->keeper->query_text("PRAGMA journal_mode") != "wal") {
                return fail(Errc::corrupt, "the database is not in write-ahead mode");
            }
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
    auto slot = make_slot(database_key, state->identity, key, options.kdf);
    if (!slot) return slot.error();

    auto initialised = guarded([&]() -> Result<> {
        state->vfs = std::make_unique<Vfs>(database_key, state->identity);
        if (auto made = create_private_file(state->database_path()); !made) return made.error();
        return initialise(state->database_path(), *state->vfs);
    });
    if (!initialised) return initialised.error();
    SlotCopy slots{.identity = state->identity};
    slots.slots[0] = *slot;
    if (auto written = write_slot_file(directory / slots_name, slots); !written) {
        return written.error();
    }
    return assemble(std::move(state));
}

Result<Vault> Vault::open(const std::filesystem::path& directory, const Key& key,
                          const VaultOptions& options) {
    if (options.core_dumps == CoreDumps::forbid) {
        if (auto hardened = harden_process(); !hardened) return hardened.error();
    }
    auto lock = lock_directory(directory);
    if (!lock) return lock.error();
    const std::uintmax_t database_size = size_of(directory / database_name);
    auto slots = read_slot_file(directory / slots_name);
    if (!slots) {
        const bool lost = slots.error().code == Errc::not_found && database_size != 0;
        if (lost) return fail(Errc::corrupt, "the key slot file is missing");
        return slots.error();
    }
    auto database_key = unwrap(*slots, key);
    if (!database_key) return database_key.error();
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
    return assemble(std::move(state));
}

Result<Database> Vault::open_connection(const ConnectionOptions& options) const {
    return guarded([&]() -> Result<Database> {
        Database::Options open{.access = options.access,
                               .vfs = state_->vfs->name(),
                               .busy_timeout_ms = options.busy_timeout_ms,
                               .keep_alive = state_};
        Database database = Database::open(state_->database_path(), std::move(open));
        const bool reads = options.access == Access::read_only;
        std::int64_t cache = reads ? reader_cache_bytes : writer_cache_bytes;
        if (options.cache_bytes != 0) cache = options.cache_bytes;
        set_pragmas(database, cache, options.durability);
        if (reads) {
            // Queries that an application passes on must not reach other files.
            sqlite3_limit(database.handle(), SQLITE_LIMIT_ATTACHED, 0);
            sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        }
        if (auto tested = self_test(database, state_->vfs->name()); !tested) return tested.error();
        return database;
    });
}

Result<> Vault::change_passphrase(const Key& current, const Passphrase& next, const KdfCost& cost) {
    const std::filesystem::path path = state_->directory / slots_name;
    auto copy = read_slot_file(path);
    if (!copy) return copy.error();
    auto database_key = unwrap(*copy, current);
    if (!database_key) return database_key.error();
    crypto::SystemRandom random;
    auto slot = wrap(*database_key, copy->identity, random, next, cost);
    if (!slot) return slot.error();
    for (Slot& old : copy->slots) {
        if (old.type == SlotType::passphrase) old = Slot{};
    }
    const auto room = std::find_if(copy->slots.begin(), copy->slots.end(),
                                   [](const Slot& s) { return s.type == SlotType::empty; });
    if (room == copy->slots.end()) return fail(Errc::too_large, "all key slots are taken");
    *room = *slot;
    return write_slot_file(path, *copy);
}

Result<> Vault::add_raw_key(const Key& current, const RawKey& next) {
    const std::filesystem::path path = state_->directory / slots_name;
    auto copy = read_slot_file(path);
    if (!copy) return copy.error();
    auto database_key = unwrap(*copy, current);
    if (!database_key) return database_key.error();
    const auto room = std::find_if(copy->slots.begin(), copy->slots.end(),
                                   [](const Slot& s) { return s.type == SlotType::empty; });
    if (room == copy->slots.end()) return fail(Errc::too_large, "all key slots are taken");
    crypto::SystemRandom random;
    *room = wrap(*database_key, copy->identity, random, next);
    return write_slot_file(path, *copy);
}

const DatabaseIdentity& Vault::identity() const {
    return state_->identity;
}
const std::filesystem::path& Vault::directory() const {
    return state_->directory;
}

}  // namespace sanderling::vault
