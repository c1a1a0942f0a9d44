// What is due, over all cases and in one, and "decided otherwise because …".
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/due_words.hpp"

#include <algorithm>

namespace sanderling::app {

namespace {

using practice::Caseload;
using practice::Colour;
using practice::Day;
using practice::DueItem;
using practice::State;

constexpr std::size_t week_shown_max = 16;
constexpr std::size_t list_shown_max = 300;
constexpr practice::Days answered_shown{28};

Json day_or_null(const std::optional<Day>& day) {
    return day ? Json(practice::to_text(*day)) : Json(nullptr);
}

const char* text_of(Colour colour) {
    return colour == Colour::red ? "red" : colour == Colour::amber ? "amber" : "none";
}

/// What is still to come, where the clock runs, before what is overdue, which stands newest first:
/// a miss of last week can be mended, one of last year is only to be known.
bool is_nearer(const Caseload::Due& a, const Caseload::Due& b, Day today) {
    const bool a_over = practice::is_overdue(a.item, today);
    const bool b_over = practice::is_overdue(b.item, today);
    if (a_over != b_over) return b_over;
    const bool a_stands = a.item.state == State::paused;
    const bool b_stands = b.item.state == State::paused;
    if (a_stands != b_stands) return b_stands;
    if (a_over && a.item.due != b.item.due) return a.item.due > b.item.due;
    return practice::comes_before(a.item, b.item);
}

struct Counts {
    int red = 0;
    int amber = 0;
    int overdue = 0;

