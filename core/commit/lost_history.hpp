// The part of a scope's history that a restored server lacked, as far as devices could still show
// it: links after the last seq that both histories have, under their old numbers
// (docs/protocol.md §5.9). A commit that was based there is judged by these and never by numbers.
#pragma once

#include "core/commit/chain.hpp"

#include <map>
#include <memory>
#include <unordered_map>

namespace sanderling::commit {

/// Consecutive links of a lost history: the content of a log item with the verdict `lost_links`.
struct LostLinks {
    Generation generation{};  // of the server that gave the numbers
    Seq common{};             // the last seq that the lost and the present history share
    Seq first{};              // of the links; common + 1, or further on along links given before
    crypto::Hash before{};    // the lost chain at first − 1
    std::vector<Link> links{};

    friend bool operator==(const LostLinks&, const LostLinks&) = default;
};
Bytes encode(const LostLinks& links);
/// Errors: malformed.
Result<LostLinks> decode_lost_links(ByteView content);
/// What stands for them in the chain.
crypto::Hash lost_links_hash(ByteView content);

class LostHistory {
  public:
    /// A place in it.
    struct Place {
        std::uint32_t line = 0;
        std::uint32_t index = 0;  // in its line
        Seq common{};
        HlcTime time_max{};  // of the lost links up to here
    };

    /// Takes in what one item says. What does not continue anything that is known is left out, for
    /// nothing can be based on it here; so is what is known already.
    void add(const LostLinks& links);

    /// Where a base with this seq and chain stands; nothing if it is not in a lost history.
    std::optional<Place> find(Seq seq, const std::array<std::uint8_t, 16>& chain) const;
    /// Whether the accepted commit stood at or before the place, above its common seq.
    bool has(const Place& place, const Dot& dot) const;
    /// All of these.
    std::vector<Dot> accepted(const Place& place) const;
    bool is_empty() const { return lines_.empty(); }

  private:
    struct At {
        std::uint32_t line = 0;
        std::uint32_t index = 0;
    };
    struct Line {
        Seq common{};
        std::optional<At> parent{};  // nothing: it leaves the present history at `common`
        std::uint32_t size = 0;
    };
    struct Known {
        At at{};
        Seq seq{};
        HlcTime time_max{};
    };
    At behind(At at);

    std::vector<Line> lines_{};
    std::map<std::array<std::uint8_t, 16>, Known> places_{};
    std::unordered_map<Dot, std::vector<At>> accepted_{};
};

/// What an author had of a lost history.
struct LostSight {
    const LostHistory* history = nullptr;  // outlives the sight
    LostHistory::Place place{};

    bool has(const Dot& dot) const { return history->has(place, dot); }
    std::vector<Dot> accepted() const { return history->accepted(place); }
};

}  // namespace sanderling::commit
