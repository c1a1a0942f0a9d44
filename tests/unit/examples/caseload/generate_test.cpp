// A caseload as a whole: its shares against practice, its records against the schema.
#include "examples/caseload/generate.hpp"

#include "examples/caseload/contact_draw.hpp"
#include "schema/generated/probation/description.hpp"
#include "schema/model/validate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace sanderling::caseload {
namespace {

using probation::Contact;

struct Made {
    std::vector<GeneratedRecord> records{};  // without notes, which are only measured
    std::vector<std::size_t> note_sizes{};
    std::vector<GeneratedScope> scopes{};
    std::vector<std::string> invalid{};
};

Made make(const CaseloadOptions& options) {
    Made out;
    CaseloadSinks sinks;
    sinks.staff = [](const Staff&) {};
    sinks.scope = [&](const GeneratedScope& scope) { out.scopes.push_back(scope); };
    sinks.record = [&](const GeneratedRecord& record) {
        const auto& schema = probation::schema();
        const auto* collection = schema.collection(record.collection);
        const auto fine = schema::validate(schema, *collection, record.row, schema::Change::create);
        if (!fine) out.invalid.push_back(fine.error().detail);
        GeneratedRecord kept = record;
        if (record.collection == Contact::collection_name) {
            out.note_sizes.push_back(Contact::from_row(record.row).notes.at(0).size());
            kept.row.erase("notes");
        }
        out.records.push_back(std::move(kept));
    };
    generate(options, sinks);
    return out;
}

const Made& many() {
    static const Made once = make({.cases = 200, .years = 2, .seed = 7});
    return once;
}

template <class Record>
std::vector<Record> all(const Made& made) {
    std::vector<Record> out;
    for (const auto& record : made.records) {
        if (record.collection == Record::collection_name)
            out.push_back(Record::from_row(record.row));
    }
    return out;
}

// Of counts against shares in per cent.
double chi_square(const std::vector<double>& counts, const std::vector<double>& per_cent) {
    double total = 0;
    for (const double count : counts) total += count;
    double sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double expected = total * per_cent[i] / 100;
        sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
}

TEST(Generate, MakesRecordsThatTheSchemaAllows) {
    EXPECT_EQ(many().invalid, std::vector<std::string>{});
    EXPECT_GT(many().records.size(), 30'000U);
}

TEST(Generate, PutsRecordsWhereTheirCollectionLives) {
    std::map<std::string, std::string> kinds;
    for (const auto& scope : many().scopes) kinds[scope.scope] = scope.kind;

    for (const auto& record : many().records) {
        ASSERT_TRUE(kinds.contains(record.scope)) << record.scope;
        EXPECT_TRUE(
            probation::schema().collection(record.collection)->lives_in(kinds[record.scope]));
    }
}

TEST(Generate, MakesADevicesReplicaOfFortyCases) {
    const Made made = make({});

    const auto contacts = static_cast<double>(all<Contact>(made).size());
    EXPECT_NEAR(contacts, 4800, 300);
    EXPECT_EQ(all<probation::Person>(made).size(), 40U);
    std::size_t bytes = 0;
    for (const std::size_t size : made.note_sizes) bytes += size;
    EXPECT_NEAR(static_cast<double>(bytes), 5e6, 1e6);
}

TEST(Generate, HasTheMixOfRiskSexAndOrders) {
    std::vector<double> risk(4);
    for (const auto& made : all<probation::RiskAssessment>(many())) {
        ++risk[static_cast<std::size_t>(*made.rosh) - 1];
    }
    EXPECT_LT(chi_square(risk, {28, 57, 14, 1}), 11.3);  // 3 degrees of freedom, 1 %
    const auto people = all<probation::Person>(many());
    const auto women = std::ranges::count_if(
        people, [](auto& person) { return person.sex == probation::Sex::female; });
    EXPECT_NEAR(static_cast<double>(women), 22, 4);
    std::set<std::string> seen;
    std::map<probation::OrderType, double> orders;
    for (const auto& record : many().records) {
        if (record.collection != "order" || !seen.insert(record.scope).second) continue;
        ++orders[*probation::Order::from_row(record.row).type];
    }
    using probation::OrderType;
    EXPECT_LT(
        chi_square({orders[OrderType::community_order], orders[OrderType::suspended_sentence_order],
                    orders[OrderType::licence], orders[OrderType::custody]},
                   {40, 18, 27, 15}),
        11.3);
}

TEST(Generate, SeesPeopleAsOftenAsTheirRiskAsks) {
    std::map<std::string, probation::RoshLevel> levels;
    std::map<probation::RoshLevel, double> cases;
    std::map<probation::RoshLevel, double> contacts;
    for (const auto& record : many().records) {
        if (record.collection == "risk_assessment") {
            levels[record.scope] = *probation::RiskAssessment::from_row(record.row).rosh;
            ++cases[levels[record.scope]];
        }
        if (record.collection == "contact") ++contacts[levels.at(record.scope)];
    }
    using probation::RoshLevel;
    EXPECT_NEAR(contacts[RoshLevel::low] / cases[RoshLevel::low] / 2, 25, 1.5);
    EXPECT_NEAR(contacts[RoshLevel::high] / cases[RoshLevel::high] / 2, 110, 6);
    const auto all_contacts = static_cast<double>(many().note_sizes.size());
    EXPECT_NEAR(all_contacts / 200 / 2, 60, 2);
}

TEST(Generate, PlansAndEndsContactsAsPractised) {
    std::vector<double> outcomes(6);
    double planned = 0;
    const auto contacts = all<Contact>(many());
    for (const Contact& contact : contacts) {
        EXPECT_EQ(contact.outcome.has_value(), *contact.planned);
        if (!*contact.planned) continue;
        ++planned;
        ++outcomes[static_cast<std::size_t>(class_of(*contact.outcome))];
    }
    EXPECT_NEAR(planned / static_cast<double>(contacts.size()), 0.45, 0.02);
    EXPECT_LT(chi_square(outcomes, {68, 9, 8, 9, 2, 4}), 15.1);  // 5 degrees of freedom, 1 %
}

TEST(Generate, MakesTheKindsOfContactInTheirShares) {
    std::map<probation::ContactType, double> kinds;
    const auto contacts = all<Contact>(many());
    for (const Contact& contact : contacts) ++kinds[*contact.type];

    const auto total = static_cast<double>(contacts.size());
    for (const ContactKind& kind : vocabulary().contact_kinds) {
        // The vocabulary's shares leave 2 % open.
        const double share = static_cast<double>(kind.share) / 980'000;
        EXPECT_NEAR(kinds[kind.type] / total, share, 0.25 * share + 0.006) << kind.code;
    }
}

TEST(Generate, WritesNotesOfLogNormalLength) {
    std::vector<std::size_t> sizes = many().note_sizes;
    std::ranges::sort(sizes);

    EXPECT_NEAR(static_cast<double>(sizes[sizes.size() / 2]), 450, 25);
    EXPECT_NEAR(static_cast<double>(sizes[sizes.size() * 95 / 100]), 3500, 350);
    EXPECT_LE(sizes.back(), note_bytes_max);
    EXPECT_GT(sizes.back(), 20'000U);
}

TEST(Generate, GivesPlansThreeToFiveGoalsWithTwoToFourSteps) {
    std::map<RecordId, int> goals;
    std::map<RecordId, int> steps;
    for (const auto& goal : all<probation::Goal>(many())) ++goals[*goal.plan_id];
    for (const auto& step : all<probation::Step>(many())) ++steps[*step.goal_id];

    EXPECT_EQ(goals.size(), all<probation::Plan>(many()).size());
    for (const auto& [plan, count] : goals) EXPECT_TRUE(count >= 3 && count <= 5) << count;
    EXPECT_EQ(steps.size(), all<probation::Goal>(many()).size());
    for (const auto& [goal, count] : steps) EXPECT_TRUE(count >= 2 && count <= 4) << count;
}

TEST(Generate, NamesParentsBeforeChildrenInTheSameScope) {
    std::map<RecordId, std::string> seen;  // id → scope
    const auto& schema = probation::schema();
    for (const auto& record : many().records) {
        for (const auto& field : schema.collection(record.collection)->fields) {
            const auto given = record.row.find(field.name);
            if (field.target.empty() || given == record.row.end()) continue;
            const RecordId parent = std::get<RecordId>(given->second);
            ASSERT_TRUE(seen.contains(parent)) << record.collection;
            EXPECT_EQ(seen[parent], record.scope);
        }
        if (record.id) {
            EXPECT_TRUE(seen.emplace(*record.id, record.scope).second) << "an id given twice";
        }
    }
}

TEST(Generate, KeepsContactsWithinTheTimeAsked) {
    const CaseloadOptions options{};
    const Instant from = london(options.from, {});
    const Instant to = london(options.to(), {});

    for (const Contact& contact : all<Contact>(many())) {
        EXPECT_GE(*contact.starts, from);
        EXPECT_LT(*contact.starts, to);
        EXPECT_GT(*contact.ends, *contact.starts);
    }
}

TEST(Generate, GivesEveryNaturalKeyOnceInACase) {
    std::set<std::pair<std::string, probation::FlagType>> flags;
    for (const auto& record : many().records) {
        EXPECT_EQ(record.id.has_value(), record.collection != "register_flag");
        if (record.id) continue;
        const auto type = *probation::RegisterFlag::from_row(record.row).type;
        EXPECT_TRUE(flags.emplace(record.scope, type).second);
    }
    EXPECT_GT(flags.size(), 200U);
}

TEST(Generate, SharesPlansIfAsked) {
    const Made made = make({.cases = 3, .plans = PlanScope::shared});

    EXPECT_EQ(made.invalid, std::vector<std::string>{});
    for (const auto& record : made.records) {
        const bool plan = record.collection == "plan" || record.collection == "goal" ||
                          record.collection == "step";
        EXPECT_EQ(record.scope.starts_with("case_su:"), plan);
    }
}

TEST(Generate, KeepsACaseWhateverIsMadeBesideIt) {
    const auto first_case = [](const Made& made) {
        std::vector<std::pair<std::optional<RecordId>, schema::Row>> out;
        for (const auto& record : made.records) {
            if (record.scope == "case:1") out.emplace_back(record.id, record.row);
        }
        return out;
    };

    EXPECT_EQ(first_case(make({.cases = 1})), first_case(make({.cases = 4})));
}

}  // namespace
}  // namespace sanderling::caseload
