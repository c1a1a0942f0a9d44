// Copies and older states of a replica: recognised, or found out by the server; nothing is lost and
// nothing is there twice (docs/storage.md §14, docs/protocol.md §5.6).
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

class MemoryKeeper final : public FreshnessKeeper {
  public:
    Result<std::optional<Bytes>> get(ReplicaId replica) override {
        if (is_broken) return fail(Errc::io, "locked");
        const auto found = kept.find(replica);
        return found != kept.end() ? std::optional(found->second) : std::nullopt;
    }
    Result<void> put(ReplicaId replica, ByteView stamp) override {
        if (is_broken) return fail(Errc::io, "locked");
        kept[replica] = to_bytes(stamp);
        return {};
    }
    std::map<ReplicaId, Bytes> kept{};
    bool is_broken = false;
};

class IdentityTest : public ReplicaTest {
  protected:
    static RenewalReason last_reason(Device& device) {
        return device.store().status().value().incarnations.back().reason;
    }
    static std::size_t ids_of(Device& device) {
        return device.store().status().value().incarnations.size();
    }
    void settle(std::initializer_list<Device*> devices) {
        for (int round = 0; round < 3; ++round)
            for (Device* device : devices) device->sync();
    }
    void expect_settled(std::initializer_list<Device*> devices) {
        const auto head = organisation.server().scope(the_case).head();
        for (Device* device : devices) {
            EXPECT_EQ(device->scope(the_case)->state, ScopeState::ready);
            EXPECT_EQ(device->scope(the_case)->digest, to_hex(head.digest.bytes()));
            const Status status = device->store().status().value();
            EXPECT_EQ(status.unsent_transactions, 0U);
            const auto pending = device->store().query("SELECT sum(pending) AS n FROM contact");
            EXPECT_EQ(pending.value().get<std::int64_t>(0, "n"), 0);
        }
    }
    static std::size_t count_of(Device& device, const std::string& staff) {
        return device.store().query("SELECT id FROM contact WHERE staff = ?1", {staff})->size();
    }
    void expect_once(std::initializer_list<Device*> devices,
                     std::initializer_list<const char*> all) {
        for (Device* device : devices)
            for (const char* staff : all) EXPECT_EQ(count_of(*device, staff), 1U) << staff;
    }
};

TEST_F(IdentityTest, KeepsItsIdWhenItIsOpenedAgain) {
    officer.insert(the_case, "contact", contact("a"));
    const ReplicaId before = officer.store().status().value().replica;

    officer.reopen();

    EXPECT_EQ(officer.store().status().value().replica, before);
    EXPECT_EQ(ids_of(officer), 1U);
    EXPECT_FALSE(officer.store().open_report().renewed);
}

TEST_F(IdentityTest, GivesACopiedFolderANewIdAndKeepsItsUnsentWork) {
    officer.insert(the_case, "contact", contact("sent"));
    officer.sync();
    officer.insert(the_case, "contact", contact("in both"));

    Device copy(Device::CopyOf{officer});
    EXPECT_EQ(copy.store().open_report().renewed, RenewalReason::copied);
    EXPECT_NE(copy.store().status().value().replica, officer.store().status().value().replica);
    copy.insert(the_case, "contact", contact("in the copy"));
    officer.insert(the_case, "contact", contact("in the original"));
    settle({&copy, &officer, &duty});

    expect_settled({&copy, &officer, &duty});
    expect_once({&copy, &officer, &duty}, {"sent", "in both", "in the copy", "in the original"});
    EXPECT_EQ(ids_of(officer), 1U);
    EXPECT_EQ(copy.store().status().value().refused_transactions, 0U);
}

TEST_F(IdentityTest, SendsWhatACopyAddedOnlyAfterTheEarlierWorkWasAnswered) {
    officer.insert(the_case, "contact", contact("earlier"));
    Device copy(Device::CopyOf{officer});
    copy.insert(the_case, "contact", contact("later"));
    copy.control();

    const auto taken = copy.agent().take_outbox(
        {.from = sync::client::TakeOutbox::From::first_unanswered, .bytes = 64 * 1024});
    ASSERT_EQ(taken.value().transactions.size(), 1U);
    const auto more = copy.agent().take_outbox({.bytes = 64 * 1024});
    EXPECT_TRUE(more.value().transactions.empty());
    bool is_told = false;
    copy.agent().on_outbox_grew([&] { is_told = true; });
    copy.agent().store_verdicts(organisation.server().push(taken->transactions)).value();

    EXPECT_TRUE(is_told);
    EXPECT_EQ(copy.agent().take_outbox({.bytes = 64 * 1024}).value().transactions.size(), 1U);
}

