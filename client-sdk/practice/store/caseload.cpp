// Keeps what is due; see caseload.hpp.
#include "client-sdk/practice/store/caseload.hpp"

#include <algorithm>
#include <set>

namespace sanderling::practice {

namespace {

bool is_to_be_seen(const DueItem& item, Day until) {
    if (item.state == State::done || item.state == State::lapsed || item.state == State::otherwise)
        return false;
    return item.due <= until || (item.remind_on && *item.remind_on <= until);
}

}  // namespace

Caseload::Caseload(CaseloadOptions options) : options_(std::move(options)) {
    if (!options_.standards)
        options_.standards = {std::shared_ptr<void>(), &Standards::shipped()};  // lives for ever
}

Result<Caseload> Caseload::read(const Store& store, CaseloadOptions options) {
    Caseload out(std::move(options));
    auto files = read_cases(store, out.options_.today, out.options_.links);
    if (!files) return files.error();
    for (auto& [scope, file] : *files) {
        auto items = due_items(file.facts, out.standards(), out.options_.today);
        out.cases_.emplace(scope, Case{std::move(file), std::move(items)});
    }
    return out;
}

Result<std::vector<ScopeId>> Caseload::refresh(const Store& store,
                                               const std::vector<ScopeId>& scopes) {
    std::set<ScopeId> wanted;
    for (const ScopeId scope : scopes) {
        const auto link = options_.links.find(scope);
        wanted.insert(link == options_.links.end() ? scope : link->second);
    }
    std::map<ScopeId, std::optional<Case>> read;
    for (const ScopeId scope : wanted) {
        auto file = read_case(store, scope, options_.today, options_.links);
        if (!file) return file.error();
        if (!*file) {
            read.emplace(scope, std::nullopt);
            continue;
        }
        auto items = due_items((*file)->facts, standards(), options_.today);
        read.emplace(scope, Case{std::move(**file), std::move(items)});
    }
    std::vector<ScopeId> changed;
    for (auto& [scope, now] : read) {
        const auto before = cases_.find(scope);
        const bool was_here = before != cases_.end();
        if (was_here != now.has_value() || (now && before->second.items != now->items))
            changed.push_back(scope);
        if (now)
            cases_.insert_or_assign(scope, *std::move(now));
        else if (was_here)
            cases_.erase(before);
    }
    return changed;
}

std::vector<ScopeId> Caseload::turn(Day today) {
    options_.today = today;
    std::vector<ScopeId> changed;
    for (auto& [scope, of] : cases_) {
        auto items = due_items(of.file.facts, standards(), today);
        if (items == of.items) continue;
        of.items = std::move(items);
        changed.push_back(scope);
    }
    return changed;
}

const Caseload::Case* Caseload::find(ScopeId scope) const {
    const auto found = cases_.find(scope);
    return found == cases_.end() ? nullptr : &found->second;
}

std::vector<Caseload::Due> Caseload::due_by(Day until) const {
    std::vector<Due> out;
    for (const auto& [scope, of] : cases_)
        for (const DueItem& item : of.items)
            if (is_to_be_seen(item, until)) out.push_back({scope, item});
    std::stable_sort(out.begin(), out.end(),
                     [](const Due& a, const Due& b) { return comes_before(a.item, b.item); });
    return out;
}

}  // namespace sanderling::practice
