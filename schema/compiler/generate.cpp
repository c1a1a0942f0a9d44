#include "schema/compiler/generate.hpp"

#include "schema/compiler/source.hpp"

namespace sanderling::schema {

std::string opening(const CppOptions& options, const std::string& what) {
    return wrapped(what, "// ") + "// Made from " + options.source +
           " by sanderling-schemac; change that file instead (schema/README.md).\n";
}

std::vector<GeneratedFile> generate_cpp(const Schema& schema, const CppOptions& options) {
    return {enums_header(schema, options),       enums_source(schema, options),
            records_header(schema, options),     records_source(schema, options),
            description_header(schema, options), description_source(schema, options)};
}

}  // namespace sanderling::schema
