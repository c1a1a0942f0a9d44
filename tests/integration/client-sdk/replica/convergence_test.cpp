// Random offline work on the same records, any order of reconnecting: equal digests, and no value
// lost without its replacer having seen it (docs/protocol.md §7, promises 2 and 3).
#include "tests/integration/client-sdk/replica/ledger.hpp"

#include <random>

namespace sanderling::tests {
namespace {

class ConvergenceTest : public ReplicaTest, public testing::WithParamInterface<unsigned> {
  protected:
    void edit(Device& device, const std::vector<RecordId>& records) {
        const RecordId id = records[rng() % records.size()];
        const auto open = device.store().conflicts().value();
        if (rng() % 10 == 0 && !open.empty()) return resolve_one(device, open);
        const std::string field = rng() % 2 == 0 ? "staff" : "outcome";
        static const std::vector<std::string> outcomes{"attended_complied", "unacceptable_absence",
                                                       "acceptable_medical", "suspended"};
        const std::string value = field == "staff" ? "v" + std::to_string(++last_value)
                                                   : outcomes[rng() % outcomes.size()];
        const Path path{id, field};
        ledger.seen_by_a_writer[path].merge(visible_values(device, path, open));
        device.update("contact", id, {{field, value}});
        ledger.written[path].insert(value);
    }
    void resolve_one(Device& device, const std::vector<Conflict>& open) {
        const Conflict& conflict = open[rng() % open.size()];
        if (!conflict.is_resolvable_here) return;
        const Path path{conflict.record, conflict.field};
        ledger.seen_by_a_writer[path].merge(visible_values(device, path, open));
        device.store().resolve(conflict.id, Choice{rng() % conflict.candidates.size()}).value();
    }
    void connect(Device& device) {
        device.control();
        if (rng() % 3 == 0) device.push(Device::Answers::lost);
        if (rng() % 3 == 0) device.pull();
        if (rng() % 4 != 0) device.push();
        if (rng() % 4 != 0) {
            device.control();
            device.pull();
        }
        if (rng() % 5 == 0) device.reopen();
    }
    std::mt19937 rng{GetParam()};
    unsigned last_value = 0;
    Ledger ledger;
};

TEST_P(ConvergenceTest, LosesNothingAndConverges) {
    std::vector<RecordId> records;
    officer.store()
        .write([&](Transaction& tx) -> Result<void> {
            for (int i = 0; i < 200; ++i)
                records.push_back(tx.insert(the_case, "contact", contact("v0")).value());
            return {};
        })
        .value();
    sync_all();

    for (int round = 0; round < 6; ++round) {
        organisation.server().now = organisation.server().now + std::chrono::minutes(1);
        for (Device* device : {&officer, &duty})
            for (int i = 0; i < 40; ++i) edit(*device, records);
        for (int i = 0; i < 3; ++i) connect(rng() % 2 == 0 ? officer : duty);
    }
    sync_all();
    sync_all();

    const auto server = organisation.server().scope(the_case).head();
    for (Device* device : {&officer, &duty, &manager}) {
        EXPECT_EQ(device->scope(the_case)->state, ScopeState::ready);
        EXPECT_EQ(device->scope(the_case)->digest, to_hex(server.digest.bytes()));
        EXPECT_EQ(device->store().status().value().unsent_transactions, 0U);
        EXPECT_EQ(device->store().status().value().refused_transactions, 0U);
        const auto pending = device->store().query("SELECT sum(pending) AS n FROM contact");
        EXPECT_EQ(pending.value().get<std::int64_t>(0, "n"), 0);
    }
    const std::string all = "SELECT id, staff, outcome, place FROM contact ORDER BY id";
    const auto mine = officer.store().query(all).value();
    const auto theirs = duty.store().query(all).value();
    ASSERT_EQ(mine.size(), 200U);
    for (std::size_t row = 0; row < mine.size(); ++row)
        for (std::size_t column = 0; column < 4; ++column)
            EXPECT_EQ(mine.at(row, column), theirs.at(row, column));
    EXPECT_FALSE(officer.store().conflicts().value().empty());
    EXPECT_EQ(officer.store().conflicts().value().size(), duty.store().conflicts().value().size());
    expect_nothing_lost(officer, ledger, GetParam());
}

INSTANTIATE_TEST_SUITE_P(Seeds, ConvergenceTest, testing::Values(1U, 2U, 3U));

TEST_F(ReplicaTest, ShowsTheSameAfterBootstrapAsAfterLiveSync) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    duty.update("contact", id, {{"place", std::string("phone")}});
    sync_all();
    Device second(organisation, officer.person(), schema);

    second.sync();

    EXPECT_EQ(second.scope(the_case)->digest, officer.scope(the_case)->digest);
    EXPECT_EQ(second.store().conflicts().value().size(), 1U);
    EXPECT_EQ(second.get("contact", id), officer.get("contact", id));
}

}  // namespace
}  // namespace sanderling::tests