// Found by the simulator: a lying server, and the same number given twice.
TEST_F(IdentityTest, KeepsWhatAServerSaysItHasUntilThatIsInTheLog) {
    officer.insert(the_case, "contact", contact("first"));
    officer.sync();
    officer.sync();
    officer.insert(the_case, "contact", contact("second"));
    const OutboxItem second = officer.store().outbox().value().back();

    const wire::Ack lie{.verdicts = {{.scope = the_case,
                                      .dot = second.dot(),
                                      .verdict = commit::Verdict::accepted,
                                      .code = Errc::ok,
                                      .seq = Seq{1},
                                      .watermark = Seq{1'000'000}}}};
    officer.agent().store_verdicts(lie).value();
    officer.reopen();
    officer.insert(the_case, "contact", contact("third"));

    const auto outbox = officer.store().outbox().value();
    ASSERT_EQ(outbox.size(), 2U);
    EXPECT_EQ(outbox.front().dot(), second.dot());
    EXPECT_EQ(number(outbox.back().dot().counter), number(second.dot().counter) + 1);
}

TEST_F(IdentityTest, FindsOutAnUnseenCopyByItsPushAndMovesTheWork) {
    officer.insert(the_case, "contact", contact("before"));
    officer.sync();
    const auto older = officer.save();
    officer.insert(the_case, "contact", contact("first branch"));
    const RecordId id = officer.insert(the_case, "contact", contact("first branch 2"));
    officer.update("contact", id, {{"place", std::string("office")}});
    officer.sync();

    officer.restore(older);  // into the same place, and without a keeper
    EXPECT_FALSE(officer.store().open_report().renewed);
    officer.insert(the_case, "contact", contact("second branch"));
    const RecordId mine = officer.insert(the_case, "contact", contact("second branch 2"));
    officer.update("contact", mine, {{"place", std::string("phone")}});
    officer.control();
    officer.push();

    EXPECT_EQ(last_reason(officer), RenewalReason::forked);
    EXPECT_EQ(text(officer.get("contact", mine), "place"), "phone");
    settle({&officer, &duty});
    expect_settled({&officer, &duty});
    expect_once({&officer, &duty},
                {"before", "first branch", "first branch 2", "second branch", "second branch 2"});
    EXPECT_EQ(text(duty.get("contact", mine), "place"), "phone");
    EXPECT_EQ(text(duty.get("contact", id), "place"), "office");
    // The moved change still knows the moved insert.
    EXPECT_TRUE(duty.store().conflicts().value().empty());
    EXPECT_EQ(officer.store().status().value().refused_transactions, 0U);
}

TEST_F(IdentityTest, FindsOutAnOlderFileByTheFeed) {
    officer.insert(the_case, "contact", contact("before"));
    officer.sync();
    const auto older = officer.save();
    officer.insert(the_case, "contact", contact("lost here, kept there"));
    officer.sync();

    officer.restore(older);
    officer.control();
    officer.pull();

    EXPECT_EQ(last_reason(officer), RenewalReason::rolled_back);
    officer.insert(the_case, "contact", contact("after"));
    settle({&officer, &duty});
    expect_settled({&officer, &duty});
    expect_once({&officer, &duty}, {"before", "lost here, kept there", "after"});
}

TEST_F(IdentityTest, FindsOutAForkByTheFeedBeforeAnythingWasPushed) {
    const RecordId shared = officer.insert(the_case, "contact", contact("shared"));
    officer.sync();
    const auto older = officer.save();
    officer.update("contact", shared, {{"staff", std::string("branch 1")}});
    officer.sync();

    officer.restore(older);
    officer.update("contact", shared, {{"staff", std::string("branch 2")}});
    officer.control();
    officer.pull();

    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(last_reason(officer), RenewalReason::forked);
    EXPECT_EQ(officer.store().conflicts().value().size(), 1U);  // neither branch knew the other
    settle({&officer, &duty});
    expect_settled({&officer, &duty});
    EXPECT_EQ(duty.store().conflicts().value().size(), 1U);
}

