// One line of an export as a record:
// {"scope":"case:17","collection":"contact","id":"…uuid…","fields":{"outcome":"ATTC", …}}.
#pragma once

#include "client-sdk/import/imported_record.hpp"
#include "schema/model/schema.hpp"

#include <string_view>
#include <variant>

namespace sanderling::import {

/// A record in the result passes schema::validate as a new one. `line` is left 0.
std::variant<ImportedRecord, Wrong> read_record(const schema::Schema& schema,
                                                std::string_view line);

}  // namespace sanderling::import
