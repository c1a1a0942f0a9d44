// All that a device keeps of one record, in one blob beside the row's columns: confirmed live
// entries with their values, and own writes the server has not confirmed. Losers, sets, logs and
// conflicts are read from it, and a rejection rolls back to what lies beneath (docs/storage.md).
#pragma once

#include "core/commit/header.hpp"
#include "core/merge/record_state.hpp"
#include "schema/model/schema.hpp"

#include <optional>
#include <vector>

namespace sanderling::replica {

using schema::CollectionNumber;
using schema::FieldNumber;

/// The value of one confirmed live entry.
struct LiveValue {
    Token token;
    Dot dot;
    FieldNumber field{};
    bool is_readable = true;  // false: its key has not come, or it made no sense
    Bytes value{};            // as in the seal (value_codec.hpp)

    friend bool operator==(const LiveValue&, const LiveValue&) = default;
};

/// When the author of a live commit said it wrote.
struct Claim {
    Dot dot;
    HlcTime clock{};
    friend bool operator==(const Claim&, const Claim&) = default;
};

struct PendingPath {
    commit::PathWrite write{};
    FieldNumber field{};
    Bytes value{};
    friend bool operator==(const PendingPath&, const PendingPath&) = default;
};

/// One own patch that is in the outbox.
struct PendingPatch {
    Dot dot{};
    HlcTime clock{};
    Seq base{};
    Counter own{};
    std::vector<Dot> ancestry{};  // earlier ids of this replica that its author knew
    std::uint32_t index = 0;      // in its commit
    std::vector<PendingPath> paths{};
    friend bool operator==(const PendingPatch&, const PendingPatch&) = default;
};

/// What was live and is no more.
struct Superseded {
    merge::LiveEntry entry{};
    LiveValue value{};
    HlcTime claimed{};
};

struct RecordBody {
    merge::RecordState confirmed{};
    std::vector<LiveValue> values{};      // of confirmed entries, in order of (token, dot)
    std::vector<Claim> claims{};          // of confirmed commits that are live here
    std::vector<PendingPatch> pending{};  // in local order

    bool is_empty() const { return confirmed.sets().empty() && pending.empty(); }
    const LiveValue* value(Token token, const Dot& dot) const;
    std::optional<HlcTime> claimed(const Dot& dot) const;

    /// Takes in what a confirmed patch brought, and gives what it has replaced. `fresh` are
    /// parallel to its paths.
    std::vector<Superseded> confirm(const commit::Patch& patch, std::uint32_t index,
                                    const merge::WriteContext& x, HlcTime claimed,
                                    std::vector<LiveValue> fresh, merge::Digest& digest);
    /// The own pending patch of this commit leaves the overlay. False if there is none.
    bool drop_pending(const Dot& dot);

    friend bool operator==(const RecordBody&, const RecordBody&) = default;
};

/// A format of the store, versioned by its first byte; readable for ever.
Bytes encode(const RecordBody& body);
/// Errors: corrupt.
Result<RecordBody> decode_record_body(ByteView bytes);

}  // namespace sanderling::replica
