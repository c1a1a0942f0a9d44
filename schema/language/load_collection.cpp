#include "schema/language/load_collection.hpp"

#include "schema/language/load_field.hpp"
#include "schema/language/names.hpp"

#include <algorithm>
#include <utility>

namespace sanderling::schema {
namespace {

constexpr Range collection_range{1, 65535};
constexpr Range path_range{1, 65535};

void read_table(Item& item, Collection& made, const std::vector<Collection>& earlier) {
    made.table = item.text("table").value_or(made.name);
    if (!is_name(made.table) || made.table.starts_with("sqlite")) {
        item.problem("table", made.table + " is not a name for an SQL table");
    } else if (is_sql_keyword(made.table)) {
        item.problem("table", made.table +
                                  " is an SQL keyword: give its table another name, "
                                  "like table: " +
                                  made.table + "s");
    } else if (std::ranges::find(earlier, made.table, &Collection::table) != earlier.end()) {
        item.problem("table", made.table + " is the table of another collection");
    }
}

void read_scopes(Item& item, Collection& made, const SchemaParts& parts) {
    made.scope_kinds = item.texts("scopes");
    if (made.scope_kinds.empty()) item.problem("scopes", "names at least one scope kind");
    for (const std::string& name : made.scope_kinds) {
        if (std::ranges::find(parts.scope_kinds, name, &ScopeKind::name) ==
            parts.scope_kinds.end()) {
            item.problem("scopes",
                         "unknown scope kind " + name + suggestion(name, names(parts.scope_kinds)));
        }
    }
}

Field* field_named(Collection& made, const std::string& name) {
    const auto found = std::ranges::find(made.fields, name, &Field::name);
    return found == made.fields.end() ? nullptr : &*found;
}

// What stands in the way of the field's being a member of a group; empty if nothing does.
std::string obstacle(const Field* member, const Item& field_item) {
    if (member == nullptr) return "is no field of this collection";
    if (!member->group.empty()) return "is in the group " + member->group + " already";
    if (field_item.has("rule") && member->rule != Rule::group) {
        return "has the rule " + std::string(to_text(member->rule)) + "; a member has rule: group";
    }
    if (field_item.has("authority") || field_item.has("resolved_by")) {
        return "has its authority from the group: give it there";
    }
    return {};
}

Group read_group(Item& item, Collection& made, std::vector<Item>& field_items,
                 UniqueNumbers& numbers, const SchemaParts& parts) {
    item.allow_only({"number", "fields", "authority", "resolved_by", "doc"});
    Group group{.name = item.name()};
    group.number = FieldNumber{numbers.read<std::uint16_t>(item, path_range)};
    group.documentation = item.required_text("doc");
    group.authority = read_class(item, "authority", parts);
    group.resolver = read_class(item, "resolved_by", parts);
    group.members = item.texts("fields");
    if (group.members.size() < 2) item.problem("fields", "a group has at least two fields");
    for (const std::string& name : group.members) {
        Field* const member = field_named(made, name);
        const auto source = std::ranges::find(field_items, name, &Item::name);
        const std::string wrong =
            member == nullptr ? obstacle(nullptr, item) : obstacle(member, *source);
        if (!wrong.empty()) {
            item.problem("fields", name + " " + wrong);
            continue;
        }
        member->group = group.name;
        member->rule = Rule::group;
        member->authority = group.authority;
        member->resolver = group.resolver;
    }
    return group;
}

void check_parent(Item& item, Collection& made) {
    made.parent = item.text("parent").value_or("");
    if (made.parent.empty()) return;
    const Field* const field = field_named(made, made.parent);
    if (field == nullptr) {
        item.problem("parent", made.parent + " is no field of this collection" +
                                   suggestion(made.parent, names(made.fields)));
    } else if (field->type != FieldType::id || field->target.empty() || field->is_list()) {
        item.problem("parent", made.parent + " must be an id with to: COLLECTION");
    }
}

void check_natural_key(Item& item, Collection& made) {
    made.natural_key = item.texts("natural_key");
    for (const std::string& name : made.natural_key) {
        const Field* const field = field_named(made, name);
        if (field == nullptr) {
            item.problem("natural_key", name + " is no field of this collection" +
                                            suggestion(name, names(made.fields)));
        } else if (!field->required ||
                   (field->rule != Rule::register_ && field->rule != Rule::immutable)) {
            item.problem("natural_key",
                         name + " must be a register or immutable, with required: true");
        }
    }
}

void check_group_rule(Item& field_item, const Field& field) {
    if (field.rule == Rule::group && field.group.empty()) {
        field_item.problem("rule", "no group of this collection names the field");
    }
}

Collection read_collection(Item& item, const SchemaParts& parts,
                           const std::vector<std::string>& collections) {
    item.allow_only(
        {"number", "table", "scopes", "parent", "natural_key", "doc", "fields", "groups"});
    Collection made{.name = item.name()};
    made.documentation = item.required_text("doc");
    read_table(item, made, parts.collections);
    read_scopes(item, made, parts);
    UniqueNumbers numbers;  // groups and fields share them
    std::vector<Item> fields = item.items("fields");
    for (Item& field : fields) {
        made.fields.push_back(read_field(field, parts, collections));
        made.fields.back().number = FieldNumber{numbers.read<std::uint16_t>(field, path_range)};
    }
    if (made.fields.empty()) item.problem("fields", "a collection has at least one field");
    for (Item& group : item.items("groups")) {
        if (field_named(made, group.name()) != nullptr) {
            group.problem("", "a field has this name");
        }
        made.groups.push_back(read_group(group, made, fields, numbers, parts));
    }
    for (std::size_t i = 0; i < fields.size(); ++i) check_group_rule(fields[i], made.fields[i]);
    check_parent(item, made);
    check_natural_key(item, made);
    return made;
}

}  // namespace

std::int64_t UniqueNumbers::take(Item& item, Range range) {
    const auto wanted = item.required_integer("number", range);
    if (!wanted) return 0;
    const auto [at, fresh] = taken_.emplace(*wanted, item.name());
    if (!fresh) {
        item.problem("number", std::to_string(*wanted) + " is the number of " + at->second);
    }
    return fresh ? *wanted : 0;
}

void read_collections(Item& document, SchemaParts& parts) {
    UniqueNumbers numbers;
    std::vector<Item> items = document.items("collections");
    if (items.empty()) document.problem("collections", "a schema has at least one collection");
    std::vector<std::string> known;
    for (const Item& item : items) known.push_back(item.name());
    for (Item& item : items) {
        if (std::ranges::find(parts.enums, item.name(), &Enum::name) != parts.enums.end()) {
            item.problem("", "an enum has this name, and both become C++ types");
        }
        Collection made = read_collection(item, parts, known);
        made.number = CollectionNumber{numbers.read<std::uint16_t>(item, collection_range)};
        parts.collections.push_back(std::move(made));
    }
}

}  // namespace sanderling::schema
