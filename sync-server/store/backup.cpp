#include "sync-server/store/backup.hpp"

#include "core/commit/chain.hpp"
#include "sync-server/store/store.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

namespace sanderling::server {

namespace {

constexpr int pages_a_step = 1024;  // 4 MiB between two reports

Result<void> make_empty(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const bool is_there = errno == EEXIST;
        return fail(is_there ? Errc::already_exists : Errc::io, file.string());
    }
    ::close(descriptor);
    return {};
}

void remove_database(const std::filesystem::path& file) {
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm", "-journal"})
        std::filesystem::remove(file.string() + end, ignored);
}

// The transaction on the source makes it one moment: without it SQLite begins again after every
// write of another process, and would never end on a busy server.
void copy_pages(Database& from, Database& to, const std::function<void(CopyProgress)>& progress) {
    Transaction moment(from, Transaction::Kind::read);
    {
        Statement look(from, "SELECT COUNT(*) FROM organisation");
        Rows row = look.query();
        row.next();
    }
    sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
    if (backup == nullptr) throw SqliteFailure(FailureKind::other, sqlite3_errmsg(to.handle()));
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(backup, pages_a_step);
        const auto total = static_cast<std::uint64_t>(sqlite3_backup_pagecount(backup));
        const auto left = static_cast<std::uint64_t>(sqlite3_backup_remaining(backup));
        if (progress) progress({total - left, total});
    }
    sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE) return;
    const bool is_full = (code & 0xFF) == SQLITE_FULL;
    throw SqliteFailure(is_full ? FailureKind::disk_full : FailureKind::io, sqlite3_errstr(code));
}

// A log without a gap whose links come to the chain that the scope is said to have.
std::uint64_t check_scope(Database& database, OrgId org, ScopeId scope, Seq head,
                          const crypto::Hash& chain) {
    Statement select(database,
                     "SELECT seq, what, verdict, effective_base, t_eff, chain FROM log "
                     "WHERE org = ? AND shard_key = ? AND scope = ? ORDER BY seq");
    Rows row = select.query(org, shard_key(scope), scope);
    commit::Link link;
    crypto::Hash running;
    while (row.next()) {
        const Seq seq{number(link.seq) + 1};
        link = {.seq = row->code<Seq>(0),
                .what = row->hash(1),
                .verdict = row->code<commit::Verdict>(2),
                .effective_base = row->code<Seq>(3),
                .t_eff = row->code<HlcTime>(4)};
        running = commit::chain_next(running, link);
        if (link.seq != seq || running != row->hash(5))
            throw SqliteFailure(FailureKind::damaged, "the log of scope " + to_text(scope) +
                                                          " does not hold together at seq " +
                                                          std::to_string(number(seq)));
    }
    if (link.seq != head || running != chain)
        throw SqliteFailure(FailureKind::damaged, "the log of scope " + to_text(scope) +
                                                      " does not end where it is said to");
    return number(head);
}

Result<CopyContent> verified(const std::filesystem::path& copy) {
    Database database(copy, OpenMode::read);
    check_pages(database);
    const auto head = read_head(database);
    if (!head) return head.error();
    CopyContent out{.organisation = head->organisation,
                    .generation = head->generation,
                    .bytes = std::filesystem::file_size(copy)};
    Statement scopes(database, "SELECT scope, head, chain FROM scope");
    Rows row = scopes.query();
    while (row.next()) {
        ++out.scopes;
        out.items += check_scope(database, head->organisation.org, row->id<ScopeId>(0),
                                 row->code<Seq>(1), row->hash(2));
    }
    return out;
}

/// The seam of this file: SQLite's failures and the file system's become errors.
template <class T, class F>
Result<T> attempt(F&& work) {
    try {
        return work();
    } catch (const SqliteFailure& failure) {
        return error_of(failure);
    } catch (const std::filesystem::filesystem_error& failure) {
        return fail(Errc::io, failure.what());
    }
}

Generation fresh_generation(crypto::Random& random, Generation before) {
    Generation out = before;
    while (out == before || out == Generation{}) {
        std::array<std::uint8_t, 8> bytes{};
        random.fill(bytes);
        std::uint64_t n = 0;
        for (const std::uint8_t byte : bytes) n = n << 8U | byte;
        out = Generation{n};
    }
    return out;
}

}  // namespace

Result<void> sync_path(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return fail(Errc::io, "cannot open " + path.string());
    const int failed = ::fsync(descriptor);
    ::close(descriptor);
    if (failed != 0) return fail(Errc::io, "cannot sync " + path.string());
    return {};
}

Result<void> copy_store(const std::filesystem::path& store, const std::filesystem::path& target,
                        const std::function<void(CopyProgress)>& progress) {
    if (!std::filesystem::exists(store)) return fail(Errc::not_found, store.string());
    if (auto made = make_empty(target); !made) return made;
    auto copied = attempt<void>([&]() -> Result<void> {
        {
            Database from(store, OpenMode::read);
            Database to(target, OpenMode::write);
            copy_pages(from, to, progress);
            // One file, without a log beside it.
            to.execute("PRAGMA journal_mode = DELETE");
        }
        return sync_path(target);
    });
    if (!copied) remove_database(target);
    return copied;
}

Result<CopyContent> verify_copy(const std::filesystem::path& copy) {
    if (!std::filesystem::exists(copy)) return fail(Errc::not_found, copy.string());
    return attempt<CopyContent>([&] { return verified(copy); });
}

Result<void> note_backup(const std::filesystem::path& store, const std::filesystem::path& copy,
                         const std::string& name, Instant now) {
    return attempt<void>([&]() -> Result<void> {
        Database database(store, OpenMode::write);
        add_restore_tables(database);
        Database source(copy, OpenMode::read);
        Transaction transaction(database, Transaction::Kind::write);
        note_backed_up(database, source, name, now);
        transaction.commit();
        return {};
    });
}

Result<Restoration> restore_store(const std::filesystem::path& copy,
                                  const std::filesystem::path& store, const std::string& name,
                                  Instant now, crypto::Random& random) {
    if (std::filesystem::exists(store)) return fail(Errc::already_exists, store.string());
    const auto content = verify_copy(copy);
    if (!content) return content.error();
    Restoration restoration{.from = name,
                            .at = now,
                            .before = content->generation,
                            .after = fresh_generation(random, content->generation)};
    const std::filesystem::path fresh = store.string() + ".new";
    remove_database(fresh);
    auto done = attempt<void>([&]() -> Result<void> {
        if (auto copied = copy_store(copy, fresh, {}); !copied) return copied;
        {
            Database database(fresh, OpenMode::write);
            add_restore_tables(database);
            Database source(copy, OpenMode::read);
            Transaction transaction(database, Transaction::Kind::write);
            note_restored(database, restoration);
            note_backed_up(database, source, name, now);
            transaction.commit();
            database.execute("PRAGMA journal_mode = DELETE");
        }
        if (auto synced = sync_path(fresh); !synced) return synced;
        std::filesystem::rename(fresh, store);
        return sync_path(store.parent_path());
    });
    if (!done) {
        remove_database(fresh);
        return done.error();
    }
    return restoration;
}

}  // namespace sanderling::server
