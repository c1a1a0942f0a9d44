// Watched queries: what they are told, and when.
#include "tests/integration/client-sdk/replica/watching.hpp"

#include <future>

namespace sanderling::tests {
namespace {

TEST_F(WatchTest, TellsTheAnswerAndThenEachChangeOfIt) {
    const RecordId first = officer.insert(the_case, "contact", contact("om-1"));
    Told told;
    const auto watching =
        officer.store().watch("SELECT id, staff FROM contact WHERE scope = ?1 ORDER BY staff",
                              {to_scalar(the_case)}, told.observer());
    ASSERT_TRUE(watching);
    const auto at_once = told.wait_for(1).value();
    EXPECT_EQ(at_once.added.size(), 1U);
    EXPECT_EQ(at_once.rows->get<RecordId>(0, "id"), first);

    const RecordId second = officer.insert(the_case, "contact", contact("om-2"));
    const auto added = told.wait_for(2).value();
    EXPECT_EQ(added.added, std::vector<std::size_t>{1});
    EXPECT_EQ(added.rows->get<RecordId>(1, "id"), second);
    EXPECT_EQ(*added.before, *at_once.rows);

    officer.update("contact", first, {{"staff", std::string("om-3")}});
    const auto changed = told.wait_for(3).value();
    EXPECT_TRUE(changed.added.empty() && changed.removed.empty());
    ASSERT_EQ(changed.changed.size(), 1U);
    EXPECT_EQ(changed.before->get<std::string>(changed.changed[0].before, "staff"), "om-1");
    EXPECT_EQ(changed.rows->get<std::string>(changed.changed[0].now, "staff"), "om-3");

    officer.store().write([&](Transaction& tx) { return tx.erase("contact", second); }).value();
    const auto removed = told.wait_for(4).value();
    ASSERT_EQ(removed.removed.size(), 1U);
    EXPECT_EQ(removed.before->get<RecordId>(removed.removed[0], "id"), second);
    EXPECT_EQ(removed.rows->size(), 1U);
}

TEST_F(WatchTest, TellsWhatOthersWrote) {
    Told told;
    const auto watching =
        duty.store().watch("SELECT count(*) AS n FROM contact", {}, told.observer());
    EXPECT_EQ(told.wait_for(1)->rows->get<std::int64_t>(0, "n"), 0);

    officer.insert(the_case, "contact", contact("om-1"));
    officer.sync();
    duty.sync();

    EXPECT_EQ(told.wait_for(2)->rows->get<std::int64_t>(0, "n"), 1);
}

TEST_F(WatchTest, RunsOnlyForWhatTheQueryReads) {
    const ScopeId other = organisation.create_scope("case");
    organisation.admit(other, officer.person(), "officer");
    officer.sync();
    Told all;
    Told one;
    const auto watching_all = officer.store().watch(each_run, {}, all.observer());
    const auto watching_one = officer.store().watch(each_run, {}, one.observer(), {.scope = other});
    all.wait_for(1).value();
    one.wait_for(1).value();

    officer.insert(the_case, "person", {{"name", std::string("Ann")}});
    officer.store().edit_token(the_case).value();
    static_cast<void>(officer.store().write([&](Transaction& tx) -> Result<void> {
        tx.insert(the_case, "contact", contact("om-1")).value();
        return fail(Errc::closed, "taken back");
    }));
    officer.insert(the_case, "contact", contact("om-1"));
    EXPECT_EQ(all.wait_for(2)->rows->get<std::int64_t>(0, "n"), 1);
    officer.insert(other, "contact", contact("om-1"));

    EXPECT_EQ(all.wait_for(3)->rows->get<std::int64_t>(0, "n"), 2);
    EXPECT_EQ(one.wait_for(2)->rows->get<std::int64_t>(0, "n"), 2);
    EXPECT_EQ(all.count(), 3U);
    EXPECT_EQ(one.count(), 2U);
}

TEST_F(WatchTest, SaysNothingWhenTheAnswerIsTheSame) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    Told told;
    Told runs;
    const auto watching = officer.store().watch("SELECT staff FROM contact", {}, told.observer());
    const auto counting = officer.store().watch(each_run, {}, runs.observer());
    told.wait_for(1).value();
    runs.wait_for(1).value();

    officer.update("contact", id, {{"place", std::string("office")}});
    runs.wait_for(2).value();  // after the other, which began before it
    officer.update("contact", id, {{"staff", std::string("om-2")}});

