#include "tests/bench/practice/caseload.hpp"

#include "client-sdk/practice/calendar/london.hpp"
#include "schema/generated/probation/records.hpp"
#include "tests/bench/failure.hpp"

#include <random>

namespace sanderling::bench {

namespace {

using practice::Day;
using practice::Days;

constexpr int days_of_a_case = 730;

class Maker {
  public:
    explicit Maker(tests::Device& device) : device_(device) {}

    void make(ScopeId scope) {
        const auto done = device_.store().write([&](Transaction& out) { return fill(out, scope); });
        must(done, "writing a case");
    }

  private:
    static Day begin() { return practice::day_of(2011, 4, 18); }
    int percent() { return static_cast<int>(engine_() % 100); }

    Result<void> fill(Transaction& out, ScopeId scope) {
        const auto order = out.insert(scope, "order",
                                      {{"type", std::string("community_order")},
                                       {"sentenced_on", practice::to_text(begin())},
                                       {"starts_on", practice::to_text(begin())}});
        if (!order) return order.error();
        const int level = percent();
        const auto risk = out.insert(scope, "risk_assessment",
                                     {{"rosh", std::string(level < 28   ? "low"
                                                           : level < 85 ? "medium"
                                                                        : "high")},
                                      {"rosh_since", practice::to_text(begin())}});
        if (!risk) return risk.error();
        const auto plan = out.insert(scope, "plan", {{"kind", std::string("initial")}});
        if (!plan) return plan.error();
        const auto spell = out.insert(scope, "allocation",
                                      {{"staff", std::string("N07A101")},
                                       {"role", std::string("om")},
                                       {"starts_on", practice::to_text(begin())}});
        if (!spell) return spell.error();
        for (std::size_t i = 0; i < contacts_of_a_case; ++i)
            if (const auto done = contact(out, scope, i); !done) return done.error();
        return {};
    }

    Result<void> contact(Transaction& out, ScopeId scope, std::size_t number) {
        const Day day = begin() + Days{static_cast<int>(number) * days_of_a_case /
                                       static_cast<int>(contacts_of_a_case)};
        const bool planned = percent() < 45;
        sanderling::Row row{
            {"type", std::string(planned ? "planned_office_visit" : "email_or_text_to_offender")},
            {"starts", practice::start_of(day).ms + 36'000'000},
            {"staff", std::string("N07A101")},
            {"planned", planned}};
        const int drawn = percent();
        std::string outcome = "attended_complied";
        if (drawn >= 96)
            outcome = "attended_failed_to_comply";
        else if (drawn >= 85)
            outcome = "unacceptable_absence";
        else if (drawn >= 68)
            outcome = "acceptable_medical";
        if (planned) row["outcome"] = outcome;
        const auto id = out.insert(scope, "contact", row);
        if (!id) return id.error();
        if (!planned || drawn < 85) return {};
        const auto step = out.insert(scope, "enforcement_step",
                                     {{"contact_id", *id},
                                      {"action", std::string("first_warning_letter")},
                                      {"taken_on", practice::to_text(day + Days{2})}});
        if (!step) return step.error();
        if (drawn % 2 != 0) return {};
        const auto evidence = out.insert(scope, "evidence",
                                         {{"contact_id", *id},
                                          {"kind", std::string("medical")},
                                          {"received_on", practice::to_text(day + Days{3})},
                                          {"decision", std::string("rejected")}});
        if (!evidence) return evidence.error();
        return {};
    }

    tests::Device& device_;
    std::mt19937_64 engine_{2011};
};

}  // namespace

std::vector<ScopeId> make_caseload(tests::Organisation& organisation, tests::Device& device) {
    std::vector<ScopeId> scopes;
    for (std::size_t i = 0; i < cases_of_an_officer; ++i) {
        scopes.push_back(organisation.create_scope("case"));
        organisation.admit(scopes.back(), device.person(), "manager");
    }
    device.sync();
    Maker maker(device);
    for (const ScopeId scope : scopes) maker.make(scope);
    device.sync();
    return scopes;
}

}  // namespace sanderling::bench
