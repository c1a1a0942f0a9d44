// The document as a whole: roles, classes, scope kinds and enums; collections are read by
// load_collection.cpp. All problems are gathered, so a mistake costs one run and not ten.
#include "schema/language/load.hpp"

#include "schema/language/item.hpp"
#include "schema/language/load_collection.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace sanderling::schema {
namespace {

constexpr Range u8_range{1, 255};
constexpr Range u16_range{1, 65535};
constexpr Range class_range{1, 32};
constexpr Range version_range{1, std::numeric_limits<std::uint32_t>::max()};

void read_roles(Item& document, SchemaParts& parts) {
    UniqueNumbers numbers;
    for (Item& item : document.items("roles")) {
        item.allow_only({"number", "doc"});
        Role role{.name = item.name()};
        role.number = RoleNumber{numbers.read<std::uint8_t>(item, u8_range)};
        role.documentation = item.required_text("doc");
        parts.roles.push_back(std::move(role));
    }
}

void read_classes(Item& document, SchemaParts& parts) {
    UniqueNumbers numbers;
    for (Item& item : document.items("classes")) {
        item.allow_only({"number", "doc"});
        AuthorityClassDef made{.name = item.name()};
        made.number = AuthorityClass{numbers.read<std::uint8_t>(item, class_range)};
        made.documentation = item.required_text("doc");
        parts.classes.push_back(std::move(made));
    }
}

ClassMask read_class_mask(Item& item, const SchemaParts& parts) {
    ClassMask mask = 0;
    for (const std::string& name : item.texts("classes")) {
        const auto found = std::ranges::find(parts.classes, name, &AuthorityClassDef::name);
        if (found == parts.classes.end()) {
            item.problem("classes",
                         "unknown class " + name + suggestion(name, names(parts.classes)));
        } else if (number(found->number) != 0) {
            mask |= ClassMask{1} << (number(found->number) - 1U);
        }
    }
    return mask;
}

constexpr std::pair<std::string_view, Right> right_names[] = {
    {"read", Right::read},
    {"write", Right::write},
    {"manage", Right::manage},
    {"mint_epoch", Right::mint_epoch},
    {"decide_quarantine", Right::decide_quarantine},
};

RightMask read_rights(Item& item) {
    RightMask mask = 0;
    for (const std::string& name : item.texts("rights")) {
        const auto found = std::ranges::find(right_names, name, [](auto& it) { return it.first; });
        if (found == std::end(right_names)) {
            item.problem("rights", "unknown right " + name +
                                       " (known: read, write, manage, mint_epoch, "
                                       "decide_quarantine)");
        } else {
            mask |= static_cast<RightMask>(found->second);
        }
    }
    if (mask == 0) item.problem("rights", "a role with no rights is left out instead");
    return mask;
}

void read_scope_kinds(Item& document, SchemaParts& parts) {
    UniqueNumbers numbers;
    for (Item& item : document.items("scope_kinds")) {
        item.allow_only({"number", "doc", "roles", "separate", "audited"});
        ScopeKind kind{.name = item.name()};
        kind.number = ScopeKindNumber{numbers.read<std::uint16_t>(item, u16_range)};
        kind.documentation = item.required_text("doc");
        kind.separate = item.flag("separate");
        kind.audited = item.flag("audited");
        for (Item& grant : item.items("roles")) {
            grant.allow_only({"rights", "classes"});
            const auto role = std::ranges::find(parts.roles, grant.name(), &Role::name);
            if (role == parts.roles.end()) {
                grant.problem("", "unknown role" + suggestion(grant.name(), names(parts.roles)));
                continue;
            }
            kind.roles.push_back({role->number, read_class_mask(grant, parts), read_rights(grant)});
        }
        std::ranges::sort(kind.roles, {}, &RoleGrant::role);
        parts.scope_kinds.push_back(std::move(kind));
    }
}

Enum read_enum(Item& item) {
    item.allow_only({"doc", "order", "values"});
    Enum made{.name = item.name()};
    made.documentation = item.required_text("doc");
    if (const auto order = item.text("order")) {
        made.protective = *order == "least_protective_first";
        if (!made.protective) item.problem("order", "the only order is least_protective_first");
    }
    UniqueNumbers numbers;
    for (Item& value : item.items("values")) {
        value.allow_only({"number", "code", "label"});
        EnumValue one{.name = value.name()};
        one.number = numbers.read<std::uint16_t>(value, u16_range);
        one.code = value.text("code").value_or("");
        one.label = value.text("label").value_or("");
        if (made.value_by_code(one.code) != nullptr) value.problem("code", "is used twice");
        made.values.push_back(std::move(one));
    }
    if (made.values.empty()) item.problem("values", "an enum has at least one value");
    return made;
}

void read_document(Item& document, SchemaParts& parts) {
    document.allow_only(
        {"schema", "version", "roles", "classes", "scope_kinds", "enums", "collections"});
    parts.name = document.required_text("schema");
    const auto version = document.required_integer("version", version_range);
    parts.version = SchemaVersion{static_cast<std::uint32_t>(version.value_or(0))};
    read_roles(document, parts);
    read_classes(document, parts);
    read_scope_kinds(document, parts);
    for (Item& item : document.items("enums")) parts.enums.push_back(read_enum(item));
    read_collections(document, parts);
}

Problem syntax_problem(const std::string& file, const YAML::Exception& error) {
    return {file, error.mark.line + 1, error.mark.column + 1, "", "not YAML: " + error.msg};
}

}  // namespace

std::string Problem::message() const {
    std::string out = file;
    if (line > 0) out += ":" + std::to_string(line) + ":" + std::to_string(column);
    if (!key.empty()) out += ": " + key;
    return out + ": " + text;
}

Loaded load_schema_with_problems(std::string_view text, const std::string& file_name) {
    Reading reading{.file = file_name};
    SchemaParts parts;
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        if (root.IsMap()) {
            Item document(reading, root, {1, 1}, "");
            read_document(document, parts);
        } else {
            reading.problems.push_back({file_name, 1, 1, "", "a schema is a map of names"});
        }
    } catch (const YAML::Exception& error) {
        reading.problems.push_back(syntax_problem(file_name, error));
    }
    std::ranges::stable_sort(reading.problems, {}, [](const Problem& problem) {
        return std::tuple(problem.line, problem.column);
    });
    return {Schema(std::move(parts)), std::move(reading.problems), std::move(reading.places)};
}

Result<Schema> load_schema(std::string_view text, const std::string& file_name) {
    Loaded loaded = load_schema_with_problems(text, file_name);
    if (loaded.problems.empty()) return std::move(loaded.schema);
    std::string all;
    for (const Problem& problem : loaded.problems) {
        all += (all.empty() ? "" : "\n") + problem.message();
    }
    return fail(Errc::invalid_argument, std::move(all));
}

}  // namespace sanderling::schema
