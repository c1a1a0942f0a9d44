// The compiled probation schema, as an application uses it.
#include "schema/generated/probation/description.hpp"
#include "schema/generated/probation/records.hpp"
#include "schema/model/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::probation {
namespace {

Contact home_visit() {
    Contact visit;
    visit.type = ContactType::home_visit;
    visit.starts = Instant{1'303'120'800'000};
    visit.place = Place::doorstep;
    visit.requirement_id = RecordId{{1, 2, 3}};
    visit.ns_flag = true;
    visit.outcome = Outcome::attended_complied;
    visit.notes = {"Seen at home as arranged.", "Correction: seen at the gate."};
    visit.enforcement_action = {EnforcementAction::no_further_action};
    return visit;
}

TEST(Contact, ComesBackFromItsRow) {
    const Contact visit = home_visit();

    const schema::Row row = visit.to_row();

    EXPECT_EQ(Contact::from_row(row), visit);
    EXPECT_EQ(row.at("outcome"), schema::Value("attended_complied"));
    EXPECT_EQ(row.at("starts"), schema::Value(std::int64_t{1'303'120'800'000}));
    EXPECT_FALSE(row.contains(Contact::key::ends)) << "what is not set is not written";
    EXPECT_TRUE(sanderling::schema::validate(schema(),
                                             *schema().collection(Contact::collection_name), row,
                                             sanderling::schema::Change::create));
}

TEST(Contact, LeavesUnsetWhatItsProgramDoesNotKnow) {
    schema::Row row = home_visit().to_row();
    row["outcome"] = std::string("an outcome of a newer schema");
    row["place"] = true;
    row["a_newer_field"] = std::string("x");

    const Contact read = Contact::from_row(row);

    EXPECT_EQ(read.outcome, std::nullopt);
    EXPECT_EQ(read.place, std::nullopt);
    EXPECT_EQ(read.type, ContactType::home_visit);
}

// What the practice layer promises of each (docs/data-dictionary.md): its scope kinds.
TEST(Probation, HasEveryCollectionWhereItBelongs) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> wanted{
        {"person", {"case"}},
        {"address", {"case"}},
        {"phone", {"case"}},
        {"order", {"case"}},
        {"requirement", {"case"}},
        {"activity_day", {"case"}},
        {"allocation", {"case"}},
        {"contact", {"case", "case_x"}},
        {"enforcement_step", {"case"}},
        {"evidence", {"case"}},
        {"court_report", {"case"}},
        {"risk_assessment", {"case"}},
        {"risk_score", {"case"}},
        {"register_flag", {"case"}},
        {"need", {"case"}},
        {"countersignature", {"case", "case_x", "case_su", "team"}},
        {"judgement_note", {"case", "case_x"}},
        {"access_limit", {"case"}},
        {"person_link", {"case", "team"}},
        {"plan", {"case_su", "case"}},
        {"goal", {"case_su", "case"}},
        {"step", {"case_su", "case"}},
        {"involvement_entry", {"case_su", "case"}},
        {"agreement", {"case_su", "case"}},
        {"su_voice", {"case_su"}},
        {"visual_form", {"case_su", "case"}},
        {"visual_item", {"case_su", "case"}},
        {"node_map", {"case_su", "case"}},
        {"map_node", {"case_su", "case"}},
        {"map_link", {"case_su", "case"}},
        {"skill_entry", {"case_su", "case"}},
        {"instrument", {"org"}},
        {"instrument_item", {"org"}},
        {"response_key", {"org"}},
        {"questionnaire_response", {"case_su", "staff", "research"}},
        {"research_consent", {"case_su"}},
        {"research_project", {"research"}},
        {"research_extract", {"research"}},
        {"observation", {"pair"}},
        {"observation_mark", {"pair"}},
        {"reflection", {"staff", "pair"}},
        {"supervision_session", {"pair"}},
        {"action", {"pair", "team"}},
        {"coaching_note", {"pair"}},
        {"training_event", {"org", "team", "als"}},
        {"attendance", {"team", "staff", "als"}},
        {"evaluation", {"staff", "team"}},
        {"als_meeting", {"als"}},
        {"als_action", {"als"}},
        {"qa_review", {"team"}},
        {"qa_mark", {"team"}},
        {"qa_action", {"team"}},
        {"victim_case", {"victim"}},
        {"victim_contact", {"victim"}},
        {"victim_satisfaction", {"victim"}},
        {"licence_request", {"bridge", "victim"}},
        {"case_notice", {"bridge"}},
        {"group", {"sug"}},
        {"group_member", {"sug"}},
        {"meeting", {"sug"}},
        {"issue", {"sug"}},
        {"response", {"sug"}},
        {"thread", {"team", "org", "als"}},
        {"post", {"team", "org", "als"}},
        {"bulletin", {"org", "team"}},
        {"newsletter", {"org", "team"}},
        {"local_policy", {"org", "team"}},
        {"focus_group_note", {"team", "org"}},
        {"message", {"team", "org", "pair"}},
        {"audit_entry", {"audit", "pair"}},
    };

