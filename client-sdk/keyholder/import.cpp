#include "client-sdk/keyholder/import.hpp"

#include <algorithm>
#include <array>

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;

/// A column, and the member of the command that it goes to.
struct Column {
    std::string_view name;
    const char* member;
    bool is_required = true;
};

struct Form {
    const char* verb;
    std::string_view what;
    std::vector<Column> columns;
};

const std::array<Form, 3>& forms() {
    static const std::array<Form, 3> all{
        Form{"person_put", "staff", {{"person", "reference"}, {"name", "name"}, {"role", "role"}}},
        Form{"scope_put", "scopes", {{"scope", "reference"}, {"kind", "kind"}, {"name", "name"}}},
        Form{"allocation_put",
             "allocations",
             {{"scope", "scope"},
              {"person", "person"},
              {"role", "role", false},
              {"from", "from", false},
              {"until", "until", false}}}};
    return all;
}

constexpr std::string_view reason_column = "reason";  // of a file of rejected rows: taken again

std::string listed(const Form& form) {
    std::string out;
    for (const Column& column : form.columns)
        out += (out.empty() ? "" : ", ") + std::string(column.name) +
               (column.is_required ? "" : " (optional)");
    return out;
}

std::size_t place(const std::vector<std::string>& columns, std::string_view name) {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) -
                                    columns.begin());
}

/// Both columns of allocations, or the one that is the list's own.
std::size_t form_of(const std::vector<std::string>& columns) {
    const bool has_person = place(columns, "person") != columns.size();
    const bool has_scope = place(columns, "scope") != columns.size();
    if (has_person && has_scope) return 2;
    return has_scope || place(columns, "kind") != columns.size() ? 1 : 0;
}

Result<void> check_columns(const std::vector<std::string>& columns, const Form& form) {
    const std::string wanted = "; a list of " + std::string(form.what) + " has " + listed(form);
    for (const Column& column : form.columns)
        if (column.is_required && place(columns, column.name) == columns.size())
            return fail(Errc::invalid_argument,
                        "column \"" + std::string(column.name) + "\" is missing" + wanted);
    for (const std::string& name : columns) {
        const bool is_known =
            name == reason_column || std::any_of(form.columns.begin(), form.columns.end(),
                                                 [&](const Column& c) { return c.name == name; });
        if (!is_known)
            return fail(Errc::invalid_argument, "column \"" + name + "\" is unknown" + wanted);
        if (std::count(columns.begin(), columns.end(), name) > 1)
            return fail(Errc::invalid_argument, "column \"" + name + "\" is there twice");
    }
    return {};
}

bool is_passing(std::string_view error) {
    for (const Errc code : {Errc::offline, Errc::timeout, Errc::busy, Errc::closed})
        if (traits(code).name == error) return true;
    return false;
}

}  // namespace

Result<void> Import::add(std::string file, CsvTable table) {
    const std::size_t kind = form_of(table.columns);
    const Form& form = forms()[kind];
    if (auto good = check_columns(table.columns, form); !good)
        return fail(good.error().code, file + ": " + good.error().detail);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const CsvRow& row = table.rows[i];
        ordered_json command{{"verb", form.verb}};
        for (const Column& column : form.columns) {
            const std::size_t at = place(table.columns, column.name);
            if (at < row.cells.size() && !row.cells[at].empty())
                command[column.member] = row.cells[at];
        }
        if (options_.trial == ImportOptions::Trial::rehearsal) command["dry_run"] = true;
        rows_.push_back({files_.size(), i, std::move(command)});
    }
    files_.push_back({std::move(file), static_cast<Kind>(kind), std::move(table)});
    std::stable_sort(rows_.begin(), rows_.end(), [&](const Row& a, const Row& b) {
        return files_[a.file].kind < files_[b.file].kind;
    });
    return {};
}

std::vector<std::string> Import::commands() const {
    std::vector<std::string> out;
    for (std::size_t i = first_; i < rows_.size(); ++i) out.push_back(rows_[i].command.dump());
    return out;
}

// A rehearsal adds nothing, so what a row before would have added is not there for this one.
bool Import::is_to_come(const ordered_json& command) const {
    const auto would_be = [&](const char* member) {
        return to_come_.contains(member + command.value(member, ""));
    };
    return command["verb"] == "allocation_put" && (would_be("person") || would_be("scope"));
}

