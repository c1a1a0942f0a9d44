// What becomes of a line of an export: a record that the schema allows, or a line with the reason
// why not.
#pragma once

#include "core/types/ids.hpp"
#include "schema/model/schema.hpp"
#include "schema/model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace sanderling::import {

/// An export names a scope by its id or, where it cannot know ids, by a label such as "case:17",
/// whose part before the colon is a scope kind if the schema has one of that name. Whoever takes
/// the record knows which scope the label means.
using ScopeReference = std::variant<ScopeId, std::string>;

struct ImportedRecord {
    std::uint64_t line = 0;
    ScopeReference scope{};
    const schema::Collection* collection = nullptr;  // lives as long as the schema
    /// None where the line gives none: it is derived where the collection has a natural key, and
    /// new otherwise, so that importing such a line twice makes two records.
    std::optional<RecordId> id{};
    schema::Row row{};
};

/// Where in a line something is wrong, and what.
struct Wrong {
    std::string collection{};  // empty until the line has told a known one
    std::string field{};       // of the collection, or scope, collection, id, fields; may be empty
    std::string reason{};      // "'ATTX' is not a value of outcome"
};

struct RejectedLine {
    std::uint64_t line = 0;    // from 1
    std::uint64_t offset = 0;  // of its first byte in the input
    std::uint64_t bytes = 0;   // of the whole line, without its ending
    Wrong wrong{};
    std::string text{};  // the line unchanged, or its beginning if `bytes` says there was more

    /// "line 17: contact.outcome: 'ATTX' is not a value of outcome"
    std::string message() const;

    /// One line of a file of rejects, without its ending:
    /// {"line":17,"offset":…,"bytes":…,"collection":…,"field":…,"reason":…,"text":…}. A line that
    /// is not UTF-8, which JSON cannot hold, has "base64" in place of "text".
    std::string json() const;
};

}  // namespace sanderling::import
