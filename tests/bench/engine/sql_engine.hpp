// The work of an engine in SQL, by SQLite's C interface alone, so that it compiles against any of
// the libraries that have it.
#pragma once

#include "tests/bench/engine/engine.hpp"

#include <sqlite3.h>

#include <functional>
#include <map>

namespace sanderling::bench {

class SqlEngine final : public Engine {
  public:
    using Connection = std::shared_ptr<sqlite3>;  // whoever made it also says how it is closed

    /// `connect` opens the engine's database, with its key.
    SqlEngine(const EngineOptions& options, std::function<Connection()> connect);

    std::size_t run(Work work, std::size_t first, std::size_t count) override;
    void reopen() override;

  private:
    using Statement = std::shared_ptr<sqlite3_stmt>;

    void open();
    void execute(const std::string& sql);
    sqlite3_stmt* prepared(const char* sql);
    /// Steps to the end, reads every column of every row, resets; the rows.
    std::size_t take(sqlite3_stmt* statement);
    void insert(const SqlRecord& record);
    enum class Order : std::uint8_t { made, shuffled };
    std::size_t update(std::size_t transaction, Order order);
    std::size_t one(Work work, std::size_t part);

    EngineOptions options_;
    std::function<Connection()> connect_;
    Connection connection_{};
    std::map<const char*, Statement> statements_{};  // by the address of the SQL; go first
    std::int64_t digest_ = 0;                        // so that no read is left out as unused
};

/// As the SDK opens its connections, each of which is one thread's at a time.
inline constexpr int open_flags =
    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

/// Takes the code of a call of SQLite; throws unless it is one of success.
void check(int code, sqlite3* connection);

}  // namespace sanderling::bench
