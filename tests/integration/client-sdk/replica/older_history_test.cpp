// History that a device no longer holds, or never did: fetched, verified, shown with what is here,
// and gone back to (docs/protocol.md §5.12).
#include "client-sdk/replica/history_call.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

class OlderHistoryTest : public ReplicaTest {
  protected:
    OlderHistoryTest() { sync_all(); }

    MemoryServer& server() { return organisation.server(); }
    void days_pass(int days) { server().now = server().now + std::chrono::days(days); }
    void place(Device& device, const std::string& where) {
        device.update("contact", id, {{"place", where}});
        sync_all();
    }
    /// home, office, phone, video and, after a year, whatever makes the devices forget.
    void a_year_passes() {
        place(duty, "office");
        place(officer, "phone");
        place(manager, "video");
        days_pass(365);
        officer.update("contact", id, {{"planned", false}});
        sync_all();
    }
    Result<OlderHistory> fetch(Device& device, const HistoryRange& range = {}) {
        auto call = replica::HistoryCall::begin(device.store(), "contact", id, range);
        if (!call) return call.error();
        while (call->question())
            if (auto taken = call->take(server().history(*call->question())); !taken)
                return taken.error();
        return call->finish();
    }
    static std::string places(const std::vector<HistoryEntry>& entries) {
        std::string out;
        for (const HistoryEntry& e : entries) {
            if (e.field != "place") continue;
            out += (out.empty() ? "" : " ") + text(e.row, "place");
            if (!e.is_live) out += "-";
        }
        return out;
    }
    std::string held(Device& device) {
        return places(device.store().history("contact", id).value());
    }
    void trim() {
        MemoryScope& scope = server().scope(the_case);
        scope.trim(server().directory().org(), the_case, scope.head().seq);
    }

    RecordId id = officer.insert(the_case, "contact", contact("om-1"));
};

TEST_F(OlderHistoryTest, BringsBackWhatTheDeviceHasForgotten) {
    a_year_passes();
    ASSERT_EQ(held(officer), "video");

    const OlderHistory found = fetch(officer).value();

    EXPECT_EQ(places(found.entries), "home- office- phone- video");
    EXPECT_FALSE(found.next);
    EXPECT_TRUE(found.dropped.empty());
    EXPECT_EQ(found.complete_from, Seq{1});
    EXPECT_EQ(found.unreadable, 0U);
    EXPECT_EQ(held(officer), "video") << "nothing of it is kept";
}

TEST_F(OlderHistoryTest, SaysWhoWroteAndWhatReplacedIt) {
    a_year_passes();

    auto entries = fetch(manager).value().entries;

    std::erase_if(entries, [](const HistoryEntry& e) { return e.field != "place"; });
    ASSERT_EQ(entries.size(), 4U);
    EXPECT_EQ(entries[0].person, officer.person());
    EXPECT_EQ(entries[1].person, duty.person());
    EXPECT_EQ(entries[1].deed, Deed::wrote);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(entries[i].replaced_by, entries[i + 1].dot);
        EXPECT_EQ(entries[i].replaced_at, entries[i + 1].effective);
        EXPECT_LT(entries[i].seq, entries[i + 1].seq);
    }
    EXPECT_TRUE(entries[3].is_live);
}

TEST_F(OlderHistoryTest, IsTheSameAsWhatADeviceThatWasThereHolds) {
    place(duty, "office");
    place(officer, "phone");
    duty.store().write([&](Transaction& tx) { return tx.erase("contact", id); }).value();
    sync_all();
    place(manager, "video");
    const auto there = duty.store().history("contact", id).value();
    days_pass(100);
    Device late{organisation, duty.person(), schema};
    late.sync();
    ASSERT_EQ(held(late), "video");

    const auto found = fetch(late).value().entries;

    ASSERT_EQ(found.size(), there.size());
    for (std::size_t i = 0; i < there.size(); ++i) {
        EXPECT_EQ(found[i].field, there[i].field) << i;
        EXPECT_EQ(found[i].row, there[i].row) << i;
        EXPECT_EQ(found[i].dot, there[i].dot) << i;
        EXPECT_EQ(found[i].deed, there[i].deed) << i;
        EXPECT_EQ(found[i].is_live, there[i].is_live) << i;
        EXPECT_EQ(found[i].replaced_by, there[i].replaced_by) << i;
        EXPECT_EQ(found[i].claimed, there[i].claimed) << i;
        EXPECT_EQ(found[i].person, there[i].person) << i;
    }
}

