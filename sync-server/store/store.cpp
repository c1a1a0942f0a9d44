#include "sync-server/store/store.hpp"

#include "sync-server/store/record_past.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace sanderling::server {

namespace {

StoreHead checked_head(Database& database) {
    check_pages(database);
    add_restore_tables(database);
    auto head = read_head(database);
    if (!head) throw SqliteFailure(FailureKind::damaged, head.error().message());
    create_later_tables(database);
    add_device_tables(database);
    add_record_past(database, head->organisation.org);
    return *head;
}

}  // namespace

Error error_of(const SqliteFailure& failure) {
    switch (failure.kind()) {
        case FailureKind::disk_full:
            return fail(Errc::disk_full, failure.what());
        case FailureKind::busy:
            return fail(Errc::in_use, failure.what());
        case FailureKind::damaged:
            return fail(Errc::corrupt, failure.what());
        case FailureKind::io:
            return fail(Errc::io, failure.what());
        case FailureKind::other:
            break;
    }
    return fail(Errc::internal, failure.what());
}

Result<void> Store::create(const std::filesystem::path& file, const Organisation& organisation,
                           crypto::Random& random) {
    if (std::filesystem::exists(file)) return fail(Errc::already_exists, file.string());
    try {
        // The file is made here so that nobody else can read it, whatever the umask.
        const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
        if (descriptor < 0) return fail(Errc::io, "cannot make " + file.string());
        ::close(descriptor);
        Database database(file, OpenMode::create);
        create_tables(database, organisation, random);
    } catch (const SqliteFailure& failure) {
        return error_of(failure);
    }
    return {};
}

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file,
                                           const StoreLimits& limits) {
    if (!std::filesystem::exists(file)) return fail(Errc::not_found, file.string());
    try {
        return std::unique_ptr<Store>(new Store(file, limits));
    } catch (const SqliteFailure& failure) {
        return error_of(failure);
    }
}

Store::Store(const std::filesystem::path& file, const StoreLimits& limits)
    : database_(file, OpenMode::write),
      head_(checked_head(database_)),
      history_(history_of(database_)),
      scope_sql_(database_),
      watermarks_(database_),
      control_(database_, head_.organisation),
      orders_(database_, head_.organisation.org),
      update_head_(database_,
                   "UPDATE organisation SET directory_head = ?, server_now = ? "
                   "WHERE org = ? AND shard_key = ?"),
      insert_directory_(database_,
                        "INSERT INTO directory (org, shard_key, position, kind, device, person, "
                        "scope, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      find_directory_(database_,
                      "SELECT 1 FROM directory WHERE org = ? AND shard_key = ? AND kind = ? "
                      "AND device = ? AND person = ? AND scope = ? AND content = ? LIMIT 1"),
      put_member_(database_,
                  "INSERT INTO member (org, shard_key, scope, person, is_member, rights, "
                  "not_before, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                  "ON CONFLICT (org, shard_key, scope, person) DO UPDATE SET "
                  "is_member = excluded.is_member, rights = excluded.rights, "
                  "not_before = excluded.not_before, until = excluded.until"),
      insert_invite_(database_,
                     "INSERT INTO invite (org, shard_key, lookup, expires, is_used, offer) "
                     "VALUES (?, ?, ?, ?, 0, ?)"),
      delete_invite_(database_,
                     "DELETE FROM invite WHERE org = ? AND shard_key = ? AND lookup = ?"),
      select_invite_(database_,
                     "SELECT is_used, expires FROM invite "
                     "WHERE org = ? AND shard_key = ? AND lookup = ?"),
      use_invite_(database_,
                  "UPDATE invite SET is_used = 1 WHERE org = ? AND shard_key = ? AND lookup = ?"),
      put_enrolment_(database_,
                     "INSERT INTO enrolment (org, shard_key, lookup, request) VALUES (?, ?, ?, ?) "
                     "ON CONFLICT (org, shard_key, lookup) DO UPDATE SET "
                     "request = excluded.request"),
      delete_enrolment_(database_,
                        "DELETE FROM enrolment WHERE org = ? AND shard_key = ? AND lookup = ?") {
    constexpr std::uint64_t page_bytes = 4096;
    if (limits.bytes_max != 0) {
        const std::string pages = std::to_string(limits.bytes_max / page_bytes + 1);
        database_.execute(("PRAGMA max_page_count = " + pages).c_str());
    }
    // What a killed process was about to sync can be read again, and would be acknowledged: it is
    // on the disk before anybody hears of it.
    empty_journal();
}

void Store::empty_journal() {
    // What was committed stays committed, whatever goes wrong here.
    try {
        database_.execute("PRAGMA busy_timeout = 100");
        {
            Statement checkpoint(database_, "PRAGMA wal_checkpoint(TRUNCATE)");
            Rows row = checkpoint.query();
            has_purged_ = row.next() && row->integer(0) != 0;
        }
        database_.execute("PRAGMA busy_timeout = 5000");
    } catch (const SqliteFailure&) {
        has_purged_ = true;
    }
}

}  // namespace sanderling::server
