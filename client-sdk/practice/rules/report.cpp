// R1: reports to the court (docs/practice.md, "R1").
#include "client-sdk/practice/rules/derive.hpp"

namespace sanderling::practice {

namespace {

Term term_of(ReportType type) {
    switch (type) {
        case ReportType::standard:
            return Term::report_standard;
        case ReportType::custody:
            return Term::report_custody;
        case ReportType::fast:
            return Term::report_fast;
        case ReportType::oral:
            return Term::report_oral;
    }
    return Term::report_standard;
}

}  // namespace

void add_reports(const CaseFacts& facts, const Standards& standards, std::vector<DueItem>& out) {
    for (const ReportFacts& report : facts.reports) {
        auto item = item_of(term_of(report.type), report.id, report.requested, standards);
        if (!item) continue;
        if (report.court_due) {
            item->due = *report.court_due;
            item->is_beyond_calendar = false;  // nothing was counted
        }
        if (report.completed) {
            item->state = State::done;
            item->done_on = report.completed;
        }
        out.push_back(*std::move(item));
    }
}

}  // namespace sanderling::practice
