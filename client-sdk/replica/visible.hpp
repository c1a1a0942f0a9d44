// A record as this device shows it: the confirmed state with own pending writes laid over it, in
// local order and by the same merge code (docs/storage.md, "Tables").
#pragma once

#include "client-sdk/replica/record_body.hpp"

#include <optional>

namespace sanderling::replica {

/// Who writes here, and what this author may.
struct Self {
    ReplicaId replica;
    commit::ClassMask classes = 0;
};

/// Above every seq a server gives; own pending patches of a record follow each other in local
/// order.
constexpr Seq provisional_seq(std::size_t place) {
    return Seq{(std::uint64_t{1} << 62U) + place};
}
constexpr bool is_provisional(Seq seq) {
    return number(seq) >= (std::uint64_t{1} << 62U);
}

/// Borrows the body, which has to outlive it and stay as it is.
class Visible {
  public:
    Visible(const RecordBody& body, const Self& self);

    const merge::RecordState& state() const { return overlaid_ ? *overlaid_ : body_.confirmed; }

    struct Held {
        FieldNumber field{};
        bool is_readable = true;
        ByteView value{};
    };
    /// Nothing for an entry that is not live.
    std::optional<Held> value(Token token, const merge::LiveEntry& entry) const;
    HlcTime claimed(const merge::LiveEntry& entry) const;

  private:
    const RecordBody& body_;
    std::optional<merge::RecordState> overlaid_{};  // when something is pending
};

}  // namespace sanderling::replica
