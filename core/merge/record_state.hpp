// All live sets of one record, and the compact bytes in which a store keeps them.
#pragma once

#include "core/merge/digest.hpp"
#include "core/merge/live_set.hpp"

#include <vector>

namespace sanderling::merge {

class RecordState {
  public:
    /// Live sets in order of token, none empty.
    const std::vector<LiveSet>& sets() const { return sets_; }
    const LiveSet* find(Token token) const;
    /// The live set of the record's life: the one whose entries have the rule `life`.
    const LiveSet* life() const;

    /// Applies a patch and keeps `digest` true. Returns what left.
    std::vector<LiveEntry> apply(const commit::Patch& patch, std::uint32_t index,
                                 const WriteContext& x, Digest& digest);
    /// The same for a state that is only to be read, and has no digest.
    void overlay(const commit::Patch& patch, std::uint32_t index, const WriteContext& x);

    /// Takes in a live entry as somebody else has it, in place of applying the log.
    void put(Token token, LiveEntry entry);
    /// Leaves nothing live, and keeps `digest` true: the record was purged.
    void clear(RecordId id, Digest& digest);
    /// Adds every live entry to `digest`.
    void count(RecordId id, Digest& digest) const;

    /// Whether any entry of this commit is still live, so that its body is still needed.
    bool is_live(const Dot& dot) const;

    friend bool operator==(const RecordState&, const RecordState&) = default;

  private:
    friend Bytes encode(const RecordState& state);
    friend Result<RecordState> decode_record_state(ByteView bytes);
    LiveSet& at(Token token);
    void note_known(const PathWrite& write, const WriteContext& x);

    std::vector<LiveSet> sets_;
};

/// A store's own format, versioned by its first byte; never signed, never sent.
Bytes encode(const RecordState& state);
/// Errors: corrupt.
Result<RecordState> decode_record_state(ByteView bytes);

}  // namespace sanderling::merge
