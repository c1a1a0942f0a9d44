#include "sync-server/store/sqlite.hpp"

#include "core/types/fault.hpp"

#include <sqlite3.h>

#include <algorithm>

namespace sanderling::server {

namespace {

FailureKind kind_of(int code) {
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return FailureKind::disk_full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return FailureKind::busy;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return FailureKind::damaged;
        case SQLITE_IOERR:
            return FailureKind::io;
        default:
            return FailureKind::other;
    }
}

[[noreturn]] void raise(sqlite3* connection, int code) {
    // The text names tables and system errors, never a bound value.
    const char* text = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
    throw SqliteFailure(kind_of(code), std::string(text) + " (code " + std::to_string(code) + ")");
}

}  // namespace

Rows::~Rows() {
    statement_->reset();
}

bool Rows::next() {
    return statement_->step();
}

Statement::Statement(Database& database, std::string_view sql) : connection_(database.handle()) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    statement_.reset(raw);
    if (code != SQLITE_OK) raise(connection_, code);
}

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Statement& Statement::bind(std::int64_t v) {
    if (const int code = sqlite3_bind_int64(statement_.get(), next_++, v); code != SQLITE_OK)
        raise(connection_, code);
    return *this;
}

Statement& Statement::bind(ByteView v) {
    // A null pointer would bind NULL; an empty byte string is a value.
    static constexpr std::uint8_t nothing = 0;
    const int code = sqlite3_bind_blob64(statement_.get(), next_++, v.empty() ? &nothing : v.data(),
                                         v.size(), SQLITE_STATIC);
    if (code != SQLITE_OK) raise(connection_, code);
    return *this;
}

Statement& Statement::bind(std::nullptr_t) {
    if (const int code = sqlite3_bind_null(statement_.get(), next_++); code != SQLITE_OK)
        raise(connection_, code);
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    raise(connection_, sqlite3_extended_errcode(connection_));
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
    next_ = 1;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

ByteView Statement::blob(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return {data, static_cast<std::size_t>(data == nullptr ? 0 : size)};
}

void Statement::copy(int column, std::span<std::uint8_t> out) const {
    const ByteView bytes = blob(column);
    if (bytes.size() != out.size())
        throw SqliteFailure(FailureKind::damaged, "a stored value of the wrong length");
    std::copy(bytes.begin(), bytes.end(), out.begin());
}

crypto::Hash Statement::hash(int column) const {
    crypto::Hash out;
    copy(column, out.bytes);
    return out;
}

Database::Database(const std::filesystem::path& file, OpenMode mode) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= mode == OpenMode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (mode == OpenMode::create) flags |= SQLITE_OPEN_CREATE;
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
    connection_.reset(raw);
    if (code != SQLITE_OK) raise(raw, code);
    sqlite3_busy_timeout(raw, 5000);
    execute("PRAGMA cache_size = -32768");
    if (mode == OpenMode::read) return;
    execute("PRAGMA journal_mode = WAL");
    // FULL: a commit returns when the log is on the disk, and only then is anything acknowledged.
    execute(has_fault(Fault::ack_before_commit) ? "PRAGMA synchronous = OFF"
                                                : "PRAGMA synchronous = FULL");
    execute("PRAGMA wal_autocheckpoint = 4000");
    execute("PRAGMA journal_size_limit = 67108864");
    // What was dropped or purged does not stay behind in free pages.
    execute("PRAGMA secure_delete = ON");
}

void Database::Closer::operator()(sqlite3* connection) const noexcept {
    sqlite3_close_v2(connection);
}

void Database::execute(const char* sql) {
    const int code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) raise(handle(), sqlite3_extended_errcode(handle()));
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
    database_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
    // SQLite has undone it by itself after some failures; then there is nothing to roll back.
    if (is_open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    database_.execute("COMMIT");
    is_open_ = false;
}

}  // namespace sanderling::server
