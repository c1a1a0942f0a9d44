// Scopes whose live sets are not the server's: what is being compared and received, and what came
// of it, for people to see (docs/protocol.md §5.10, docs/storage.md §17).
#pragma once

#include "client-sdk/replica/live_pages.hpp"
#include "client-sdk/replica/meta.hpp"
#include "core/types/time.hpp"

#include <chrono>
#include <map>

#include "sanderling/mending.hpp"

namespace sanderling::replica {

/// How often the tables of a scope are counted although nothing seems wrong.
inline constexpr std::chrono::days recount_every{7};
/// After a comparison that mended nothing, for how long the same server is not asked again.
inline constexpr std::chrono::days mending_pause{1};

struct Mending {
    wire::ScopeCheckpoint checkpoint{};  // the newest that waits
    merge::BucketSums own{};
    std::optional<wire::RecordsGet> asked{};  // once compared
    std::int64_t pages = 0;                   // that have come, in sanderling_live_page
    Seq newest{};                             // the head of the newest page
    bool is_complete = false;
    enum class Purpose : std::uint8_t { compare, fetch_bodies };
    Purpose purpose = Purpose::compare;
    bool was_told_again = false;  // a checkpoint came after what the pages may have been read from
};

/// Guarded by Replica's mutex. Throws vault::SqliteError.
class MendingBook {
  public:
    MendingBook(vault::Database& database, Meta& meta) : database_(database), meta_(meta) {}

    void begin(const wire::ScopeCheckpoint& checkpoint, const merge::BucketSums& own);
    /// Nothing is wrong at the checkpoint; but of these buckets' records bodies have not come.
    wire::RecordsGet begin_fetching(const wire::ScopeCheckpoint& checkpoint,
                                    const merge::BucketSet& buckets);
    Mending* find(ScopeId scope);
    /// Whether the checkpoint has to wait; keeps it, in place of an older one.
    bool holds(const wire::ScopeCheckpoint& checkpoint);
    void add_page(ScopeId scope, Mending& mending, const wire::Records& page);
    /// All pages, once they are complete.
    std::optional<LivePages> pages(ScopeId scope);
    void end(ScopeId scope);
    /// A new session: what was under way is void.
    void clear();

    bool is_recount_due(ScopeId scope, Instant now);
    void note_recount(ScopeId scope, Instant now);
    /// Whether a comparison of this scope came to nothing lately.
    bool has_failed(ScopeId scope, Instant now);
    void note_failure(ScopeId scope, Instant now, const Error& problem);

    void report(ScopeId scope, Instant now, MendOutcome outcome, const merge::BucketSet& buckets,
                std::uint64_t records, std::string detail);

  private:
    vault::Database& database_;
    Meta& meta_;
    std::map<ScopeId, Mending> open_{};
};

}  // namespace sanderling::replica
