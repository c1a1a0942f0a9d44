// R5c: a recall is asked for within hours by the clock (docs/practice.md, "R5c").
#include "client-sdk/practice/calendar/london.hpp"
#include "client-sdk/practice/rules/derive.hpp"

namespace sanderling::practice {

void add_recalls(const CaseFacts& facts, const Standards& standards, std::vector<DueItem>& out) {
    for (const RecallFacts& recall : facts.recalls) {
        DueItem item;
        item.trigger = london_day(recall.decided);
        const RulePack& pack = standards.book.at(item.trigger);
        const Parameter* hours = pack.find(Term::recall_request);
        if (hours == nullptr) continue;
        item.rule = Rule::recall;
        item.term = Term::recall_request;
        item.kind = hours->kind;
        item.about = recall.id;
        item.due_at = recall.decided + std::chrono::hours{hours->value};
        item.due = london_day(*item.due_at);
        item.pack = pack.name;
        if (recall.requested) {
            item.state = State::done;
            item.done_on = london_day(*recall.requested);
            item.done_at = recall.requested;
        }
        out.push_back(std::move(item));
    }
}

}  // namespace sanderling::practice
