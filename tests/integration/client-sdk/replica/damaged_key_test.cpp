// A key that was damaged on its way is asked for again, and not all the time.
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

class DamagedKeyTest : public ReplicaTest {
  protected:
    DamagedKeyTest() {
        officer.insert(the_case, "contact", contact("om-1"));
        sync_all();
        organisation.admit(the_case, late.person(), "officer");
        // As a real server does: what is behind the cursor does not come again.
        server().on_control = [this](wire::Control& control, std::uint64_t cursor) {
            times_whole += cursor == 0 ? 1 : 0;
            if (cursor != 0 && !control.epoch_envelopes.empty()) control.epoch_envelopes.clear();
            if (is_damaging)
                for (wire::ScopeEnvelope& envelope : control.epoch_envelopes)
                    envelope.envelope.back() ^= 1U;
        };
        late.sync();
        is_damaging = false;
    }
    MemoryServer& server() { return organisation.server(); }

    Device late{organisation, organisation.add_person(), schema};
    bool is_damaging = true;
    int times_whole = 0;
};

TEST_F(DamagedKeyTest, IsAskedForAgain) {
    ASSERT_EQ(late.scope(the_case)->state, ScopeState::keyless);

    late.sync();

    EXPECT_EQ(late.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(late.store().query("SELECT * FROM contact").value().size(), 1U);
}

TEST_F(DamagedKeyTest, IsNotAskedForMoreThanOnceADay) {
    is_damaging = true;
    const int before = times_whole;

    for (int i = 0; i < 5; ++i) late.sync();
    EXPECT_EQ(times_whole, before + 1);
    server().now = server().now + std::chrono::hours(25);
    for (int i = 0; i < 5; ++i) late.sync();
    EXPECT_EQ(times_whole, before + 2);
}

}  // namespace
}  // namespace sanderling::tests
