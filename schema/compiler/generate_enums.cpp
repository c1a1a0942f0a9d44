#include "schema/compiler/generate.hpp"
#include "schema/compiler/source.hpp"

namespace sanderling::schema {
namespace {

std::string declared(const Enum& in) {
    std::string out = "\n" + wrapped(in.documentation, "/// ");
    if (in.protective) out += "/// In protective order, the least first.\n";
    out += "enum class " + camel_case(in.name) + " : std::uint16_t {\n";
    for (const EnumValue& value : in.values) {
        if (!value.label.empty()) out += wrapped(value.label, "    /// ");
        out += "    " + identifier(value.name) + " = " + std::to_string(value.number) + ",\n";
    }
    const std::string type = camel_case(in.name);
    out += "};\nstd::string_view to_text(" + type + " value);\n";
    return out + "bool from_text(std::string_view text, " + type + "& out);\n";
}

std::string defined(const Enum& in) {
    const std::string type = camel_case(in.name);
    const std::string table = in.name + "_names";
    std::string out = "\nconstexpr auto " + table + " = std::to_array<Name<" + type + ">>({\n";
    for (const EnumValue& value : in.values) {
        out += "    {" + type + "::" + identifier(value.name) + ", " + literal(value.name) + "},\n";
    }
    return out + "});\n";
}

std::string functions(const Enum& in) {
    const std::string type = camel_case(in.name);
    const std::string table = in.name + "_names";
    return "\nstd::string_view to_text(" + type + " value) {\n    return spelled<" + type + ">(" +
           table + ", value);\n}\nbool from_text(std::string_view text, " + type +
           "& out) {\n    return parsed<" + type + ">(" + table + ", text, out);\n}\n";
}

constexpr std::string_view helpers = R"(template <class E>
struct Name {
    E value;
    std::string_view text;
};

template <class E>
std::string_view spelled(std::span<const Name<E>> names, E value) {
    for (const Name<E>& name : names) {
        if (name.value == value) return name.text;
    }
    return "";
}

template <class E>
bool parsed(std::span<const Name<E>> names, std::string_view text, E& out) {
    for (const Name<E>& name : names) {
        if (name.text != text) continue;
        out = name.value;
        return true;
    }
    return false;
}
)";

}  // namespace

GeneratedFile enums_header(const Schema& schema, const CppOptions& options) {
    std::string out = opening(options, "The enums. Each value's name is what rows and SQL hold.");
    out += "#pragma once\n\n#include <cstdint>\n#include <string_view>\n";
    out += "\nnamespace " + options.name_space + " {\n";
    for (const Enum& in : schema.enums()) out += declared(in);
    out += "\n}  // namespace " + options.name_space + "\n";
    return {"enums.hpp", std::move(out)};
}

GeneratedFile enums_source(const Schema& schema, const CppOptions& options) {
    std::string out = opening(options, "The enums' names.");
    out += "#include \"" + options.include_prefix + "enums.hpp\"\n";
    if (schema.enums().empty()) return {"enums.cpp", std::move(out)};
    out += "\n#include <array>\n#include <span>\n\nnamespace " + options.name_space +
           " {\nnamespace {\n\n";
    out += helpers;
    out += "\n// clang-format off\n";
    for (const Enum& in : schema.enums()) out += defined(in);
    out += "// clang-format on\n\n}  // namespace\n";
    for (const Enum& in : schema.enums()) out += functions(in);
    out += "\n}  // namespace " + options.name_space + "\n";
    return {"enums.cpp", std::move(out)};
}

}  // namespace sanderling::schema
