// A person leaves a case: the server stops delivering, the device destroys what it holds of it, and
// what it had not sent is not lost in silence.
#include "client-sdk/link/blocking_link.hpp"
#include "client-sdk/replica/sync_store.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string canary = "He keeps the ferret in the coal shed";

class WithdrawalTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    PersonId ben_ = org_.hire("Ben " + name_, "officer");
    ScopeId case_ = org_.found("case", "case of " + name_);
    std::optional<Phone> of_ann_{};
    std::optional<Phone> of_ben_{};

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
        of_ann_.emplace(org_, ann_, name_ + "-ann");
        of_ben_.emplace(org_, ben_, name_ + "-ben");
        of_ann_->sync();
        of_ann_->visit(case_, canary);
        of_ann_->sync();
        of_ben_->sync();
        ASSERT_EQ(of_ben_->count("SELECT count(*) FROM contact"), 1);
    }
};

TEST_F(WithdrawalTest, TheDeviceDestroysTheCaseAndShowsWhatItCouldNotSend) {
    of_ben_->visit(case_, "written before he knew");
    org_.withdraw(case_, ben_);
    of_ben_->go_online();

    ASSERT_TRUE(wait_for([&] { return of_ben_->scope(case_).state == ScopeState::revoked; }));
    ASSERT_TRUE(wait_for([&] {
        const auto items = must(of_ben_->store().outbox());
        return items.size() == 1 && items[0].delivery == Delivery::quarantined;
    })) << "the unsent work has to be there still, with what became of it";

    EXPECT_EQ(of_ben_->count("SELECT count(*) FROM contact"), 0);
    EXPECT_EQ(must(of_ben_->store().outbox()).at(0).verdict.code, Errc::removed_member);
    EXPECT_EQ(must(of_ben_->store().status()).refused_transactions, 1U);
    EXPECT_THAT(must(of_ben_->store().conflicts()), IsEmpty());
    // Still so after a restart, and nothing can be written there any more.
    of_ben_->reopen();
    EXPECT_EQ(of_ben_->count("SELECT count(*) FROM contact"), 0);
    EXPECT_EQ(must(of_ben_->store().outbox()).size(), 1U);
    const auto written = of_ben_->store().write([&](Transaction& tx) -> Result<void> {
        auto made = tx.insert(case_, "contact", {{"type", std::string("home_visit")}});
        if (!made) return made.error();
        return {};
    });
    EXPECT_FALSE(written);
}

TEST_F(WithdrawalTest, TheOthersGoOnUnderANewKeyAndSeeNoneOfTheLateWork) {
    of_ben_->visit(case_, "written before he knew");
    org_.withdraw(case_, ben_);
    of_ben_->go_online();
    ASSERT_TRUE(wait_for([&] { return of_ben_->scope(case_).state == ScopeState::revoked; }));
    ASSERT_TRUE(wait_for([&] {
        const auto items = must(of_ben_->store().outbox());
        return items.size() == 1 && items[0].delivery == Delivery::quarantined;
    }));

    of_ann_->sync();
    of_ann_->visit(case_, "after he had gone");
    of_ann_->sync();

    EXPECT_EQ(of_ann_->count("SELECT count(*) FROM contact"), 2);
    const PersonId cat = org_.hire("Cat " + name_, "officer");
    org_.allocate(case_, cat);
    Phone of_cat(org_, cat, name_ + "-cat");
    of_cat.sync();
    EXPECT_EQ(of_cat.count("SELECT count(*) FROM contact"), 2) << "old and new key";
    EXPECT_EQ(of_cat.scope(case_).digest, of_ann_->scope(case_).digest);
}

TEST_F(WithdrawalTest, ADeviceThatIsOnlineIsToldAtOnce) {
    of_ben_->go_online();
    must(of_ben_->agent().wait_until_live(patience));

    org_.withdraw(case_, ben_);

    EXPECT_TRUE(wait_for([&] { return of_ben_->scope(case_).state == ScopeState::revoked; }));
    EXPECT_EQ(of_ben_->count("SELECT count(*) FROM contact"), 0);
}

TEST_F(WithdrawalTest, TheServerDeliversNothingMoreWhateverTheDeviceAsks) {
    org_.withdraw(case_, ben_);
    of_ann_->sync();
    of_ann_->visit(case_, "after he had gone");
    of_ann_->sync();
    replica::SyncStore insides(of_ben_->store());
    const auto me = must(insides.identity());
    link::LinkOptions options;
    options.server = {"127.0.0.1", org_.port()};
    options.trust = link::Pinned{{org_.server_key()}};
    auto link = must(link::BlockingLink::connect(options));
    crypto::SystemRandom random;
    must(link::say_hello(link, {me.certificate, me.key, me.replica, 0}, random, patience));
    const auto control = must(link.await<wire::Control>(patience));
    for (const wire::ScopeHead& scope : control.scopes) EXPECT_NE(scope.scope, case_);

    wire::Subscription from_the_start;
    from_the_start.scope = case_;
    must(link.send(wire::Subscribe{{from_the_start}}));
    const auto answer = must(link.await(
        [](const wire::Message& m) {
            return std::holds_alternative<wire::Revoked>(m) ||
                   std::holds_alternative<wire::ScopeError>(m) ||
                   std::holds_alternative<wire::Data>(m);
        },
        patience));

    EXPECT_FALSE(std::holds_alternative<wire::Data>(answer));
}

TEST_F(WithdrawalTest, WhoComesBackReceivesTheCaseAgain) {
    org_.withdraw(case_, ben_);
    of_ben_->go_online();
    ASSERT_TRUE(wait_for([&] { return of_ben_->scope(case_).state == ScopeState::revoked; }));
    of_ben_->go_offline();

    org_.allocate(case_, ben_);
    of_ann_->sync();
    of_ben_->sync();

    EXPECT_EQ(of_ben_->scope(case_).state, ScopeState::ready);
    EXPECT_THAT(of_ben_->text("SELECT notes FROM contact"), HasSubstr(canary));
    of_ben_->visit(case_, "and writes again");
    of_ben_->sync();
    of_ann_->sync();
    EXPECT_EQ(of_ann_->count("SELECT count(*) FROM contact"), 2);
    EXPECT_EQ(of_ben_->scope(case_).digest, of_ann_->scope(case_).digest);
}

}  // namespace
}  // namespace sanderling::tests