ordered_json Import::take(const ordered_json& answer) {
    if (next_ >= rows_.size()) return {};
    const Row& row = rows_[next_++];
    ordered_json shown;
    if (row.file < files_.size()) {
        shown["file"] = files_[row.file].name;
        shown["row"] = files_[row.file].table.rows[row.row].number;
    }
    std::string change = answer.value("change", "");
    const std::string error = answer.value("error", "");
    if (error == traits(Errc::not_found).name && is_to_come(row.command)) change = "add";
    if (change.empty() && is_passing(error)) {
        ++counts_["not_reached"];
        return {};
    }
    if (change.empty()) {
        ++counts_["rejected"];
        const std::string why = answer.value("message", "no answer");
        if (row.file < files_.size()) rejected_[row.file].emplace_back(row.row, why);
        shown.update({{"change", "rejected"}, {"message", why}});
        return shown;
    }
    ++counts_[change];
    if (change == "add" && options_.trial == ImportOptions::Trial::rehearsal) {
        if (row.command["verb"] == "person_put")
            to_come_.insert("person" + row.command.value("reference", ""));
        if (row.command["verb"] == "scope_put")
            to_come_.insert("scope" + row.command.value("reference", ""));
    }
    if (change == "nothing") return {};
    shown["change"] = change;
    for (const char* member : {"reference", "scope", "person", "name", "kind", "role"})
        if (row.command.contains(member)) shown[member] = row.command[member];
    if (answer.contains("changes")) shown["changes"] = answer["changes"];
    return shown;
}

bool Import::wants_withdrawals() const {
    return options_.missing == ImportOptions::Missing::is_withdrawn && first_ == 0;
}

// Only people and scopes that the other system has told of by its references, and of scopes only
// those that the list has at all: a list that was cut short must not empty what it does not name.
void Import::add_withdrawals(const ordered_json& scopes) {
    std::set<std::string> listed_scopes;
    std::set<std::pair<std::string, std::string>> listed;
    for (const Row& row : rows_)
        if (row.command["verb"] == "allocation_put") {
            listed_scopes.insert(row.command.value("scope", ""));
            listed.emplace(row.command.value("scope", ""), row.command.value("person", ""));
        }
    first_ = rows_.size();
    for (const ordered_json& scope : scopes) {
        const std::string reference = scope.value("reference", "");
        if (reference.empty() || !listed_scopes.contains(reference)) continue;
        for (const ordered_json& member : scope["members"]) {
            const std::string person = member.value("reference", "");
            if (person.empty() || listed.contains({reference, person})) continue;
            ordered_json command{
                {"verb", "allocation_end"}, {"scope", reference}, {"person", person}};
            if (options_.trial == ImportOptions::Trial::rehearsal) command["dry_run"] = true;
            rows_.push_back({none_file(), 0, std::move(command)});
        }
    }
}

ordered_json Import::summary() const {
    const bool is_rehearsal = options_.trial == ImportOptions::Trial::rehearsal;
    ordered_json out{{"ok", true}, {"import", is_rehearsal ? "dry run" : "done"}};
    for (const char* what : {"add", "change", "withdraw", "nothing", "rejected", "not_reached"}) {
        const auto at = counts_.find(what);
        out[what] = at == counts_.end() ? 0 : at->second;
    }
    out["not_reached"] = out["not_reached"].get<std::size_t>() + rows_.size() - next_;
    return out;
}

std::map<std::string, std::string> Import::rejected() const {
    std::map<std::string, std::string> out;
    for (const auto& [file, rows] : rejected_) {
        const CsvTable& table = files_[file].table;
        const std::size_t reason = place(table.columns, reason_column);
        std::vector<std::string> columns = table.columns;
        if (reason == columns.size()) columns.emplace_back(reason_column);
        std::string& text = out[files_[file].name];
        text = csv_line(columns);
        for (const auto& [row, why] : rows) {
            std::vector<std::string> cells = table.rows[row].cells;
            cells.resize(columns.size());
            cells[reason] = why;
            text += csv_line(cells);
        }
    }
    return out;
}

}  // namespace sanderling::keyholder
