// Ending calls into the application.
#include "client-sdk/replica/call_gate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace sanderling::replica {
namespace {

TEST(CallGate, LetsNobodyInOnceItIsClosed) {
    CallGate gate;
    EXPECT_TRUE(CallGate::Pass(gate));

    gate.close();

    EXPECT_FALSE(CallGate::Pass(gate));
}

TEST(CallGate, WaitsForACallOfAnotherThread) {
    CallGate gate;
    std::promise<void> entered;
    std::promise<void> may_go;
    std::atomic<bool> has_gone = false;
    std::thread caller([&] {
        const CallGate::Pass pass(gate);
        entered.set_value();
        may_go.get_future().wait();
        has_gone = true;
    });
    entered.get_future().wait();
    std::thread releasing([&] { may_go.set_value(); });

    gate.close();

    EXPECT_TRUE(has_gone);
    caller.join();
    releasing.join();
}

TEST(CallGate, DoesNotWaitForTheCallItIsWithin) {
    CallGate gate;
    const CallGate::Pass outer(gate);
    const CallGate::Pass inner(gate);

    gate.close();

    EXPECT_FALSE(CallGate::Pass(gate));
}

}  // namespace
}  // namespace sanderling::replica
