// Which scopes' time is over, by rules that are data (docs/operations.md, "Retention").
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "sanderling/erased.hpp"
#include "sanderling/retention.hpp"
#include "sanderling/store.hpp"

namespace sanderling {

namespace {

namespace chr = std::chrono;

template <class Number>
bool read(std::string_view text, Number& out) {
    const auto done = std::from_chars(text.data(), text.data() + text.size(), out);
    return done.ec == std::errc{} && done.ptr == text.data() + text.size();
}

Result<chr::year_month_day> parse(const std::string& date) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const bool is_formed = date.size() == 10 && date[4] == '-' && date[7] == '-' &&
                           read(std::string_view(date).substr(0, 4), year) &&
                           read(std::string_view(date).substr(5, 2), month) &&
                           read(std::string_view(date).substr(8, 2), day);
    const chr::year_month_day out{chr::year(year), chr::month(month), chr::day(day)};
    if (!is_formed || !out.ok())
        return fail(Errc::invalid_argument, "'" + date + "' is no date (yyyy-mm-dd)");
    return out;
}

std::string text_of(const chr::year_month_day& date) {
    char out[32];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return out;
}

Result<std::optional<RetentionDue>> due_of(const Store& store, const RetentionRule& rule,
                                           ScopeId scope, const std::string& today,
                                           const std::vector<LegalHold>& held) {
    const RecordId id{scope.bytes};  // as SQL knows it
    const auto ended = store.query(rule.ended_on, {id});
    if (!ended) return ended.error();
    const auto* date = ended->empty() ? nullptr : std::get_if<std::string>(&ended->at(0, 0));
    if (date == nullptr || date->empty()) return std::optional<RetentionDue>();
    RetentionDue out{.scope = scope, .rule = rule.name, .ended_on = *date};
    auto due = date_after(*date, rule.days);
    if (!due) return due.error();
    out.due_on = std::move(*due);
    if (!rule.kept_if.empty()) {
        const auto kept = store.query(rule.kept_if, {id});
        if (!kept) return kept.error();
        out.is_kept = !kept->empty();
    }
    for (const LegalHold& hold : held)
        if (hold.scope == scope && !hold.released) out.holds.push_back(hold.text);
    out.is_due = !out.is_kept && out.holds.empty() && out.due_on <= today;
    return std::optional(std::move(out));
}

}  // namespace

Result<std::string> date_after(const std::string& date, std::int32_t days) {
    const auto from = parse(date);
    if (!from) return from.error();
    return text_of(chr::year_month_day(chr::sys_days(*from) + chr::days(days)));
}

Result<std::vector<RetentionDue>> retention_due(const Store& store,
                                                const std::vector<RetentionRule>& rules,
                                                const std::string& today) {
    if (auto valid = parse(today); !valid) return valid.error();
    const auto scopes = store.scopes();
    if (!scopes) return scopes.error();
    const auto held = holds(store);
    if (!held) return held.error();
    std::vector<RetentionDue> out;
    for (const ScopeInfo& scope : *scopes)
        for (const RetentionRule& rule : rules) {
            const bool is_here =
                scope.state == ScopeState::ready || scope.state == ScopeState::catching_up;
            if (!is_here || scope.kind != rule.scope_kind) continue;
            auto due = due_of(store, rule, scope.id, today, *held);
            if (!due) return due.error();
            if (*due) out.push_back(std::move(**due));
        }
    return out;
}

}  // namespace sanderling
