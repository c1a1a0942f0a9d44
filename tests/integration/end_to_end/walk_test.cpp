// The main job from end to end: a visit written without signal is read on another device, through a
// server that cannot read it; and what happens when the server goes and comes back.
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <random>
#include <set>

namespace sanderling::tests {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string canary = "Mr Ashdown said the greenhouse door was forced on Tuesday";

class WalkTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    PersonId ben_ = org_.hire("Ben " + name_, "manager");
    ScopeId case_ = org_.found("case", "case of " + name_);

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
    }
    Phone phone_of(PersonId person, const std::string& what) {
        return Phone(org_, person, name_ + "-" + what);
    }
};

TEST_F(WalkTest, AVisitWrittenWithoutSignalIsReadOnAnotherDevice) {
    Phone ann = phone_of(ann_, "ann");
    ann.sync();  // the case and its key come; then the signal goes
    const RecordId visit = ann.visit(case_, canary);
    EXPECT_EQ(must(ann.store().status()).unsent_transactions, 1U);
    ann.reopen();  // written is written
    EXPECT_EQ(must(ann.store().status()).unsent_transactions, 1U);

    ann.sync();
    Phone ben = phone_of(ben_, "ben");
    ben.sync();

    EXPECT_THAT(ben.text("SELECT notes FROM contact WHERE id = ?1", {Scalar(visit)}),
                HasSubstr(canary));
    EXPECT_EQ(ben.text("SELECT type FROM contact"), "home_visit");
    EXPECT_EQ(must(ann.store().status()).unsent_transactions, 0U);
    EXPECT_EQ(ann.scope(case_).digest, ben.scope(case_).digest);
    EXPECT_EQ(ann.scope(case_).seq, ben.scope(case_).seq);
    EXPECT_FALSE(ben.scope(case_).digest.empty());
    EXPECT_EQ(ben.scope(case_).kind, "case");
    EXPECT_EQ(ben.scope(case_).role, "manager");
}

TEST_F(WalkTest, NoContentLiesInClearOnTheServerOrOnADevice) {
    Phone ann = phone_of(ann_, "ann");
    ann.sync();
    ann.visit(case_, canary);
    must(ann.store().query("SELECT * FROM contact WHERE notes LIKE '%greenhouse%' ORDER BY notes"));
    ann.sync();
    Phone ben = phone_of(ben_, "ben");
    ben.sync();
    ASSERT_THAT(ben.text("SELECT notes FROM contact"), HasSubstr(canary));

    const std::vector<std::string> texts{"greenhouse", canary, "home_visit"};
    EXPECT_THAT(files_with(org_.server_folder(), texts), IsEmpty());
    EXPECT_THAT(files_with(org_.folder() / "devices", texts), IsEmpty());
    EXPECT_THAT(org_.server_log(), Not(HasSubstr("greenhouse")));

    // The scan finds what is there.
    const TemporaryFolder control;
    std::filesystem::create_directories(control.path() / "deep");
    std::ofstream(control.path() / "deep" / "note") << "…" << canary << "…";
    EXPECT_EQ(files_with(control.path(), texts).size(), 1U);
}

TEST_F(WalkTest, WhatIsWrittenOnlineArrivesByItself) {
    Phone ann = phone_of(ann_, "ann");
    Phone ben = phone_of(ben_, "ben");
    std::atomic<int> changes_from_server = 0;
    const Subscription watching = ben.store().on_change([&](const Change& change) {
        if (change.origin == Change::Origin::server) ++changes_from_server;
    });
    ann.go_online();
    ben.go_online();
    must(ann.agent().wait_until_live(patience));
    must(ben.agent().wait_until_live(patience));
    const int before = changes_from_server;

    ann.visit(case_, canary);

    EXPECT_TRUE(wait_for([&] { return ben.count("SELECT count(*) FROM contact") == 1; }));
    EXPECT_GT(changes_from_server, before);
    must(ann.agent().wait_until_drained(patience));
    EXPECT_GT(ann.agent().traffic().sent, 0U);
}