TEST_F(OlderHistoryTest, GoesBackToAFetchedValue) {
    a_year_passes();
    const auto entries = fetch(officer).value().entries;
    const auto home = std::find_if(entries.begin(), entries.end(),
                                   [](const auto& e) { return text(e.row, "place") == "home"; });
    ASSERT_NE(home, entries.end());

    officer.store().restore(*home).value();
    sync_all();

    EXPECT_EQ(text(duty.get("contact", id), "place"), "home");
}

TEST_F(OlderHistoryTest, ComesPageByPageAndEndsWhereItIsTold) {
    a_year_passes();
    server().page_bytes = 100;  // one commit each
    const std::string all = places(fetch(officer).value().entries);
    EXPECT_EQ(all, "home- office- phone- video");
    EXPECT_EQ(server().histories_asked, 5U);

    const OlderHistory newest = fetch(officer, {.limit = 2}).value();
    ASSERT_TRUE(newest.next);
    const OlderHistory older = fetch(officer, {.before = newest.next}).value();

    EXPECT_EQ(places(newest.entries), "video");
    EXPECT_EQ(newest.complete_from, *newest.next);
    EXPECT_EQ(places(older.entries), "home- office- phone-");
    EXPECT_FALSE(older.next);
}

TEST_F(OlderHistoryTest, OfOneFieldOnlyItsWritesTravel) {
    a_year_passes();
    std::size_t commits = 0;
    server().on_history = [&](wire::History& page) { commits += page.commits.size(); };

    const OlderHistory found = fetch(officer, {.field = "planned"}).value();

    EXPECT_EQ(commits, 2U);
    ASSERT_EQ(found.entries.size(), 2U);
    EXPECT_EQ(found.entries[0].field, "planned");
    EXPECT_FALSE(found.entries[0].is_live);
    EXPECT_EQ(fetch(officer, {.field = "nothing"}).error().code, Errc::constraint);
}

TEST_F(OlderHistoryTest, OpensWhatIsSealedUnderOlderKeys) {
    place(duty, "office");
    organisation.new_epoch(the_case);
    sync_all();
    place(duty, "phone");
    organisation.new_epoch(the_case);
    sync_all();
    a_year_passes();
    Device late{organisation, manager.person(), schema};
    late.sync();

    const OlderHistory found = fetch(late).value();

    EXPECT_EQ(places(found.entries), "home- office- phone- office- phone- video");
    EXPECT_EQ(found.unreadable, 0U);
}

TEST_F(OlderHistoryTest, TellsWhatTheServerHasDropped) {
    a_year_passes();
    trim();  // office and phone are wholly gone; the first commit still has live values

    const OlderHistory found = fetch(officer).value();

    EXPECT_EQ(places(found.entries), "home- video");
    ASSERT_EQ(found.dropped.size(), 2U);
    EXPECT_EQ(found.dropped[0].person, duty.person());
    EXPECT_EQ(found.dropped[1].person, officer.person());
    EXPECT_LT(found.dropped[0].seq, found.dropped[1].seq);
    EXPECT_EQ(found.complete_from, Seq{number(found.dropped[1].seq) + 1});
}

TEST_F(OlderHistoryTest, AWriteThatIsHereIsShownOnceAndPendingOnesStay) {
    place(duty, "office");
    officer.update("contact", id, {{"place", std::string("phone")}});

    const OlderHistory found = fetch(officer).value();

    EXPECT_EQ(places(found.entries), "home- office- phone");
    EXPECT_TRUE(found.entries.back().is_pending);
}

// ---- What a server may not say
// -----------------------------------------------------------------

class LyingHistoryTest : public OlderHistoryTest {
  protected:
    LyingHistoryTest() {
        server().holds_watermark = true;  // so that links are kept
        server().page_bytes = 100'000;
        other = officer.insert(the_case, "contact", contact("om-2"));
        a_year_passes();
        officer.update("contact", other, {{"place", std::string("phone")}});
        sync_all();
    }
    /// Behind the watermark only signatures and membership tell.
    void forget_links() {
        server().holds_watermark = false;
        for (const char* where : {"home", "video"}) {
            officer.update("contact", other, {{"place", std::string(where)}});
            sync_all();
        }
    }
    Error told(std::function<void(wire::History&)> lie) {
        server().on_history = std::move(lie);
        const auto found = fetch(officer);
        server().on_history = {};
        EXPECT_TRUE(fetch(officer)) << "the truth is taken afterwards";
        EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
        return found ? fail(Errc::ok) : found.error();
    }
    commit::Commit commit_at(const wire::PastCommit& at) {
        return wire::unpack(at.content, server().directory().org(), the_case).value();
    }

