// A phone is lost: it is served nothing more, its keys are changed, what it may expose is listed,
// and it destroys its replica when it is switched on again (docs/protocol.md §6.7).
#include "core/scope_log/device_order.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

namespace sanderling::tests {
namespace {

using nlohmann::ordered_json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* all_contacts = "SELECT count(*) FROM contact";

class LossTest : public ::testing::Test {
  protected:
    OrganisationFixture org_{built_programs()};
    PersonId olga_ = org_.hire("Olga", "officer");
    PersonId nils_ = org_.hire("Nils", "officer");
    ScopeId case_ = org_.found("case", "case one");
    ScopeId other_ = org_.found("case", "case two");
    std::optional<Phone> lost_{};
    std::optional<Phone> laptop_{};
    std::optional<Phone> of_nils_{};

    void SetUp() override {
        org_.allocate(case_, olga_);
        org_.allocate(other_, olga_);
        org_.allocate(case_, nils_, "manager");
        lost_.emplace(org_, olga_, "phone");
        laptop_.emplace(org_, olga_, "laptop");
        of_nils_.emplace(org_, nils_, "nils");
        lost_->sync();
        lost_->visit(case_, "before it was lost");
        lost_->sync();
        laptop_->sync();
        of_nils_->sync();
    }

    static std::string device_of(Phone& phone) {
        return to_text(must(phone.store().status()).device);
    }
    ordered_json revoke(ordered_json options = ordered_json::object()) {
        options["verb"] = "revoke";
        options["device"] = device_of(*lost_);
        options["lost"] = true;
        ordered_json answer = org_.ask(options);
        EXPECT_TRUE(answer.value("ok", false)) << answer.dump();
        return answer;
    }
    bool has_problem(Phone& phone, Errc code) {
        const auto problem = phone.agent().progress().problem;
        return problem && problem->code == code;
    }
    ordered_json listed(const std::string& device) {
        const ordered_json answer = org_.ask({{"verb", "devices"}});
        for (const auto& one : answer.at("devices"))
            if (one.at("device") == device) return one;
        return {};
    }
};

TEST_F(LossTest, ARevokedPhoneIsCutOffAndWhatIsExposedIsListed) {
    lost_->go_online();
    ASSERT_TRUE(lost_->agent().wait_until_live(patience));

    const ordered_json told = revoke({{"since", "2026-11-22T12:05:00Z"}});

    EXPECT_TRUE(wait_for([&] { return lost_->store().standing().standing == Standing::revoked; },
                         std::chrono::seconds(10)));
    EXPECT_TRUE(wait_for([&] { return has_problem(*lost_, Errc::device_revoked); }));
    ASSERT_THAT(told.at("exposed"), SizeIs(2));
    for (const auto& scope : told.at("exposed")) {
        EXPECT_EQ(scope.at("epoch"), 2) << scope.dump();
        EXPECT_EQ(scope.at("key_changed"), true);
    }
    EXPECT_EQ(told.at("since"), "2026-11-22T12:05:00Z");
    EXPECT_TRUE(told.at("last_contact").is_string());

    // Nothing further: not what is written now, and nothing to look at what was there.
    laptop_->sync();
    of_nils_->sync();
    of_nils_->visit(case_, "after it was lost");
    of_nils_->sync();
    laptop_->sync();
    EXPECT_EQ(laptop_->count(all_contacts), 2) << "her other device goes on";
    lost_->go_offline();
    EXPECT_EQ(lost_->store().query(all_contacts).error().code, Errc::device_revoked);
    lost_->reopen();
    EXPECT_EQ(lost_->store().query(all_contacts).error().code, Errc::device_revoked);
    EXPECT_LT(number(lost_->scope(case_).seq), number(laptop_->scope(case_).seq));
}

TEST_F(LossTest, LateWorkOfALostPhoneWaitsMarkedAndIsDecidedOn) {
    lost_->visit(case_, "unsynced, perhaps forged");
    revoke();

    lost_->go_online();
    ASSERT_TRUE(wait_for([&] { return must(lost_->store().status()).unsent_transactions == 0; }));
    lost_->go_offline();
    of_nils_->sync();

    EXPECT_EQ(of_nils_->count(all_contacts), 1) << "it counts for nothing by itself";
    const auto works = must(of_nils_->store().quarantine());
    ASSERT_THAT(works, SizeIs(1));
    EXPECT_EQ(works[0].kind, LateKind::lost_device);
    EXPECT_TRUE(works[0].revoked_since);
    EXPECT_EQ(to_text(works[0].device), device_of(*lost_));
    must(of_nils_->store().decide(works[0].scope, works[0].dot(), Decision::accept));
    of_nils_->sync();
    laptop_->sync();
    EXPECT_EQ(of_nils_->count(all_contacts), 2);
    EXPECT_EQ(laptop_->count(all_contacts), 2);
    EXPECT_EQ(laptop_->scope(case_).digest, of_nils_->scope(case_).digest);
}

TEST_F(LossTest, APhoneThatComesOnlineIsWipedAndSaysWhatWentWithIt) {
    const std::string device = device_of(*lost_);
    lost_->visit(case_, "the one visit to enter again");
    EXPECT_EQ(revoke({{"wipe", true}}).at("wipe"), "ordered");
    std::atomic<Standing> told{Standing::open};
    lost_->store().on_standing([&](const DeviceStanding& is) { told = is.standing; });

    lost_->go_online();
    ASSERT_TRUE(wait_for([&] { return lost_->agent().progress().phase == SyncPhase::stopped; }));

    EXPECT_TRUE(has_problem(*lost_, Errc::device_wiped));
    EXPECT_EQ(told.load(), Standing::wiped);
    EXPECT_EQ(lost_->store().query(all_contacts).error().code, Errc::device_wiped);
    EXPECT_TRUE(std::filesystem::is_empty(lost_->folder()));
    const ordered_json seen = listed(device);
    EXPECT_EQ(seen.at("wipe"), "done");
    ASSERT_THAT(seen.at("unsent"), SizeIs(1));
    EXPECT_EQ(seen.at("unsent")[0].at("scope"), to_text(case_));
    EXPECT_EQ(seen.at("unsent")[0].at("commits"), 1);
    const std::filesystem::path folder = lost_->folder();
    lost_->close();
    EXPECT_FALSE(Store::open(folder, Passphrase(Phone::passphrase), probation::schema(),
                             quick(OpenMode::open_existing)));
    of_nils_->sync();
    EXPECT_THAT(must(of_nils_->store().quarantine()), IsEmpty());
}

TEST_F(LossTest, ALeaseReachesDevicesAndLocksThemUntilContact) {
    ASSERT_TRUE(org_.ask({{"verb", "lease"}, {"days", 14}, {"warn", 3}}).value("ok", false));
    lost_->sync();
    lost_->visit(case_, "unsent while locked");
    lost_->close();

    Instant now{std::chrono::duration_cast<std::chrono::milliseconds>(
                    std::chrono::system_clock::now().time_since_epoch())
                    .count()};
    now = now + std::chrono::hours(24 * 15);
    OpenOptions later = quick(OpenMode::open_existing);
    later.clock = [now] { return now; };
    auto store = must(
        Store::open(lost_->folder(), Passphrase(Phone::passphrase), probation::schema(), later));

    EXPECT_EQ(store.standing().standing, Standing::locked);
    EXPECT_EQ(store.query(all_contacts).error().code, Errc::device_locked);
    SyncOptions options = eager();
    options.clock = later.clock;
    auto agent = must(SyncAgent::start(store, options));
    ASSERT_TRUE(agent.wait_until_drained(patience));
    EXPECT_EQ(store.standing().standing, Standing::open);
    EXPECT_EQ(must(store.status()).unsent_transactions, 0U);
    EXPECT_TRUE(store.query(all_contacts));
    agent.stop();
    of_nils_->sync();
    EXPECT_EQ(of_nils_->count(all_contacts), 2);
}

}  // namespace
}  // namespace sanderling::tests
