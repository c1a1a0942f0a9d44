// Stories 9, 12 and 13 of the practice, with the real server, keyholder and devices: what is handed
// in is not read where it was taken, what is a victim's stays apart, what was erased stays erased.
#include "tests/integration/client-sdk/replica/search_files.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gtest/gtest.h>

#include "sanderling/erased.hpp"

namespace sanderling::tests {
namespace {

class SeparationStory : public ::testing::Test {
  protected:
    std::string named(const std::string& what) const { return what + " " + name_; }
    PersonId hire(const std::string& who, std::string_view role) {
        return org_.hire(named(who), role);
    }
    static RecordId write(Phone& phone, const std::function<Result<RecordId>(Transaction&)>& one) {
        RecordId id;
        must(phone.store().write([&](Transaction& tx) -> Result<void> {
            auto made = one(tx);
            if (!made) return made.error();
            id = *made;
            return {};
        }));
        return id;
    }
    static bool holds(Phone& phone, std::string_view words) {
        return decrypted_files(phone.folder(), Passphrase(Phone::passphrase)).find(words) !=
               std::string::npos;
    }

    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

// Story 13.
TEST_F(SeparationStory, TheOfficersTabletCannotOpenWhatTheServiceUserHandedIn) {
    const PersonId olu = hire("Olu", "officer");
    const PersonId rita = hire("Rita", "researcher");
    const ScopeId project = org_.found("research", named("project"));
    org_.allocate(project, olu);
    org_.allocate(project, rita);
    Phone tablet(org_, olu, name_ + "-tablet");
    Phone desk(org_, rita, name_ + "-desk");
    tablet.sync();
    ASSERT_EQ(tablet.scope(project).state, ScopeState::deposit);
    const std::string said = "he decides before I have sat down";

    const RecordId handed_in = write(tablet, [&](Transaction& tx) {
        return tx.deposit(project, "questionnaire_response",
                          {{"instrument_code", std::string("DRI-R")},
                           {"instrument_edition", std::int64_t{1}},
                           {"wave", std::string("mid")},
                           {"respondent", std::string("su")},
                           {"answers", "{\"7\":2,\"words\":\"" + said + "\"}"},
                           {"submitted_at", std::int64_t{1'303'117'200'000}}});
    });

    EXPECT_FALSE(holds(tablet, said)) << "with no signal yet";
    tablet.sync();
    desk.sync();
    EXPECT_EQ(must(tablet.store().outbox()).size(), 0U);
    EXPECT_FALSE(holds(tablet, said));
    EXPECT_EQ(tablet.count("SELECT count(*) FROM questionnaire_response"), 0);
    const auto read = must(desk.store().get("questionnaire_response", handed_in));
    ASSERT_TRUE(read);
    EXPECT_NE(std::get<std::string>(read->at("answers")).find(said), std::string::npos);
    // A new key, and another one handed in: both are read.
    const PersonId sam = hire("Sam", "researcher");
    org_.allocate(project, sam);
    org_.withdraw(project, sam);
    tablet.sync();
    write(tablet, [&](Transaction& tx) {
        return tx.deposit(project, "questionnaire_response",
                          {{"instrument_code", std::string("DRI-R")},
                           {"instrument_edition", std::int64_t{1}},
                           {"wave", std::string("end")},
                           {"respondent", std::string("su")},
                           {"submitted_at", std::int64_t{1'303'117'200'000}}});
    });
    tablet.sync();
    desk.sync();
    EXPECT_EQ(desk.count("SELECT count(*) FROM questionnaire_response"), 2);
}

// Story 9.
TEST_F(SeparationStory, OnlyTheConditionsWordsCrossFromTheVictimsScope) {
    const PersonId vera = hire("Vera", "vlo");
    const PersonId olu = hire("Olu", "officer");
    const ScopeId victim = org_.found("victim", named("victim"));
    const ScopeId bridge = org_.found("bridge", named("bridge"));
    const ScopeId the_case = org_.found("case", named("case"));
    org_.allocate(victim, vera);
    org_.allocate(bridge, vera);
    org_.allocate(bridge, olu);
    org_.allocate(the_case, olu);
    Phone liaison(org_, vera, name_ + "-vlo");
    Phone officer(org_, olu, name_ + "-om");
    liaison.sync();
    officer.sync();
    const std::string who = "Petronella Quayle";
    const std::string condition = "Not to enter the lanes behind the tannery.";

    // Both without a signal, at the same time.
    const RecordId kept = write(liaison, [&](Transaction& tx) {
        return tx.insert(victim, "victim_case", {{"name", who}});
    });
    const RecordId sent = write(liaison, [&](Transaction& tx) {
        return tx.insert(bridge, "licence_request",
                         {{"condition", condition}, {"kind", std::string("exclusion_zone")}});
    });
    officer.visit(the_case, "drafting licence conditions");
    const auto joined = liaison.store().write([&](Transaction& tx) -> Result<void> {
        if (auto one = tx.update("victim_case", kept, {{"contact_by", std::string("2011-06-13")}});
            !one)
            return one;
        auto other = tx.insert(bridge, "licence_request", {{"condition", condition}});
        return other ? Result<void>() : other.error();
    });
    liaison.sync();
    officer.sync();

    ASSERT_FALSE(joined);
    EXPECT_EQ(joined.error().code, Errc::constraint);
    const auto row = must(officer.store().get("licence_request", sent));
    ASSERT_TRUE(row);
    EXPECT_EQ(std::get<std::string>(row->at("condition")), condition);
    EXPECT_EQ(row->size(), 2U) << "the words, and what they do";
    EXPECT_TRUE(must(officer.store().search("Petronella")).empty());
    EXPECT_EQ(must(officer.store().search("tannery")).size(), 1U);
    for (const ScopeInfo& scope : must(officer.store().scopes())) EXPECT_NE(scope.id, victim);
    EXPECT_FALSE(holds(officer, who));
    EXPECT_TRUE(holds(liaison, who));
    EXPECT_TRUE(files_with(org_.server_folder(), {who, condition}).empty());
}

// Story 12.
TEST_F(SeparationStory, ADeviceThatComesBackBringsNothingErasedWithIt) {
    const PersonId olu = hire("Olu", "officer");
    const PersonId ada = hire("Ada", "officer");
    const ScopeId erased = org_.found("case", named("erased case"));
    const ScopeId kept = org_.found("case", named("kept case"));
    for (const ScopeId scope : {erased, kept})
        for (const PersonId person : {olu, ada}) org_.allocate(scope, person);
    Phone away(org_, olu, name_ + "-away");
    Phone here(org_, ada, name_ + "-here");
    here.sync();
    const RecordId known = here.visit(erased, "kingfisher on the wall");
    here.sync();
    away.sync();
    ASSERT_TRUE(holds(away, "kingfisher"));
    // Off for forty days: nothing of what follows depends on what clock anybody has.
    away.visit(erased, "written while away");
    must(away.store().write([&](Transaction& tx) -> Result<void> {
        return tx.update("contact", known, {{"staff", std::string("edited while away")}});
    }));
    away.visit(kept, "elsewhere while away");
    const auto ordered = org_.ask(
        {{"verb", "purge"}, {"scope", to_text(erased)}, {"reason", "retention"}, {"yes", true}});
    ASSERT_TRUE(ordered.value("ok", false)) << ordered.dump();
    here.sync();
    ASSERT_EQ(here.scope(erased).state, ScopeState::revoked);

    away.go_online();
    ASSERT_TRUE(wait_for([&] {
        const auto items = must(away.store().outbox());
        return items.size() == 2 && items[0].delivery == Delivery::rejected &&
               items[1].delivery == Delivery::rejected;
    }));
    away.go_offline();
    here.sync();

    for (const OutboxItem& item : must(away.store().outbox()))
        EXPECT_EQ(item.verdict.code, Errc::purged) << "with notice";
    EXPECT_EQ(must(away.store().outbox())[0].scope, erased);
    EXPECT_FALSE(must(erasures(away.store())).empty());
    EXPECT_EQ(away.count("SELECT count(*) FROM contact WHERE scope = ?1", {RecordId{erased.bytes}}),
              0);
    EXPECT_FALSE(holds(away, "kingfisher"));
    for (Phone* phone : {&away, &here}) {
        EXPECT_EQ(phone->scope(erased).state, ScopeState::revoked);
        EXPECT_EQ(phone->count("SELECT count(*) FROM contact"), 1) << "the kept case's";
    }
    const PersonId late = hire("Lou", "officer");
    const auto admitted =
        org_.ask({{"verb", "allocate"}, {"scope", to_text(erased)}, {"person", to_text(late)}});
    EXPECT_NE(admitted.value("ok", true), true) << admitted.dump();
}

}  // namespace
}  // namespace sanderling::tests
