// The end of a subscription is the end of its callbacks.
#include "tests/integration/client-sdk/replica/watching.hpp"

#include <atomic>
#include <future>
#include <thread>

namespace sanderling::tests {
namespace {

TEST_F(WatchTest, IsToldNothingAfterItsEnd) {
    Told told;
    Told other;
    {
        const auto watching = officer.store().watch(each_run, {}, told.observer());
        told.wait_for(1).value();
    }
    const auto watching = officer.store().watch(each_run, {}, other.observer());
    other.wait_for(1).value();

    officer.insert(the_case, "contact", contact("om-1"));
    other.wait_for(2).value();

    EXPECT_EQ(told.count(), 1U);
}

TEST_F(WatchTest, EndsWhenTheCallbackThatRunsHasEnded) {
    std::promise<void> entered;
    std::promise<void> may_go;
    std::atomic<bool> has_gone = false;
    std::optional<Subscription> watching;
    watching = officer.store()
                   .watch(each_run, {},
                          [&](const Result<QueryChange>&) {
                              entered.set_value();
                              may_go.get_future().wait();
                              has_gone = true;
                          })
                   .value();
    entered.get_future().wait();
    std::thread releasing([&] { may_go.set_value(); });

    watching.reset();

    EXPECT_TRUE(has_gone);
    releasing.join();
}

TEST_F(WatchTest, MayEndItselfFromWithin) {
    std::optional<Subscription> watching;
    std::promise<void> is_set;
    auto set = is_set.get_future().share();
    std::promise<void> ended;
    int calls = 0;
    watching = officer.store()
                   .watch(each_run, {},
                          [&, set](const Result<QueryChange>&) {
                              set.wait();
                              watching.reset();
                              ++calls;
                              ended.set_value();
                          })
                   .value();
    is_set.set_value();
    ended.get_future().wait();
    Told other;
    const auto second = officer.store().watch(each_run, {}, other.observer());
    other.wait_for(1).value();

    officer.insert(the_case, "contact", contact("om-1"));
    other.wait_for(2).value();

    EXPECT_EQ(calls, 1);
}

TEST_F(WatchTest, MayWriteAndWatchInACallback) {
    Told told;
    std::optional<Subscription> inner;
    std::atomic<bool> has_written = false;
    const auto watching =
        officer.store().watch("SELECT id FROM contact", {}, [&](const Result<QueryChange>&) {
            if (has_written.exchange(true)) return;
            inner = officer.store().watch("SELECT id FROM contact", {}, told.observer()).value();
            officer.insert(the_case, "contact", contact("om-1"));
        });

    told.wait_for_rows(1);
}

TEST_F(WatchTest, MayOutliveTheStore) {
    Told told;
    auto watching = officer.store().watch(each_run, {}, told.observer());
    auto observing = officer.store().on_change([](const Change&) {});
    told.wait_for(1).value();

    officer.reopen();

    watching = officer.store().watch(each_run, {}, told.observer());
    told.wait_for(2).value();
}

TEST_F(WatchTest, ClosesTheStoreWhileALongQueryRuns) {
    const auto endless = officer.store().watch(
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
        {}, [](const Result<QueryChange>&) {});
    ASSERT_TRUE(endless);
    Told told;
    const auto behind_it = officer.store().watch(each_run, {}, told.observer());
    // It runs when a reader has been taken for it; there is nothing to wait for but time.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));

    officer.reopen();

    EXPECT_EQ(told.count(), 0U);
}

TEST_F(WatchTest, EndsObserversOfChangesLikewise) {
    std::promise<void> entered;
    std::promise<void> may_go;
    std::atomic<bool> has_gone = false;
    std::atomic<int> calls = 0;
    std::optional<Subscription> observing = officer.store().on_change([&](const Change&) {
        if (++calls > 1) return;
        entered.set_value();
        may_go.get_future().wait();
        has_gone = true;
    });
    std::thread writing([&] { officer.insert(the_case, "contact", contact("om-1")); });
    entered.get_future().wait();
    std::thread releasing([&] { may_go.set_value(); });

    observing.reset();

    EXPECT_TRUE(has_gone);
    writing.join();
    releasing.join();
    officer.insert(the_case, "contact", contact("om-2"));
    EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace sanderling::tests
