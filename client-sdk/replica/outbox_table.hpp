// Own commits, from their signing until they are safe with the server: the very bytes, their order
// and what became of them (docs/protocol.md §5).
#pragma once

#include "client-sdk/vault/database.hpp"
#include "core/commit/chain.hpp"
#include "core/commit/commit.hpp"
#include "core/types/error.hpp"

#include <map>
#include <optional>
#include <vector>

namespace sanderling::replica {

/// A row's place in local order, from 1. The commits of a transaction follow each other.
enum class OutboxPosition : std::int64_t {};

struct OutboxRow {
    OutboxPosition position{};
    ScopeId scope;
    Dot dot{};
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
    /// A row as it was elsewhere, with its position.
    void restore(const OutboxRow& row, ByteView packed);
    std::optional<OutboxRow> find(ScopeId scope, const Dot& dot);
    /// In local order.
    std::vector<OutboxRow> all();
    std::vector<OutboxRow> unanswered_after(OutboxPosition position, std::size_t limit);
    std::vector<OutboxRow> parts_of(TransactionId transaction);
    /// Of a scope, in local order.
    std::vector<OutboxRow> unanswered_in(ScopeId scope);
    /// For each scope with commits that wait for a verdict: whose the first of them is.
    std::map<ScopeId, ReplicaId> first_unanswered();
    /// The lowest counter of the replica that the server has refused without taking it into its
    /// log, so that every later one leaves a gap.
    std::optional<Counter> first_unnumbered(ScopeId scope, ReplicaId replica);
    Bytes packed(OutboxPosition position);

    void put_verdict(const OutboxRow& row);
    /// The same transaction under another number, in the same place.
    void replace(const OutboxRow& row, ByteView packed);
    void remove(OutboxPosition position);
    /// Accepted commits that are in the applied log and safe off-site.
    void drop_settled(ScopeId scope, Seq applied, Seq watermark);
    /// Commits that were acknowledged as accepted at a place in the applied log, where they do not
    /// stand: without a verdict again. How many.
    std::size_t take_back_unlogged(ScopeId scope, Seq applied);

    HlcTime newest_clock();
    /// How many have ever been given, rows that are gone included.
    std::int64_t positions_given();

  private:
    vault::Database& database_;
    std::optional<vault::Statement> insert_{};
    std::optional<vault::Statement> insert_bytes_{};
};

}  // namespace sanderling::replica