TEST_F(WalkTest, AllOfATransactionOverTwoScopesArrivesOrNothing) {
    const ScopeId other = org_.found("case", "second case of " + name_);
    org_.allocate(other, ann_);
    org_.allocate(other, ben_);
    Phone ann = phone_of(ann_, "ann");
    ann.sync();
    probation::Contact contact;
    contact.type = probation::ContactType::home_visit;
    contact.staff = "N041";
    const auto receipt = must(ann.store().write([&](Transaction& tx) -> Result<void> {
        if (auto made = tx.insert(case_, contact); !made) return made.error();
        if (auto made = tx.insert(other, contact); !made) return made.error();
        return {};
    }));
    const auto failed = ann.store().write([&](Transaction& tx) -> Result<void> {
        if (auto made = tx.insert(case_, contact); !made) return made.error();
        return fail(Errc::constraint, "a change of mind");
    });

    ann.sync();
    Phone ben = phone_of(ben_, "ben");
    ben.sync();

    EXPECT_EQ(receipt.parts.size(), 2U);
    EXPECT_EQ(failed.error().code, Errc::constraint);
    EXPECT_EQ(ben.count("SELECT count(*) FROM contact WHERE staff = 'N041'"), 2);
    EXPECT_EQ(ben.count("SELECT count(DISTINCT scope) FROM contact"), 2);
}

