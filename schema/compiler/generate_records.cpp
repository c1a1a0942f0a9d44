#include "schema/compiler/generate.hpp"
#include "schema/compiler/source.hpp"

namespace sanderling::schema {
namespace {

std::string element_type(const Field& field) {
    switch (field.type) {
        case FieldType::integer:
            return "std::int64_t";
        case FieldType::real:
            return "double";
        case FieldType::boolean:
            return "bool";
        case FieldType::instant:
            return "sanderling::Instant";
        case FieldType::enumeration:
            return camel_case(field.enum_name);
        case FieldType::id:
            return "sanderling::RecordId";
        case FieldType::bytes:
            return "sanderling::Bytes";
        case FieldType::text:
        case FieldType::date:
        case FieldType::json:
            break;
    }
    return "std::string";
}

std::string member_type(const Field& field) {
    return (field.is_list() ? "std::vector<" : "std::optional<") + element_type(field) + ">";
}

std::string struct_of(const Collection& in) {
    std::string out =
        "\n" + wrapped(in.documentation, "/// ") + "struct " + camel_case(in.name) +
        " {\n    static constexpr std::string_view collection_name = " + literal(in.name) + ";\n\n";
    for (const Field& field : in.fields) {
        out += wrapped(field.documentation, "    /// ");
        out += "    " + member_type(field) + " " + identifier(field.name) + "{};\n";
    }
    out += "\n    /// The fields' names.\n    struct key {\n";
    for (const Field& field : in.fields) {
        out += "        static constexpr std::string_view " + identifier(field.name) + " = " +
               literal(field.name) + ";\n";
    }
    out += "    };\n\n    sanderling::schema::Row to_row() const;\n    static " +
           camel_case(in.name) + " from_row(const sanderling::schema::Row& row);\n";
    return out + "    friend bool operator==(const " + camel_case(in.name) + "&, const " +
           camel_case(in.name) + "&) = default;\n};\n";
}

std::string visitor_of(const Collection& in) {
    std::string out = "\ntemplate <class Self, class Visit>\nvoid each_field_of_" + in.name +
                      "(Self& self, Visit& visit) {\n";
    for (const Field& field : in.fields) {
        out += "    visit(" + literal(field.name) + ", self." + identifier(field.name) + ");\n";
    }
    return out + "}\n";
}

std::string conversions_of(const Collection& in) {
    const std::string type = camel_case(in.name);
    return "\nsanderling::schema::Row " + type +
           "::to_row() const {\n    sanderling::schema::RowWriter writer;\n" +
           "    each_field_of_" + in.name + "(*this, writer);\n" +
           "    return std::move(writer).take();\n}\n" + type + " " + type +
           "::from_row(const sanderling::schema::Row& row) {\n    " + type +
           " out;\n    const sanderling::schema::RowReader reader(row);\n    each_field_of_" +
           in.name + "(out, reader);\n    return out;\n}\n";
}

}  // namespace

GeneratedFile records_header(const Schema& schema, const CppOptions& options) {
    std::string out = opening(options,
                              "One struct a collection. What is not set is not written; a row "
                              "read back sets what it holds.");
    out +=
        "#pragma once\n\n#include \"core/types/bytes.hpp\"\n#include \"core/types/ids.hpp\"\n"
        "#include \"core/types/time.hpp\"\n#include \"" +
        options.include_prefix +
        "enums.hpp\"\n#include \"schema/model/value.hpp\"\n\n#include <cstdint>\n"
        "#include <optional>\n#include <string>\n#include <string_view>\n#include <vector>\n";
    out += "\nnamespace " + options.name_space + " {\n";
    for (const Collection& in : schema.collections()) out += struct_of(in);
    out += "\n}  // namespace " + options.name_space + "\n";
    return {"records.hpp", std::move(out)};
}

GeneratedFile records_source(const Schema& schema, const CppOptions& options) {
    std::string out = opening(options, "The structs to rows and back.");
    out += "#include \"" + options.include_prefix +
           "records.hpp\"\n\n#include \"schema/model/record_io.hpp\"\n\n#include <utility>\n\n"
           "namespace " +
           options.name_space + " {\nnamespace {\n";
    for (const Collection& in : schema.collections()) out += visitor_of(in);
    out += "\n}  // namespace\n";
    for (const Collection& in : schema.collections()) out += conversions_of(in);
    out += "\n}  // namespace " + options.name_space + "\n";
    return {"records.cpp", std::move(out)};
}

}  // namespace sanderling::schema
