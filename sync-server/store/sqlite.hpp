// A thin owner of SQLite handles: prepared once, bound by position, errors thrown as SqliteFailure
// and caught at the store's seams.
#pragma once

#include "core/crypto/hash.hpp"
#include "core/types/ids.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sanderling::server {

/// What a failed statement means to the program.
enum class FailureKind : std::uint8_t {
    disk_full,  // nothing was changed; reads go on
    busy,       // another process holds the file
    damaged,    // the file is not what was written
    io,         // a write or a sync failed: what is on the disk is not known any more
    other,
};

class SqliteFailure : public std::runtime_error {
  public:
    SqliteFailure(FailureKind kind, const std::string& what)
        : std::runtime_error(what), kind_(kind) {}
    FailureKind kind() const { return kind_; }

  private:
    FailureKind kind_;
};

class Database;
class Statement;

/// The rows of a running query; ends it with the scope, so that no read snapshot is left open.
class Rows {
  public:
    explicit Rows(Statement& statement) : statement_(&statement) {}
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    /// True while there is one more.
    bool next();
    const Statement* operator->() const { return statement_; }

  private:
    Statement* statement_;
};

/// A prepared statement. Parameters count from 1, columns from 0. Views given to `bind` have to
/// live until the next `reset`.
class Statement {
  public:
    Statement(Database& database, std::string_view sql);

    Statement& bind(std::int64_t v);
    Statement& bind(std::uint64_t v) { return bind(static_cast<std::int64_t>(v)); }
    Statement& bind(std::uint32_t v) { return bind(static_cast<std::int64_t>(v)); }
    Statement& bind(std::uint16_t v) { return bind(static_cast<std::int64_t>(v)); }
    Statement& bind(std::uint8_t v) { return bind(static_cast<std::int64_t>(v)); }
    Statement& bind(int v) { return bind(static_cast<std::int64_t>(v)); }
    Statement& bind(ByteView v);
    Statement& bind(std::nullptr_t);
    Statement& bind(const Bytes& v) { return bind(ByteView(v)); }
    Statement& bind(const crypto::Hash& v) { return bind(v.view()); }
    template <class Tag>
    Statement& bind(const Id<Tag>& v) {
        return bind(v.view());
    }
    template <class E>
    requires std::is_enum_v<E> Statement& bind(E v) { return bind(number(v)); }

    /// Binds all given, from the first parameter, and starts.
    template <class... Values>
    Rows query(const Values&... values) {
        reset();
        (bind(values), ...);
        return Rows(*this);
    }
    /// For a statement that yields nothing.
    template <class... Values>
    void run(const Values&... values) {
        Rows rows = query(values...);
        while (rows.next()) {
        }
    }

    std::int64_t integer(int column) const;
    template <class E>
    E code(int column) const {
        return static_cast<E>(static_cast<std::underlying_type_t<E>>(integer(column)));
    }
    bool is_null(int column) const;
    /// Good until the next step or reset.
    ByteView blob(int column) const;
    crypto::Hash hash(int column) const;
    template <class IdType>
    IdType id(int column) const {
        IdType out;
        copy(column, out.bytes);
        return out;
    }

  private:
    friend class Rows;
    bool step();
    void reset();
    void copy(int column, std::span<std::uint8_t> out) const;

    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    sqlite3* connection_ = nullptr;
    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
    int next_ = 1;
};

enum class OpenMode : std::uint8_t { create, write, read };

/// One connection. One owner thread.
class Database {
  public:
    Database(const std::filesystem::path& file, OpenMode mode);

    void execute(const char* sql);
    sqlite3* handle() const { return connection_.get(); }

  private:
    struct Closer {
        void operator()(sqlite3* connection) const noexcept;
    };
    std::unique_ptr<sqlite3, Closer> connection_;
};

/// A transaction that ends with the scope, undone unless committed.
class Transaction {
  public:
    enum class Kind : std::uint8_t { read, write };
    Transaction(Database& database, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Returns once the disk has it.
    void commit();

  private:
    Database& database_;
    bool is_open_ = true;
};

}  // namespace sanderling::server
