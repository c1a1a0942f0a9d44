// One item of an OFFER with the link that it stands for (docs/protocol.md §5.9).
#pragma once

#include "core/commit/commit.hpp"
#include "core/commit/lost_history.hpp"
#include "core/scope_log/entry.hpp"
#include "core/wire/message.hpp"

#include <optional>
#include <variant>

namespace sanderling::sync {

struct OfferedItem {
    commit::Link link{};   // under its old number
    crypto::Hash chain{};  // the lost chain after it
    std::variant<commit::Commit, scope_log::SignedEntry, commit::LostLinks> content{};
    ByteView bytes{};  // of the offer; of an entry without what comes with it
    std::optional<commit::Commit> accepted{};  // late work that the entry accepts
};

struct OfferedIn {
    OrgId org;
    ScopeId scope;
};

/// What a rejected commit leaves in a log: its canonical header, then its signature. Errors:
/// malformed.
Result<commit::Commit> read_header_only(ByteView content);

/// Errors: malformed, too_large.
Result<OfferedItem> read_offered(const wire::FeedItem& item, Seq seq, const OfferedIn& home);

}  // namespace sanderling::sync
