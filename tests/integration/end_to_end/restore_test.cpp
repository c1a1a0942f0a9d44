// A server that is put back to a backup, and the devices that bring back what it lost: every commit
// once, in whatever order they come, and no value replaced by somebody who had not seen it.
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sanderling::tests {
namespace {

using ::testing::UnorderedElementsAre;

constexpr const char* all_contacts = "SELECT count(*) FROM contact";

class RestoreTest : public ::testing::Test {
  protected:
    OrganisationFixture org_{built_programs()};
    PersonId ann_ = org_.hire("Ann", "officer");
    PersonId ben_ = org_.hire("Ben", "officer");
    ScopeId case_ = org_.found("case", "a case");
    std::optional<Phone> of_ann_{};
    std::optional<Phone> of_ben_{};
    RecordId shared_{};
    RecordId doomed_{};

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
        of_ann_.emplace(org_, ann_, "ann");
        of_ben_.emplace(org_, ben_, "ben");
        sync(*of_ann_);
        shared_ = of_ann_->visit(case_, "first");
        doomed_ = of_ann_->visit(case_, "to be deleted");
        set_staff(*of_ann_, "before");
        sync(*of_ann_);
        sync(*of_ben_);
    }

    ProcessOutput run(std::vector<std::string> arguments) {
        return run_process({.program = built_programs().server, .arguments = std::move(arguments)},
                           patience)
            .value();
    }
    std::string backup() const { return (org_.folder() / "backup").string(); }
    void back_up() {
        const auto done = run({"backup", org_.server_folder().string(), backup()});
        ASSERT_TRUE(done.exit.is_success()) << done.error;
    }
    void restore() {
        org_.stop_server();
        const auto done = run(
            {"restore", org_.server_folder().string(), "--from", backup(), "--replace", "--json"});
        ASSERT_TRUE(done.exit.is_success()) << done.error;
        org_.start_server();
    }
    void set_staff(Phone& phone, const std::string& staff) {
        must(phone.store().write([&](Transaction& tx) {
            return tx.update("contact", shared_, {{"staff", staff}});
        }));
    }
    /// The values of the shared contact's staff that are live, the one in force first.
    std::multiset<std::string> staffs(Phone& phone) {
        std::multiset<std::string> out;
        out.insert(phone.text("SELECT staff FROM contact WHERE id = ?1", {shared_}));
        for (const Conflict& conflict : must(phone.store().conflicts()))
            if (conflict.record == shared_ && conflict.field == "staff")
                for (const Candidate& candidate : conflict.candidates)
                    if (!candidate.is_in_force)
                        out.insert(std::get<std::string>(candidate.row.at("staff")));
        return out;
    }
    /// What all devices agree on: chain and digest were compared at each one's checkpoint.
    /// After a backup own commits stay in the outbox until the next one.
    static void sync(Phone& phone) {
        phone.go_online();
        must(phone.agent().wait_until_live(patience));
        must(phone.agent().wait_until_drained(patience));
        phone.go_offline();
    }
    static std::size_t unsettled(Phone& phone) {
        std::size_t out = 0;
        for (const OutboxItem& item : must(phone.store().outbox()))
            if (item.delivery != Delivery::accepted) ++out;
        return out;
    }
    void expect_equal() {
        const ScopeInfo a = of_ann_->scope(case_);
        const ScopeInfo b = of_ben_->scope(case_);
        EXPECT_EQ(a.state, ScopeState::ready) << (a.problem ? a.problem->message() : "");
        EXPECT_EQ(b.state, ScopeState::ready) << (b.problem ? b.problem->message() : "");
        EXPECT_EQ(a.seq, b.seq);
        EXPECT_EQ(a.digest, b.digest);
        EXPECT_EQ(staffs(*of_ann_), staffs(*of_ben_));
        EXPECT_EQ(of_ann_->count(all_contacts), of_ben_->count(all_contacts));
        EXPECT_EQ(unsettled(*of_ann_), 0U);
        EXPECT_EQ(unsettled(*of_ben_), 0U);
    }
};

TEST_F(RestoreTest, WhatOneDeviceHoldsIsThereAgainAtItsOldPlaces) {
    back_up();
    of_ann_->visit(case_, "second");
    set_staff(*of_ann_, "ann's");
    sync(*of_ann_);
    sync(*of_ben_);
    set_staff(*of_ben_, "ben's, who saw ann's");
    must(of_ben_->store().write([&](Transaction& tx) { return tx.erase("contact", doomed_); }));
    sync(*of_ben_);
    const auto before = of_ben_->scope(case_).seq;
    restore();

    sync(*of_ben_);
    sync(*of_ann_);

    expect_equal();
    EXPECT_EQ(of_ann_->scope(case_).seq, before);
    EXPECT_EQ(of_ann_->count(all_contacts), 2);
    EXPECT_THAT(staffs(*of_ann_), UnorderedElementsAre("ben's, who saw ann's"));
}

TEST_F(RestoreTest, TheOneThatKnewLessComesFirstAndGoesOn) {
    back_up();
    set_staff(*of_ann_, "ann's, seen by both");
    sync(*of_ann_);
    sync(*of_ben_);
    set_staff(*of_ben_, "ben's, who saw ann's");
    of_ben_->visit(case_, "ben's visit");
    must(of_ben_->store().write([&](Transaction& tx) { return tx.erase("contact", doomed_); }));
    sync(*of_ben_);
    restore();

    // Ann has not seen what Ben wrote, so neither of the two may go. Her writes take the numbers
    // that Ben's had: compared by number he would have seen hers, or she his.
    set_staff(*of_ann_, "ann's later, who did not see ben's");
    for (int i = 0; i < 5; ++i) of_ann_->visit(case_, "ann's visit " + std::to_string(i));
    sync(*of_ann_);
    set_staff(*of_ben_, "ben's last, offline");
    sync(*of_ben_);
    sync(*of_ann_);
    sync(*of_ben_);

    expect_equal();
    EXPECT_EQ(of_ann_->count(all_contacts), 7);  // 2, less 1 deleted, and 6 visits
    EXPECT_THAT(staffs(*of_ben_),
                UnorderedElementsAre("ann's later, who did not see ben's", "ben's last, offline"));
}

TEST_F(RestoreTest, WhatWasUnderWayWhenTheServerWasLostArrivesOnce) {
    back_up();
    of_ann_->visit(case_, "second");
    sync(*of_ann_);
    restore();
    of_ann_->visit(case_, "third, before she met the restored server");
    of_ben_->visit(case_, "of ben, who had not seen the second");

    sync(*of_ben_);
    sync(*of_ann_);
    sync(*of_ben_);

    expect_equal();
    EXPECT_EQ(of_ben_->count(all_contacts), 5);
}

TEST_F(RestoreTest, ACaseThatTheBackupDidNotHaveComesBackWhole) {
    back_up();
    const ScopeId later = org_.found("case", "opened after the backup");
    org_.allocate(later, ann_);
    sync(*of_ann_);
    of_ann_->visit(later, "in the new case");
    sync(*of_ann_);
    restore();

    sync(*of_ann_);

    EXPECT_EQ(of_ann_->scope(later).state, ScopeState::ready);
    EXPECT_EQ(of_ann_->count(all_contacts), 3);
    of_ann_->visit(later, "and it goes on");
    sync(*of_ann_);
    EXPECT_EQ(unsettled(*of_ann_), 0U);
}

// What the backup has, he could read before. What is newer is under a key that was never his, and
// comes with the removal.
TEST_F(RestoreTest, WhoWasRemovedAfterTheBackupNeverReadsWhatIsNewer) {
    const std::string newer = "kingfisher at the weir";
    back_up();
    org_.withdraw(case_, ben_);
    sync(*of_ben_);
    ASSERT_EQ(of_ben_->scope(case_).state, ScopeState::revoked);
    sync(*of_ann_);
    of_ann_->visit(case_, newer);
    sync(*of_ann_);
    restore();

    // He comes first: no device has brought the removal back yet.
    sync(*of_ben_);
    EXPECT_LE(of_ben_->count(all_contacts), 2);
    EXPECT_TRUE(must(of_ben_->store().search("kingfisher")).empty());

    sync(*of_ann_);
    sync(*of_ben_);
    EXPECT_EQ(of_ben_->scope(case_).state, ScopeState::revoked);
    EXPECT_EQ(of_ben_->count(all_contacts), 0);
    EXPECT_TRUE(must(of_ben_->store().search("kingfisher")).empty());
    EXPECT_EQ(of_ann_->scope(case_).state, ScopeState::ready);
    EXPECT_EQ(must(of_ann_->store().search("kingfisher")).size(), 1U);
}

TEST_F(RestoreTest, ABackupIsTakenWhileDevicesWrite) {
    of_ann_->go_online();
    for (int i = 0; i < 10; ++i) of_ann_->visit(case_, "before " + std::to_string(i));
    back_up();
    for (int i = 0; i < 10; ++i) of_ann_->visit(case_, "after " + std::to_string(i));
    sync(*of_ann_);
    const auto again = run({"backup", org_.server_folder().string(), backup()});
    EXPECT_EQ(again.exit.code, 1) << "a backup is never written over";
    const auto refused = run({"restore", org_.server_folder().string(), "--from", backup()});
    EXPECT_EQ(refused.exit.code, 1) << "a server runs there";
    restore();

    sync(*of_ann_);
    sync(*of_ben_);

    expect_equal();
    EXPECT_EQ(of_ben_->count(all_contacts), 22);
}

}  // namespace
}  // namespace sanderling::tests
