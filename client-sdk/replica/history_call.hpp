// A record's history asked of the server, page by page: what to ask, what to make of the answers
// (docs/protocol.md §5.12). It knows no network.
#pragma once

#include "client-sdk/replica/fetched_history.hpp"

#include "sanderling/store.hpp"

namespace sanderling::replica {

/// Used by one thread; the store may be used meanwhile.
class HistoryCall {
  public:
    /// Errors: not_found (no such record or collection here), constraint (no such field),
    /// invalid_argument (the limit), no_key, busy (the scope is being received).
    static Result<HistoryCall> begin(Store& store, std::string_view collection, RecordId id,
                                     const HistoryRange& range);

    /// What to ask next, without the number of the request. Nothing when that was all.
    const std::optional<wire::HistoryGet>& question() const { return question_; }
    /// The answer to it. Errors: its code; those of FetchedHistory, and of check_history.
    Result<void> take(const wire::History& page);
    /// Errors: malformed (the server has left out a write that is in force here).
    Result<OlderHistory> finish();

  private:
    HistoryCall(Store& store, const schema::Collection& collection, const HistoryRange& range,
                const wire::HistoryGet& first);
    Result<void> check_nothing_hidden(Writer& writer) const;
    bool is_in_range(const HistoryEntry& entry) const;

    Store* store_;
    const schema::Collection* collection_;
    HistoryRange range_;
    wire::HistoryGet first_;
    std::optional<wire::HistoryGet> question_;
    FetchedHistory fetched_;
    Seq next_{};  // 0: nothing is older
    Seq unknown_until_{};
};

}  // namespace sanderling::replica
