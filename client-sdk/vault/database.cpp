#include "client-sdk/vault/database.hpp"

#include "core/types/assert.hpp"

#include <new>
#include <utility>

namespace sanderling::vault {

namespace {

// More than the statements of every operation together, and some 300 kB of parsed ones at most.
constexpr std::size_t idle_statements_max = 128;

std::string describe(int code, const std::string& detail) {
    std::string text = "sqlite " + std::to_string(code) + ": ";
    text += detail.empty() ? sqlite3_errstr(code) : detail.c_str();
    return text;
}

}  // namespace

Errc errc_of_sqlite(int extended_code) {
    switch (extended_code) {
        case SQLITE_IOERR_DATA:
        case SQLITE_IOERR_CORRUPTFS:
            return Errc::corrupt;
        case SQLITE_IOERR_NOMEM:
            return Errc::internal;
        default:
            break;
    }
    switch (extended_code & 0xFF) {
        case SQLITE_OK:
            return Errc::ok;
        case SQLITE_FULL:
            return Errc::disk_full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Errc::corrupt;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            return Errc::io;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Errc::busy;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return Errc::not_permitted;
        case SQLITE_CONSTRAINT:
            return Errc::constraint;
        case SQLITE_TOOBIG:
            return Errc::too_large;
        case SQLITE_ERROR:
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
            return Errc::invalid_argument;
        case SQLITE_INTERRUPT:
            return Errc::closed;
        default:
            return Errc::internal;
    }
}

SqliteError::SqliteError(int code, const std::string& detail)
    : std::runtime_error(describe(code, detail)), code_(code) {}

Errc SqliteError::code() const {
    return errc_of_sqlite(code_);
}

// --- Connection ------------------------------------------------------------------------------

Connection::~Connection() {
    finalize_idle();
    sqlite3_close_v2(handle);
}

sqlite3_stmt* Connection::take(std::string_view sql) {
    const auto found = idle_.find(sql);
    if (found == idle_.end()) return nullptr;
    return idle_.extract(found).mapped();
}

void Connection::give_back(sqlite3_stmt* statement) noexcept {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (idle_.size() >= idle_statements_max) finalize_idle();
    try {
        idle_.emplace(sqlite3_sql(statement), statement);
    } catch (const std::bad_alloc&) {
        sqlite3_finalize(statement);
    }
}

void Connection::finalize_idle() noexcept {
    for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
    idle_.clear();
}

// --- Statement -------------------------------------------------------------------------------

void Statement::check(int rc) const {
    if (rc == SQLITE_OK) return;
    sqlite3* connection = sqlite3_db_handle(handle());
    throw SqliteError(sqlite3_extended_errcode(connection), sqlite3_errmsg(connection));
}

Statement& Statement::bind_int(int parameter, std::int64_t value) {
    check(sqlite3_bind_int64(handle(), parameter, value));
    return *this;
}

Statement& Statement::bind_real(int parameter, double value) {
    check(sqlite3_bind_double(handle(), parameter, value));
    return *this;
}

Statement& Statement::bind_null(int parameter) {
    check(sqlite3_bind_null(handle(), parameter));
    return *this;
}

// A null pointer would bind NULL, which an empty text or blob is not.
Statement& Statement::bind_text(int parameter, std::string_view value) {
    const char* data = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(handle(), parameter, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob(int parameter, ByteView value) {
    const void* data = value.empty() ? static_cast<const void*>("") : value.data();
    check(sqlite3_bind_blob64(handle(), parameter, data, value.size(), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bind_text_copy(int parameter, std::string_view value) {
    const char* data = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(handle(), parameter, data, value.size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob_copy(int parameter, ByteView value) {
    const void* data = value.empty() ? static_cast<const void*>("") : value.data();
    check(sqlite3_bind_blob64(handle(), parameter, data, value.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement::Step Statement::step() {
    const int rc = sqlite3_step(handle());
    if (rc == SQLITE_ROW) return Step::row;
    if (rc == SQLITE_DONE) return Step::done;
    sqlite3* connection = sqlite3_db_handle(handle());
    const SqliteError error(sqlite3_extended_errcode(connection), sqlite3_errmsg(connection));
    reset();
    throw error;
}

void Statement::run() {
    while (step() == Step::row) {
    }
    reset();
}

// The code it returns is that of the last step, which has been thrown already.
void Statement::reset() noexcept {
    sqlite3_reset(handle());
}
void Statement::clear_bindings() noexcept {
    sqlite3_clear_bindings(handle());
}

int Statement::column_count() const {
    return sqlite3_column_count(handle());
}
std::string_view Statement::column_name(int column) const {
    const char* name = sqlite3_column_name(handle(), column);
    return name == nullptr ? std::string_view{} : std::string_view{name};
}
int Statement::column_type(int column) const {
    return sqlite3_column_type(handle(), column);
}
std::int64_t Statement::column_int(int column) const {
    return sqlite3_column_int64(handle(), column);
}
double Statement::column_real(int column) const {
    return sqlite3_column_double(handle(), column);
}

std::string_view Statement::column_text(int column) const {
    const void* data = sqlite3_column_text(handle(), column);
    if (data == nullptr) return {};
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle(), column));
    return {static_cast<const char*>(data), size};
}

ByteView Statement::column_blob(int column) const {
    const void* data = sqlite3_column_blob(handle(), column);
    if (data == nullptr) return {};
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle(), column));
    return {static_cast<const std::uint8_t*>(data), size};
}

// --- Database --------------------------------------------------------------------------------

Database Database::open(const std::string& path, Options options) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= options.access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.creation == Creation::create_if_missing) flags |= SQLITE_OPEN_CREATE;
    if (path.starts_with("file:")) flags |= SQLITE_OPEN_URI;
    const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();

    auto connection = std::make_shared<Connection>();
    connection->keep_alive = std::move(options.keep_alive);
    Database database(connection);
    // SQLite gives a handle even when it fails, to ask for the message.
    const int rc = sqlite3_open_v2(path.c_str(), &connection->handle, flags, vfs);
    if (rc != SQLITE_OK) database.raise(rc);
    sqlite3_busy_timeout(database.handle(), options.busy_timeout_ms);
    return database;
}

void Database::raise(int rc) const {
    if (handle() == nullptr) throw SqliteError(rc, {});
    throw SqliteError(sqlite3_extended_errcode(handle()), sqlite3_errmsg(handle()));
}

void Database::execute(const char* sql) {
    const int rc = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) raise(rc);
}

sqlite3_stmt* Database::parse(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int rc = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (rc != SQLITE_OK) raise(rc);
    return statement;
}

Statement Database::prepare(std::string_view sql) {
    sqlite3_stmt* statement = connection_->take(sql);
    if (statement == nullptr) statement = parse(sql);
    return {connection_, Statement::Handle(statement, {connection_.get()})};
}

Statement Database::prepare_alone(std::string_view sql) {
    return {connection_, Statement::Handle(parse(sql), {})};
}

std::string Database::query_text(std::string_view sql) {
    Statement statement = prepare(sql);
    if (statement.step() == Statement::Step::done) return {};
    std::string text(statement.column_text(0));
    statement.run();
    return text;
}

std::int64_t Database::query_int(std::string_view sql) {
    Statement statement = prepare(sql);
    if (statement.step() == Statement::Step::done) return 0;
    const std::int64_t value = statement.column_int(0);
    statement.run();
    return value;
}

// --- Transaction -----------------------------------------------------------------------------

Transaction::Transaction(Database& database, Begin begin) : database_(database) {
    database_.prepare(begin == Begin::immediate ? "BEGIN IMMEDIATE" : "BEGIN").run();
}

Transaction::~Transaction() {
    // SQLite may have rolled back by itself after an error. If the rollback fails, the connection
    // keeps refusing, which its next user sees.
    if (open_ && database_.in_transaction()) {
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Transaction::commit() {
    SANDERLING_ASSERT(open_);
    database_.prepare("COMMIT").run();
    open_ = false;
}

}  // namespace sanderling::vault
