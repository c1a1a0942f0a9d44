// Conflicts: where several people wrote without having seen each other (docs/protocol.md §4). They
// never block other work, and nothing is lost while they are open.
#pragma once

#include "core/types/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sanderling/list.hpp"
#include "sanderling/value.hpp"

namespace sanderling {

/// The same on every device and after a new bootstrap.
using ConflictId = Id<struct ConflictTag>;

/// Numbers are stored: never changed.
enum class ConflictKind : std::uint8_t {
    value = 1,             // several values that nobody who wrote them had seen together
    contested_delete = 2,  // deleted by one, written by another who did not know
    proposal = 3,          // written by somebody without the role that gives it effect
};
std::string_view to_text(ConflictKind kind);

/// One side. For a contested delete the first candidate is "keep" and the second "delete", and
/// `row` is empty.
struct Candidate {
    Row row{};  // the field, or all members of the group
    PersonId person;
    DeviceId device;
    Dot dot;
    Instant claimed{};    // what the author's device said
    Instant effective{};  // as bounded by the server; the claimed one while pending
    Seq seq{};            // 0 while pending
    Seq base{};           // what its author had seen of the others
    Counter own{};        // what its author had written before
    bool is_in_force = false;
    bool is_proposal = false;
    bool is_pending = false;  // own, without the server's confirmation
};

struct Conflict {
    ConflictId id;
    ConflictKind kind = ConflictKind::value;
    ScopeId scope;
    std::string collection{};
    RecordId record;
    std::string field{};                  // or the group; empty for a contested delete
    std::optional<ElementId> element{};   // of an ordered list, of which this one is disputed
    std::vector<Candidate> candidates{};  // the one in force first
    Instant since{};                      // when the second side arrived in the log
    std::string resolver{};               // the authority class that may resolve; empty: any writer
    bool is_resolvable_here = false;      // this device's person holds it
};

/// One of the candidates, by its place in `candidates`.
struct Choice {
    std::size_t index = 0;
};
/// A choice, or values for the field or all members of the group. An immutable field keeps the
/// first candidate: to choose it is to say that the others were mistaken.
using Resolution = std::variant<Choice, Row>;

}  // namespace sanderling
