// The runtime description as tables of designated initialisers: what is at its default is left out.
#include "schema/compiler/generate.hpp"
#include "schema/compiler/source.hpp"

namespace sanderling::schema {
namespace {

using Parts = std::vector<std::string>;

std::string digits(auto number_of) {
    return std::to_string(number_of);
}

void add_text(Parts& parts, std::string_view member, std::string_view text) {
    if (!text.empty()) parts.push_back("." + std::string(member) + " = " + literal(text));
}

void add(Parts& parts, std::string_view member, std::string value) {
    parts.push_back("." + std::string(member) + " = " + std::move(value));
}

void add_flag(Parts& parts, std::string_view member, bool set) {
    if (set) add(parts, member, "true");
}

void add_class(Parts& parts, std::string_view member, AuthorityClass held) {
    if (held != commit::any_writer) {
        add(parts, member, "AuthorityClass{" + digits(number(held)) + "}");
    }
}

std::string braced(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + literal(word);
    return "{" + out + "}";
}

// On one line if it fits, else as literals beneath one another.
std::string documentation_of(std::string_view text, const std::string& indent) {
    const std::string start = ".documentation =";
    const std::string one_line = start + " " + literal(text);
    if (indent.size() + one_line.size() <= 97) return one_line;
    std::string out = start;
    const std::string lines = wrapped(text, "", 80);
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = lines.find('\n', at);
        const std::string_view space = end + 1 == lines.size() ? "" : " ";
        out += "\n" + indent + "    " + literal(lines.substr(at, end - at) + std::string(space));
        at = end + 1;
    }
    return out;
}

// One row of a table. Its sentence stands last, on lines of its own.
std::string row(const Parts& parts, std::string_view documentation) {
    const std::string inner = "         ";
    std::string out = "        {" + filled(parts, inner);
    if (!documentation.empty()) out += ",\n" + inner + documentation_of(documentation, inner);
    return out + "},\n";
}

std::string_view type_name(FieldType type) {
    return type == FieldType::enumeration ? "enumeration" : to_text(type);
}
std::string_view rule_name(Rule rule) {
    return rule == Rule::register_ ? "register_" : to_text(rule);
}

std::string field_row(const Field& in) {
    Parts parts;
    add_text(parts, "name", in.name);
    add(parts, "number", "FieldNumber{" + digits(number(in.number)) + "}");
    add(parts, "type", "FieldType::" + std::string(type_name(in.type)));
    add(parts, "rule", "Rule::" + std::string(rule_name(in.rule)));
    add_class(parts, "authority", in.authority);
    add_class(parts, "resolver", in.resolver);
    add_text(parts, "enum_name", in.enum_name);
    add_text(parts, "target", in.target);
    add_text(parts, "group", in.group);
    if (in.protective != Protective::undeclared) {
        const bool higher = in.protective == Protective::higher;
        add(parts, "protective", higher ? "Protective::higher" : "Protective::lower");
    }
    Parts limits;
    if (in.limits.minimum) add(limits, "minimum", digits(*in.limits.minimum));
    if (in.limits.maximum) add(limits, "maximum", digits(*in.limits.maximum));
    if (in.limits.length_max) add(limits, "length_max", digits(*in.limits.length_max));
    if (!limits.empty()) add(parts, "limits", "{" + filled(limits, "") + "}");
    add_flag(parts, "required", in.required);
    add_flag(parts, "full_text", in.full_text);
    add_flag(parts, "indexed", in.indexed);
    return row(parts, in.documentation);
}

std::string group_row(const Group& in) {
    Parts parts;
    add_text(parts, "name", in.name);
    add(parts, "number", "FieldNumber{" + digits(number(in.number)) + "}");
    add(parts, "members", braced(in.members));
    add_class(parts, "authority", in.authority);
    add_class(parts, "resolver", in.resolver);
    return row(parts, in.documentation);
}

std::string collection_function(const Collection& in) {
    std::string out = "\nCollection make_" + in.name +
                      "() {\n    Collection made;\n    made.name = " + literal(in.name) +
                      ";\n    made.number = CollectionNumber{" + digits(number(in.number)) +
                      "};\n    made.table = " + literal(in.table) +
                      ";\n    made.scope_kinds = " + braced(in.scope_kinds) + ";\n";
    if (!in.parent.empty()) out += "    made.parent = " + literal(in.parent) + ";\n";
    if (!in.natural_key.empty()) out += "    made.natural_key = " + braced(in.natural_key) + ";\n";
    out += "    made" + documentation_of(in.documentation, "    ") + ";\n";
    out += "    made.fields = {\n";
    for (const Field& field : in.fields) out += field_row(field);
    out += "    };\n";
    if (!in.groups.empty()) {
        out += "    made.groups = {\n";
        for (const Group& group : in.groups) out += group_row(group);
        out += "    };\n";
    }
    return out + "    return made;\n}\n";
}

std::string roles_function(const Schema& schema) {
    std::string out = "\nstd::vector<Role> make_roles() {\n    return {\n";
    for (const Role& role : schema.roles()) {
        Parts parts;
        add_text(parts, "name", role.name);
        add(parts, "number", "RoleNumber{" + digits(number(role.number)) + "}");
        out += row(parts, role.documentation);
    }
    return out + "    };\n}\n";
}

std::string classes_function(const Schema& schema) {
    std::string out = "\nstd::vector<AuthorityClassDef> make_classes() {\n    return {\n";
    for (const AuthorityClassDef& one : schema.classes()) {
        Parts parts;
        add_text(parts, "name", one.name);
        add(parts, "number", "AuthorityClass{" + digits(number(one.number)) + "}");
        out += row(parts, one.documentation);
    }
    return out + "    };\n}\n";
}

std::string scope_kinds_function(const Schema& schema) {
    std::string out =
        "\nstd::vector<ScopeKind> make_scope_kinds() {\n    std::vector<ScopeKind> "
        "made{\n";
    for (const ScopeKind& kind : schema.scope_kinds()) {
        Parts parts;
        add_text(parts, "name", kind.name);
        add(parts, "number", "ScopeKindNumber{" + digits(number(kind.number)) + "}");
        add_flag(parts, "separate", kind.separate);
        add_flag(parts, "audited", kind.audited);
        out += row(parts, kind.documentation);
    }
    out += "    };\n";
    std::size_t at = 0;
    for (const ScopeKind& kind : schema.scope_kinds()) {
        out += "    made[" + digits(at++) + "].roles = {  // of " + kind.name +
               ": role, mask of classes, mask of rights\n";
        for (const RoleGrant& grant : kind.roles) {
            out += "        {RoleNumber{" + digits(number(grant.role)) + "}, " +
                   digits(grant.classes) + ", " + digits(unsigned{grant.rights}) + "},  // " +
                   schema.role(grant.role)->name + "\n";
        }
        out += "    };\n";
    }
    return out + "    return made;\n}\n";
}

std::string enums_function(const Schema& schema) {
    std::string out = "\nstd::vector<Enum> make_enums() {\n    return {\n";
    for (const Enum& in : schema.enums()) {
        Parts parts;
        add_text(parts, "name", in.name);
        add_flag(parts, "protective", in.protective);
        std::string values = "{\n";
        for (const EnumValue& value : in.values) {
            Parts columns{literal(value.name), digits(value.number)};
            if (!value.code.empty() || !value.label.empty()) columns.push_back(literal(value.code));
            if (!value.label.empty()) columns.push_back(literal(value.label));
            values += "             {" + filled(columns, "              ") + "},\n";
        }
        std::string text = row(parts, "");
        text.resize(text.size() - 3);  // "},\n": the values and the sentence follow
        out += text + ",\n         .values = " + values + "         },\n         " +
               documentation_of(in.documentation, "         ") + "},\n";
    }
    return out + "    };\n}\n";
}

}  // namespace

