// What a tap on a picture or a plan writes: one operation each, so that two who work apart each
// keep what they did.
#pragma once

#include "schema/generated/probation/records.hpp"

#include <string>
#include <string_view>

#include "sanderling/store.hpp"

namespace sanderling::practice::plans {

/// Who, by staff reference or name, and the day as yyyy-mm-dd.
struct Tick {
    std::string who{};
    std::string day{};
};

/// A place in an ordered list, from 0; at or beyond its end: the end.
enum class Position : std::size_t {};

// Each is a transaction of its own. Errors: not_found, those of Store::write.

/// Moves a goal, a stone or an axis, or puts it in where it was in no order yet.
Result<void> move_goal(Store& store, RecordId plan, RecordId goal, Position to);
Result<void> move_step(Store& store, RecordId goal, RecordId step, Position to);
Result<void> move_item(Store& store, RecordId form, RecordId item, Position to);

/// A step that is done, with who and when.
Result<void> tick_step(Store& store, RecordId step, const Tick& tick);
Result<void> tick_stone(Store& store, RecordId item, const Tick& tick);

/// The score of one voice on an axis; the other's stays. `score`: 0 to 10.
Result<void> score(Store& store, RecordId item, probation::Voice voice, int score);

/// A new axis or stone at the end.
Result<RecordId> add_item(Store& store, RecordId form, std::string_view label);

struct Place {
    double x = 0;
    double y = 0;
};
Result<RecordId> add_node(Store& store, RecordId map, std::string_view words, Place at);
Result<void> move_node(Store& store, RecordId node, Place to);
/// Errors besides: invalid_argument for a link of a node to itself.
Result<RecordId> add_link(Store& store, RecordId map, RecordId from, RecordId to,
                          probation::MapLinkKind kind);

}  // namespace sanderling::practice::plans
