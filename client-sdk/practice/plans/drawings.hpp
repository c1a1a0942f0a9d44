// What the pictures are drawn from, read from a Store (client-sdk/practice/pictures).
#pragma once

#include "client-sdk/practice/pictures/node_map.hpp"
#include "client-sdk/practice/pictures/steps.hpp"
#include "client-sdk/practice/pictures/stones.hpp"
#include "client-sdk/practice/pictures/web.hpp"

#include <functional>
#include <optional>

#include "sanderling/store.hpp"

namespace sanderling::practice::plans {

// Errors: not_found, those of Store::query.

/// Two Webs of one plan laid over each other, or one.
Result<pictures::Web> read_web(const Store& store, RecordId now,
                               std::optional<RecordId> before = {});
/// `earlier_order`: the items as they stood when people last looked, to say what has moved.
Result<pictures::Stones> read_stones(const Store& store, RecordId form,
                                     const std::vector<RecordId>& earlier_order = {});
/// Links whose node is gone are among the links; the picture flags them.
Result<pictures::NodeMap> read_map(const Store& store, RecordId map);
/// The steps of a goal. `name` says in the reader's language who an actor is, such as
/// "service_user".
Result<pictures::SmallSteps> read_steps(const Store& store, RecordId goal,
                                        const std::function<std::string(std::string_view)>& name);

}  // namespace sanderling::practice::plans
