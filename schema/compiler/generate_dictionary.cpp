// docs/data-dictionary.md: for people who ask what is stored, where, and who decides.
#include "schema/compiler/generate.hpp"

#include <string>

namespace sanderling::schema {
namespace {

std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string code(const std::string& word) {
    return "`" + word + "`";
}

std::string class_name(const Schema& schema, AuthorityClass wanted) {
    const AuthorityClassDef* found = schema.authority_class(wanted);
    return found != nullptr ? found->name : "any writer";
}

std::string type_in_words(const Field& field) {
    std::string out(to_text(field.type));
    if (field.type == FieldType::enumeration)
        out = "[" + field.enum_name + "](#enum-" + field.enum_name + ")";
    if (!field.target.empty()) out = "id of " + code(field.target);
    if (field.rule == Rule::set) out = "set of " + out;
    if (field.rule == Rule::log) out = "log of " + out;
    if (field.rule == Rule::ordered_list) out = "ordered list of " + out;
    return out;
}

std::string rule_in_words(const Field& field) {
    switch (field.rule) {
        case Rule::register_:
            return "the latest counts; a concurrent loser is shown as a conflict";
        case Rule::group:
            return "changes with its group " + code(field.group);
        case Rule::multi_value:
            return "concurrent values are all kept until somebody decides";
        case Rule::cautious:
            return "of concurrent values the most protective is in force until resolved";
        case Rule::set:
            return "an element added stays, unless removed by somebody who saw it";
        case Rule::log:
            return "entries are only ever added; a correction is a new entry";
        case Rule::ordered_list:
            return "elements in an order; each is kept wherever several people move it";
        case Rule::counter:
            return "the sum of everybody's increments";
        case Rule::text:
            return "what several people write at once is all kept, each one's words together";
        case Rule::immutable:
            return "the first counts for ever; a concurrent later one is shown as a conflict";
        default:
            return std::string(to_text(field.rule));
    }
}

std::string authority_in_words(const Schema& schema, AuthorityClass writes,
                               AuthorityClass resolves) {
    std::string out = class_name(schema, writes);
    if (resolves != commit::any_writer) out += "; conflicts: " + class_name(schema, resolves);
    return out;
}

std::string marks(const Field& field) {
    std::string out;
    const auto mark = [&](bool set, std::string_view word) {
        if (set) out += (out.empty() ? "" : ", ") + std::string(word);
    };
    mark(field.required, "required");
    mark(field.full_text, "full text");
    mark(field.indexed, "indexed");
    if (field.limits.minimum) mark(true, "≥ " + std::to_string(*field.limits.minimum));
    if (field.limits.maximum) mark(true, "≤ " + std::to_string(*field.limits.maximum));
    if (field.limits.length_max) {
        mark(true, "≤ " + std::to_string(*field.limits.length_max) + " bytes");
    }
    return out;
}

std::string collection_section(const Schema& schema, const Collection& in) {
    std::string out = "\n### " + in.name + "\n\n" + in.documentation + "\n\n";
    out += "Collection " + std::to_string(number(in.number)) + ", SQL table " + code(in.table) +
           ", in scopes of kind ";
    for (std::size_t i = 0; i < in.scope_kinds.size(); ++i) {
        out += (i == 0 ? "" : ", ") + code(in.scope_kinds[i]);
    }
    out += ".";
    if (!in.parent.empty()) out += " Belongs to the record in " + code(in.parent) + ".";
    if (!in.natural_key.empty()) {
        out += " One record for each";
        for (const std::string& name : in.natural_key) out += " " + code(name);
        out += " in a scope.";
    }
    out +=
        "\n\n| No | Field | Type | When written twice at once | Who decides | Marks | Meaning |\n"
        "|---|---|---|---|---|---|---|\n";
    for (const Field& field : in.fields) {
        out += "| " + std::to_string(number(field.number)) + " | " + code(field.name) + " | " +
               type_in_words(field) + " | " + rule_in_words(field) + " | " +
               authority_in_words(schema, field.authority, field.resolver) + " | " + marks(field) +
               " | " + cell(field.documentation) + " |\n";
    }
    for (const Group& group : in.groups) {
        std::string members;
        for (const std::string& name : group.members) {
            members += (members.empty() ? "" : ", ") + code(name);
        }
        out += "| " + std::to_string(number(group.number)) + " | " + code(group.name) +
               " | group of " + members + " | they change together; the latest counts | " +
               authority_in_words(schema, group.authority, group.resolver) + " | | " +
               cell(group.documentation) + " |\n";
    }
    return out;
}

std::string enum_section(const Enum& in) {
    std::string out =
        "\n<a id=\"enum-" + in.name + "\"></a>\n### " + in.name + "\n\n" + in.documentation;
    if (in.protective) out += " In protective order, the least first.";
    out += "\n\n| No | Value | Code | Label |\n|---|---|---|---|\n";
    for (const EnumValue& value : in.values) {
        out += "| " + std::to_string(value.number) + " | " + code(value.name) + " | " +
               cell(value.code) + " | " + cell(value.label) + " |\n";
    }
    return out;
}

std::string grant_in_words(const Schema& schema, const RoleGrant& grant) {
    std::string out;
    const auto right = [&](Right wanted, std::string_view word) {
        if (has(grant.rights, wanted)) out += (out.empty() ? "" : ", ") + std::string(word);
    };
    right(Right::read, "read");
    right(Right::write, "write");
    right(Right::manage, "manage members");
    right(Right::mint_epoch, "replace the key");
    right(Right::decide_quarantine, "decide on late work");
    for (const AuthorityClassDef& one : schema.classes()) {
        if (commit::holds(grant.classes, one.number)) out += "; decides as " + one.name;
    }
    return out;
}

std::string scope_kinds_section(const Schema& schema) {
    std::string out = "\n## Scopes\n\nThe unit of key, access, replication and retention.\n";
    for (const ScopeKind& kind : schema.scope_kinds()) {
        out += "\n**" + kind.name + "** (" + std::to_string(number(kind.number)) + "). " +
               kind.documentation +
               (kind.separate ? " No transaction joins it to another scope." : "") +
               (kind.audited ? " Who reads a record in it is noted." : "") + "\n\n";
        for (const RoleGrant& grant : kind.roles) {
            const Role* role = schema.role(grant.role);
            out += "- " + (role != nullptr ? role->name : "?") + ": " +
                   grant_in_words(schema, grant) + "\n";
        }
    }
    return out;
}

// ", except `order` (`orders`)": where the name would need quotes in SQL.
std::string other_tables(const Schema& schema) {
    std::string out;
    for (const Collection& in : schema.collections()) {
        if (in.table == in.name) continue;
        out += (out.empty() ? ", except " : ", ") + code(in.name) + " (" + code(in.table) + ")";
    }
    return out;
}

}  // namespace

std::string generate_dictionary(const Schema& schema, const std::string& source) {
    std::string out = "# Data dictionary: " + schema.name() + ", version " +
                      std::to_string(number(schema.version())) + "\n\nMade from " + code(source) +
                      " by sanderling-schemac; change that file instead.\n\n"
                      "A table has the name of its collection" +
                      other_tables(schema) +
                      "; columns have the names of the fields, and `id` and `scope` besides. An "
                      "`instant` is milliseconds since 1970 UTC, a `date` is `yyyy-mm-dd`.\n";
    out += "\n## Collections\n";
    for (const Collection& in : schema.collections()) out += collection_section(schema, in);
    out += "\n## Enums\n";
    for (const Enum& in : schema.enums()) out += enum_section(in);
    out += scope_kinds_section(schema);
    out += "\n## Roles\n\n";
    for (const Role& role : schema.roles())
        out += "- **" + role.name + "**: " + role.documentation + "\n";
    out += "\n## Authority classes\n\n";
    for (const AuthorityClassDef& one : schema.classes()) {
        out += "- **" + one.name + "**: " + one.documentation + "\n";
    }
    return out;
}

}  // namespace sanderling::schema
