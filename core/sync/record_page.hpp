// The server's answer to RECORDS_GET, record by record up to a page's size (docs/protocol.md
// §5.10).
#pragma once

#include "core/commit/commit.hpp"
#include "core/merge/bucket.hpp"
#include "core/wire/message.hpp"

#include <functional>
#include <map>
#include <optional>

namespace sanderling::sync {

/// A commit of the log, as its store has it.
struct LoggedCommit {
    Seq effective_base{};
    HlcTime t_eff{};
    commit::Commit commit{};
};

/// Filled inside one read snapshot.
class RecordPage {
  public:
    /// The commit that stands at a seq.
    using Fetch = std::function<LoggedCommit(Seq)>;

    /// `head` is the scope's in the same snapshot; `bytes` about how much a page holds.
    RecordPage(const wire::RecordsGet& get, Seq head, std::size_t bytes, Fetch fetch);

    bool wants(RecordId record) const { return merge::has_bucket(get_.buckets, bucket(record)); }
    /// The next wanted record, in order of id. False when the page is full: nothing more is to be
    /// added.
    bool add(RecordId record, const merge::RecordState& state);
    /// `is_end`: there was no further record.
    enum class End : std::uint8_t { full, of_scope };
    wire::Records take(End end);

  private:
    struct Held {
        Seq seq{};
        LoggedCommit logged{};
        std::vector<RecordId> shown{};  // whose bodies travel
    };
    static std::size_t bucket(RecordId record) { return merge::bucket_of(record); }
    std::optional<std::uint32_t> hold(const merge::LiveEntry& entry, RecordId record);

    wire::RecordsGet get_;
    Fetch fetch_;
    std::size_t room_;
    wire::Records page_{};
    std::vector<Held> held_{};
    std::map<Seq, std::uint32_t> places_{};
    std::uint32_t skip_ = 0;     // entries of the next record that have been sent
    std::uint32_t entries_ = 0;  // on this page
};

}  // namespace sanderling::sync
