// What became of a record: replaced values, reasons, going back, and conflicts that open again.
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <condition_variable>
#include <mutex>

namespace sanderling::tests {
namespace {

class HistoryTest : public ReplicaTest {
  protected:
    HistoryTest() { sync_all(); }

    void place(Device& device, const std::string& where) {
        device.update("contact", id, {{"place", where}});
    }
    std::vector<HistoryEntry> past(Device& device, const std::string& field) {
        auto all = device.store().history("contact", id).value();
        std::erase_if(all, [&](const HistoryEntry& e) { return e.field != field; });
        return all;
    }
    static std::string places(const std::vector<HistoryEntry>& entries) {
        std::string out;
        for (const HistoryEntry& e : entries) {
            out += (out.empty() ? "" : " ") + text(e.row, "place");
            if (!e.is_live) out += "-";
        }
        return out;
    }
    std::vector<Conflict> conflicts(Device& device) { return device.store().conflicts().value(); }

    RecordId id = officer.insert(the_case, "contact", contact("om-1"));
};

TEST_F(HistoryTest, ShowsWhatWasReplacedByWhomAndWhen) {
    place(duty, "office");
    sync_all();
    place(officer, "phone");

    const auto before = past(officer, "place");
    EXPECT_EQ(places(before), "home- office- phone");
    ASSERT_EQ(before.size(), 3U);
    EXPECT_TRUE(before[2].is_pending);
    EXPECT_EQ(before[1].replaced_by, before[2].dot);
    sync_all();

    for (Device* device : {&officer, &duty, &manager}) {
        const auto entries = past(*device, "place");
        ASSERT_EQ(places(entries), "home- office- phone");
        EXPECT_EQ(entries[0].person, officer.person());
        EXPECT_EQ(entries[1].person, duty.person());
        EXPECT_EQ(entries[1].deed, Deed::wrote);
        EXPECT_EQ(entries[1].replaced_by, entries[2].dot);
        EXPECT_EQ(entries[1].replaced_at, entries[2].effective);
        EXPECT_FALSE(entries[2].replaced_by);
    }
}

TEST_F(HistoryTest, KeepsTheReasonOfAResolution) {
    place(officer, "office");
    place(duty, "phone");
    sync_all();
    manager.store().resolve(conflicts(manager).at(0).id, Choice{1}, "the door was logged").value();

    sync_all();

    const auto entries = past(duty, "place");
    ASSERT_EQ(entries.size(), 4U);
    EXPECT_EQ(entries[3].deed, Deed::resolved);
    EXPECT_EQ(entries[3].reason, "the door was logged");
    EXPECT_EQ(entries[3].person, manager.person());
    EXPECT_TRUE(entries[3].is_live);
    EXPECT_EQ(entries[1].replaced_by, entries[3].dot);
    EXPECT_EQ(entries[2].replaced_by, entries[3].dot);
}

TEST_F(HistoryTest, GoesBackWithOneCall) {
    place(duty, "office");
    sync_all();
    const auto entries = past(officer, "place");
    ASSERT_EQ(places(entries), "home- office");

    const auto back = officer.store().restore(entries[0]);
    ASSERT_TRUE(back) << back.error().message();
    sync_all();

    EXPECT_EQ(text(manager.get("contact", id), "place"), "home");
    EXPECT_EQ(places(past(manager, "place")), "home- office- home");
}

TEST_F(HistoryTest, GoingBackSettlesAConflictOnTheField) {
    place(officer, "office");
    place(duty, "phone");
    sync_all();
    ASSERT_EQ(conflicts(officer).size(), 1U);
    const auto entries = past(officer, "place");
    ASSERT_EQ(text(entries[0].row, "place"), "home");

    officer.store().restore(entries[0], "neither").value();
    sync_all();

    EXPECT_TRUE(conflicts(duty).empty());
    EXPECT_EQ(text(duty.get("contact", id), "place"), "home");
    EXPECT_EQ(past(duty, "place").back().reason, "neither");
}

TEST_F(HistoryTest, WhatHasNoValueIsNotRestored) {
    const auto notes = past(officer, "notes");
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(notes[0].deed, Deed::appended);

    EXPECT_EQ(officer.store().restore(notes[0]).error().code, Errc::invalid_argument);
}

TEST_F(HistoryTest, ShowsWhatWasDoneToTheRecord) {
    duty.store().write([&](Transaction& tx) { return tx.erase("contact", id); }).value();
    sync_all();
    place(officer, "office");
    sync_all();

    const auto life = past(manager, "");

    ASSERT_EQ(life.size(), 3U);
    EXPECT_EQ(life[0].deed, Deed::created);
    EXPECT_EQ(life[1].deed, Deed::deleted);
    EXPECT_EQ(life[1].person, duty.person());
    EXPECT_EQ(life[2].deed, Deed::undeleted);
}

TEST_F(HistoryTest, ForgetsAfterNinetyDays) {
    place(duty, "office");
    sync_all();
    organisation.server().now = organisation.server().now + std::chrono::days(89);
    place(officer, "phone");
    sync_all();
    ASSERT_EQ(places(past(officer, "place")), "home- office- phone");

    organisation.server().now = organisation.server().now + std::chrono::days(2);
    officer.update("contact", id, {{"planned", false}});
    sync_all();

    EXPECT_EQ(places(past(officer, "place")), "office- phone");
}

TEST_F(HistoryTest, GoesWithItsScope) {
    place(duty, "office");
    sync_all();
    organisation.remove(the_case, duty.person());

    duty.sync();

    EXPECT_EQ(duty.store().history("contact", id).error().code, Errc::not_found);
    organisation.admit(the_case, duty.person(), "duty_officer");
    sync_all();
    EXPECT_EQ(places(past(duty, "place")), "home- office") << "once, as the log has it";
}

// The manager settled what she had seen. What the duty officer wrote meanwhile she had not.
TEST_F(HistoryTest, AConflictOpensAgainUnderItsIdWhenTheResolverHadNotSeenEverything) {
    place(officer, "office");
    place(duty, "phone");
    officer.sync();
    duty.push();
    officer.sync();
    manager.sync();
    const auto first = conflicts(manager);
    ASSERT_EQ(first.size(), 1U);
    manager.store().resolve(first[0].id, Choice{0}, "seen").value();
    place(duty, "video");  // knows neither the resolution nor the other value
    manager.sync();
    EXPECT_TRUE(conflicts(manager).empty());

    sync_all();

    for (Device* device : {&officer, &duty, &manager}) {
        const auto again = conflicts(*device);
        ASSERT_EQ(again.size(), 1U);
        EXPECT_EQ(again[0].id, first[0].id);
        EXPECT_EQ(again[0].candidates.size(), 2U);
    }
}

// Monday 9 May 2011: a form shows "home", the pull brings "office", the form is saved. Without the
// token the device says that it knew "office", which its person never saw: gone, and no conflict.
TEST_F(HistoryTest, WithoutTheEditTokenWhatTheFormNeverShowedIsOverwritten) {
    place(duty, "office");
    duty.sync();
    officer.sync();

    place(officer, "phone");
    sync_all();

    EXPECT_TRUE(conflicts(manager).empty());
    EXPECT_EQ(places(past(manager, "place")), "home- office- phone");
}

TEST_F(HistoryTest, WithTheEditTokenWhatTheFormNeverShowedIsAConflict) {
    const EditToken form = officer.store().edit_token(the_case).value();
    place(duty, "office");
    duty.sync();
    officer.sync();

    officer.store()
        .write([&](Transaction& tx) {
            return tx.update("contact", id, {{"place", std::string("phone")}}, {.token = form});
        })
        .value();
    sync_all();

    const auto open = conflicts(manager);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].candidates.size(), 2U);
}