    void add(const DueItem& item, Day today) {
        red += practice::colour_of(item) == Colour::red;
        amber += practice::colour_of(item) == Colour::amber;
        overdue += practice::is_overdue(item, today);
    }
    void write(Json& into) const {
        into["red"] = red;
        into["amber"] = amber;
        into["overdue"] = overdue;
    }
};

/// Until a day, for one officer or for all.
Reply due_list(const Call& call, Day until, const std::string& staff, std::size_t shown_max) {
    const auto live = call.desk.due().ask();
    if (!live) return live.error();
    Json out = Json::object();
    (*live)->look([&](const Caseload& caseload) {
        const Day today = caseload.today();
        std::vector<Caseload::Due> due = caseload.due_by(until);
        const auto file = [&](const Caseload::Due& each) -> const practice::CaseFile& {
            return caseload.find(each.scope)->file;
        };
        if (!staff.empty())
            std::erase_if(due, [&](const Caseload::Due& each) {
                const std::string officer = officer_of(file(each), today);
                return !officer.empty() && officer != staff;
            });
        std::ranges::stable_sort(due, [&](const Caseload::Due& a, const Caseload::Due& b) {
            return is_nearer(a, b, today);
        });
        Counts counts;
        Json items = Json::array();
        for (const Caseload::Due& each : due) {
            counts.add(each.item, today);
            if (items.size() < shown_max)
                items.push_back(due_words(call, file(each), each.item, today));
        }
        counts.write(out);
        out["today"] = practice::to_text(today);
        out["until"] = practice::to_text(until);
        out["more"] = due.size() - items.size();
        out["items"] = std::move(items);
    });
    return out;
}

}  // namespace

std::string officer_of(const practice::CaseFile& of, Day today) {
    return practice::officer_today(of.spells, practice::OfficerKind::probation, today).staff;
}

Json due_words(const Call& call, const practice::CaseFile& of, const DueItem& item, Day today) {
    const std::string staff = officer_of(of, today);
    return {{"scope", to_text(of.scope)},
            {"person", of.name},
            {"crn", of.crn},
            {"staff", staff},
            {"staff_name", call.people.staff_name(staff)},
            {"rule", practice::code_of(item.rule)},
            {"term", practice::to_text(item.term)},
            {"pack", item.pack},
            {"kind", practice::to_text(item.kind)},
            {"state", practice::to_text(item.state)},
            {"colour", text_of(practice::colour_of(item))},
            {"overdue", practice::is_overdue(item, today)},
            {"about", to_text(item.about)},
            {"trigger", practice::to_text(item.trigger)},
            {"due", practice::to_text(item.due)},
            {"due_at", item.due_at ? Json(item.due_at->ms) : Json(nullptr)},
            {"remind_on", day_or_null(item.remind_on)},
            {"done_on", day_or_null(item.done_on)},
            {"received_on", day_or_null(item.received_on)},
            {"late", practice::is_late(item)},
            {"reason", item.reason},
            {"beyond_calendar", item.is_beyond_calendar}};
}

Reply due_of_case(const Call& call, ScopeId scope) {
    const auto live = call.desk.due().ask();
    if (!live) return live.error();
    Json out = Json::array();
    (*live)->look([&](const Caseload& caseload) {
        const auto* of = caseload.find(scope);
        if (of == nullptr) return;
        const Day today = caseload.today();
        for (const DueItem& item : of->items) {
            const bool is_over = item.state == State::done || item.state == State::lapsed;
            const bool is_answered = item.state == State::otherwise;
            // A breach that was done is told for some time: when it was claimed and when received.
            const bool is_told = item.rule == practice::Rule::breach && item.state == State::done;
            if ((is_over && !is_told) ||
                ((is_answered || is_told) && item.due < today - answered_shown))
                continue;
            out.push_back(due_words(call, of->file, item, today));
        }
    });
    return out;
}

Reply due_this_week(const Call& call, const std::string& staff) {
    return due_list(call, practice::sunday_of(today_in_london()), staff, week_shown_max);
}

/// ?until=yyyy-mm-dd&staff=om-1, both optional: everything that is due, and for each officer how
/// much.
Reply get_due(const Call& call) {
    Day until = practice::sunday_of(today_in_london());
    if (const std::string given = call.request.parameter("until"); !given.empty()) {
        const auto day = practice::parse_day(given);
        if (!day) return day.error();
        until = *day;
    }
    auto out = due_list(call, until, call.request.parameter("staff"), list_shown_max);
    if (!out) return out;
    const auto live = call.desk.due().ask();
    if (!live) return live.error();
    (*live)->look([&](const Caseload& caseload) {
        std::map<std::string, Counts> officers;
        std::map<std::string, int> cases;
        for (const auto& [scope, of] : caseload.cases())
            ++cases[officer_of(of.file, caseload.today())];
        for (const Caseload::Due& each : caseload.due_by(until))
            officers[officer_of(caseload.find(each.scope)->file, caseload.today())].add(
                each.item, caseload.today());
        (*out)["officers"] = Json::array();
        for (const auto& [staff, count] : cases) {
            Json line{{"staff", staff}, {"name", call.people.staff_name(staff)}, {"cases", count}};
            officers[staff].write(line);
            (*out)["officers"].push_back(std::move(line));
        }
    });
    return out;
}

/// {"scope", "rule", "pack", "about", "due", "reason", "date"}: decided otherwise because … For a
/// week of contact it is a manager's exception, which stays in sight.
Reply save_judgement(const Call& call) {
    const auto scope = call.scope();
    if (!scope) return scope.error();
    const auto about = call.id("about");
    if (!about) return about.error();
    const auto staff = call.my_staff();
    if (!staff) return staff.error();
    const auto rule = practice::rule_of(call.text("rule"));
    if (!rule) return fail(Errc::invalid_argument, "rule");
    for (const char* name : {"due", "date"}) {
        if (const auto day = practice::parse_day(call.text(name)); !day) return day.error();
    }
    const std::string reason = call.text("reason");
    if (reason.empty()) return fail(Errc::invalid_argument, "reason: say why");
    const bool is_exception = *rule == practice::Rule::weekly_contact;
    Row row{{"rule_name", call.text("rule")},
            {"rule_pack", call.text("pack")},
            {"subject", *about},
            {"due_on", call.text("due")},
            {"decision", std::string(is_exception ? "exception" : "decided_otherwise")},
            {"reason", reason},
            {"decided_by", *staff},
            {"decided_on", call.text("date")}};
    if (is_exception) {
        row["countersigned_by"] = *staff;
        row["countersigned_on"] = call.text("date");
    }
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto made = tx.insert(*scope, "judgement_note", row);
        return made ? Result<void>{} : made.error();
    });
    if (!written) return written.error();
    return Json::object();
}

}  // namespace sanderling::app
