// A conflict that was settled and is opened again, and what an edit token is for.
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <algorithm>

namespace sanderling::tests {
namespace {

class ReopenTest : public ReplicaTest {
  protected:
    HistoryEntry resolution_of(Device& device, RecordId id, const std::string& collection) {
        for (const HistoryEntry& entry : device.store().history(collection, id).value())
            if (entry.deed == Deed::resolved && entry.is_live) return entry;
        ADD_FAILURE() << "no resolution in force";
        return {};
    }
    std::vector<std::string> values(Device& device, const std::string& field) {
        std::vector<std::string> out;
        for (const Conflict& conflict : device.store().conflicts().value())
            for (const Candidate& side : conflict.candidates) out.push_back(text(side.row, field));
        std::sort(out.begin(), out.end());
        return out;
    }
};

TEST_F(ReopenTest, TellsWhySomethingWasResolved) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    duty.update("contact", id, {{"place", std::string("phone")}});
    sync_all();
    duty.store().resolve(duty.store().conflicts().value().at(0).id, Choice{0}, "I rang").value();
    sync_all();

    const HistoryEntry resolution = resolution_of(officer, id, "contact");

    EXPECT_EQ(resolution.reason, "I rang");
    EXPECT_EQ(resolution.person, duty.person());
}

TEST_F(ReopenTest, BringsWhatWasSetAsideBackBesideTheResolution) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    duty.update("contact", id, {{"place", std::string("phone")}});
    manager.update("contact", id, {{"place", std::string("video")}});
    sync_all();
    const auto open = officer.store().conflicts().value();
    ASSERT_EQ(open.size(), 1U);
    officer.store().resolve(open[0].id, Row{{"place", std::string("doorstep")}}, "so").value();
    sync_all();
    ASSERT_TRUE(duty.store().conflicts().value().empty());

    const auto receipts = duty.store().reopen(resolution_of(duty, id, "contact")).value();
    sync_all();

    EXPECT_EQ(receipts.size(), 3U);
    for (Device* device : {&officer, &duty, &manager}) {
        ASSERT_EQ(device->store().conflicts().value().size(), 1U);
        EXPECT_EQ(device->store().conflicts().value()[0].id, open[0].id) << "under its id";
        EXPECT_EQ(values(*device, "place"),
                  (std::vector<std::string>{"doorstep", "office", "phone", "video"}));
    }
    EXPECT_EQ(duty.scope(the_case)->digest, officer.scope(the_case)->digest);
    EXPECT_EQ(duty.store().status().value().refused_transactions, 0U);
}

TEST_F(ReopenTest, DoesNotOpenWhatWasReplacedSince) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    duty.update("contact", id, {{"place", std::string("phone")}});
    sync_all();
    officer.store().resolve(officer.store().conflicts().value().at(0).id, Choice{0}).value();
    sync_all();
    const HistoryEntry old = resolution_of(officer, id, "contact");
    officer.update("contact", id, {{"place", std::string("video")}});
    sync_all();

    EXPECT_EQ(officer.store().reopen(old).error().code, Errc::conflict_closed);
    HistoryEntry written = old;
    written.deed = Deed::wrote;
    EXPECT_EQ(officer.store().reopen(written).error().code, Errc::invalid_argument);
}

TEST_F(ReopenTest, MakesTheMostProtectiveValueCountAgain) {
    const RecordId id = officer.insert(the_case, "risk_assessment", {{"rosh", std::string("low")}});
    sync_all();
    officer.update("risk_assessment", id, {{"rosh", std::string("high")}});
    duty.update("risk_assessment", id, {{"rosh", std::string("medium")}});
    sync_all();
    manager.store()
        .resolve(manager.store().conflicts().value().at(0).id, Row{{"rosh", std::string("medium")}})
        .value();
    sync_all();

    officer.store().reopen(resolution_of(officer, id, "risk_assessment")).value();
    sync_all();

    for (Device* device : {&officer, &duty, &manager})
        EXPECT_EQ(text(device->get("risk_assessment", id), "rosh"), "high");
    EXPECT_EQ(officer.store().conflicts().value().size(), 1U);
}

// Beside KeepsWhatAFormDidNotShow, with the token: the same form saved without it.
TEST_F(ReopenTest, WithoutAnEditTokenAFormReplacesWhatItNeverShowed) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    const auto open_form = officer.store().edit_token(the_case).value();
    duty.update("contact", id, {{"place", std::string("phone")}});
    duty.sync();
    officer.sync();  // while the form is open
    const auto save = [&](const UpdateOptions& options) {
        officer.store()
            .write([&](Transaction& tx) {
                return tx.update("contact", id, {{"place", std::string("office")}}, options);
            })
            .value();
        sync_all();
    };

    save({});

    EXPECT_TRUE(duty.store().conflicts().value().empty()) << "nobody is told";
    EXPECT_EQ(text(duty.get("contact", id), "place"), "office") << "an update was lost";
    duty.update("contact", id, {{"place", std::string("phone")}});
    sync_all();

    save({.token = open_form});

    EXPECT_EQ(values(duty, "place"), (std::vector<std::string>{"office", "phone"}));
}

}  // namespace
}  // namespace sanderling::tests