class ToldConflicts {
  public:
    ConflictObserver observer() {
        return [this](const Result<std::vector<Conflict>>& now) {
            const std::lock_guard lock(mutex_);
            newest_ = now.value();
            ++count_;
            came_.notify_all();
        };
    }
    std::vector<Conflict> wait_until(const std::function<bool(const std::vector<Conflict>&)>& is) {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(came_.wait_for(lock, std::chrono::seconds(60),
                                   [&] { return count_ != 0 && is(newest_); }));
        return newest_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Conflict> newest_{};
    int count_ = 0;
};

TEST_F(HistoryTest, TellsOfConflictsAsTheyOpenChangeAndClose) {
    ToldConflicts told;
    const auto watching = manager.store().watch_conflicts(told.observer(), the_case).value();
    told.wait_until([](const auto& now) { return now.empty(); });

    place(officer, "office");
    place(duty, "phone");
    sync_all();
    const auto open = told.wait_until([](const auto& now) { return now.size() == 1; });
    EXPECT_EQ(open[0].field, "place");

    // The officer edits the value in force: another candidate, the same conflict.
    const std::string was = text(open[0].candidates[0].row, "place");
    place(officer, "video");
    sync_all();
    const auto changed = told.wait_until([&](const auto& now) {
        return now.size() == 1 && text(now[0].candidates[0].row, "place") != was;
    });
    EXPECT_EQ(changed[0].id, open[0].id);

    manager.store().resolve(open[0].id, Choice{0}).value();
    told.wait_until([](const auto& now) { return now.empty(); });
}

}  // namespace
}  // namespace sanderling::tests