    for (const auto& [name, kinds] : wanted) {
        const auto* collection = schema().collection(name);
        ASSERT_NE(collection, nullptr) << name;
        EXPECT_EQ(collection->scope_kinds, kinds) << name;
    }
    EXPECT_EQ(schema().collections().size(), wanted.size());
    EXPECT_EQ(schema().collection("order")->table, "orders");
    EXPECT_EQ(schema().collection("group")->table, "sug_group");
}

struct Decided {
    std::string field{};
    commit::Rule rule{};
    std::string resolver{};  // empty: whoever writes next
};

const sanderling::schema::Field& field_of(const std::string& path) {
    const auto dot = path.find('.');
    return *schema().collection(path.substr(0, dot))->field(path.substr(dot + 1));
}

TEST(Probation, SaysWhoResolvesWhat) {
    using enum commit::Rule;
    const Decided decided[] = {
        {"contact.outcome", multi_value, "officer"},
        {"contact.attended", multi_value, "officer"},
        {"contact.warning", multi_value, "officer"},
        {"evidence.decision", multi_value, "officer"},
        {"activity_day.outcome", multi_value, "officer"},
        {"need.severity", multi_value, "officer"},
        {"goal.status", multi_value, "officer"},
        {"step.status", multi_value, "officer"},
        {"risk_assessment.rosh", cautious, "manager"},
        {"risk_assessment.mappa_category", multi_value, "manager"},
        {"risk_assessment.mappa_level", cautious, "manager"},
        {"register_flag.status", cautious, "manager"},
        {"person_link.status", multi_value, "manager"},
        {"qa_mark.judgement", multi_value, "manager"},
        {"victim_case.opt", cautious, "officer"},
        {"person.main_address", multi_value, ""},
        {"person.main_address_id", multi_value, ""},
    };

    for (const Decided& one : decided) {
        const auto& field = field_of(one.field);
        const auto* resolver = schema().authority_class(field.resolver);
        EXPECT_EQ(field.rule, one.rule) << one.field;
        EXPECT_EQ(resolver == nullptr ? "" : resolver->name, one.resolver) << one.field;
    }
}

TEST(Probation, KeepsVictimsApartAndLetsPractitionersHandInOnly) {
    using sanderling::schema::has;
    using sanderling::schema::Right;
    for (const auto& kind : schema().scope_kinds()) {
        EXPECT_EQ(kind.separate, kind.name == "victim") << kind.name;
        EXPECT_EQ(kind.audited, kind.name == "victim" || kind.name == "case_x") << kind.name;
    }
    const auto officer = schema().role("officer")->number;
    for (const char* name : {"research", "audit"}) {
        const auto grant = schema().scope_kind(name)->grant(officer);
        ASSERT_TRUE(grant) << name;
        EXPECT_TRUE(has(grant->rights, Right::write)) << name;
        EXPECT_FALSE(has(grant->rights, Right::read)) << name;
    }
    EXPECT_FALSE(schema().scope_kind("victim")->grant(officer));
}