// More than one page, and more than what a device grants at first (4 MiB).
TEST_F(WalkTest, ALargeCaseArrivesPageByPage) {
    Phone ann = phone_of(ann_, "ann");
    ann.sync();
    std::mt19937 random(3);
    for (int i = 0; i < 65; ++i) {
        std::string note(80'000, ' ');  // of which no compression makes less
        for (char& c : note) c = static_cast<char>('!' + random() % 90);
        ann.visit(case_, note);
    }
    ann.sync();
    Phone ben = phone_of(ben_, "ben");

    ben.go_online();
    must(ben.agent().wait_until_live(patience));

    EXPECT_EQ(ben.count("SELECT count(*) FROM contact"), 65);
    EXPECT_EQ(ben.scope(case_).state, ScopeState::ready);
    EXPECT_EQ(ben.scope(case_).digest, ann.scope(case_).digest);
    EXPECT_GT(ben.agent().traffic().received, std::uint64_t{65} * 60'000);
}

// ---- The server goes and comes back -------------------------------------------------------------

TEST_F(WalkTest, AClientGoesBackToLiveByItselfAfterTheServerWasAway) {
    Phone ann = phone_of(ann_, "ann");
    ann.go_online();
    std::mutex mutex;
    std::set<SyncPhase> seen;
    ann.agent().on_progress([&](const SyncProgress& progress) {
        const std::lock_guard lock(mutex);
        seen.insert(progress.phase);
    });
    must(ann.agent().wait_until_live(patience));

    EXPECT_TRUE(org_.stop_server().is_success()) << org_.server_log();
    EXPECT_TRUE(wait_for([&] { return ann.agent().progress().phase != SyncPhase::live; }));
    ann.visit(case_, canary);
    EXPECT_TRUE(must(ann.store().status()).offline_since.has_value());
    org_.start_server();

    must(ann.agent().wait_until_drained(patience));
    EXPECT_TRUE(wait_for([&] { return ann.agent().progress().phase == SyncPhase::live; }));
    EXPECT_FALSE(ann.agent().progress().problem.has_value());
    EXPECT_FALSE(must(ann.store().status()).offline_since.has_value());
    ann.go_offline();  // nobody reports any more
    for (const SyncPhase phase :
         {SyncPhase::offline, SyncPhase::connecting, SyncPhase::control, SyncPhase::live})
        EXPECT_THAT(seen, Contains(phase));
}

TEST_F(WalkTest, ProgressCountsUpToWhatWasExpected) {
    Phone ann = phone_of(ann_, "ann");
    ann.sync();
    must(ann.store().write([&](Transaction& tx) -> Result<void> {
        for (int i = 0; i < 300; ++i)
            if (auto made = tx.insert(
                    case_, "contact",
                    {{"type", std::string("home_visit")}, {"notes", List{std::string(300, 'n')}}});
                !made)
                return made.error();
        return {};
    }));
    ann.sync();
    Phone ben = phone_of(ben_, "ben");
    ben.go_online();
    std::mutex mutex;
    std::vector<SyncProgress> seen;
    ben.agent().on_progress([&](const SyncProgress& progress) {
        const std::lock_guard lock(mutex);
        seen.push_back(progress);
    });
    must(ben.agent().wait_until_live(patience));
    ben.go_offline();  // nobody reports any more

    EXPECT_EQ(ben.count("SELECT count(*) FROM contact"), 300);
    std::erase_if(seen, [](const SyncProgress& p) { return p.phase == SyncPhase::offline; });
    bool has_caught_up = false;
    for (const SyncProgress& p : seen)
        has_caught_up = has_caught_up || p.phase == SyncPhase::catching_up;
    EXPECT_TRUE(has_caught_up);
    ASSERT_FALSE(seen.empty());
    EXPECT_GE(seen.back().records_done, 300U);
    EXPECT_GT(seen.back().bytes_total, 0U);
    EXPECT_EQ(seen.back().scopes_ready, seen.back().scopes_total);
}

TEST_F(WalkTest, ADeviceThatCameLaterFetchesWhatWasReplacedBefore) {
    const auto place = [](Phone& phone, RecordId id, const std::string& where) {
        must(phone.store().write([&](Transaction& tx) {
            return tx.update("contact", id, {{"place", where}});
        }));
    };
    const auto places = [](const std::vector<HistoryEntry>& entries) {
        std::string out;
        for (const HistoryEntry& e : entries)
            if (e.field == "place") out += std::get<std::string>(e.row.at("place")) + " ";
        return out;
    };
    Phone ann = phone_of(ann_, "ann");
    ann.sync();
    const RecordId visit = ann.visit(case_, canary);
    for (const char* where : {"home", "office", "phone"}) {
        place(ann, visit, where);
        ann.sync();
    }
    Phone ben = phone_of(ben_, "ben");
    ben.sync();
    ASSERT_EQ(places(must(ben.store().history("contact", visit))), "phone ");

    ben.go_online();
    must(ben.agent().wait_until_live(patience));
    const OlderHistory found = must(ben.agent().history("contact", visit));
    ASSERT_EQ(places(found.entries), "home office phone ");
    for (const HistoryEntry& entry : found.entries) EXPECT_EQ(entry.person, ann_);
    EXPECT_EQ(must(ben.agent().history("contact", visit, {.limit = 1})).entries.size(), 1U);
    for (const HistoryEntry& entry : found.entries)
        if (places({entry}) == "home ") must(ben.store().restore(entry));
    EXPECT_EQ(ben.text("SELECT place FROM contact WHERE id = ?1", {Scalar(visit)}), "home");

    ben.agent().stop();
    EXPECT_EQ(ben.agent().history("contact", visit).error().code, Errc::offline);
}

TEST_F(WalkTest, StoppedServersSayGoodbyeAndEndWithSuccess) {
    Phone ann = phone_of(ann_, "ann");
    ann.go_online();
    must(ann.agent().wait_until_live(patience));

    const ProcessExit exit = org_.stop_server();

    EXPECT_TRUE(exit.is_success()) << exit.text();
    EXPECT_THAT(org_.server_log(), HasSubstr("\"event\":\"stopped\""));
    org_.start_server();
    must(ann.agent().wait_until_live(patience));
}

}  // namespace
}  // namespace sanderling::tests
