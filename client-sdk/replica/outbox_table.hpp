// Own commits, from their signing until they are safe with the server: the very bytes, their order
// and what became of them (docs/protocol.md §5).
#pragma once

#include "client-sdk/vault/database.hpp"
#include "core/commit/chain.hpp"
#include "core/commit/commit.hpp"
#include "core/types/error.hpp"

#include <optional>
#include <vector>

namespace sanderling::replica {

/// A row's place in local order, from 1. The commits of a transaction follow each other.
enum class OutboxPosition : std::int64_t {};

struct OutboxRow {
    OutboxPosition position{};
    ScopeId scope;
    Counter counter{};
    TransactionId transaction;
    std::uint16_t part = 0;
    std::uint16_t parts = 1;
    HlcTime clock{};
    crypto::Hash hash{};
    std::optional<commit::Verdict> verdict{};
    Errc code = Errc::ok;
    Seq seq{};
    bool is_undone = false;  // refused, and its writes taken back here
};

/// On one connection. Throws vault::SqliteError.
class OutboxTable {
  public:
    explicit OutboxTable(vault::Database& database) : database_(database) {}

    void insert(const OutboxRow& row, ByteView packed);
    std::optional<OutboxRow> find(ScopeId scope, Counter counter);
    /// In local order.
    std::vector<OutboxRow> all();
    std::vector<OutboxRow> unanswered_after(OutboxPosition position, std::size_t limit);
    std::vector<OutboxRow> parts_of(TransactionId transaction);
    Bytes packed(OutboxPosition position);

    void put_verdict(const OutboxRow& row);
    void remove(OutboxPosition position);
    /// Accepted commits that are in the applied log and safe off-site.
    void drop_settled(ScopeId scope, Seq applied, Seq watermark);

    HlcTime newest_clock();

  private:
    vault::Database& database_;
    std::optional<vault::Statement> insert_{};
    std::optional<vault::Statement> insert_bytes_{};
};

}  // namespace sanderling::replica
