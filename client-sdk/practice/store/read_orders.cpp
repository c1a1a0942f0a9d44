// Orders with their requirements and activity days, reports, risk, victims.
#include "client-sdk/practice/calendar/london.hpp"
#include "client-sdk/practice/store/reading.hpp"

#include <algorithm>

namespace sanderling::practice {

namespace {

// A court's or a recall's day ends an order before its time.
std::optional<Day> earliest(std::initializer_list<std::optional<Day>> days) {
    std::optional<Day> out;
    for (const auto& day : days)
        if (day && (!out || *day < *out)) out = day;
    return out;
}

std::optional<ReportType> report_type_of(probation::ReportType type) {
    switch (type) {
        case probation::ReportType::standard_delivery:
            return ReportType::standard;
        case probation::ReportType::standard_delivery_custody:
            return ReportType::custody;
        case probation::ReportType::fast_delivery:
            return ReportType::fast;
        case probation::ReportType::oral:
            return ReportType::oral;
        default:
            return std::nullopt;  // no rule says how long it may take
    }
}

}  // namespace

Result<void> CaseReading::read_orders(const std::optional<ScopeId>& scope) {
    const auto found = rows(
        "type, sentenced_on, starts_on, ends_on, custody_months, "
        "offence_class, recalled_on, terminated_on",
        "orders", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        OrderFacts order;
        order.id = row.id(0);
        order.type = row.one_of<OrderType>(2).value_or(OrderType::community_order);
        order.sentenced = row.day(3);
        order.starts = row.day(4);
        order.ends = earliest({row.day(5), row.day(8), row.day(9)});
        order.custody_months = row.number(6);
        order.offence = row.one_of<OffenceClass>(7).value_or(OffenceClass::other);
        file_of(row.scope(1)).facts.orders.push_back(std::move(order));
    }
    return {};
}

Result<void> CaseReading::read_requirements(const std::optional<ScopeId>& scope) {
    const auto found = rows("order_id, type, days, electronically_monitored", "requirement", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto type = row.one_of<RequirementType>(3);
        if (!type) continue;
        requirements_[row.id(0)] = {
            row.id(2), row.number(4).value_or(0), *type == RequirementType::activity, {}};
        auto& orders = file_of(row.scope(1)).facts.orders;
        const auto order = std::find_if(orders.begin(), orders.end(), [&](const OrderFacts& each) {
            return each.id == row.id(2);
        });
        if (order == orders.end()) continue;
        order->requirements.push_back({row.id(0), *type, row.number(4)});
        if (row.flag(5).value_or(false)) order->has_electronic_monitoring = true;
    }
    return {};
}

Result<void> CaseReading::read_activity_days(const std::optional<ScopeId>& scope) {
    const auto found = rows("requirement_id, held_on, outcome", "activity_day", scope);
    if (!found) return found.error();
    const auto is_used = [](const std::string& outcome) {
        return outcome == "attended" || outcome == "left_early";
    };
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto day = row.day(3);
        const auto requirement = requirements_.find(row.id(2));
        if (!day || requirement == requirements_.end()) continue;
        const auto outcomes = differing("activity_day", "outcome", row.id(0));
        const bool attended =
            is_used(row.text(4)) || std::any_of(outcomes.begin(), outcomes.end(), is_used);
        requirement->second.entries.push_back({*day, attended});
    }
    return {};
}

Result<void> CaseReading::read_reports(const std::optional<ScopeId>& scope) {
    const auto found = rows("type, requested_on, court_on, delivered_on", "court_report", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto type = row.one_of<probation::ReportType>(2);
        const auto known = type ? report_type_of(*type) : std::nullopt;
        const auto requested = row.day(3);
        if (!known || !requested) continue;
        file_of(row.scope(1))
            .facts.reports.push_back({row.id(0), *known, *requested, row.day(4), row.day(5)});
    }
    return {};
}

// What was in force before, as far as this device still holds it.
std::vector<LevelFacts> CaseReading::level_history(RecordId risk, const LevelFacts& now) const {
    std::vector<LevelFacts> levels;
    const auto history = store_.history("risk_assessment", risk);
    if (history)
        for (const HistoryEntry& entry : *history) {
            if (entry.field != "rosh" || entry.is_live || entry.is_proposal) continue;
            const auto value = entry.row.find("rosh");
            RoshLevel level{};
            const auto* text =
                value != entry.row.end() ? std::get_if<std::string>(&value->second) : nullptr;
            if (text == nullptr || !from_text(*text, level)) continue;
            const Day from = london_day(entry.claimed);
            if (from < now.from) levels.push_back({from, level});
        }
    levels.push_back(now);
    return levels;
}

Result<void> CaseReading::read_risk(const std::optional<ScopeId>& scope) {
    const auto found = rows("rosh, rosh_since, assessed_on", "risk_assessment", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto level = row.one_of<RoshLevel>(2);
        if (!level) continue;
        CaseFile& file = file_of(row.scope(1));
        LevelFacts now{row.day(3).value_or(row.day(4).value_or(Day::min())), *level};
        if (now.from == Day::min())
            for (const OrderFacts& order : file.facts.orders)
                if (const auto start = start_of(order)) now.from = std::max(now.from, *start);
        if (now.from == Day::min()) continue;
        file.facts.risk = row.id(0);
        if (now.from >= monday_of(today_) - Days{7})
            file.facts.levels = level_history(row.id(0), now);
        else
            file.facts.levels = {now};
    }
    return {};
}

Result<void> CaseReading::read_victims(const std::optional<ScopeId>& scope) {
    const auto found = rows(
        "sentenced_on, offence_class, custody_months, hospital_order, "
        "contacted_on, opt, closed_on, name",
        "victim_case", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        VictimFacts victim;
        victim.id = row.id(0);
        victim.sentenced = row.day(2);
        victim.offence = row.one_of<OffenceClass>(3).value_or(OffenceClass::other);
        victim.custody_months = row.number(4);
        victim.has_hospital_order = row.flag(5).value_or(false);
        victim.contacted = row.day(6);
        // Nobody asks a victim who wants no contact; what two people say differently is read
        // towards no contact.
        if (row.text(7) == "opted_in") victim.in_scheme_from = victim.contacted;
        victim.closed = row.day(8);
        CaseFile& file = file_of(row.scope(1));
        if (file.name.empty()) file.name = row.text(9);
        file.facts.victims.push_back(std::move(victim));
    }
    const auto asked = rows("victim_case_id, asked_on", "victim_satisfaction", scope);
    if (!asked) return asked.error();
    for (std::size_t i = 0; i < asked->size(); ++i) {
        const RowView row(*asked, i);
        const auto day = row.day(3);
        for (VictimFacts& victim : file_of(row.scope(1)).facts.victims)
            if (day && victim.id == row.id(2)) victim.satisfaction.push_back(*day);
    }
    return {};
}

}  // namespace sanderling::practice
