// Which tables are read for a case, and people, allocations, notes; see reading.hpp.
#include "client-sdk/practice/store/reading.hpp"

#include "client-sdk/practice/calendar/london.hpp"

#include <algorithm>

namespace sanderling::practice {

std::optional<Day> RowView::day(std::size_t column) const {
    const auto* found = find<std::string>(column);
    if (found == nullptr) return std::nullopt;
    const auto day = parse_day(*found);
    return day ? std::optional(*day) : std::nullopt;
}

std::optional<Instant> RowView::instant(std::size_t column) const {
    const auto* found = find<std::int64_t>(column);
    return found != nullptr ? std::optional(Instant{*found}) : std::nullopt;
}

std::optional<int> RowView::number(std::size_t column) const {
    constexpr std::int64_t most = 1'000'000;
    const auto* found = find<std::int64_t>(column);
    if (found == nullptr) return std::nullopt;
    return static_cast<int>(std::clamp(*found, -most, most));
}

std::optional<bool> RowView::flag(std::size_t column) const {
    const auto* found = find<bool>(column);
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

Result<Rows> CaseReading::rows(std::string_view columns, std::string_view table,
                               const std::optional<ScopeId>& scope) const {
    std::string sql = "SELECT id, scope, ";
    sql.append(columns).append(" FROM ").append(table);
    if (!scope) return store_.query(sql);
    return store_.query(sql + " WHERE scope = ?1", {to_scalar(*scope)});
}

CaseFile& CaseReading::file_of(ScopeId scope) {
    if (last_.second != nullptr && last_.first == scope) return *last_.second;
    const auto link = links_.find(scope);
    CaseFile& file = files_[link == links_.end() ? scope : link->second];
    file.scope = link == links_.end() ? scope : link->second;
    last_ = {scope, &file};
    return file;
}

Result<void> CaseReading::read(const std::optional<ScopeId>& scope) {
    using Part = Result<void> (CaseReading::*)(const std::optional<ScopeId>&);
    // What others refer to comes before them.
    for (const Part part :
         {&CaseReading::read_conflicts, &CaseReading::read_people, &CaseReading::read_orders,
          &CaseReading::read_requirements, &CaseReading::read_allocations,
          &CaseReading::read_evidence, &CaseReading::read_steps, &CaseReading::read_contacts,
          &CaseReading::read_activity_days, &CaseReading::read_risk, &CaseReading::read_reports,
          &CaseReading::read_plans, &CaseReading::read_involvement, &CaseReading::read_notes,
          &CaseReading::read_victims})
        if (const auto done = (this->*part)(scope); !done) return done.error();
    return {};
}

std::map<ScopeId, CaseFile> CaseReading::take() {
    for (auto& [scope, file] : files_) finish(file);
    for (auto& [id, at] : requirements_) {
        if (!at.is_activity) continue;
        for (auto& [scope, file] : files_)
            for (const OrderFacts& order : file.facts.orders)
                if (order.id == at.order)
                    file.registers.push_back({id, at.order, at.days, std::move(at.entries)});
    }
    last_ = {};
    return std::move(files_);
}

Result<void> CaseReading::read_conflicts(const std::optional<ScopeId>& scope) {
    std::string sql =
        "SELECT collection, field, record FROM sanderling_conflicts WHERE kind = 'value'";
    std::vector<Scalar> params;
    if (scope) {
        sql += " AND scope = ?1";
        params.push_back(to_scalar(*scope));
    }
    const auto found = store_.query(sql, params);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto* record = row.find<Bytes>(2);  // the view does not say that it is an id
        RecordId id = row.id(2);
        if (record != nullptr && record->size() == id.bytes.size())
            std::copy(record->begin(), record->end(), id.bytes.begin());
        conflicts_.emplace(row.text(0), row.text(1), id);
    }
    return {};
}

std::vector<std::string> CaseReading::differing(const char* collection, const char* field,
                                                RecordId record) const {
    if (conflicts_.empty() || !conflicts_.contains({collection, field, record})) return {};
    const auto values = store_.values(collection, record, field);
    std::vector<std::string> out;
    if (!values) return out;  // settled or gone since: then the column says all
    for (const Scalar& value : *values)
        if (const auto* text = std::get_if<std::string>(&value)) out.push_back(*text);
    return out;
}

Result<void> CaseReading::read_people(const std::optional<ScopeId>& scope) {
    const auto found = rows("name, crn, born_on, sex", "person", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        CaseFile& file = file_of(row.scope(1));
        file.name = row.text(2);
        file.crn = row.text(3);
        file.born = row.day(4);
        file.sex = row.one_of<probation::Sex>(5);
    }
    return {};
}

Result<void> CaseReading::read_allocations(const std::optional<ScopeId>& scope) {
    const auto found = rows("staff, role, starts_on, ends_on", "allocation", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto role = row.one_of<AllocationRole>(3);
        const auto starts = row.day(4);
        if (!role || !starts) continue;
        file_of(row.scope(1))
            .spells.push_back({row.id(0), row.text(2), *role, *starts, row.day(5)});
    }
    return {};
}

Result<void> CaseReading::read_notes(const std::optional<ScopeId>& scope) {
    const auto found =
        rows("rule_name, subject, due_on, reason, countersigned_by", "judgement_note", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto rule = rule_of(row.text(2));
        if (!rule) continue;
        // Only a manager's countersignature has effect, so it is what makes a note a manager's.
        file_of(row.scope(1))
            .facts.notes.push_back(
                {*rule, row.maybe_id(3), row.day(4), row.text(5), !row.text(6).empty()});
    }
    return {};
}

void CaseReading::finish(CaseFile& file) const {
    CaseFacts& facts = file.facts;
    std::sort(file.spells.begin(), file.spells.end(), [](const Spell& a, const Spell& b) {
        return std::tie(a.starts, a.id) < std::tie(b.starts, b.id);
    });
    finish_plans(file);
    if (!facts.levels.empty()) facts.tier = tier_of(facts.levels.back().level);
    // A transfer is a significant change, and so is a level that was set anew.
    const Spell* before = nullptr;
    for (const Spell& spell : file.spells) {
        if (spell.role != AllocationRole::om) continue;
        if (before != nullptr && before->staff != spell.staff)
            facts.changes.push_back(spell.starts);
        before = &spell;
    }
    if (facts.levels.size() > 1) facts.changes.push_back(facts.levels.back().from);
}

Result<std::map<ScopeId, CaseFile>> read_cases(const Store& store, Day today,
                                               const ScopeLinks& links) {
    CaseReading reading(store, links, today);
    if (const auto done = reading.read(std::nullopt); !done) return done.error();
    return reading.take();
}

Result<std::optional<CaseFile>> read_case(const Store& store, ScopeId scope, Day today,
                                          const ScopeLinks& links) {
    CaseReading reading(store, links, today);
    if (const auto done = reading.read(scope); !done) return done.error();
    for (const auto& [part, whole] : links)
        if (whole == scope)
            if (const auto done = reading.read(part); !done) return done.error();
    auto files = reading.take();
    const auto found = files.find(scope);
    if (found == files.end()) return std::optional<CaseFile>{};
    return std::optional(std::move(found->second));
}

}  // namespace sanderling::practice
