// Random work in several copies of one replica, known for copies or not, with answers lost and
// orders mixed: everything arrives once, and nothing replaces what its writer had not seen
// (docs/protocol.md §5.6).
#include "tests/integration/client-sdk/replica/ledger.hpp"

#include <random>

namespace sanderling::tests {
namespace {

class CopiesTest : public ReplicaTest, public testing::WithParamInterface<unsigned> {
  protected:
    void edit(Device& device) {
        const auto what = rng() % 8;
        if (what == 0) return insert(device);
        if (what == 1) return append(device);
        const RecordId id = records[rng() % records.size()];
        const auto open = device.store().conflicts().value();
        const Path path{id, "staff"};
        ledger.seen_by_a_writer[path].merge(visible_values(device, path, open));
        const std::string value = "v" + std::to_string(++last_value);
        device.update("contact", id, {{"staff", value}});
        ledger.written[path].insert(value);
    }
    void insert(Device& device) {
        const std::string staff = "new " + std::to_string(++last_value);
        device.insert(the_case, "contact", contact(staff));
        inserted.insert(staff);
    }
    void append(Device& device) {
        const std::string entry = "note " + std::to_string(++last_value);
        device.store()
            .write([&](Transaction& tx) { return tx.append("contact", log, "notes", entry); })
            .value();
        appended.insert(entry);
    }
    void connect(Device& device) {
        device.control();
        if (rng() % 3 == 0) device.push(Device::Answers::lost);
        if (rng() % 3 == 0) device.pull();
        if (rng() % 3 != 0) device.push();
        if (rng() % 3 != 0) device.pull();
        if (rng() % 5 == 0) device.reopen();
    }
    // The other of two branches of one folder, which neither knows of.
    void turn() {
        auto current = officer.save();
        officer.restore(branch);
        branch = std::move(current);
    }
    void expect_all(Device& device) {
        const auto head = organisation.server().scope(the_case).head();
        EXPECT_EQ(device.scope(the_case)->state, ScopeState::ready);
        EXPECT_EQ(device.scope(the_case)->digest, to_hex(head.digest.bytes()));
        EXPECT_EQ(device.store().status().value().unsent_transactions, 0U);
        for (const OutboxItem& item : device.store().outbox().value()) {
            const bool is_refused = item.delivery == Delivery::rejected;
            EXPECT_TRUE(!is_refused || item.verdict.code == Errc::already_delivered);
        }
        for (const std::string& staff : inserted)
            EXPECT_EQ(
                device.store().query("SELECT id FROM contact WHERE staff = ?1", {staff})->size(),
                1U)
                << staff << ", seed " << GetParam();
        const Row row = device.get("contact", log);
        std::multiset<std::string> entries;
        for (const Scalar& entry : std::get<List>(row.at("notes")))
            entries.insert(std::get<std::string>(entry));
        entries.erase("Seen at home.");
        EXPECT_EQ(entries, std::multiset<std::string>(appended.begin(), appended.end()))
            << "seed " << GetParam();
        expect_nothing_lost(device, ledger, GetParam());
    }

    std::mt19937 rng{GetParam()};
    unsigned last_value = 0;
    std::vector<RecordId> records{};
    RecordId log{};
    Ledger ledger{};
    std::set<std::string> inserted{};
    std::set<std::string> appended{};
    Device::Files branch{};
};

TEST_P(CopiesTest, ConvergeWithoutLoss) {
    for (int i = 0; i < 12; ++i)
        records.push_back(officer.insert(the_case, "contact", contact("v0")));
    log = officer.insert(the_case, "contact", contact("the log"));
    sync_all();
    for (auto i = rng() % 6; i > 0; --i) edit(officer);
    branch = officer.save();
    for (auto i = rng() % 6; i > 0; --i) edit(officer);
    Device copy(Device::CopyOf{officer});

    for (int round = 0; round < 12; ++round) {
        organisation.server().now = organisation.server().now + std::chrono::minutes(1);
        for (Device* device : {&officer, &copy, &duty})
            for (auto i = rng() % 6; i > 0; --i) edit(*device);
        for (Device* device : {&officer, &copy, &duty})
            if (rng() % 2 == 0) connect(*device);
        if (rng() % 2 == 0) turn();
    }
    for (int round = 0; round < 4; ++round) {
        for (Device* device : {&officer, &copy, &duty}) device->sync();
        turn();
    }
    for (int round = 0; round < 2; ++round)
        for (Device* device : {&officer, &copy, &duty}) device->sync();

    for (Device* device : {&officer, &copy, &duty}) expect_all(*device);
    turn();
    officer.sync();
    expect_all(officer);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CopiesTest, testing::Range(1U, 9U));

}  // namespace
}  // namespace sanderling::tests
