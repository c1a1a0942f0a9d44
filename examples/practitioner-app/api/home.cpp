// The first screen: today's visits, what has to be recorded or looked at, what others wrote since
// the last look, and what waits for this person.
#include "examples/practitioner-app/agreement_words.hpp"
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/arrivals.hpp"
#include "examples/practitioner-app/due_words.hpp"
#include "examples/practitioner-app/sync_words.hpp"

#include <algorithm>
#include <chrono>

namespace sanderling::app {

namespace {

constexpr std::int64_t day_ms = 86'400'000;

struct Day {
    std::int64_t from = 0;  // milliseconds since 1970 UTC
    std::int64_t to = 0;
    std::string date{};  // "yyyy-mm-dd", where the page is
};

/// The page knows where midnight is.
Result<Day> read_day(const Call& call) {
    const std::string from = call.request.parameter("from");
    const bool is_number = !from.empty() && from.size() < 16 &&
                           std::ranges::all_of(from, [](char c) { return c >= '0' && c <= '9'; });
    Day day{.date = call.request.parameter("date")};
    if (!is_number || day.date.size() != 10)
        return fail(Errc::invalid_argument, "from is the day's first millisecond, date its name");
    day.from = std::stoll(from);
    day.to = day.from + day_ms;
    return day;
}

/// Whose contacts are shown: an officer's own; those of everybody to a manager, or where the
/// officer's staff reference is not known.
std::string own_staff(const Call& call, PersonId me) {
    const Colleague* known = call.people.find(me);
    return known != nullptr && known->role != "manager" ? known->staff : std::string{};
}

constexpr std::string_view visit_columns =
    "SELECT c.id, c.scope, c.type, c.starts, c.ends, c.place, c.outcome, c.staff, c.contested, "
    "p.name AS person, p.crn, p.main_address AS address, r.rosh FROM contact c "
    "LEFT JOIN person p ON p.scope = c.scope LEFT JOIN risk_assessment r ON r.scope = c.scope ";

Reply todays(const Call& call, const Day& day, const std::string& staff) {
    return read_rows(call.store,
                     std::string(visit_columns) +
                         "WHERE c.starts >= ?1 AND c.starts < ?2 AND (?3 = '' OR c.staff = ?3) "
                         "ORDER BY c.starts LIMIT 200",
                     {day.from, day.to, staff});
}

/// Planned contacts of the last fortnight of which nobody has said what came of them.
Reply unrecorded(const Call& call, const Day& day, const std::string& staff) {
    return read_rows(call.store,
                     std::string(visit_columns) +
                         "WHERE c.starts >= ?1 AND c.starts < ?2 AND (?3 = '' OR c.staff = ?3) AND "
                         "c.planned AND c.outcome IS NULL ORDER BY c.starts DESC LIMIT 50",
                     {day.from - 14 * day_ms, day.from, staff});
}

/// Dates that people set themselves and that are near or past: registers and goals.
Reply reviews(const Call& call, const Day& day) {
    return read_rows(
        call.store,
        "SELECT 'flag' AS kind, f.scope, f.type AS what, f.review_on AS due, p.name AS person "
        "FROM register_flag f LEFT JOIN person p ON p.scope = f.scope "
        "WHERE f.status = 'active' AND f.review_on BETWEEN date(?1, '-31 days') AND "
        "date(?1, '+14 days') "
        "UNION ALL SELECT 'goal', g.scope, g.short_title, g.target_on, p.name "
        "FROM goal g LEFT JOIN person p ON p.scope = g.scope "
        "WHERE g.status = 'active' AND g.target_on BETWEEN date(?1, '-31 days') AND "
        "date(?1, '+14 days') ORDER BY due LIMIT 40",
        {day.date});
}

Reply needs(const Call& call) {
    const auto conflicts = call.store.conflicts();
    if (!conflicts) return conflicts.error();
    const auto status = call.store.status();
    if (!status) return status.error();
    const auto mine = std::ranges::count_if(
        *conflicts, [](const Conflict& each) { return each.is_resolvable_here; });
    return Json{{"conflicts", conflicts->size()},
                {"mine", mine},
                {"late", status->late_work},
                {"refused", status->refused_transactions}};
}

}  // namespace

Reply get_home(const Call& call) {
    const auto day = read_day(call);
    if (!day) return day.error();
    const auto me = call.me();
    if (!me) return me.error();
    const std::string staff = own_staff(call, *me);
    const Colleague* known = call.people.find(*me);
    Json home{{"me", {{"name", call.name(*me)}, {"role", known != nullptr ? known->role : ""}}}};
    const std::pair<const char*, Reply> parts[] = {
        {"today", todays(call, *day, staff)},
        {"unrecorded", unrecorded(call, *day, staff)},
        {"due", due_this_week(call, staff)},
        {"agreements", waiting_agreements(call)},
        {"reviews", reviews(call, *day)},
        {"arrived", arrivals(call)},
        {"needs", needs(call)},
        {"sync", sync_words(call)},
    };
    for (const auto& [name, part] : parts) {
        if (!part) return part.error();
        home[name] = *part;
    }
    return home;
}

Reply mark_seen(const Call& call) {
    const auto scopes = call.store.scopes();
    if (!scopes) return scopes.error();
    Look look{.at = now()};
    for (const ScopeInfo& scope : *scopes) look.seen[scope.id] = scope.seq;
    call.looks.keep(std::move(look));
    return Json::object();
}

}  // namespace sanderling::app
