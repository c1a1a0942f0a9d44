#include "schema/compiler/lock.hpp"

#include <algorithm>
#include <utility>

namespace sanderling::schema {
namespace {

std::string joined_words(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

std::string class_suffix(const Schema& schema, AuthorityClass writes, AuthorityClass resolves) {
    std::string out;
    const auto named = [&](AuthorityClass one) { return schema.authority_class(one)->name; };
    if (writes != commit::any_writer) out += ", authority " + named(writes);
    if (resolves != commit::any_writer) out += ", resolved by " + named(resolves);
    return out;
}

// The class is in it because readers check it: a changed one would undo old writes.
std::string meaning_of(const Schema& schema, const Field& field) {
    std::string out = std::string(to_text(field.rule)) + " " + std::string(to_text(field.type));
    if (!field.enum_name.empty()) out += " " + field.enum_name;
    if (field.protective == Protective::higher) out += ", higher protects";
    if (field.protective == Protective::lower) out += ", lower protects";
    if (field.rule == Rule::group) return out + " in " + field.group;
    return out + class_suffix(schema, field.authority, field.resolver);
}

std::string meaning_of(const Schema& schema, const Group& group) {
    return "group of " + joined_words(group.members) +
           class_suffix(schema, group.authority, group.resolver);
}

std::string meaning_of(const Collection& in) {
    return in.natural_key.empty() ? "" : "one for each " + joined_words(in.natural_key);
}

// Where the schema file has what a section's entry names.
std::string key_of(const std::string& section, const std::string& name, bool is_group) {
    if (section.starts_with("enum ")) return "enums." + section.substr(5) + ".values." + name;
    if (section.starts_with("collection ")) {
        const std::string list = is_group ? ".groups." : ".fields.";
        return "collections." + section.substr(11) + list + name;
    }
    return section + "." + name;
}

class Comparison {
  public:
    Comparison(const Lock& past, const Loaded& loaded, const std::string& file)
        : loaded_(loaded), file_(file), version_(number(loaded.schema.version())) {
        result_.lock = past;
    }

    Relocked run() {
        const Lock now = lock_of(loaded_.schema);
        if (now.schema != result_.lock.schema) {
            problem("schema", "the lock is of the schema " + result_.lock.schema);
        }
        for (const auto& [name, section] : now.sections) compare(name, section);
        for (const auto& [name, order] : now.orders) compare_order(name, order);
        for (auto& [name, section] : result_.lock.sections) {
            const auto current = now.sections.find(name);
            retire(name, section,
                   current == now.sections.end() ? Lock::Section{} : current->second);
        }
        return std::move(result_);
    }

  private:
    void problem(const std::string& key, std::string text) {
        const auto place = loaded_.places.find(key);
        const Place at = place == loaded_.places.end() ? Place{} : place->second;
        result_.problems.push_back({file_, at.line, at.column, key, std::move(text)});
    }

    void compare(const std::string& name, const Lock::Section& now) {
        Lock::Section& past = result_.lock.sections[name];
        for (const auto& [used, entry] : now) {
            const auto [old, fresh] = past.emplace(used, entry);
            const std::string what = name + ", number " + std::to_string(used);
            if (fresh) {
                result_.changes.push_back(what + " (" + entry.name + ") is new");
            } else {
                compare_entry(name, used, old->second, entry);
            }
        }
    }

    void compare_entry(const std::string& section, std::uint32_t used, LockEntry& old,
                       const LockEntry& now) {
        const std::string key = key_of(section, now.name, now.meaning.starts_with("group of"));
        const std::string since = " since version " + std::to_string(old.since);
        const std::string number_is = "number " + std::to_string(used) + " is ";
        if (old.retired != 0) {
            problem(key, number_is + "retired: it was " + old.name + since + " until version " +
                             std::to_string(old.retired) + "; take a number never used");
        } else if (old.name != now.name) {
            problem(key, number_is + old.name + since + "; take a number never used");
        } else if (old.meaning != now.meaning) {
            problem(key, number_is + "\"" + old.meaning + "\"" + since + " and cannot become \"" +
                             now.meaning + "\"; declare a new field with a new number");
        }
    }

    // New values may come between; the old ones keep their order, or devices would disagree on
    // which of two is in force.
    void compare_order(const std::string& name, const std::vector<std::string>& now) {
        const auto [at, fresh] = result_.lock.orders.emplace(name, now);
        if (fresh) {
            result_.changes.push_back("the protective order of " + name + " is new");
            return;
        }
        std::vector<std::string> past_kept;
        std::vector<std::string> now_kept;
        for (const std::string& value : at->second) {
            if (std::ranges::find(now, value) != now.end()) past_kept.push_back(value);
        }
        for (const std::string& value : now) {
            const auto& past = at->second;
            if (std::ranges::find(past, value) != past.end()) now_kept.push_back(value);
        }
        if (past_kept != now_kept) {
            problem("enums." + name,
                    "the protective order is " + joined_words(at->second) + " and cannot change");
        } else if (at->second != now) {
            result_.changes.push_back("the protective order of " + name + " has new values");
            at->second = now;
        }
    }

    void retire(const std::string& name, Lock::Section& past, const Lock::Section& now) {
        for (auto& [used, entry] : past) {
            if (entry.retired != 0 || now.contains(used)) continue;
            entry.retired = version_;
            result_.changes.push_back(name + ", number " + std::to_string(used) + " (" +
                                      entry.name + ") is retired");
        }
    }

    const Loaded& loaded_;
    const std::string& file_;
    std::uint32_t version_;
    Relocked result_{};
};

}  // namespace

Lock lock_of(const Schema& schema) {
    Lock lock{.schema = schema.name()};
    const std::uint32_t since = number(schema.version());
    const auto add = [&](const std::string& section, auto used, const std::string& name,
                         std::string meaning) {
        lock.sections[section].insert_or_assign(std::uint32_t{used},
                                                LockEntry{name, std::move(meaning), since, 0});
    };
    for (const Role& one : schema.roles()) add("roles", number(one.number), one.name, "");
    for (const auto& one : schema.classes()) add("classes", number(one.number), one.name, "");
    for (const auto& one : schema.scope_kinds())
        add("scope_kinds", number(one.number), one.name, "");
    for (const Enum& in : schema.enums()) {
        for (const EnumValue& value : in.values)
            add("enum " + in.name, value.number, value.name, "");
        if (!in.protective) continue;
        for (const EnumValue& value : in.values) lock.orders[in.name].push_back(value.name);
    }
    for (const Collection& in : schema.collections()) {
        add("collections", number(in.number), in.name, meaning_of(in));
        for (const Field& field : in.fields) {
            add("collection " + in.name, number(field.number), field.name,
                meaning_of(schema, field));
        }
        for (const Group& group : in.groups) {
            add("collection " + in.name, number(group.number), group.name,
                meaning_of(schema, group));
        }
    }
    return lock;
}

Relocked relock(const Lock& past, const Loaded& loaded, const std::string& file_name) {
    return Comparison(past, loaded, file_name).run();
}

}  // namespace sanderling::schema