// A resolver whom nobody can be would leave a conflict open for ever, and an authority that nobody
// holds would make every write a proposal.
TEST(Probation, HasSomebodyForEveryAuthorityWhereItIsAsked) {
    const auto is_held = [](const std::string& kind, sanderling::schema::AuthorityClass wanted) {
        for (const auto& grant : schema().scope_kind(kind)->roles)
            if (commit::holds(grant.classes, wanted) &&
                sanderling::schema::has(grant.rights, sanderling::schema::Right::write))
                return true;
        return false;
    };

    for (const auto& collection : schema().collections())
        for (const auto& field : collection.fields)
            for (const std::string& kind : collection.scope_kinds) {
                const std::string where = collection.name + "." + field.name + " in " + kind;
                EXPECT_TRUE(field.authority == commit::any_writer || is_held(kind, field.authority))
                    << where << ": authority";
                EXPECT_TRUE(field.resolver == commit::any_writer || is_held(kind, field.resolver))
                    << where << ": resolver";
            }
}

TEST(Probation, LetsNobodyButTheServiceUserWriteTheirOwnWords) {
    const auto& words = field_of("su_voice.words");

    EXPECT_EQ(words.rule, commit::Rule::text);
    for (const auto& grant : schema().scope_kind("case_su")->roles) {
        const bool is_the_person = grant.role == schema().role("service_user")->number;
        EXPECT_EQ(commit::holds(grant.classes, words.authority), is_the_person);
    }
}

TEST(Probation, KeepsManagersOutOfStaffsOwnSpaceAndCasesOutOfVictims) {
    EXPECT_FALSE(schema().scope_kind("staff")->grant(schema().role("manager")->number));
    for (const char* role : {"officer", "duty_officer", "manager", "service_user", "auditor"})
        EXPECT_FALSE(schema().scope_kind("victim")->grant(schema().role(role)->number)) << role;
    for (const auto& field : schema().collection("licence_request")->fields)
        EXPECT_NE(field.type, sanderling::schema::FieldType::id) << "refers to nothing";
}

TEST(Probation, LetsTheManagerSettleRiskAndNotTheOfficer) {
    const auto& rosh = *schema().collection("risk_assessment")->field("rosh");
    const auto& case_file = *schema().scope_kind("case");
    const auto manager = case_file.grant(schema().role("manager")->number).value();
    const auto officer = case_file.grant(schema().role("officer")->number).value();

    EXPECT_EQ(rosh.rule, commit::Rule::cautious);
    EXPECT_EQ(rosh.authority, commit::any_writer);
    EXPECT_TRUE(commit::holds(manager.classes, rosh.resolver));
    EXPECT_FALSE(commit::holds(officer.classes, rosh.resolver));
}

TEST(Probation, KeepsTheGroupsTabletOutOfCases) {
    const auto tablet = schema().role("tablet")->number;

    EXPECT_FALSE(schema().scope_kind("case")->grant(tablet));
    EXPECT_FALSE(schema().scope_kind("case_su")->grant(tablet));
    EXPECT_TRUE(schema().scope_kind("sug")->grant(tablet));
}

TEST(Probation, KnowsOutcomesByTheirReferenceCode) {
    const auto* outcome = schema().enumeration("outcome")->value_by_code("UAAB");

    ASSERT_NE(outcome, nullptr);
    Outcome parsed{};
    ASSERT_TRUE(from_text(outcome->name, parsed));
    EXPECT_EQ(parsed, Outcome::unacceptable_absence);
    EXPECT_EQ(outcome->label, "Unacceptable Absence");
    EXPECT_FALSE(from_text("UAAB", parsed)) << "a code is not a name";
}

}  // namespace
}  // namespace sanderling::probation
