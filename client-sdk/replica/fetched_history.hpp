// Commits of one record that a server still had, each verified by what its author signed, opened,
// and merged again in memory to learn what replaced what (docs/protocol.md §5.12).
#pragma once

#include "client-sdk/replica/history_table.hpp"
#include "client-sdk/replica/writer.hpp"
#include "core/wire/message.hpp"

#include <set>
#include <vector>

#include "sanderling/history.hpp"

namespace sanderling::replica {

/// Of whose history. All that is fetched stays in memory, and nothing is written.
struct HistoryOf {
    ScopeId scope{};
    RecordId record{};
    Seq at{};  // this device's checkpoint when it was asked for
};

class FetchedHistory {
  public:
    explicit FetchedHistory(const HistoryOf& of) : of_(of) {}

    /// Inside one SQL transaction; throws vault::SqliteError. Errors: malformed (also for a commit
    /// that stands elsewhere in the log, as far as the links are kept, or comes twice),
    /// unauthenticated, bad_signature, not_a_member, removed_member, not_permitted.
    Result<void> take(Writer& writer, const std::vector<wire::PastCommit>& commits, Instant now);

    std::size_t commits() const { return seqs_.size(); }
    std::size_t bytes() const { return bytes_; }
    bool has(Seq seq) const { return seqs_.contains(seq); }
    std::uint64_t unreadable() const { return unreadable_; }
    /// Oldest first.
    std::vector<DroppedWrite> dropped() const;
    /// Every value that was fetched, with what has replaced it among these commits.
    std::vector<PastValue> values() const;

  private:
    /// One patch as it is merged.
    struct Write {
        merge::WriteContext x{};
        HlcTime claimed{};
        commit::Patch patch{};  // without its body
        std::uint32_t index = 0;
        CollectionNumber collection{};
        std::vector<LiveValue> fresh{};
    };

    Result<void> take_one(Writer& writer, Scope& scope, const wire::PastCommit& at, Instant now);
    Result<void> take_remnant(Writer& writer, const wire::PastCommit& at);
    void drop(Writer& writer, const wire::PastCommit& at, const Dot& dot, DeviceId device);
    void open(Writer& writer, Scope& scope, const commit::Commit& commit, Write& write);

    HistoryOf of_;
    std::vector<Write> writes_{};  // newest first
    std::vector<DroppedWrite> dropped_{};
    std::set<Seq> seqs_{};
    std::set<Dot> dots_{};
    std::size_t bytes_ = 0;
    std::uint64_t unreadable_ = 0;
};

}  // namespace sanderling::replica
