// One line of NDJSON for `write`:
// {"scope":…,"collection":…,"id"?:…,"fields"?:{…},"append"?:{field: entry}} (docs/cli.md).
#pragma once

#include "client-sdk/cli/field_text.hpp"
#include "core/types/error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling::cli {

/// Without an id a new record; with one, a change of it.
struct RecordInput {
    std::string scope{};  // as written; empty when an id is given without one
    const schema::Collection* collection = nullptr;  // lives as long as the schema
    std::optional<RecordId> id{};
    Row row{};
    std::vector<Element> appends{};
};

/// Errors: invalid_argument, not_found: naming the field.
Result<RecordInput> read_record_input(const Schema& schema, std::string_view line);

}  // namespace sanderling::cli
