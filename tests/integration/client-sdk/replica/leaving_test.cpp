// A person's access to a scope ends while their device holds work of it that nobody else has: what
// is seen no more at once, what goes only after the server has signed for that work, and that no
// step in between loses anything, whatever happens to the process.
#include "core/scope_log/work_receipt.hpp"
#include "tests/integration/client-sdk/replica/search_files.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "sanderling/receipts.hpp"

namespace sanderling::tests {
namespace {

constexpr const char* all_contacts = "SELECT * FROM contact";

class LeavingTest : public ReplicaTest {
  protected:
    static constexpr const char* canary = "kingfisher";

    LeavingTest() {
        Row seen = contact("om-1");
        seen["notes"] = List{std::string(canary)};
        seen_ = officer.insert(the_case, "contact", seen);
        sync_all();
        duty.insert(the_case, "contact", contact("unsent"));
    }

    std::vector<OutboxItem> held() { return duty.store().outbox().value(); }
    ScopeState state() { return duty.scope(the_case)->state; }
    bool shows_nothing() {
        return duty.store().query(all_contacts).value().empty() &&
               duty.store().search(canary).value().empty() && duty.get("contact", seen_).empty() &&
               !duty.store().history("contact", seen_) && duty.scope(the_case)->records == 0;
    }
    // Of one's own work nothing is hidden, from its writing to the end.
    void expect_own_work_is_there() {
        ASSERT_EQ(held().size(), 1U);
        EXPECT_EQ(text(held()[0].records.at(0).row, "staff"), "unsent");
    }
    bool files_have(std::string_view word) {
        return decrypted_files(duty.directory()).find(word) != std::string::npos;
    }
    /// All is answered when the server says that it is over.
    void withdraw_answered() {
        duty.control();
        duty.push();
        auto answer = organisation.server().feed(
            duty.person(), {}, {.scope = the_case, .after = duty.scope(the_case)->seq});
        duty.agent().store_revoked(std::get<wire::Revoked>(answer)).value();
    }
    wire::ReceiptGet asked() {
        wire::ReceiptGet out;
        for (const wire::Message& said : duty.agent().store_late({}).value().say)
            if (const auto* get = std::get_if<wire::ReceiptGet>(&said)) out = *get;
        return out;
    }
    /// Another process does this with the files, and is killed as soon as it has.
    void killed_after(const std::function<void()>& step) {
        duty.close();
        const pid_t child = ::fork();
        if (child == 0) {
            duty.reopen();
            step();
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
        duty.reopen();
    }

    RecordId seen_{};
};

TEST_F(LeavingTest, ShowsNothingAtOnceAndGoesAfterTheReceipt) {
    organisation.remove(the_case, duty.person());
    duty.control();
    duty.pull();

    EXPECT_EQ(state(), ScopeState::leaving);
    EXPECT_TRUE(shows_nothing());
    EXPECT_TRUE(duty.store().conflicts().value().empty());
    expect_own_work_is_there();
    EXPECT_TRUE(receipts(duty.store()).value().empty());
    const auto written = duty.store().write([&](Transaction& tx) -> Result<void> {
        const auto id = tx.insert(the_case, "contact", contact("after"));
        return id ? Result<void>{} : id.error();
    });
    EXPECT_EQ(written.error().code, Errc::access_ended);
    EXPECT_TRUE(files_have(canary)) << "or this test could not fail";

    duty.push();
    EXPECT_EQ(state(), ScopeState::leaving) << "an answer is not a receipt";
    EXPECT_TRUE(shows_nothing()) << "what was taken back is not shown either";
    duty.claim_receipts();

    EXPECT_EQ(state(), ScopeState::revoked);
    EXPECT_FALSE(files_have(canary));
    expect_own_work_is_there();
    EXPECT_EQ(held()[0].delivery, Delivery::quarantined);
    const auto kept = receipts(duty.store()).value();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].scope, the_case);
    ASSERT_EQ(kept[0].works.size(), 1U);
    EXPECT_EQ(kept[0].works[0].fate, scope_log::WorkFate::quarantined);
    EXPECT_EQ(kept[0].works[0].dot, held()[0].dot());
}

TEST_F(LeavingTest, APageOfBeforeThatIsRepeatedBringsNothingBack) {
    const auto feed = organisation.server().feed(
        duty.person(), {}, {.scope = the_case, .after = duty.scope(the_case)->seq});
    const wire::ScopeCheckpoint before = std::get<Feed>(feed).checkpoint;
    organisation.remove(the_case, duty.person());
    duty.control();
    duty.pull();
    ASSERT_EQ(state(), ScopeState::leaving);

    duty.agent().apply_checkpoint(before).value();

    EXPECT_EQ(state(), ScopeState::leaving);
    EXPECT_TRUE(shows_nothing());
    expect_own_work_is_there();
}

TEST_F(LeavingTest, NoStepLosesAnythingWhenTheProcessIsKilledAfterIt) {
    organisation.remove(the_case, duty.person());

    killed_after([&] { duty.control(); });
    expect_own_work_is_there();
    killed_after([&] {
        duty.control();
        duty.pull();
    });
    EXPECT_EQ(state(), ScopeState::leaving);
    EXPECT_TRUE(shows_nothing());
    expect_own_work_is_there();
    // Pushed, and the answer never came: the server of the child is gone with it, so that this is
    // also a server that has not stored it.
    killed_after([&] {
        duty.control();
        duty.push(Device::Answers::lost);
    });
    EXPECT_EQ(state(), ScopeState::leaving);
    expect_own_work_is_there();
    duty.control();
    duty.push(Device::Answers::lost);
    killed_after([&] {
        duty.control();
        duty.push();
    });
    EXPECT_EQ(state(), ScopeState::leaving) << "answered, and not signed for";
    expect_own_work_is_there();
    // Asked for the receipt, which never came.
    killed_after([&] {
        withdraw_answered();
        if (asked().commits.size() != 1) ::_exit(1);
    });
    EXPECT_EQ(state(), ScopeState::leaving);
    EXPECT_TRUE(files_have(canary));
    killed_after([&] { duty.sync(); });

    EXPECT_EQ(state(), ScopeState::revoked);
    EXPECT_TRUE(shows_nothing());
    expect_own_work_is_there();
    EXPECT_EQ(held()[0].delivery, Delivery::quarantined);
    EXPECT_EQ(receipts(duty.store()).value().size(), 1U);
    EXPECT_FALSE(files_have(canary)) << "what the killed process had not swept, the next has";
}

TEST_F(LeavingTest, AReceiptForLessThanAllIsNoneForTheRest) {
    duty.insert(the_case, "contact", contact("unsent too"));
    organisation.remove(the_case, duty.person());
    withdraw_answered();
    auto get = asked();
    ASSERT_EQ(get.commits.size(), 2U);
    get.commits.pop_back();

    const DeviceId me = duty.store().status().value().device;
    const auto then = duty.agent().store_late({organisation.server().receipt(get, me)}).value();

    EXPECT_EQ(state(), ScopeState::leaving);
    ASSERT_EQ(then.say.size(), 1U) << "the rest is asked for";
    EXPECT_EQ(std::get<wire::ReceiptGet>(then.say[0]).commits.size(), 1U);
}

TEST_F(LeavingTest, AReceiptForAnotherDeviceIsNone) {
    organisation.remove(the_case, duty.person());
    withdraw_answered();
    const auto get = asked();
    const DeviceId other = officer.store().status().value().device;
    duty.agent().store_late({organisation.server().receipt(get, other)}).value();

    EXPECT_EQ(state(), ScopeState::leaving);
    EXPECT_EQ(duty.scope(the_case)->problem->code, Errc::malformed);
}

// The server that had answered is put back to a time before the work came: what it signs then is
// that it is not there, and the work is pushed again.
TEST_F(LeavingTest, WhatTheServerTurnsOutNotToHaveIsPushedAgain) {
    organisation.remove(the_case, duty.person());
    duty.control();
    duty.pull();
    const Dot mine = held()[0].dot();
    wire::Ack ack;
    ack.verdicts.push_back({.scope = the_case,
                            .dot = mine,
                            .verdict = commit::Verdict::quarantined,
                            .code = Errc::removed_member,
                            .seq = Seq{99}});
    duty.agent().store_verdicts(ack).value();
    duty.claim_receipts();

    EXPECT_EQ(state(), ScopeState::leaving);
    EXPECT_EQ(held()[0].delivery, Delivery::waiting);
    duty.sync();
    duty.sync();
    EXPECT_EQ(state(), ScopeState::revoked);
    EXPECT_EQ(held()[0].delivery, Delivery::quarantined);
}

// After the purge, too, the work is here until somebody has decided on it.
TEST_F(LeavingTest, ARestoredServerIsGivenTheHeldWorkAgainAfterThePurge) {
    organisation.remove(the_case, duty.person());
    duty.agent().note_generation(Generation{1}).value();
    organisation.server().receipt_generation = Generation{1};
    duty.control();
    duty.pull();
    duty.push();
    duty.claim_receipts();
    ASSERT_EQ(held()[0].delivery, Delivery::quarantined);

    duty.agent().note_generation(Generation{2}).value();

    EXPECT_NE(held()[0].delivery, Delivery::quarantined);
    using From = sync::client::TakeOutbox::From;
    const auto taken =
        duty.agent().take_outbox({.from = From::first_unanswered, .bytes = 64 * 1024}).value();
    EXPECT_EQ(taken.transactions.size(), 1U);
}

// The places below it were safe. The next history gives them to other work, which is not: taken for
// safe, it would go from here, and with another restore from everywhere.
TEST_F(LeavingTest, AWatermarkOfALostHistoryDoesNotHoldForTheNext) {
    const auto watermark = [&](std::optional<Seq> put = {}) {
        Seq out{};
        const auto look = [&](replica::Writer& writer) -> Result<void> {
            replica::Scope& scope = *writer.scopes.find(the_case);
            if (put) scope.watermark = *put;
            writer.scopes.save(scope);
            out = scope.watermark;
            return {};
        };
        duty.store().replica().write(vault::Durability::full, look).value();
        return out;
    };
    organisation.remove(the_case, duty.person());
    duty.agent().note_generation(Generation{1}).value();
    organisation.server().receipt_generation = Generation{1};
    duty.control();
    duty.pull();
    duty.push();
    duty.claim_receipts();
    ASSERT_EQ(state(), ScopeState::revoked);
    ASSERT_EQ(watermark(Seq{99}), Seq{99});

    duty.agent().note_generation(Generation{2}).value();

    EXPECT_EQ(watermark(), Seq{0});
}

// Nor do the answers, where the scope is being received when the server is put back: what they
// named may not be there.
TEST_F(LeavingTest, WhatIsReceivedFromTheBeginningIsAnsweredAnew) {
    organisation.remove(the_case, duty.person());
    duty.agent().note_generation(Generation{1}).value();
    organisation.server().receipt_generation = Generation{1};
    duty.control();
    duty.pull();
    duty.push();
    duty.claim_receipts();
    organisation.admit(the_case, duty.person(), "duty_officer");
    duty.control();
    ASSERT_NE(state(), ScopeState::revoked);
    ASSERT_EQ(held()[0].delivery, Delivery::quarantined);

    duty.agent().note_generation(Generation{2}).value();

    EXPECT_NE(held()[0].delivery, Delivery::quarantined);
}

// ---- Cover -----

class CoverTest : public ReplicaTest {
  protected:
    static constexpr std::chrono::hours spell{4};