GeneratedFile description_header(const Schema&, const CppOptions& options) {
    std::string out = opening(options, "The runtime description.");
    out += "#pragma once\n\n#include \"schema/model/schema.hpp\"\n\nnamespace " +
           options.name_space +
           " {\n\n/// Made once, on first use; from any thread.\nconst sanderling::schema::Schema& "
           "schema();\n\n}  // namespace " +
           options.name_space + "\n";
    return {"description.hpp", std::move(out)};
}

GeneratedFile description_source(const Schema& schema, const CppOptions& options) {
    std::string out = opening(options, "The runtime description.");
    out += "// clang-format off\n#include \"" + options.include_prefix +
           "description.hpp\"\n\nnamespace " + options.name_space +
           " {\nnamespace {\n\nusing namespace sanderling::schema;\n";
    out += roles_function(schema) + classes_function(schema) + scope_kinds_function(schema) +
           enums_function(schema);
    for (const Collection& in : schema.collections()) out += collection_function(in);
    out +=
        "\n}  // namespace\n\nconst sanderling::schema::Schema& schema() {\n"
        "    static const sanderling::schema::Schema made([] {\n"
        "        SchemaParts parts;\n        parts.name = " +
        literal(schema.name()) + ";\n        parts.version = sanderling::SchemaVersion{" +
        digits(number(schema.version())) +
        "};\n        parts.roles = make_roles();\n        parts.classes = make_classes();\n"
        "        parts.scope_kinds = make_scope_kinds();\n"
        "        parts.enums = make_enums();\n";
    for (const Collection& in : schema.collections()) {
        out += "        parts.collections.push_back(make_" + in.name + "());\n";
    }
    out += "        return parts;\n    }());\n    return made;\n}\n\n}  // namespace " +
           options.name_space + "\n// clang-format on\n";
    return {"description.cpp", std::move(out)};
}

}  // namespace sanderling::schema
