// Operations on a text as they travel, sealed, in the value of a path: of one transaction, or all
// that a snapshot holds (docs/protocol.md §4.2).
#pragma once

#include "core/text/element.hpp"
#include "core/types/error.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sanderling::text {

/// An element as a batch names it: its replica by the batch's own table.
struct Ref {
    static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t replica = nowhere;
    std::uint64_t number = 0;

    bool is_element() const { return replica != nowhere; }
    friend bool operator==(const Ref&, const Ref&) = default;
};

struct Operation {
    enum class Kind : std::uint8_t {
        insert = 0,
        insert_erased = 1,    // in snapshots: elements that are gone, without their characters
        erase = 2,            // at, and those numbered after it
        erase_backwards = 3,  // at, and those numbered before it: a run of backspaces
    };

    Kind kind = Kind::insert;
    Ref at{};  // the first element
    std::uint32_t count = 0;
    Ref left{};  // of insertions: the origins of the first element; nowhere is the text's beginning
    Ref right{};  // and end. Each further element has the one before it on its left

    bool inserts() const { return kind == Kind::insert || kind == Kind::insert_erased; }
    /// Of an erasure: the smallest number.
    std::uint64_t lowest() const {
        return kind == Kind::erase_backwards ? at.number - (count - 1) : at.number;
    }
    friend bool operator==(const Operation&, const Operation&) = default;
};

struct Batch {
    std::vector<ReplicaId> replicas{};    // each once, in order of first use
    std::vector<Operation> operations{};  // in the order in which they were done
    std::u32string characters{};          // of all insertions with kind insert, one after another

    bool is_empty() const { return operations.empty(); }
    friend bool operator==(const Batch&, const Batch&) = default;
};

/// The one spelling of a batch.
Bytes encode(const Batch& batch);

/// Takes any bytes; time and memory are bounded by their number. Errors: malformed (also any second
/// spelling), too_large, unsupported_version.
Result<Batch> decode_batch(ByteView bytes);

}  // namespace sanderling::text
