// An independent reading of docs/protocol.md §4: it follows a scope's log and says what the live
// sets are. It is written for being plainly right, and shares no code with core/merge, core/sync or
// the replica; only encodings and hashes are the product's.
#pragma once

#include "core/scope_log/entry.hpp"
#include "tests/sim/findings.hpp"
#include "tests/sim/ledger.hpp"

#include <array>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

namespace sanderling::sim {

/// One row of a log as the server's table holds it.
struct LogRow {
    std::uint64_t seq = 0;
    commit::Verdict verdict = commit::Verdict::accepted;
    std::uint64_t effective_base = 0;
    HlcTime t_eff{};
    crypto::Hash what{};
    Dot dot{};
    crypto::Hash chain{};
    Bytes content{};
};

/// What somebody had of a history that the server has lost since.
using LostDots = std::shared_ptr<const std::set<Dot>>;

/// A write that nothing has superseded.
struct LiveWrite {
    const Written* by = nullptr;
    std::size_t path = 0;  // in by->paths
    std::uint64_t base = 0;
    std::vector<Dot> before{};  // the replicas that its own continues, each up to its counter
    LostDots lost{};            // null: its base is in this log
    bool is_proposal = false;

    const WrittenPath& what() const { return by->paths[path]; }
};
using LivePath = std::vector<LiveWrite>;
using LiveRecord = std::map<Token, LivePath>;

/// A sum modulo 2^256, in words from the lowest.
using Sum256 = std::array<std::uint64_t, 4>;

struct ModelPoint {
    crypto::Hash chain{};
    std::array<std::uint8_t, 32> digest{};
    HlcTime time_max{};
};

class ScopeModel {
  public:
    /// Whether the server was ever put back from a backup: then work of before comes in again.
    enum class Past : std::uint8_t { whole, restored };
    ScopeModel(OrgId org, ScopeId scope, Ledger& ledger, Findings& findings, Past past)
        : org_(org),
          scope_(scope),
          ledger_(ledger),
          findings_(findings),
          past_kind_(past),
          points_(1) {}

    /// The next row. `server_now`: what the server's clock had at most shown.
    void take(const LogRow& row, HlcTime server_now);

    std::uint64_t head() const { return points_.size() - 1; }
    /// After the item at that seq.
    const ModelPoint& at(std::uint64_t seq) const { return points_[seq]; }
    const std::vector<ModelPoint>& points() const { return points_; }
    const std::unordered_map<RecordId, LiveRecord>& records() const { return records_; }
    /// Records that are never again, and the number of their collection, 0 where nothing told it.
    const std::map<RecordId, std::uint16_t>& purged() const { return purged_; }
    /// Another number after every write that changed the record.
    std::uint64_t revision(RecordId record) const { return revisions_.at(record); }

    /// The classes of a person who may write there; nothing for one who may not.
    struct Standing {
        commit::ClassMask classes = 0;
        bool may_write = false;
        bool may_read = false;
    };
    std::optional<Standing> standing(PersonId person) const;
    /// The last number of a replica.
    std::uint64_t counter(ReplicaId replica) const {
        const auto found = replicas_.find(replica);
        return found == replicas_.end() ? 0 : found->second.counter;
    }
    /// Whether a signed base is one of this log's places.
    bool has_place(const commit::Base& base) const { return base_of(base).is_known; }
    /// Where the scope's own log stands: entries so far, and the hash of the last.
    std::uint32_t entries() const { return entries_; }
    const crypto::Hash& last_entry() const { return last_entry_; }
    std::uint64_t accepted() const { return accepted_; }
    /// Paths of one value that came to have several, and to have one again.
    std::uint64_t raised() const { return raised_; }
    std::uint64_t settled() const { return settled_; }

  private:
    /// A place in a history that the server has lost, as the log says of it.
    struct LostPlace {
        std::uint64_t common = 0;  // up to here that history is this one
        LostDots accepted{};       // above that, up to the place
        HlcTime time_max{};        // of all of them
    };
    using PlaceKey = std::pair<std::uint64_t, std::array<std::uint8_t, 16>>;
    /// What a signed base says at this place of the log.
    struct BaseHere {
        std::uint64_t seq = 0;
        HlcTime time_max{};
        LostDots lost{};
        bool is_known = true;
    };
    /// A write that was once live, and those that superseded it.
    struct PastWrite {
        const Written* by = nullptr;
        std::vector<const Written*> removed_by{};
    };
    struct ReplicaPlace {
        std::uint64_t counter = 0;
        HlcTime t_eff{};
        std::optional<Dot> continues{};
    };

    void take_control(const LogRow& row);
    void purge(RecordId record);
    void take_commit(const LogRow& row, HlcTime server_now);
    void take_lost_links(const LogRow& row);
    BaseHere base_of(const commit::Base& base) const;
    /// The header in the row, if it is the one that the row is about.
    std::optional<commit::Commit> commit_in(const LogRow& row) const;
    Written* author_of(const LogRow& row, const commit::Commit& commit);
    void check_sealed_again(const LogRow& row, const Written& written,
                            const commit::Commit& commit);
    void take_form(const LogRow& row, Written& written, const commit::Commit& commit);
    void check_none_purged(const LogRow& row, const Written& written);
    void check_base(const LogRow& row, const BaseHere& base);
    void check_time(const LogRow& row, const Written& written, const BaseHere& base,
                    HlcTime server_now);
    void apply(const Written& written, const BaseHere& base, commit::ClassMask classes);
    void apply_path(LiveWrite x, commit::ClassMask classes);
    void count(const LiveWrite& entry, bool is_added);
    void check_named(const LiveWrite& x);
    std::string name(const LogRow& row) const;
    static std::string name(const Dot& dot);

    OrgId org_;
    ScopeId scope_;
    Ledger& ledger_;
    Findings& findings_;
    Past past_kind_;
    std::vector<ModelPoint> points_;  // by seq
    Sum256 sum_{};
    std::unordered_map<RecordId, LiveRecord> records_{};
    std::unordered_map<RecordId, std::uint64_t> revisions_{};
    std::map<RecordId, std::uint16_t> purged_{};
    std::unordered_map<RecordId, std::map<Token, std::vector<PastWrite>>> past_{};
    std::unordered_map<ReplicaId, ReplicaPlace> replicas_{};
    std::map<std::pair<ReplicaId, RecordId>, std::uint64_t> refused_{};  // the last refused counter
    std::map<PersonId, scope_log::Role> members_{};
    std::map<PersonId, HlcTime> member_since_{};
    std::map<PlaceKey, LostPlace> lost_{};
    scope_log::RoleTable roles_{};
    std::uint32_t entries_ = 0;
    crypto::Hash last_entry_{};
    std::uint64_t accepted_ = 0;
    std::uint64_t raised_ = 0;
    std::uint64_t settled_ = 0;
};

/// Whether the author of `x` had `v`: the rule of docs/protocol.md §4, from what is signed.
bool had(const LiveWrite& x, const Written& v);
/// Whether it was by that author, so that it needed no server to know it.
bool had_as_own(const LiveWrite& x, const Written& v);

}  // namespace sanderling::sim