    EXPECT_EQ(told.wait_for(2)->rows->get<std::string>(0, "staff"), "om-2");
    EXPECT_EQ(told.count(), 2U);
}

TEST_F(WatchTest, MakesOneRunOfManyCommits) {
    std::promise<void> may_go;
    auto gone = may_go.get_future().share();
    Told told;
    const auto watching = officer.store().watch(
        each_run, {}, [observe = told.observer(), gone](const Result<QueryChange>& change) {
            observe(change);
            gone.wait();
        });
    told.wait_for(1).value();

    for (int i = 0; i < 20; ++i) officer.insert(the_case, "contact", contact("om-1"));
    may_go.set_value();

    EXPECT_EQ(told.wait_for(2)->rows->get<std::int64_t>(0, "n"), 20);
    officer.insert(the_case, "contact", contact("om-1"));
    EXPECT_EQ(told.wait_for(3)->rows->get<std::int64_t>(0, "n"), 21);
    EXPECT_EQ(told.count(), 3U);
}

TEST_F(WatchTest, KeepsItsInterval) {
    using Steady = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds interval{120};
    Told told;
    const auto begin = Steady::now();
    const auto watching =
        officer.store().watch(each_run, {}, told.observer(), {.min_interval = interval});
    told.wait_for(1).value();

    for (int i = 0; i < 10; ++i) officer.insert(the_case, "contact", contact("om-1"));
    told.wait_for(2).value();
    EXPECT_GE(Steady::now() - begin, interval);
    while (told.wait_for(told.count())->rows->get<std::int64_t>(0, "n") != 10)
        told.wait_for(told.count() + 1).value();

    const auto intervals = static_cast<std::size_t>((Steady::now() - begin) / interval);
    EXPECT_LE(told.count(), intervals + 1);
}

TEST_F(WatchTest, ReturnsWhatIsWrongWithTheSqlAtOnce) {
    const auto code = [&](std::string_view sql, const std::vector<Scalar>& params = {}) {
        const auto refused = officer.store().watch(sql, params, [](const auto&) { FAIL(); });
        return refused ? Errc::ok : refused.error().code;
    };
    EXPECT_EQ(code("SELECT nonsense FROM contact"), Errc::invalid_argument);
    EXPECT_EQ(code("SELECT id FROM contact WHERE id = ?1"), Errc::invalid_argument);
    EXPECT_EQ(code("SELECT secret FROM sanderling_scope_key"), Errc::not_permitted);
    EXPECT_EQ(code("DELETE FROM sanderling_rows_contact"), Errc::not_permitted);
    EXPECT_EQ(code(""), Errc::invalid_argument);
}

TEST_F(WatchTest, TellsAnErrorOnceAndTriesAgain) {
    Told told;
    const auto watching =
        officer.store().watch("SELECT id, json(staff) AS j FROM contact", {}, told.observer());
    told.wait_for(1).value();

    const RecordId id = officer.insert(the_case, "contact", contact("{not json"));
    EXPECT_EQ(told.wait_for(2).error().code, Errc::invalid_argument);
    Told runs;
    const auto counting = officer.store().watch(each_run, {}, runs.observer());
    runs.wait_for(1).value();
    officer.update("contact", id, {{"staff", std::string("still not")}});
    runs.wait_for(2).value();
    officer.update("contact", id, {{"staff", std::string("[1]")}});

    EXPECT_EQ(told.wait_for(3)->rows->get<std::string>(0, "j"), "[1]");
    officer.update("contact", id, {{"staff", std::string("{not json")}});
    EXPECT_FALSE(told.wait_for(4));
    officer.update("contact", id, {{"staff", std::string("[1]")}});
    EXPECT_TRUE(told.wait_for(5)->changed.empty());
}

TEST_F(WatchTest, WatchesConflictsAndSearches) {
    const RecordId id = officer.insert(the_case, "person", {{"name", std::string("Ann")}});
    sync_all();
    Told conflicts;
    Told found;
    const auto watching_conflicts = officer.store().watch(
        "SELECT id, record FROM sanderling_conflicts", {}, conflicts.observer());
    const auto watching_words = officer.store().watch(
        "SELECT id FROM sanderling_person_search WHERE sanderling_person_search MATCH 'berta'", {},
        found.observer());
    EXPECT_TRUE(conflicts.wait_for(1)->rows->empty());
    EXPECT_TRUE(found.wait_for(1)->rows->empty());

    officer.update("person", id, {{"name", std::string("Berta")}});
    EXPECT_EQ(found.wait_for(2)->added.size(), 1U);
    duty.update("person", id, {{"name", std::string("Cecily")}});
    sync_all();
    EXPECT_EQ(conflicts.wait_for(2)->added.size(), 1U);
    const auto open = officer.store().conflicts().value();
    officer.store().resolve(open.at(0).id, Choice{0}).value();

    EXPECT_EQ(conflicts.wait_for(3)->removed.size(), 1U);
}

TEST_F(WatchTest, TellsThatAScopeWasWithdrawn) {
    duty.insert(the_case, "contact", contact("duty"));
    sync_all();
    Told told;
    const auto watching = duty.store().watch("SELECT id FROM contact", {}, told.observer());
    EXPECT_EQ(told.wait_for(1)->rows->size(), 1U);

    organisation.remove(the_case, duty.person());
    duty.sync();

    EXPECT_EQ(told.wait_for(2)->removed.size(), 1U);
}

TEST_F(WatchTest, ForgetsWhatTheServerRefused) {
    Told told;
    officer.insert(the_case, "contact", contact("om-1"));
    const auto watching = officer.store().watch("SELECT id FROM contact", {}, told.observer());
    EXPECT_EQ(told.wait_for(1)->rows->size(), 1U);

    organisation.admit(the_case, officer.person(), "auditor");
    officer.control();
    officer.push();

    EXPECT_TRUE(told.wait_for(2)->rows->empty());
}

}  // namespace
}  // namespace sanderling::tests
