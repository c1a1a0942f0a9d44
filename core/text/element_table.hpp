// Which element has which handle, both ways. Numbers that follow each other lie together, so the
// table grows with the batches and not with the characters.
#pragma once

#include "core/text/element.hpp"

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sanderling::text {

class ElementTable {
  public:
    enum class ReplicaIndex : std::uint32_t {};

    ReplicaIndex index_of(const ReplicaId& replica);
    std::optional<ReplicaIndex> known(const ReplicaId& replica) const;
    const ReplicaId& replica(ReplicaIndex index) const {
        return replicas_[static_cast<std::uint32_t>(index)].id;
    }
    std::size_t replicas() const { return replicas_.size(); }

    /// New elements; the caller knows that none of them is there.
    Handle add(ReplicaIndex replica, std::uint64_t number, std::uint32_t count);

    std::optional<Handle> find(ReplicaIndex replica, std::uint64_t number) const;

    /// From `number` on, how many are all known, or all unknown: at most `count`.
    struct Stretch {
        std::optional<Handle> first{};  // nothing: unknown
        std::uint64_t count = 0;
    };
    Stretch stretch(ReplicaIndex replica, std::uint64_t number, std::uint64_t count) const;

    struct Name {
        ReplicaIndex replica{};
        std::uint64_t number = 0;
        std::uint32_t more = 0;  // elements after it whose handles and numbers both go on
    };
    Name name(Handle h) const;
    ElementId id(Handle h) const;

    std::uint32_t size() const { return size_; }
    /// One more than the greatest number of the replica; 0 if it has none.
    std::uint64_t next_number(const ReplicaId& replica) const;

  private:
    struct Span {
        Handle first{};
        std::uint32_t count = 0;
    };
    struct Replica {
        ReplicaId id{};
        std::map<std::uint64_t, Span> spans{};  // by number
    };
    struct Arrival {
        Handle first{};
        ReplicaIndex replica{};
        std::uint64_t number = 0;
    };

    Replica& at(ReplicaIndex index) { return replicas_[static_cast<std::uint32_t>(index)]; }
    const Replica& at(ReplicaIndex index) const {
        return replicas_[static_cast<std::uint32_t>(index)];
    }

    std::vector<Replica> replicas_{};
    std::unordered_map<ReplicaId, ReplicaIndex> index_{};
    std::vector<Arrival> arrivals_{};  // by handle
    std::uint32_t size_ = 0;
};

}  // namespace sanderling::text
