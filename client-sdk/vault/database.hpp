// A thin adapter over sqlite3 that throws; the Store's methods catch at their seams. Knows nothing
// of encryption: that is the VFS the connection was opened through.
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace sanderling::vault {

class SqliteError : public std::runtime_error {
  public:
    /// `code` is SQLite's extended code; `detail` names the operation, never content.
    SqliteError(int code, const std::string& detail);

    int sqlite_code() const { return code_; }
    Errc code() const;
    Error error() const { return {code(), what()}; }

  private:
    int code_;
};

/// SQLite's extended code as one of ours. A connection waits `busy_timeout` for another connection
/// of its process and then fails with Errc::busy; another process is found when a vault is opened.
Errc errc_of_sqlite(int extended_code);

enum class Access : std::uint8_t { read_only, read_write };
enum class Creation : std::uint8_t { existing_only, create_if_missing };

class Database;

/// A connection, closed when the Database and every Statement of it have gone. Parsing a statement
/// costs more than most of them do, so those that are not in use wait here for the next.
class Connection {
  public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// An idle statement of just these words; null if there is none.
    sqlite3_stmt* take(std::string_view sql);
    void give_back(sqlite3_stmt* statement) noexcept;

    std::shared_ptr<const void> keep_alive{};  // shared with whoever owns the VFS
    sqlite3* handle = nullptr;                 // owned

  private:
    void finalize_idle() noexcept;

    // Owned; under the words as SQLite holds them. Statements of the same words can be in use
    // side by side.
    std::unordered_multimap<std::string_view, sqlite3_stmt*> idle_{};
};

/// Where a statement goes that is not used any more.
struct Release {
    Connection* pool = nullptr;  // null: finalized
    void operator()(sqlite3_stmt* statement) const noexcept {
        if (pool != nullptr)
            pool->give_back(statement);
        else
            sqlite3_finalize(statement);
    }
};

/// A prepared statement: bind, step, read columns, reset. Parameters count from 1, columns from 0.
/// Used by the thread that uses its Database.
class Statement {
  public:
    enum class Step : std::uint8_t { row, done };

    Statement() = default;
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&& other) noexcept {
        // Swapped, because member by member the connection would go before its statement.
        std::swap(connection_, other.connection_);
        std::swap(statement_, other.statement_);
        return *this;
    }

    Statement& bind_int(int parameter, std::int64_t value);
    Statement& bind_real(int parameter, double value);
    Statement& bind_null(int parameter);
    /// Not copied: the bytes must stay until the statement is reset, bound anew or destroyed.
    Statement& bind_text(int parameter, std::string_view value);
    Statement& bind_blob(int parameter, ByteView value);
    /// Copied by SQLite.
    Statement& bind_text_copy(int parameter, std::string_view value);
    Statement& bind_blob_copy(int parameter, ByteView value);

    Step step();
    /// For statements without rows: steps to the end and resets, so bindings stay and locks go.
    void run();
    void reset() noexcept;
    void clear_bindings() noexcept;

    int column_count() const;
    std::string_view column_name(int column) const;
    int column_type(int column) const;  // SQLITE_INTEGER, SQLITE_FLOAT, SQLITE_TEXT …
    bool is_null(int column) const { return column_type(column) == SQLITE_NULL; }
    std::int64_t column_int(int column) const;
    double column_real(int column) const;
    /// Valid until the next step or reset.
    std::string_view column_text(int column) const;
    ByteView column_blob(int column) const;

    sqlite3_stmt* handle() const { return statement_.get(); }

  private:
    friend class Database;
    using Handle = std::unique_ptr<sqlite3_stmt, Release>;
    Statement(std::shared_ptr<Connection> connection, Handle statement)
        : connection_(std::move(connection)), statement_(std::move(statement)) {}
    void check(int rc) const;

    std::shared_ptr<Connection> connection_{};  // shared with the Database
    Handle statement_{};
};

/// One connection, used by one thread at a time.
class Database {
  public:
    struct Options {
        Access access = Access::read_write;
        Creation creation = Creation::existing_only;
        std::string vfs{};  // empty: SQLite's default
        int busy_timeout_ms = 5000;
        std::shared_ptr<const void> keep_alive{};  // shared with whoever owns the VFS
    };

    static Database open(const std::string& path, Options options);

    /// Runs every statement of `sql`; rows are dropped.
    void execute(const char* sql);
    void execute(const std::string& sql) { execute(sql.c_str()); }
    /// One statement, with nothing bound. When it goes, its parsed form waits for the next of the
    /// same words.
    Statement prepare(std::string_view sql);
    /// The same for words of an application, which an authorizer was asked about: never shared with
    /// others, who need not have asked.
    Statement prepare_alone(std::string_view sql);
    /// The first column of the first row as text; empty if there is none. The statement runs to its
    /// end, where a pragma that writes may still fail.
    std::string query_text(std::string_view sql);
    std::int64_t query_int(std::string_view sql);

    std::int64_t last_insert_rowid() const { return sqlite3_last_insert_rowid(handle()); }
    std::int64_t changes() const { return sqlite3_changes64(handle()); }
    bool in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }
    /// From now on a commit that leaves more pages in the log moves them into the database.
    void checkpoint_above(int log_pages) { sqlite3_wal_autocheckpoint(handle(), log_pages); }
    /// The one call that another thread may make.
    void interrupt() { sqlite3_interrupt(handle()); }
    sqlite3* handle() const { return connection_->handle; }

  private:
    explicit Database(std::shared_ptr<Connection> connection)
        : connection_(std::move(connection)) {}
    [[noreturn]] void raise(int rc) const;
    sqlite3_stmt* parse(std::string_view sql);

    std::shared_ptr<Connection> connection_;  // shared with its statements
};

/// Rolls back unless committed. At most one at a time on a connection.
class Transaction {
  public:
    enum class Begin : std::uint8_t { deferred, immediate };

    explicit Transaction(Database& database, Begin begin = Begin::immediate);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

}  // namespace sanderling::vault
