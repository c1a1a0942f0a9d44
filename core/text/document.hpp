// One text with all its elements: what batches brought in, in any order, comes to the same text on
// every device (docs/protocol.md §4.2).
#pragma once

#include "core/text/batch.hpp"
#include "core/text/element_table.hpp"
#include "core/text/grapheme.hpp"
#include "core/text/limits.hpp"
#include "core/text/sequence.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sanderling::text {

/// A value: copied and moved. One thread at a time. Positions and sizes are in code points.
class Document {
  public:
    explicit Document(std::uint64_t comparisons_max = limits::comparisons_a_text)
        : comparisons_max_(comparisons_max) {}

    /// Takes in what it does not have yet. What refers to elements that are not known is kept aside
    /// and follows when they come. Errors: too_large: more elements, and then nothing was taken in,
    /// or more concurrent writing than a text may have, and then perhaps a part.
    Result<void> apply(const Batch& batch);

    std::size_t size() const { return order_.visible(); }
    std::string text() const;  // UTF-8
    /// `position + count` is at most size().
    std::u32string characters(std::size_t position, std::size_t count) const;

    /// Whether a position is between two grapheme clusters, or at an end.
    bool is_boundary(std::size_t position) const;
    /// The least range of whole clusters around one.
    Range whole_clusters(Range range) const;

    /// Whether every element and every erasure of a batch is in this document's order: only such a
    /// batch's commit may be covered by a snapshot.
    bool contains(const Batch& batch) const;
    /// Whether something is kept aside.
    bool is_waiting() const;

    /// Everything in this document's order as one batch, erased elements without their characters.
    Batch snapshot() const;

    /// The smallest number above all that the replica has in this text.
    std::uint64_t next_number(const ReplicaId& replica) const {
        return elements_.next_number(replica);
    }

    /// What a document takes, for statistics.
    std::size_t elements() const { return elements_.size(); }
    std::size_t runs() const { return order_.runs(); }

  private:
    friend class Editor;

    /// An insertion whose refs name replicas by this document's table.
    struct Insertion {
        Operation op{};
        std::u32string characters{};
    };
    using Number = std::pair<std::uint32_t, std::uint64_t>;

    char32_t character(std::size_t position) const;
    std::optional<Handle> resolve(const Ref& ref) const;
    const Ref* missing_origin(const Operation& op) const;
    void insert_or_keep(const Operation& op, std::u32string_view characters);
    void insert(const Operation& op, std::u32string_view characters);
    void add(const Operation& op, std::uint64_t number, std::uint32_t count, Handle left,
             std::u32string_view characters);
    void erase(const Ref& lowest, std::uint64_t count);
    void erase_later(std::uint32_t replica, std::uint64_t from, std::uint64_t to);
    void erase_announced(std::uint32_t replica, std::uint64_t from, std::uint64_t to);
    void wake(const Operation& op);

    std::uint64_t comparisons_max_;
    ElementTable elements_{};
    Sequence order_{};
    std::u32string characters_{};  // by handle

    // Kept aside: insertions by the origin they wait for, erasures from a replica's number on to
    // one past their last.
    std::multimap<Number, Insertion> waiting_{};
    std::size_t waiting_elements_ = 0;
    std::vector<Insertion> woken_{};
    std::map<Number, std::uint64_t> erased_later_{};
};

}  // namespace sanderling::text
