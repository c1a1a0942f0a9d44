// A case is transferred while its old officer is offline: what he wrote waits for a decision, and
// what is accepted is there for everybody as if it had come in time.
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace sanderling::tests {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* all_contacts = "SELECT count(*) FROM contact";

class QuarantineTest : public ::testing::Test {
  protected:
    OrganisationFixture org_{built_programs()};
    PersonId old_ = org_.hire("Olga", "officer");
    PersonId new_ = org_.hire("Nils", "officer");
    ScopeId case_ = org_.found("case", "a case");
    std::optional<Phone> of_old_{};
    std::optional<Phone> of_new_{};
    RecordId shared_{};

    void SetUp() override {
        org_.allocate(case_, old_);
        // Whoever takes a case over decides on what is still to come.
        org_.allocate(case_, new_, "manager");
        of_old_.emplace(org_, old_, "old");
        of_new_.emplace(org_, new_, "new");
        of_old_->sync();
        shared_ = of_old_->visit(case_, "known to both");
        of_old_->sync();
        of_new_->sync();
    }

    void set_staff(Phone& phone, const std::string& staff) {
        must(phone.store().write([&](Transaction& tx) {
            return tx.update("contact", shared_, {{"staff", staff}});
        }));
    }

    // Four pieces of work before the transfer, two after it, all offline.
    void transfer() {
        set_staff(*of_old_, "by the old officer");
        for (const char* note : {"late one", "late two", "late three"}) of_old_->visit(case_, note);
        org_.withdraw(case_, old_);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));  // their clocks are this one's
        of_old_->visit(case_, "after, first");
        of_old_->visit(case_, "after, second");
        set_staff(*of_new_, "by the new officer");
        of_new_->sync();
        of_old_->sync();
        of_new_->sync();
    }

    std::vector<OutboxItem> held() { return must(of_old_->store().outbox()); }
    std::vector<LateWork> waiting() { return must(of_new_->store().quarantine()); }

    void decide(const LateWork& work, Decision decision, const DecisionOptions& options = {}) {
        must(of_new_->store().decide(work.scope, work.dot(), decision, options));
    }
    void decide_as_the_story_goes() {
        const auto works = waiting();
        ASSERT_EQ(works.size(), 6U);
        for (std::size_t i = 0; i < 4; ++i) decide(works[i], Decision::accept);
        decide(works[4], Decision::refuse,
               {.reason = DecisionReason::mistaken, .note = "She had moved by then"});
        decide(works[5], Decision::accept);
        of_new_->sync();
    }
};

TEST_F(QuarantineTest, AReviewerSeesWhatWaitsWithBeforeAndAfter) {
    transfer();

    const auto works = waiting();

    ASSERT_THAT(works, SizeIs(6));
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(works[i].kind, i < 4 ? LateKind::entry : LateKind::proposal) << i;
        EXPECT_EQ(works[i].person, old_);
        EXPECT_LE(works[i].claimed, works[i].effective);
        ASSERT_THAT(works[i].records, SizeIs(1));
    }
    const LateRecord& changed = works[0].records[0];
    EXPECT_EQ(changed.record, shared_);
    EXPECT_EQ(changed.after.at("staff"), Value(Scalar(std::string("by the old officer"))));
    EXPECT_EQ(changed.before.at("staff"), Value(Scalar(std::string("by the new officer"))));
    EXPECT_EQ(of_new_->count(all_contacts), 1) << "nothing of it counts yet";
    EXPECT_EQ(must(of_new_->store().status()).late_work, 6U);
}

TEST_F(QuarantineTest, WhatIsAcceptedIsThereForEverybodyAndWhatIsRefusedForNobody) {
    transfer();

    decide_as_the_story_goes();

    EXPECT_THAT(waiting(), IsEmpty());
    EXPECT_EQ(of_new_->count(all_contacts), 1 + 3 + 1);
    // The old officer had not seen the new one's value, nor the other way round.
    const auto conflicts = must(of_new_->store().conflicts());
    ASSERT_THAT(conflicts, SizeIs(1));
    EXPECT_THAT(conflicts[0].candidates, SizeIs(2));

    const PersonId third = org_.hire("Tove", "officer");
    org_.allocate(case_, third);
    Phone of_third(org_, third, "third");
    of_third.sync();
    EXPECT_EQ(of_third.count(all_contacts), 5);
    EXPECT_EQ(of_third.scope(case_).digest, of_new_->scope(case_).digest);
    EXPECT_THAT(must(of_third.store().quarantine()), IsEmpty()) << "not hers to decide";
}

TEST_F(QuarantineTest, TheAuthorLearnsWhatBecameOfIt) {
    transfer();
    ASSERT_THAT(held(), SizeIs(6));
    for (const OutboxItem& item : held()) EXPECT_EQ(item.delivery, Delivery::quarantined);

    decide_as_the_story_goes();
    of_old_->sync();

    std::vector<OutboxItem> refused;
    for (const OutboxItem& item : held()) {
        EXPECT_NE(item.delivery, Delivery::quarantined);
        if (item.delivery == Delivery::rejected) refused.push_back(item);
    }
    ASSERT_THAT(refused, SizeIs(1));
    EXPECT_EQ(refused[0].verdict.code, Errc::late_work_refused);
    ASSERT_TRUE(refused[0].decision);
    EXPECT_EQ(refused[0].decision->reason, "mistaken");
    EXPECT_EQ(of_old_->count(all_contacts), 0) << "the case is not on this device any more";
    must(of_old_->store().dismiss(refused[0].scope, refused[0].dot()));
}

TEST_F(QuarantineTest, DecidesOfflineAndOnlyWithTheRight) {
    transfer();
    of_old_->reopen();
    const auto works = waiting();
    ASSERT_THAT(works, SizeIs(6));

    const auto by_author =
        of_old_->store().decide(works[0].scope, works[0].dot(), Decision::accept);
    EXPECT_FALSE(by_author);
    decide(works[0], Decision::accept);
    EXPECT_EQ(must(of_new_->store().status()).waiting_decisions, 1U);
    EXPECT_TRUE(waiting()[0].decision.has_value());
    of_new_->reopen();
    of_new_->sync();
    EXPECT_EQ(must(of_new_->store().status()).waiting_decisions, 0U);
    EXPECT_THAT(waiting(), SizeIs(5));
}

}  // namespace
}  // namespace sanderling::tests
