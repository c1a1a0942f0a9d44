// The scopes of a replica as its writer keeps them: where each stands, its members, its keys. Rows
// of sanderling_scope with what is read on demand beside them.
#pragma once

#include "client-sdk/replica/identity_book.hpp"
#include "client-sdk/replica/lineage_book.hpp"
#include "client-sdk/vault/database.hpp"
#include "core/scope_log/scope_log.hpp"
#include "core/sealing/epoch_keys.hpp"
#include "core/sync/scope_state.hpp"
#include "schema/model/schema.hpp"

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>

#include "sanderling/scope.hpp"
#include "sanderling/transaction.hpp"

namespace sanderling::replica {

/// Where this replica's own numbering stands, the outbox included.
struct OwnPosition {
    Counter counter{};
    crypto::Hash hash{};
    std::vector<Dot> ancestry{};  // its earlier ids in this scope, nearest first
};

/// What the author of a write had of this replica's own earlier ones.
struct OwnKnowledge {
    Counter own{};
    std::vector<Dot> ancestry{};
};

struct Scope {
    ScopeId id;
    ScopeState state = ScopeState::absent;
    sync::ScopeHead head{};
    Generation generation{};
    Seq watermark{};
    std::uint64_t server_records = 0;  // as announced, for the order of subscriptions
    std::optional<Error> problem{};
    std::optional<Instant> until{};  // when the membership ends by itself, as the log says

    // Read on demand; see ScopeBook.
    std::optional<scope_log::ScopeLog> log{};
    std::optional<OwnPosition> own{};
    std::map<KeyEpoch, sealing::EpochKey> keys{};
    std::optional<sealing::TokenKey> token_key{};
    bool has_read_keys = false;
    std::unordered_map<std::uint32_t, Token> tokens{};  // of fields, by collection and field
};

/// A value of its Replica, guarded by the same mutex. Throws vault::SqliteError.
class ScopeBook {
  public:
    ScopeBook(vault::Database& database, IdentityBook& identity, LineageBook& lineage);

    Scope* find(ScopeId id);
    Scope& add(ScopeId id);
    std::vector<Scope*> all();
    /// Writes the row. The log gives kind and role.
    void save(Scope& scope);
    /// Drops what is in memory: after a rollback, or when rows were changed beneath.
    void reload(ScopeId id);
    void reload_all();

    scope_log::ScopeLog& log(Scope& scope);
    OwnPosition& own(Scope& scope);
    /// How far any id of this replica has numbered in the scope: in what was applied, and here.
    OwnPosition position_of(const Scope& scope, ReplicaId replica);
    /// What an edit token stands for now, also one that was taken under an earlier id. Nothing for
    /// a token of another store.
    std::optional<OwnKnowledge> knowledge(Scope& scope, const EditToken& token);
    /// Null when the key is not here.
    const sealing::EpochKey* key(Scope& scope, KeyEpoch epoch);
    const sealing::TokenKey* token_key(Scope& scope);
    /// Only with a token key.
    Token field_token(Scope& scope, std::uint16_t collection, std::uint16_t field);

    /// Opens what the envelopes at hand allow for the epochs of `log`, walking back from each.
    /// True if a key was new.
    bool open_keys(Scope& scope, const scope_log::ScopeLog& log);
    /// What is wrong with the keys that the server has handed out, if the newest one is not among
    /// them: somebody may have put in another one.
    std::optional<Error> forged_key(Scope& scope);
    void keep_envelope(ScopeId scope, ByteView envelope);
    bool has_envelope(ScopeId scope);

    /// Classes and rights of this device's person, now.
    std::optional<scope_log::Member> membership(Scope& scope, Instant now);

  private:
    void save_end(Scope& scope);
    void read_keys(Scope& scope);
    /// The last own counter below those that are held for a decision.
    Counter last_before_held(ScopeId scope);
    void keep_key(Scope& scope, KeyEpoch epoch, sealing::EpochKey key);
    bool open_one(Scope& scope, const scope_log::ScopeLog& log, const sealing::Envelope& envelope);
    bool walk_back(Scope& scope, const scope_log::ScopeLog& log);

    vault::Database& database_;
    IdentityBook& identity_;
    LineageBook& lineage_;
    std::unordered_map<ScopeId, std::unique_ptr<Scope>> scopes_{};
};

}  // namespace sanderling::replica