// Found by the simulator: refused work does not move, so its number collided for ever.
TEST_F(IdentityTest, GoesOnUnderANewIdOnceWhereRefusedWorkHasTheNumberOfWhatTheServerTook) {
    officer.insert(the_case, "contact", contact("before"));
    officer.sync();
    const auto older = officer.save();
    officer.insert(the_case, "contact", contact("taken"));
    officer.sync();
    officer.restore(older);
    officer.insert(the_case, "contact", contact("refused"));
    const Dot number = officer.store().outbox().value().back().dot();
    officer.agent()
        .store_verdicts({.verdicts = {{.scope = the_case,
                                       .dot = number,
                                       .verdict = commit::Verdict::rejected,
                                       .code = Errc::too_large}}})
        .value();

    for (int round = 0; round < 3; ++round) {
        officer.control();
        officer.pull();
    }

    EXPECT_EQ(ids_of(officer), 2U);
    EXPECT_EQ(last_reason(officer), RenewalReason::forked);
    settle({&officer, &duty});
    expect_settled({&officer, &duty});
    expect_once({&officer, &duty}, {"before", "taken"});
    const auto outbox = officer.store().outbox().value();
    ASSERT_EQ(outbox.size(), 1U);  // still shown, as refused
    EXPECT_EQ(outbox.front().dot(), number);
    EXPECT_EQ(officer.store().status().value().refused_transactions, 1U);
}

TEST_F(IdentityTest, MovesWorkBehindANumberThatTheServerNeverTook) {
    duty.sync();
    organisation.remove(the_case, duty.person());
    duty.insert(the_case, "contact", contact("late"));
    const auto taken = duty.agent().take_outbox(
        {.from = sync::client::TakeOutbox::From::first_unanswered, .bytes = 64 * 1024});
    // A server that no longer knows the scope answers without taking the number.
    wire::Ack ack = organisation.server().push({});
    for (const auto& transaction : taken.value().transactions)
        for (const auto& pushed : transaction)
            ack.verdicts.push_back({.scope = pushed.scope,
                                    .dot = duty.store().outbox().value().at(0).dot(),
                                    .verdict = commit::Verdict::rejected,
                                    .code = Errc::unknown_scope});
    duty.agent().store_verdicts(ack).value();
    ASSERT_EQ(duty.store().status().value().refused_transactions, 1U);
    organisation.admit(the_case, duty.person(), "duty_officer");
    duty.sync();

    duty.insert(the_case, "contact", contact("again"));
    settle({&duty, &officer});

    EXPECT_EQ(last_reason(duty), RenewalReason::renumbered);
    expect_settled({&duty, &officer});
    expect_once({&duty, &officer}, {"again"});
}

// Its earlier commit was on a server that has been put back to a time before it, and nobody can
// bring it back. The keys of a scope that is left are there until the server has signed for what
// was written in it, so the work moves to another number.
TEST_F(IdentityTest, MovesWorkOfAScopeThatIsBeingLeft) {
    duty.sync();
    duty.insert(the_case, "contact", contact("late"));
    organisation.remove(the_case, duty.person());
    duty.control();
    duty.pull();
    ASSERT_EQ(duty.scope(the_case)->state, ScopeState::leaving);
    const Dot late = duty.store().outbox().value().at(0).dot();

    wire::Ack ack;
    ack.verdicts.push_back({.scope = the_case,
                            .dot = late,
                            .verdict = commit::Verdict::rejected,
                            .code = Errc::counter_gap});
    EXPECT_TRUE(duty.agent().store_verdicts(ack).value().renewed);

    EXPECT_NE(duty.store().outbox().value().at(0).dot(), late);
    duty.control();
    duty.push();
    EXPECT_EQ(duty.store().outbox().value().at(0).delivery, Delivery::quarantined);
}

TEST_F(IdentityTest, TakesAnOlderEditTokenForWhatItKnew) {
    const RecordId id = officer.insert(the_case, "contact", contact("v1"));
    officer.sync();
    const EditToken form = officer.store().edit_token(the_case).value();
    officer.update("contact", id, {{"staff", std::string("second form")}});
    const auto files = officer.save();
    Device copy(Device::CopyOf{officer});

    auto saved = copy.store().write([&](Transaction& tx) {
        return tx.update("contact", id, {{"staff", std::string("first form")}}, {.token = form});
    });

    ASSERT_TRUE(saved) << saved.error().message();
    settle({&copy, &officer});
    // The first form did not show what the second one wrote.
    EXPECT_EQ(copy.store().conflicts().value().size(), 1U);
    EXPECT_EQ(officer.store().conflicts().value().size(), 1U);
}

