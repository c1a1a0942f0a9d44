// The one writer of a replica: its connection, and what it keeps in memory beside the tables.
#pragma once

#include "client-sdk/replica/dismissed_table.hpp"
#include "client-sdk/replica/history_table.hpp"
#include "client-sdk/replica/identity_book.hpp"
#include "client-sdk/replica/lineage_book.hpp"
#include "client-sdk/replica/mending.hpp"
#include "client-sdk/replica/meta.hpp"
#include "client-sdk/replica/outbox_table.hpp"
#include "client-sdk/replica/record_store.hpp"
#include "client-sdk/replica/scope_book.hpp"
#include "client-sdk/replica/staging.hpp"
#include "client-sdk/vault/vault.hpp"
#include "core/commit/hlc.hpp"
#include "core/crypto/random.hpp"

#include <atomic>
#include <map>
#include <set>

namespace sanderling::replica {

/// A decision that was sent, and above which entry of the log.
struct PutDecision {
    std::uint64_t request = 0;
    crypto::Hash commit{};
    crypto::Hash head{};
};

/// Guarded as a whole by Replica's mutex. Throws vault::SqliteError.
struct Writer {
    Writer(vault::Database connection, const Schema& schema_of_store);

    /// What the next commit survives; outside a SQL transaction.
    void set_durability(vault::Durability wanted);
    /// Takes the writes of a refused own commit back; they stay in the outbox to be shown.
    void undo(OutboxRow& row);
    /// Who writes into this scope; of a person who is not in it, nothing is in force.
    Self self(Scope& scope, Instant now);
    /// The id that this replica writes under.
    ReplicaId replica() const { return lineage.current(); }
    /// After a rollback: what was changed in memory is read again from the tables. Stays to be done
    /// if that fails.
    void forget_if_changed();

    vault::Database database;
    const Schema& schema;
    Meta meta;
    IdentityBook identity;
    LineageBook lineage;
    ScopeBook scopes;
    RecordStore records;
    OutboxTable outbox;
    DismissedTable dismissed;
    HistoryTable history;
    Staging staging;
    MendingBook mending;
    commit::HybridClock clock{};
    crypto::SystemRandom random{};
    OutboxPosition last_taken{};             // of this session
    std::set<TransactionId> taken_beyond{};  // taken past one that had to be left
    bool is_holding_back = false;            // a commit waits for those of an earlier id
    // How often the id was left, since opening, for what was left out of a scope.
    std::map<ScopeId, unsigned> gave_way_in{};
    vault::Durability durability = vault::Durability::full;
    std::atomic<bool> is_late_due{true};  // there may be something to ask or tell of late work
    bool is_held_due = true;              // … of what is held of this device's, in this session
    std::set<ScopeId> late_asked{};       // in this session, without an answer yet
    bool is_held_asked = false;           // likewise
    std::atomic<std::size_t> late_unanswered{0};  // of both
    std::map<ScopeId, PutDecision> deciding{};    // on their way
    std::set<ScopeId> withdrawn{};                // `leaving`, the server says so in this session
    std::set<ScopeId> receipts_asked{};           // of these, without an answer yet
    std::set<std::pair<ScopeId, std::uint32_t>> purges_told{};        // in this session
    std::set<std::pair<ScopeId, std::uint32_t>> purges_unanswered{};  // of these
    std::uint64_t last_request = 0;
    bool is_changed = false;  // something in memory is not as in the committed tables
};

}  // namespace sanderling::replica
