// Whole copies of a vault: export, backup, and the rekey that puts a copy in its own place
// (docs/storage.md §10).
#include "client-sdk/vault/slot_file.hpp"
#include "client-sdk/vault/slot_wrap.hpp"
#include "client-sdk/vault/swap.hpp"
#include "client-sdk/vault/vault_slots.hpp"
#include "client-sdk/vault/vault_state.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace sanderling::vault {

namespace {

// The copy is written from the cache when this is full, so that it shows how far it has come.
constexpr std::int64_t copy_cache_bytes = std::int64_t{4} << 20U;
constexpr int steps_between_reports = 50000;  // of SQLite's machine

/// A database key and identity that nothing was sealed with yet.
struct Fresh {
    DatabaseIdentity identity{};
    crypto::Secret<32> database_key{};
    SlotCopy slots{};
    std::unique_ptr<Vfs> vfs{};
};

Result<Fresh> make_fresh(const DatabaseIdentity& identity) {
    crypto::SystemRandom random;
    Fresh out;
    out.identity = identity;
    random.fill(out.database_key.fill());
    out.slots.identity = identity;
    auto registered = guarded([&]() -> Result<> {
        out.vfs = std::make_unique<Vfs>(out.database_key, out.identity);
        return {};
    });
    if (!registered) return registered.error();
    return out;
}

struct Watch {
    const OnCopyProgress& on_progress;
    const std::filesystem::path& target;
    std::uint64_t pages_total;

    void report(CopyStep step) const {
        if (!on_progress) return;
        std::error_code ignored;  // not there yet: nothing is done
        const std::uintmax_t size = std::filesystem::file_size(target, ignored);
        const std::uint64_t done = ignored ? 0 : size / page_bytes;
        on_progress({step, std::min(done, pages_total), pages_total});
    }
};

int on_steps(void* watch) {
    static_cast<const Watch*>(watch)->report(CopyStep::copying);
    return 0;
}

// VACUUM INTO is one reading transaction: what is committed now, without what was deleted.
void vacuum_into(Database& source, const std::filesystem::path& target, const Vfs& vfs,
                 Watch& watch) {
    const std::string uri =
        uri_of(target, std::string(Vfs::vacuum_target_parameter) + "=1&vfs=" + vfs.name());
    Statement vacuum = source.prepare("VACUUM INTO ?1");
    vacuum.bind_text(1, uri);
    sqlite3_progress_handler(source.handle(), steps_between_reports, on_steps, &watch);
    vacuum.run();
    sqlite3_progress_handler(source.handle(), 0, nullptr, nullptr);
}

// The copy is all there is once the old key is gone, so it is read back before it counts.
Result<std::uint64_t> finish(const std::filesystem::path& target, const Vfs& vfs) {
    Database copy = Database::open(target.string(), {.vfs = vfs.name(), .busy_timeout_ms = 0});
    set_pragmas(copy, copy_cache_bytes, Durability::full);
    if (auto logging = use_write_ahead_log(copy); !logging) return logging.error();
    if (auto tested = self_test(copy, vfs.name()); !tested) return tested.error();
    const std::string checked = copy.query_text("PRAGMA quick_check(1)");
    if (checked != "ok") return fail(Errc::corrupt, "the copy does not check: " + checked);
    return static_cast<std::uint64_t>(copy.query_int("PRAGMA page_count"));
}

Result<> sync_file(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    const bool done = file.is_open() && ::fsync(file.get()) == 0;
    if (!done) return system_error(errno, path.filename().string());
    return sync_directory(path.parent_path());
}

void remove_quietly(const std::filesystem::path& base) {
    for (const char* suffix : {"", "-journal", "-wal"}) {
        std::error_code ignored;  // the next opening tries again
        std::filesystem::remove(base.string() + suffix, ignored);
    }
}

/// A whole, checked and synced copy at `target`, which is not there yet. On an error nothing is.
Result<std::uint64_t> copy_database(const Vault::State& from, const std::filesystem::path& target,
                                    const Vfs& vfs, const CopyOptions& options) {
    auto copied = guarded([&]() -> Result<std::uint64_t> {
        if (auto made = create_private_file(target); !made) return made.error();
        Watch watch{options.on_progress, target, 0};
        {
            Database source = Database::open(uri_of(from.database_path(), "cache=private"),
                                             {.vfs = from.vfs->name()});
            set_pragmas(source, copy_cache_bytes, Durability::full);
            watch.pages_total = static_cast<std::uint64_t>(source.query_int("PRAGMA page_count"));
            watch.report(CopyStep::copying);
            vacuum_into(source, target, vfs, watch);
        }
        watch.report(CopyStep::checking);
        auto pages = finish(target, vfs);
        if (!pages) return pages;
        if (auto synced = sync_file(target); !synced) return synced.error();
        watch.report(CopyStep::swapping);
        return pages;
    });
    if (!copied) remove_quietly(target);
    return copied;
}

}  // namespace

Result<CopyReport> Vault::export_to(const std::filesystem::path& directory, const Key& key,
                                    const CopyOptions& options) const {
    if (auto made = make_private_directory(directory); !made) return made.error();
    auto lock = lock_directory(directory);
    if (!lock) return lock.error();
    if (auto cleared = clear_unfinished(directory); !cleared) return cleared.error();

    crypto::SystemRandom random;
    auto fresh = make_fresh({.id = random.id<DatabaseId>()});
    if (!fresh) return fresh.error();
    // First, because a keystore or a cost may be refused.
    if (auto put = put_key(fresh->slots, fresh->database_key, key, options.kdf); !put)
        return put.error();
    auto pages = copy_database(*state_, path_beside(directory), *fresh->vfs, options);
    if (!pages) return pages.error();
    if (auto swapped = swap_in(directory, fresh->slots); !swapped) return swapped.error();
    return CopyReport{fresh->identity, *pages};
}

Result<CopyReport> Vault::backup_to(const std::filesystem::path& directory, const Key& current,
                                    const CopyOptions& options) const {
    auto slots = read_slot_file(state_->slots_path());
    if (!slots) return slots.error();
    if (auto opened = unwrap(*slots, current); !opened) return opened.error();
    return export_to(directory, current, options);
}

Result<RekeyReport> Vault::rekey(const std::filesystem::path& directory, const Key& current,
                                 const std::vector<Key>& next, const CopyOptions& options) {
    if (next.empty()) return fail(Errc::invalid_argument, "a rekey wants a key to open the result");
    auto opened = open(directory, current, {.core_dumps = options.core_dumps});
    if (!opened) return opened.error();
    std::shared_ptr<State> state = std::move(opened->state_);
    auto before = read_slot_file(state->slots_path());
    if (!before) return before.error();

    DatabaseIdentity identity = before->identity;
    identity.epoch = DatabaseKeyEpoch{number(identity.epoch) + 1};
    auto fresh = make_fresh(identity);
    if (!fresh) return fresh.error();
    for (const Key& key : next) {
        if (auto put = put_key(fresh->slots, fresh->database_key, key, options.kdf); !put)
            return put.error();
    }
    auto pages = copy_database(*state, path_beside(directory), *fresh->vfs, options);
    if (!pages) return pages.error();
    state->keeper.reset();  // the last connection: its log goes into the old database
    auto swapped = swap_in(directory, fresh->slots);
    // What a failure leaves beside the database is tidied by the next opening, which alone can tell
    // whether it counts.
    if (!swapped && !is_committed(directory, identity)) return swapped.error();
    return RekeyReport{identity, *pages, infos_of(*before), infos_of(fresh->slots)};
}

}  // namespace sanderling::vault
