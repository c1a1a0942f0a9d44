// What became of a record: every write that this device still holds, in force or replaced
// (docs/sdk.md, "Differences and history").
#pragma once

#include "core/types/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/list.hpp"
#include "sanderling/value.hpp"

namespace sanderling {

/// What a write did.
enum class Deed : std::uint8_t {
    wrote,     // a value, or one of an element of an ordered list
    resolved,  // a conflict, with this value
    added,     // an element
    removed,   // an element
    moved,     // an element of an ordered list
    appended,  // entries of a log
    counted,   // an increment, with those of its author's that it has taken in
    created,   // the record, and below
    deleted,
    undeleted,
    touched,  // a child was made
};
std::string_view to_text(Deed deed);

struct HistoryEntry {
    std::string collection{};
    RecordId record{};
    std::string field{};                 // or the group; empty for what was done to the record
    std::optional<ElementId> element{};  // of an ordered list
    Deed deed = Deed::wrote;
    Row row{};             // the field, or all members of the group, as written
    std::string reason{};  // of a resolution
    PersonId person{};
    DeviceId device{};
    Dot dot{};
    Instant claimed{};    // what the author's device said
    Instant effective{};  // as bounded by the server; the claimed one while pending
    Seq seq{};            // 0 while pending
    bool is_live = false;
    bool is_pending = false;
    bool is_proposal = false;
    // Of what is live no more: the write that replaced it. Nothing where the server has dropped
    // that write too.
    std::optional<Dot> replaced_by{};
    Instant replaced_at{};  // its effective time
};

// ---- Older than what this device holds (SyncAgent::history) -------------------------------------

struct HistoryRange {
    /// Only of this field or group; empty: of all.
    std::string field{};
    /// Only writes below this one: OlderHistory::next, to go on. Nothing: from the newest back.
    std::optional<Seq> before{};
    /// Commits at most, from 1 to 10,000. All that is fetched is held in memory: at most 8 MiB
    /// beside this number, then the answer ends early.
    std::uint32_t limit = 1'000;
};

/// A write of which the server has no value any more: its retention is over, or it was purged.
struct DroppedWrite {
    Seq seq{};
    Instant effective{};
    PersonId person{};  // zero where this device does not know whose replica it was
    DeviceId device{};
    Dot dot{};
};

struct OlderHistory {
    /// Oldest first: what was fetched, and in the range of it all that this device holds.
    std::vector<HistoryEntry> entries{};
    std::vector<DroppedWrite> dropped{};  // oldest first
    /// From here on, up to what this device has, no write is missing.
    Seq complete_from{};
    /// There is more: ask again with this as `before`. Nothing: that was all that there is.
    std::optional<Seq> next{};
    /// Writes that came and cannot be read here: sealed under a key that this device lacks, or by a
    /// newer schema.
    std::uint64_t unreadable = 0;
};

}  // namespace sanderling
