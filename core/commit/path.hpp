// What a write says about one path of a record (docs/protocol.md §3, §4). The numbers are in
// signed bytes: never changed, never reused.
#pragma once

#include "core/types/ids.hpp"

#include <cstdint>
#include <vector>

namespace sanderling::commit {

/// How readers read the live set of a path. A field's rule never changes.
enum class Rule : std::uint8_t {
    register_ = 1,     // the greatest (effective time, seq) wins; losers stay live
    group = 2,         // a register over several fields, whose list is fixed for ever
    multi_value = 3,   // all live values count
    cautious = 4,      // the most protective live value is in force until resolved by role
    set = 5,           // add wins; one path an element
    log = 6,           // append only
    life = 7,          // of the record itself
    counter = 8,       // the sum of the live increments
    ordered_list = 9,  // add wins; two paths an element: what it is, and where it stands
    text = 10,         // declared by no field yet; a newer writer's bytes are kept and forwarded
    immutable = 11,    // the first that was accepted; later ones stay beside it
};

enum class Operation : std::uint8_t {
    put = 1,       // a value; for an ordered list, the place of an element
    resolve = 2,   // a value that settles a conflict: covers everything its author knew
    add = 3,       // of an element of a set or ordered list
    remove = 4,    // of an element of a set or ordered list
    append = 5,    // to a log; an increment, of a counter
    create = 6,    // life
    erase = 7,     // life: delete the record
    undelete = 8,  // life
    touch = 9,  // so that a concurrent delete does not take it: of a record whose child was made,
                // of an element of an ordered list that was moved
};

/// What a write removes from the live set of its path, besides what authority forbids.
enum class Coverage : std::uint8_t {
    none = 0,
    named = 1,      // the dots it lists; an empty list names nothing
    all_known = 2,  // everything its author knew
};

/// Zero: every writer of the scope. Otherwise bit (n − 1) of the role's class mask.
enum class AuthorityClass : std::uint8_t {};
inline constexpr AuthorityClass any_writer{0};

using ClassMask = std::uint32_t;

constexpr bool holds(ClassMask mask, AuthorityClass wanted) {
    const auto n = static_cast<unsigned>(wanted);
    return n == 0 || (n <= 32 && ((mask >> (n - 1)) & 1U) != 0);
}

struct PathWrite {
    Token token{};
    Rule rule = Rule::register_;
    Operation operation = Operation::put;
    AuthorityClass authority = any_writer;
    Coverage coverage = Coverage::all_known;
    std::vector<Dot> dots{};  // for Coverage::named

    friend bool operator==(const PathWrite&, const PathWrite&) = default;
};

}  // namespace sanderling::commit
