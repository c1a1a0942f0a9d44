// What a manager looks at: how steady officers have been, how far people took part, quality reviews
// and observations of practice.
#include "client-sdk/practice/pictures/bars.hpp"
#include "client-sdk/practice/research/breakdown.hpp"
#include "client-sdk/practice/store/engagement.hpp"
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/due_words.hpp"

#include <algorithm>

namespace sanderling::app {

namespace {

namespace pictures = practice::pictures;
using practice::Caseload;
using practice::Day;

/// Whoever asks reads each of these cases, so small groups tell nothing new; but the mean of fewer
/// is none.
constexpr int group_min = 3;

struct Measures {
    std::vector<practice::Observation> officers{};  // how many a case has had, by kind of order
    std::vector<practice::Observation> shares{};    // 0 or 100, by what is measured
    Json cases = Json::array();
};

std::optional<Day> begin_of(const practice::CaseFile& file) {
    std::optional<Day> first;
    for (const practice::Spell& spell : file.spells)
        if (!first || spell.starts < *first) first = spell.starts;
    return first;
}

void measure(const Call& call, const practice::CaseFile& file, Day today, Measures& into) {
    const auto begin = begin_of(file);
    if (!begin || file.name.empty()) return;
    const auto held = practice::continuity(file.spells, *begin, today);
    auto attributes = practice::attributes_of(file, today);
    const auto share = [&](const char* name) {
        const auto found = attributes.find(name);
        if (found == attributes.end()) return;
        into.shares.push_back({{{"what", name}}, found->second == "yes" ? 100.0 : 0.0});
    };
    for (const char* name : {"one_officer", "plan_discussed", "involved"}) share(name);
    into.officers.push_back({std::move(attributes), static_cast<double>(held.officers)});
    into.cases.push_back({{"scope", to_text(file.scope)},
                          {"person", file.name},
                          {"staff_name", call.people.staff_name(officer_of(file, today))},
                          {"officers", held.officers},
                          {"days", held.days},
                          {"cover_days", held.cover_days},
                          {"longest_days", held.longest_days}});
}

struct Drawing {
    const char* id;
    const char* title;  // keys of the pictures' words
    const char* measure;
    const char* attribute;
    double high;
};

Json draw(const std::vector<practice::Observation>& observations, const Drawing& of,
          const pictures::Words& words) {
    pictures::Bars bars{.title = words.say(of.title),
                        .measure = words.say(of.measure),
                        .low = 0,
                        .high = of.high,
                        .group_min = group_min};
    for (const practice::Group& group :
         practice::breakdown(observations, of.attribute, {.group_min = group_min})) {
        const std::string key = std::string("group_") + of.attribute + "_" + group.value;
        const auto interval = group.interval.value_or(practice::Interval{group.mean, group.mean});
        bars.bars.push_back({.label = words.has(key) ? words.say(key) : group.value,
                             .count = group.count,
                             .mean = group.mean,
                             .interval_from = std::max(0.0, interval.low),
                             .interval_to = std::min(of.high, interval.high),
                             .is_suppressed = group.is_suppressed});
    }
    const pictures::Picture picture = pictures::draw_bars(bars, words, of.id);
    return {{"id", of.id},
            {"title", bars.title},
            {"svg", picture.svg},
            {"alternative", picture.alternative}};
}

}  // namespace

/// ?language=en|cy
Reply get_team(const Call& call) {
    const auto live = call.desk.due().ask();
    if (!live) return live.error();
    Measures measures;
    (*live)->look([&](const Caseload& caseload) {
        for (const auto& [scope, of] : caseload.cases())
            measure(call, of.file, caseload.today(), measures);
    });
    // Who has had most officers first: there a person may ask who theirs is.
    std::stable_sort(measures.cases.begin(), measures.cases.end(),
                     [](const Json& a, const Json& b) { return a["officers"] > b["officers"]; });
    const auto& words = pictures::Words::in(call.request.parameter("language") == "cy"
                                                ? pictures::Language::welsh
                                                : pictures::Language::english);
    Json out{{"cases", std::move(measures.cases)}, {"pictures", Json::array()}};
    out["pictures"].push_back(draw(
        measures.officers, {"continuity", "team_continuity", "team_officers", "order", 4}, words));
    out["pictures"].push_back(
        draw(measures.shares, {"engagement", "team_engagement", "team_share", "what", 100}, words));
    return out;
}

}  // namespace sanderling::app