    RecordId other;
};

TEST_F(LyingHistoryTest, AChangedBodyOrHeaderIsRefused) {
    EXPECT_NE(told([](wire::History& h) { h.commits[1].content.back() ^= 1U; }).code, Errc::ok);
    forget_links();
    EXPECT_EQ(told([](wire::History& h) { h.commits[1].content.back() ^= 1U; }).code,
              Errc::bad_signature);
    EXPECT_NE(told([](wire::History& h) { h.commits[2].content[20] ^= 1U; }).code, Errc::ok);
    EXPECT_EQ(told([](wire::History& h) { h.commits[1].content.resize(40); }).code,
              Errc::malformed);
}

TEST_F(LyingHistoryTest, ACommitElsewhereOrTwiceIsRefused) {
    EXPECT_EQ(told([](wire::History& h) { std::swap(h.commits[0], h.commits[1]); }).code,
              Errc::malformed);
    EXPECT_EQ(told([](wire::History& h) { h.commits[1].content = h.commits[0].content; }).code,
              Errc::malformed);
    EXPECT_EQ(told([](wire::History& h) {
                  h.commits[1].t_eff = HlcTime{number(h.commits[1].t_eff) + 9};
              }).code,
              Errc::malformed);
    EXPECT_EQ(told([](wire::History& h) { h.commits[2].effective_base = Seq{1}; }).code,
              Errc::malformed);
    EXPECT_EQ(told([](wire::History& h) { h.commits[0].seq = Seq{999}; }).code, Errc::malformed);
}

TEST_F(LyingHistoryTest, AnotherRecordsCommitIsRefused) {
    wire::PastCommit foreign;
    server().on_history = [&](wire::History& h) { foreign = h.commits[0]; };
    std::swap(id, other);
    fetch(officer).value();
    std::swap(id, other);

    const Error told_of =
        told([&](wire::History& h) { h.commits.insert(h.commits.begin(), foreign); });

    EXPECT_EQ(told_of.code, Errc::malformed);
}

TEST_F(LyingHistoryTest, AnAuthorWhoWasNoMemberThereIsRefused) {
    // As if the duty officer had written before anybody was admitted: signed by her, not to be
    // shown. The links of that time are not kept, so it is the membership that tells.
    forget_links();
    const Error told_of = told([](wire::History& h) {
        wire::PastCommit moved = h.commits[3];
        moved.seq = Seq{2};
        moved.effective_base = Seq{0};
        h.commits.erase(h.commits.begin() + 3, h.commits.end());
        h.commits.push_back(moved);
    });

    EXPECT_EQ(told_of.code, Errc::not_a_member) << told_of.message();
}

TEST_F(LyingHistoryTest, AForgedRemnantIsRefusedWhereTheLinkIsKept) {
    EXPECT_EQ(told([&](wire::History& h) {
                  auto remnant = wire::remnant_of(commit_at(h.commits[1]).header);
                  remnant.what.bytes[0] ^= 1U;
                  h.commits[1].content = wire::encode(remnant);
              }).code,
              Errc::malformed);
}

TEST_F(LyingHistoryTest, WhatIsInForceCannotBeHidden) {
    EXPECT_EQ(told([](wire::History& h) { h.commits.erase(h.commits.begin()); }).code,
              Errc::malformed);
    EXPECT_EQ(told([](wire::History& h) { h.commits.clear(); }).code, Errc::malformed);
}

TEST_F(LyingHistoryTest, PagesThatDoNotGoOnAreRefused) {
    EXPECT_EQ(told([](wire::History& h) { h.next = Seq{1'000}; }).code, Errc::malformed);
    EXPECT_EQ(told([](wire::History& h) { h.scope = ScopeId{}; }).code, Errc::malformed);
    EXPECT_EQ(told([](wire::History& h) { h.unknown_until = Seq{1'000}; }).code, Errc::malformed);
    EXPECT_EQ(told([](wire::History& h) {
                  h.code = Errc::unknown_scope;
                  h.commits.clear();
              }).code,
              Errc::unknown_scope);
}

}  // namespace
}  // namespace sanderling::tests
