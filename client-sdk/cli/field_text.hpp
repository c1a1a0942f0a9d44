// Fields as they are typed and printed: field=value on the command line, members of a JSON object,
// and the values that come back (docs/cli.md, "Values").
#pragma once

#include "client-sdk/cli/output.hpp"
#include "schema/model/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling::cli {

/// Each is field=text or field:=json; a set or log may be given several times, once an element.
/// Errors: invalid_argument (naming collection, field and what it wants), not_found (no such
/// field).
Result<Row> parse_assignments(const Schema& schema, const schema::Collection& collection,
                              const std::vector<std::string>& assignments);

/// The members of a JSON object. Errors: as above.
Result<Row> parse_fields(const Schema& schema, const schema::Collection& collection,
                         const nlohmann::json& fields);

/// One element of a set or one entry of a log, typed or as JSON. Errors: as above, and constraint
/// when the field has no elements.
struct Element {
    std::string field{};
    Scalar value{};
};
Result<Element> parse_element(const Schema& schema, const schema::Collection& collection,
                              std::string_view assignment);
Result<Element> parse_element(const Schema& schema, const schema::Collection& collection,
                              const std::string& field, const nlohmann::json& given);

/// null, true, 1, 1.5, "text"; an id as a UUID, bytes in base64.
Json to_json(const Scalar& scalar);
Json to_json(const Value& value);
Json to_json(const Row& row);

/// For a table: without quotes, bytes as their number.
std::string plain_text(const Scalar& scalar);
/// "outcome: attended, notes: …", with points in time as such.
std::string plain_text(const schema::Collection* collection, const Row& row);

}  // namespace sanderling::cli