    CoverTest() {
        officer.insert(the_case, "contact", contact("om-1"));
        sync_all();
        until_ = organisation.server().now + spell;
        organisation.cover(the_case, cover.person(), "duty_officer", until_);
        cover.sync();
        cover.agent().note_contact(organisation.server().now, organisation.server().now).value();
    }
    std::size_t seen() { return cover.store().query(all_contacts).value().size(); }

    Device cover{organisation, organisation.add_person(), schema};
    Instant until_{};
};

TEST_F(CoverTest, ReadingStopsByItselfWithoutTheServer) {
    EXPECT_EQ(cover.scope(the_case)->until, until_) << "known ahead";
    cover.insert(the_case, "contact", contact("on the way"));
    organisation.server().now = until_ + -std::chrono::minutes(1);
    EXPECT_EQ(seen(), 2U);

    organisation.server().now = until_;

    EXPECT_EQ(seen(), 0U);
    EXPECT_EQ(cover.scope(the_case)->state, ScopeState::leaving);
    const auto own = cover.store().outbox().value();
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(text(own[0].records.at(0).row, "staff"), "on the way");
    // Setting the clock back shows nothing again, also after a restart.
    organisation.server().now = until_ + -std::chrono::hours(1);
    EXPECT_EQ(seen(), 0U);
    cover.reopen();
    EXPECT_EQ(seen(), 0U);
}

TEST_F(CoverTest, UnsentWorkIsHandedOverAndTheRestGoesAfterTheReceipt) {
    cover.insert(the_case, "contact", contact("on the way"));
    organisation.server().now = until_ + std::chrono::minutes(1);
    EXPECT_EQ(seen(), 0U);

    cover.sync();

    EXPECT_EQ(cover.scope(the_case)->state, ScopeState::revoked);
    EXPECT_EQ(cover.store().outbox().value().at(0).delivery, Delivery::quarantined);
    EXPECT_EQ(receipts(cover.store()).value().size(), 1U);
}

TEST_F(CoverTest, GrantedAgainTheCaseIsThereAtOnce) {
    organisation.server().now = until_ + std::chrono::minutes(1);
    EXPECT_EQ(seen(), 0U);
    organisation.cover(the_case, cover.person(), "duty_officer", organisation.server().now + spell);

    cover.sync();

    EXPECT_EQ(cover.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(seen(), 1U);
    EXPECT_EQ(cover.scope(the_case)->digest, officer.scope(the_case)->digest);
    EXPECT_FALSE(cover.store().search("home").value().empty());
}

// A longer one, before the end: nothing is received twice.
TEST_F(CoverTest, AProlongedCoverGoesOn) {
    organisation.cover(the_case, cover.person(), "duty_officer", until_ + spell);
    cover.sync();
    organisation.server().now = until_ + std::chrono::minutes(1);

    EXPECT_EQ(seen(), 1U);
    EXPECT_EQ(cover.scope(the_case)->until, until_ + spell);
}

}  // namespace
}  // namespace sanderling::tests
