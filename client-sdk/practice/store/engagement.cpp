// Questionnaires of a Store; see engagement.hpp.
#include "client-sdk/practice/store/engagement.hpp"

#include "client-sdk/practice/store/reading.hpp"

#include <algorithm>

namespace sanderling::practice {

namespace {

constexpr int months_of_longer_experience = 12;

std::string yes_or_no(bool value) {
    return value ? "yes" : "no";
}

}  // namespace

Result<std::vector<Instrument>> read_instruments(const Store& store) {
    const auto found =
        store.query("SELECT id, code, edition, scale_min, scale_max FROM instrument");
    if (!found) return found.error();
    const auto items = store.query(
        "SELECT instrument_id, code, subscale, is_reversed FROM instrument_item ORDER BY code");
    if (!items) return items.error();
    std::vector<Instrument> out;
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        Instrument made{row.text(1),
                        row.number(2).value_or(1),
                        row.number(3).value_or(1),
                        row.number(4).value_or(7),
                        {}};
        for (std::size_t n = 0; n < items->size(); ++n) {
            const RowView item(*items, n);
            if (item.id(0) == row.id(0))
                made.items.push_back({item.text(1), item.text(2), item.flag(3).value_or(false)});
        }
        out.push_back(std::move(made));
    }
    return out;
}

Result<std::vector<Response>> read_responses(const Store& store) {
    const auto found = store.query(
        "SELECT id, scope, instrument_code, instrument_edition, wave, respondent, answers "
        "FROM questionnaire_response ORDER BY id");
    if (!found) return found.error();
    std::vector<Response> out;
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto wave = row.one_of<probation::Wave>(4);
        const auto respondent = row.one_of<probation::Voice>(5);
        if (!wave || !respondent) continue;
        Response made{row.id(0), row.scope(1), row.text(2), row.number(3).value_or(0),
                      *wave,     *respondent,  {}};
        if (const auto* text = row.find<std::string>(6))
            if (auto answers = parse_answers(*text)) made.answers = *std::move(answers);
        out.push_back(std::move(made));
    }
    return out;
}

std::map<std::string, std::string, std::less<>> attributes_of(const CaseFile& file, Day today) {
    std::map<std::string, std::string, std::less<>> out;
    if (file.sex == probation::Sex::female || file.sex == probation::Sex::male)
        out["sex"] = std::string(to_text(*file.sex));
    const OrderFacts* first = nullptr;
    const OrderFacts* latest = nullptr;
    int supervised = 0;
    for (const OrderFacts& order : file.facts.orders) {
        const auto start = start_of(order);
        if (!start || !is_supervised(order)) continue;
        ++supervised;
        if (first == nullptr || *start < *start_of(*first)) first = &order;
        if (latest == nullptr || *start > *start_of(*latest)) latest = &order;
    }
    if (first != nullptr) {
        const Day begin = *start_of(*first);
        out["experience"] =
            months_after(begin, months_of_longer_experience) <= today ? "longer" : "shorter";
        out["multiple_experience"] = yes_or_no(supervised > 1);
        if (latest->type == OrderType::licence)
            out["order"] = "licence";
        else if (latest->type == OrderType::community_order ||
                 latest->type == OrderType::suspended_sentence_order)
            out["order"] = "community";
        const Continuity held = continuity(file.spells, begin, today);
        if (held.officers > 0) out["one_officer"] = yes_or_no(held.officers == 1);
    }
    if (!file.facts.plans.empty())
        out["plan_discussed"] =
            yes_or_no(std::any_of(file.facts.plans.begin(), file.facts.plans.end(),
                                  [](const PlanFacts& plan) { return plan.made.has_value(); }));
    if (file.took_part) out["involved"] = yes_or_no(*file.took_part);
    return out;
}

std::vector<Observation> observations(const std::vector<Instrument>& instruments,
                                      const std::vector<Response>& responses,
                                      const std::map<ScopeId, CaseFile>& cases,
                                      const std::map<ScopeId, ScopeId>& links,
                                      const ScoreQuestion& question, Day today) {
    std::vector<Observation> out;
    const auto instrument =
        std::find_if(instruments.begin(), instruments.end(), [&](const Instrument& each) {
            return each.code == question.instrument && each.edition == question.edition;
        });
    if (instrument == instruments.end()) return out;
    for (const Response& response : responses) {
        if (response.instrument != question.instrument || response.edition != question.edition ||
            response.wave != question.wave || response.respondent != question.respondent ||
            !response.answers)
            continue;
        const auto link = links.find(response.scope);
        const auto file = cases.find(link == links.end() ? response.scope : link->second);
        const auto scored = scores(*instrument, *response.answers);
        if (file == cases.end() || !scored) continue;
        const auto score = scored->find(question.subscale);
        if (score == scored->end()) continue;
        out.push_back({attributes_of(file->second, today), score->second.mean});
    }
    return out;
}

}  // namespace sanderling::practice