TEST_F(IdentityTest, ReplacesItsOwnEarlierValueUnderANewId) {
    const RecordId id = officer.insert(the_case, "contact", contact("v1"));
    officer.sync();
    officer.update("contact", id, {{"staff", std::string("v2")}});
    Device copy(Device::CopyOf{officer});

    copy.update("contact", id, {{"staff", std::string("v3")}});

    EXPECT_EQ(text(copy.get("contact", id), "staff"), "v3");
    EXPECT_TRUE(copy.store().conflicts().value().empty());
    settle({&officer, &copy, &duty});
    expect_settled({&officer, &copy, &duty});
    EXPECT_EQ(text(duty.get("contact", id), "staff"), "v3");
    EXPECT_TRUE(duty.store().conflicts().value().empty());
}

TEST_F(IdentityTest, RefusesATokenOfAnotherStore) {
    const RecordId id = officer.insert(the_case, "contact", contact("v1"));
    sync_all();
    const EditToken theirs = duty.store().edit_token(the_case).value();

    const auto saved = officer.store().write([&](Transaction& tx) {
        return tx.update("contact", id, {{"staff", std::string("v2")}}, {.token = theirs});
    });

    EXPECT_EQ(saved.error().code, Errc::invalid_argument);
}

// ---- With a keeper -----------------------------------------------------------------------------

class KeeperTest : public IdentityTest {
  protected:
    KeeperTest() {
        officer.use_keeper(keeper);
        officer.reopen();
    }
    std::shared_ptr<MemoryKeeper> keeper = std::make_shared<MemoryKeeper>();
};

TEST_F(KeeperTest, SaysThatItIsFresh) {
    EXPECT_EQ(officer.store().open_report().freshness, Freshness::first);
    officer.insert(the_case, "contact", contact("a"));

    officer.reopen();

    EXPECT_EQ(officer.store().open_report().freshness, Freshness::fresh);
    EXPECT_FALSE(officer.store().open_report().renewed);
    EXPECT_EQ(ids_of(officer), 1U);
}

TEST_F(KeeperTest, ReportsAnOlderFileAndLosesNothingOfIt) {
    officer.insert(the_case, "contact", contact("unsent in the older file"));
    const auto older = officer.save();
    officer.reopen();
    officer.insert(the_case, "contact", contact("sent from the newer file"));
    officer.sync();

    officer.restore(older);

    EXPECT_EQ(officer.store().open_report().freshness, Freshness::rolled_back);
    EXPECT_EQ(officer.store().open_report().renewed, RenewalReason::rolled_back);
    officer.insert(the_case, "contact", contact("after"));
    settle({&officer, &duty});
    expect_settled({&officer, &duty});
    expect_once({&officer, &duty},
                {"unsent in the older file", "sent from the newer file", "after"});
    officer.reopen();
    EXPECT_EQ(officer.store().open_report().freshness, Freshness::fresh);
    EXPECT_EQ(ids_of(officer), 2U);
}

TEST_F(KeeperTest, NoticesWorkThatWasSentAfterTheCopyOfTheSameOpening) {
    const auto older = officer.save();
    officer.insert(the_case, "contact", contact("sent"));
    officer.sync();

    officer.restore(older);

    EXPECT_EQ(officer.store().open_report().freshness, Freshness::rolled_back);
}

TEST_F(KeeperTest, OpensThoughItsKeeperFails) {
    officer.close();
    keeper->is_broken = true;

    officer.reopen();

    EXPECT_EQ(officer.store().open_report().freshness, Freshness::unknown);
    ASSERT_TRUE(officer.store().open_report().keeper_problem);
    EXPECT_EQ(officer.store().open_report().keeper_problem->code, Errc::io);
    keeper->is_broken = false;
    officer.reopen();
    EXPECT_EQ(officer.store().open_report().freshness, Freshness::fresh);
    EXPECT_EQ(ids_of(officer), 1U);
}

TEST_F(KeeperTest, TakesAnotherDevicesEmptyKeeperForACopyOnce) {
    officer.reopen();  // and finds what was kept
    const auto files = officer.save();
    officer.use_keeper(std::make_shared<MemoryKeeper>());

    officer.restore(files);

    EXPECT_EQ(officer.store().open_report().renewed, RenewalReason::copied);
    officer.use_keeper(std::make_shared<MemoryKeeper>());  // which keeps nothing
    officer.reopen();
    EXPECT_FALSE(officer.store().open_report().renewed);
}

}  // namespace
}  // namespace sanderling::tests
