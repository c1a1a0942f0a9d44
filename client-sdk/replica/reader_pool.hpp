// Connections that only read: one for each query under way, kept with its statements for the next.
// A reader sees the last commit before it began and never waits for the writer.
#pragma once

#include "client-sdk/vault/vault.hpp"

#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace sanderling::replica {

/// One connection in the hands of one thread.
class Reader {
  public:
    explicit Reader(vault::Database database) : database_(std::move(database)) {}

    /// What a query of the application may do: the schema's tables, read only.
    enum class Access : std::uint8_t { schema_only, everything };

    vault::Database& database() { return database_; }
    /// Prepared once and kept, the least recently used going first. Reset, without bindings. Throws
    /// vault::SqliteError.
    vault::Statement& statement(const std::string& sql, Access access);
    /// What the statement given last reads, tables beneath views included; of one for
    /// `schema_only`.
    const std::set<std::string>& tables_of_last() const { return order_.front().tables; }
    /// Not kept. With the names of all tables that it would read, those beneath views included.
    vault::Statement prepare_noting(const std::string& sql, std::set<std::string>& tables);

  private:
    struct Kept {
        std::string key{};
        vault::Statement statement{};
        std::set<std::string> tables{};
    };
    static constexpr std::size_t statements_max = 64;

    vault::Statement prepare_asking(const std::string& sql, std::set<std::string>* noted);

    vault::Database database_;
    std::list<Kept> order_{};  // the most recently used first
    std::unordered_map<std::string, std::list<Kept>::iterator> by_sql_{};
};

class ReaderPool {
  public:
    explicit ReaderPool(const vault::Vault& vault) : vault_(vault) {}

    /// Gives the reader back at its end.
    class Lease {
      public:
        Lease(ReaderPool& pool, std::unique_ptr<Reader> reader)
            : pool_(&pool), reader_(std::move(reader)) {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (reader_) pool_->give_back(std::move(reader_));
        }
        Reader& operator*() const { return *reader_; }
        Reader* operator->() const { return reader_.get(); }

      private:
        ReaderPool* pool_;
        std::unique_ptr<Reader> reader_;
    };
    /// What is read: content is refused while the device may show none (standing.hpp).
    enum class Wanted : std::uint8_t { content, status };
    /// From any thread. Errors: those of opening a connection, and of the gate.
    Result<Lease> take(Wanted wanted = Wanted::content);
    /// Asked before content is read. Before the pool is used.
    void set_gate(std::function<Result<void>(Wanted)> gate) { gate_ = std::move(gate); }
    void drop_idle();

  private:
    void give_back(std::unique_ptr<Reader> reader);

    static constexpr std::size_t idle_max = 4;

    const vault::Vault& vault_;
    std::function<Result<void>(Wanted)> gate_{};
    std::mutex mutex_;
    // Guarded by mutex_, as is the Vault, which is used by one thread at a time:
    std::vector<std::unique_ptr<Reader>> idle_{};
};

}  // namespace sanderling::replica
