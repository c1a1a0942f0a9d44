// Reads the schema language (schema/README.md) into the runtime description. Only the compiler
// and tools link this: a program has its schema compiled in.
#pragma once

#include "core/types/error.hpp"
#include "schema/model/schema.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::schema {

/// Counted from 1; 0 where there is none.
struct Place {
    int line = 0;
    int column = 0;
};

/// One thing wrong with a schema file. See Place for line and column.
struct Problem {
    std::string file{};
    int line = 0;
    int column = 0;
    std::string key{};   // where in the document: "collections.contact.fields.outcome.rule"
    std::string text{};  // what is wrong, and what would be right

    /// "probation.yaml:12:9: collections.contact.fields.outcome.rule: …"
    std::string message() const;
};

struct Loaded {
    Schema schema{};                        // complete only if there are no problems
    std::vector<Problem> problems{};        // every one, in the order of the file
    std::map<std::string, Place> places{};  // of every named item, by its key
};
Loaded load_schema_with_problems(std::string_view text, const std::string& file_name);

/// Errc::invalid_argument with every problem, one a line.
Result<Schema> load_schema(std::string_view text, const std::string& file_name);

}  // namespace sanderling::schema
