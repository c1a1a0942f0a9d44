// The server's answer to HISTORY_GET, commit by commit from the newest back (docs/protocol.md
// §5.12).
#pragma once

#include "core/types/error.hpp"
#include "core/wire/message.hpp"

namespace sanderling::sync {

/// Filled inside one read snapshot.
class HistoryPage {
  public:
    /// `bytes`: about how much a page holds.
    HistoryPage(OrgId org, const wire::HistoryGet& get, std::size_t bytes);

    /// The next older commit that has touched the record, as the log has it. False when the page is
    /// full: nothing more is to be added. Errors: malformed (the log's content is no commit).
    Result<bool> add(wire::PastCommit commit);
    wire::History take(Seq unknown_until);

  private:
    /// What travels of it; empty if it does not touch the path that is asked for.
    Result<Bytes> cut(ByteView content) const;

    OrgId org_;
    wire::HistoryGet get_;
    std::size_t room_;
    std::uint32_t looked_at_ = 0;
    wire::History page_{};
};

/// Errors: malformed (a commit out of order, above where it may stand, or no progress).
Result<void> check_history(const wire::HistoryGet& get, const wire::History& page);

}  // namespace sanderling::sync
