// Filling a new replica with what was found of a damaged one (docs/storage.md §15).
#pragma once

#include "client-sdk/replica/salvaged_rows.hpp"
#include "client-sdk/replica/writer.hpp"

#include <set>

#include "sanderling/salvage.hpp"

namespace sanderling::replica {

/// Works once, inside one SQL transaction of the new replica. Throws vault::SqliteError.
class Salvager {
  public:
    Salvager(Writer& writer, const SalvagedRows& rows, const vault::SalvageReport& found,
             Instant now);
    SalvageReport run();

  private:
    struct Body {
        ScopeId scope;
        CollectionNumber collection{};  // 0 with `is_aside`: not known
        RecordId id;
        Seq updated{};
        bool is_aside = false;
        RecordBody body{};
    };

    void take_identity();
    void take_incarnations();
    void take_outbox();
    void take_commit(const FoundRow* row, std::int64_t position, const Bytes& packed);
    std::optional<std::pair<ScopeId, commit::Commit>> verified(const FoundRow* row,
                                                               const Bytes& packed);
    /// What is kept of refused work beside its commit.
    void take_refused();
    void read_bodies();
    void read_body(const FoundRow& row, const std::string& table, CollectionNumber collection,
                   std::string_view column);
    void take_scopes();
    bool is_complete(const FoundRow& row);
    bool has_whole_log(ScopeId scope);
    void put_scope(const FoundRow* row, ScopeId id, bool complete);
    void put_records();
    void drop_lost_pending(Body& body);
    void report_pages();
    void report_scopes();

    void copy(const std::string& table, const std::optional<ScopeId>& scope = {});
    bool is_table_whole(std::string_view table) const;
    void lose(std::string table, std::string what, std::string consequence);

    Writer& writer_;
    const SalvagedRows& rows_;
    const vault::SalvageReport& found_;
    Instant now_;
    SalvageReport out_{};
    OrgId org_;
    ReplicaId first_id_;  // of a replica from before there were incarnations
    std::map<DeviceId, crypto::PublicKey> sign_keys_{};
    std::vector<Body> bodies_{};
    std::set<Dot> kept_commits_{};
    std::set<ScopeId> scopes_{};
    std::set<ScopeId> complete_{};
};

}  // namespace sanderling::replica
