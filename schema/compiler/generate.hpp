// What a schema is compiled into. Each generator is a pure function to text, so that checking for
// drift is generating again and comparing.
#pragma once

#include "schema/model/schema.hpp"

#include <string>
#include <vector>

namespace sanderling::schema {

struct CppOptions {
    std::string name_space{};      // "sanderling::probation"
    std::string include_prefix{};  // before the generated headers' names; empty or ends in '/'
    std::string source{};          // the schema file's name, for the opening comment
};

struct GeneratedFile {
    std::string name{};
    std::string text{};
};

/// enums.hpp, enums.cpp, records.hpp, records.cpp, description.hpp, description.cpp: clean under
/// the project's clang-format as they are.
std::vector<GeneratedFile> generate_cpp(const Schema& schema, const CppOptions& options);

/// The data dictionary, in Markdown.
std::string generate_dictionary(const Schema& schema, const std::string& source);

GeneratedFile enums_header(const Schema& schema, const CppOptions& options);
GeneratedFile enums_source(const Schema& schema, const CppOptions& options);
GeneratedFile records_header(const Schema& schema, const CppOptions& options);
GeneratedFile records_source(const Schema& schema, const CppOptions& options);
GeneratedFile description_header(const Schema& schema, const CppOptions& options);
GeneratedFile description_source(const Schema& schema, const CppOptions& options);

/// "// Made from probation.yaml…" and what the file is.
std::string opening(const CppOptions& options, const std::string& what);

}  // namespace sanderling::schema
