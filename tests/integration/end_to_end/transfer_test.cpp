// Stories 6 and 7 of the design with real processes: a case is transferred while its officer is
// offline for two weeks, and a cover ends on the way (docs/protocol.md §6.10).
#include "client-sdk/link/server_signature.hpp"
#include "core/scope_log/work_receipt.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <ctime>

#include "sanderling/late_policy.hpp"
#include "sanderling/receipts.hpp"

namespace sanderling::tests {
namespace {

using nlohmann::ordered_json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* all_contacts = "SELECT count(*) FROM contact";
const std::string canary = "He keeps the ferret in the coal shed";

Instant real_now() {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
}

// As people write times.
Instant whole_seconds_from_now(std::int64_t seconds) {
    return {(real_now().ms / 1'000 + seconds) * 1'000};
}
std::string time_text(Instant t) {
    const std::time_t seconds = t.ms / 1'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> out{};
    std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return out.data();
}

class TransferTest : public ::testing::Test {
  protected:
    OrganisationFixture org_{built_programs()};
    PersonId old_ = org_.hire("Olga", "officer");
    PersonId new_ = org_.hire("Nils", "officer");
    ScopeId case_ = org_.found("case", "a case");
    std::optional<Phone> of_old_{};
    std::optional<Phone> of_new_{};

    void SetUp() override {
        org_.allocate(case_, old_);
        of_old_.emplace(org_, old_, "old");
        of_new_.emplace(org_, new_, "new");
        of_old_->sync();
        of_old_->visit(case_, canary);
        of_old_->sync();
    }
    std::vector<OutboxItem> held() { return must(of_old_->store().outbox()); }
    ScopeState state() { return of_old_->scope(case_).state; }
    void expect_genuine(const WorkReceipt& receipt) {
        EXPECT_EQ(link::tls_key_hash_of(receipt.key), org_.server_key());
        EXPECT_TRUE(link::verify_server_signature(receipt.key, receipt.signature,
                                                  scope_log::signed_text(receipt.content)));
        Bytes other = receipt.content;
        other.back() ^= 1U;
        EXPECT_FALSE(link::verify_server_signature(receipt.key, receipt.signature,
                                                   scope_log::signed_text(other)));
    }
};

TEST_F(TransferTest, TheOldOfficerComesBackAfterTwoWeeks) {
    for (const char* note : {"one", "two", "three", "four"}) of_old_->visit(case_, note);
    // Whoever takes a case over decides on what is still to come; late entries as they come.
    org_.allocate(case_, new_, "manager");
    org_.withdraw(case_, old_);
    must(set_late_policy(of_new_->store(), LatePolicy::accept_entries));
    of_new_->sync();
    EXPECT_EQ(of_new_->count(all_contacts), 1);
    of_old_->set_clock([] { return real_now() + std::chrono::hours(24 * 14); });
    of_old_->reopen();
    for (const char* note : {"five", "six"}) of_old_->visit(case_, note);

    of_old_->sync();

    // Handed over, signed for, and gone.
    EXPECT_EQ(state(), ScopeState::revoked);
    EXPECT_EQ(of_old_->count(all_contacts), 0);
    ASSERT_THAT(held(), SizeIs(6));
    for (const OutboxItem& item : held()) {
        EXPECT_EQ(item.delivery, Delivery::quarantined);
        EXPECT_FALSE(item.records.at(0).row.empty()) << "its author reads it still";
    }
    const auto signed_for = must(receipts(of_old_->store()));
    ASSERT_THAT(signed_for, SizeIs(1));
    EXPECT_THAT(signed_for[0].works, SizeIs(6));
    expect_genuine(signed_for[0]);

    // Four by the policy, two for a person.
    of_new_->sync();
    of_new_->sync();
    EXPECT_EQ(of_new_->count(all_contacts), 1 + 4);
    const auto proposals = must(of_new_->store().quarantine());
    ASSERT_THAT(proposals, SizeIs(2));
    for (const LateWork& work : proposals) {
        EXPECT_EQ(work.kind, LateKind::proposal);
        EXPECT_EQ(work.person, old_);
        EXPECT_GT(work.claimed, *work.ended);
        EXPECT_LE(work.effective, real_now());
        EXPECT_GT(work.received.ms, 0);
    }
    must(of_new_->store().decide(case_, proposals[0].dot(), Decision::accept));
    must(of_new_->store().decide(case_, proposals[1].dot(), Decision::refuse,
                                 {.reason = DecisionReason::mistaken}));
    of_new_->sync();
    EXPECT_EQ(of_new_->count(all_contacts), 1 + 4 + 1);

    // What became of each.
    of_old_->sync();
    std::size_t by_policy = 0;
    std::size_t refused = 0;
    for (const OutboxItem& item : held()) {
        ASSERT_TRUE(item.decision);
        if (item.decision->reason == "by_policy") ++by_policy;
        if (!item.decision->is_accepted) ++refused;
    }
    EXPECT_LE(by_policy, 4U) << "accepted work leaves once it is safe";
    EXPECT_EQ(refused, 1U);
    EXPECT_EQ(state(), ScopeState::revoked);

    // Given back, the case is there at once, with all of its history.
    org_.allocate(case_, old_);
    of_old_->sync();
    EXPECT_EQ(of_old_->count(all_contacts), 6);
    EXPECT_EQ(of_old_->scope(case_).digest, of_new_->scope(case_).digest);
}

TEST_F(TransferTest, ALostPhonesEntriesAreNotAcceptedByPolicy) {
    of_old_->visit(case_, "who wrote this?");
    org_.allocate(case_, new_, "manager");
    must(set_late_policy(of_new_->store(), LatePolicy::accept_entries));
    const std::string device = to_text(must(of_old_->store().status()).device);
    ASSERT_TRUE(
        org_.ask({{"verb", "revoke"}, {"device", device}, {"lost", true}}).value("ok", false));
    org_.withdraw(case_, old_);

    of_old_->go_online();
    of_new_->sync();
    ASSERT_TRUE(wait_for([&] {
        of_new_->sync();
        return !must(of_new_->store().quarantine()).empty();
    }));

    EXPECT_EQ(of_new_->count(all_contacts), 1);
    EXPECT_EQ(must(of_new_->store().quarantine()).at(0).kind, LateKind::lost_device);
    EXPECT_EQ(must(of_new_->store().status()).waiting_decisions, 0U);
}

// The server dies between its answers, and comes back from a backup of before the transfer.
TEST_F(TransferTest, TheServerIsPutBackBetweenTheReceiptAndTheDecision) {
    org_.allocate(case_, new_, "manager");
    of_new_->sync();
    org_.back_up("backup");
    of_old_->visit(case_, "late");
    org_.withdraw(case_, old_);
    of_new_->sync();  // it holds the removal, which the backup lacks
    of_old_->sync();
    ASSERT_EQ(state(), ScopeState::revoked);
    ASSERT_EQ(held().at(0).delivery, Delivery::quarantined);

    org_.stop_server();
    const auto done = run_process({.program = built_programs().server,
                                   .arguments = {"restore", org_.server_folder().string(), "--from",
                                                 (org_.folder() / "backup").string(), "--replace"}},
                                  patience);
    ASSERT_TRUE(done && done->exit.is_success());
    org_.start_server();
    of_new_->sync();  // which gives the removal back
    of_old_->go_online();
    ASSERT_TRUE(wait_for([&] {
        return of_old_->agent().wait_until_live(patience) &&
               held().at(0).delivery == Delivery::quarantined &&
               of_old_->agent().wait_until_drained(patience);
    }));
    of_old_->go_offline();

    of_new_->sync();
    EXPECT_THAT(must(of_new_->store().quarantine()), SizeIs(1)) << "nothing was lost";
    EXPECT_EQ(of_old_->count(all_contacts), 0);
}

// ---- Story 7 -----

TEST_F(TransferTest, ACoverEndsOnTheWay) {
    const PersonId colleague = org_.hire("Cleo", "officer");
    Phone of_cover(org_, colleague, "cover");
    std::vector<ScopeId> cases;
    for (int i = 0; i < 5; ++i) {
        cases.push_back(org_.found("case", "case " + std::to_string(i)));
        org_.allocate(cases.back(), old_);
    }
    of_old_->sync();
    for (const ScopeId scope : cases) of_old_->visit(scope, canary);
    of_old_->sync();
    const Instant until = whole_seconds_from_now(45);
    for (const ScopeId scope : cases)
        ASSERT_TRUE(org_.ask({{"verb", "allocate"},
                              {"scope", to_text(scope)},
                              {"person", to_text(colleague)},
                              {"until", time_text(until)}})
                        .value("ok", false));
    of_cover.sync();  // while there is a network
    ASSERT_EQ(of_cover.count(all_contacts), 5);
    for (const ScopeId scope : cases) EXPECT_EQ(of_cover.scope(scope).until, until);
    of_cover.visit(cases[0], "on the way");

    // Offline, and the clock goes on.
    of_cover.set_clock([until] { return until + std::chrono::minutes(1); });
    of_cover.reopen();
    EXPECT_EQ(of_cover.count(all_contacts), 0);
    EXPECT_THAT(must(of_cover.store().search("ferret")), IsEmpty());
    for (const ScopeId scope : cases) EXPECT_EQ(of_cover.scope(scope).state, ScopeState::leaving);
    const auto own = must(of_cover.store().outbox());
    ASSERT_THAT(own, SizeIs(1));
    EXPECT_FALSE(own[0].records.at(0).row.empty());

    // The server's clock, too: then the work is handed over, and the cases go.
    ASSERT_TRUE(wait_for([&] { return real_now() > until + std::chrono::seconds(1); },
                         std::chrono::seconds(120)));
    of_cover.sync();
    for (const ScopeId scope : cases) EXPECT_EQ(of_cover.scope(scope).state, ScopeState::revoked);
    EXPECT_EQ(must(of_cover.store().outbox()).at(0).delivery, Delivery::quarantined);
    EXPECT_THAT(must(receipts(of_cover.store())), SizeIs(1));

    // Ill for longer: granted again, everything is there at once.
    org_.allocate(cases[0], colleague);
    of_cover.go_online();
    EXPECT_TRUE(wait_for([&] { return of_cover.count(all_contacts) == 1; }));
}

// Nobody asks for it: the keyholder's service looks at the clock.
TEST_F(TransferTest, TheKeyholderRemovesACoverThatIsOver) {
    const auto shown = [&] {
        const auto answer = org_.ask({{"verb", "scopes"}});
        for (const auto& scope : answer.at("scopes"))
            if (scope.at("scope") == to_text(case_)) return scope;
        throw std::runtime_error("no such scope");
    };
    const auto is_member = [&] {
        const auto scope = shown();
        for (const auto& member : scope.at("members"))
            if (member.at("person") == to_text(new_)) return true;
        return false;
    };
    const auto epoch = shown().at("epoch").get<int>();
    const Instant until = whole_seconds_from_now(20);
    ASSERT_TRUE(org_.ask({{"verb", "allocate"},
                          {"scope", to_text(case_)},
                          {"person", to_text(new_)},
                          {"until", time_text(until)}})
                    .value("ok", false));
    ASSERT_TRUE(is_member());
    of_new_->sync();
    ASSERT_EQ(of_new_->scope(case_).state, ScopeState::ready);
    of_new_->visit(case_, "written before the end, sent after");

    EXPECT_TRUE(wait_for([&] { return !is_member(); }, std::chrono::seconds(60)));

    EXPECT_GE(real_now(), until) << "not before its time";
    EXPECT_EQ(shown().at("epoch").get<int>(), epoch + 1) << "and the key was changed";
    // Work that was based on the time before is handed over all the same.
    of_new_->sync();
    EXPECT_EQ(of_new_->scope(case_).state, ScopeState::revoked);
    EXPECT_EQ(must(of_new_->store().outbox()).at(0).delivery, Delivery::quarantined);
}

TEST_F(TransferTest, ACoverEndsWhileTheDeviceIsOnline) {
    of_new_->go_online();
    ASSERT_TRUE(of_new_->agent().wait_until_live(patience));
    const Instant until = whole_seconds_from_now(25);

    ASSERT_TRUE(org_.ask({{"verb", "allocate"},
                          {"scope", to_text(case_)},
                          {"person", to_text(new_)},
                          {"until", time_text(until)}})
                    .value("ok", false));

    ASSERT_TRUE(wait_for([&] { return of_new_->scope(case_).state == ScopeState::ready; }));
    EXPECT_TRUE(wait_for([&] { return of_new_->scope(case_).state == ScopeState::revoked; },
                         std::chrono::seconds(120)));
    EXPECT_EQ(of_new_->count(all_contacts), 0);
}

}  // namespace
}  // namespace sanderling::tests
