// A device whose schema is older than what others write: everything is kept as it came, counted,
// never replaced, and there when the application is updated.
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <algorithm>

namespace sanderling::tests {
namespace {

using schema::SchemaParts;

class SkewTest : public ReplicaTest {
  protected:
    SchemaParts parts() const {
        return {.name = schema.name(),
                .version = schema.version(),
                .roles = schema.roles(),
                .classes = schema.classes(),
                .scope_kinds = schema.scope_kinds(),
                .enums = schema.enums(),
                .collections = schema.collections()};
    }
    // Without a value of an enum, a field and a collection.
    schema::Schema older() const {
        SchemaParts p = parts();
        for (auto& e : p.enums)
            if (e.value("doorstep") != nullptr)
                std::erase_if(e.values, [](const auto& v) { return v.name == "doorstep"; });
        std::erase_if(p.collections, [](const auto& c) { return c.name == "evidence"; });
        for (auto& c : p.collections)
            if (c.name == "contact")
                std::erase_if(c.fields, [](const auto& f) { return f.name == "staff"; });
        return schema::Schema(std::move(p));
    }
    // In which `place` has a rule that the older one has never heard of.
    schema::Schema with_a_rule_of_tomorrow() const {
        SchemaParts p = parts();
        for (auto& c : p.collections)
            if (c.name == "contact")
                for (auto& f : c.fields)
                    if (f.name == "place") f.rule = commit::Rule{77};
        return schema::Schema(std::move(p));
    }
    void admit(Device& device) {
        organisation.admit(the_case, device.person(), "officer");
        device.sync();
    }

    schema::Schema older_ = older();
};

TEST_F(SkewTest, ShowsAnUnknownEnumValueAsItIsAndKeepsIt) {
    Device old(organisation, organisation.add_person(), older_);
    admit(old);
    Row visit = contact("om-1");
    visit["place"] = std::string("doorstep");
    const RecordId id = officer.insert(the_case, "contact", visit);
    sync_all();
    old.sync();

    EXPECT_EQ(text(old.get("contact", id), "place"), "doorstep");
    EXPECT_EQ(old.scope(the_case)->digest, officer.scope(the_case)->digest);
    const auto refused = old.store().write([&](Transaction& tx) {
        return tx.update("contact", id, {{"place", std::string("doorstep")}});
    });
    EXPECT_EQ(refused.error().code, Errc::constraint) << "it cannot be written from here";
    old.update("contact", id, {{"planned", false}});
    old.sync();
    sync_all();

    EXPECT_EQ(text(officer.get("contact", id), "place"), "doorstep");
    EXPECT_FALSE(std::get<bool>(officer.get("contact", id).at("planned")));
}

TEST_F(SkewTest, ReplacesNothingOfAFieldThatItDoesNotKnow) {
    Device old(organisation, organisation.add_person(), older_);
    admit(old);
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    old.sync();
    ASSERT_FALSE(old.get("contact", id).contains("staff"));

    old.update("contact", id, {{"place", std::string("phone")}});
    old.sync();
    sync_all();
    old.sync();

    EXPECT_EQ(text(officer.get("contact", id), "staff"), "om-1");
    EXPECT_EQ(text(officer.get("contact", id), "place"), "phone");
    EXPECT_EQ(old.scope(the_case)->digest, officer.scope(the_case)->digest);
    old.reopen(schema);
    EXPECT_EQ(old.get("contact", id), officer.get("contact", id));
}

TEST_F(SkewTest, KeepsAConflictThatItCannotShow) {
    Device old(organisation, organisation.add_person(), older_);
    admit(old);
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"staff", std::string("om-2")}});
    duty.update("contact", id, {{"staff", std::string("om-3")}});
    sync_all();
    old.sync();
    EXPECT_TRUE(old.store().conflicts().value().empty());

    old.reopen(schema);

    ASSERT_EQ(old.store().conflicts().value().size(), 1U);
    EXPECT_EQ(old.store().conflicts().value()[0].id, duty.store().conflicts().value().at(0).id);
}

TEST_F(SkewTest, KeepsAWriteOfARuleThatItDoesNotKnow) {
    const schema::Schema newer = with_a_rule_of_tomorrow();
    Device fresh(organisation, organisation.add_person(), newer);
    admit(fresh);
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    fresh.sync();

    fresh.update("contact", id, {{"place", std::string("video")}});
    fresh.sync();
    sync_all();

    // In nobody's column here, in everybody's digest, and beside what is read.
    EXPECT_EQ(fresh.store().status().value().refused_transactions, 0U);
    EXPECT_EQ(text(officer.get("contact", id), "place"), "home");
    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(officer.scope(the_case)->digest, fresh.scope(the_case)->digest);
    officer.update("contact", id, {{"place", std::string("phone")}});
    sync_all();
    fresh.sync();
    EXPECT_EQ(officer.scope(the_case)->digest, fresh.scope(the_case)->digest);
    EXPECT_EQ(text(officer.get("contact", id), "place"), "phone");
}

TEST_F(SkewTest, PassesItsOwnWorkAndTheUnknownOnToANewDevice) {
    Device old(organisation, organisation.add_person(), older_);
    admit(old);
    const RecordId visit = officer.insert(the_case, "contact", contact("om-1"));
    const RecordId paper = officer.insert(
        the_case, "evidence", {{"contact_id", visit}, {"kind", std::string("medical")}});
    sync_all();
    old.sync();
    old.update("contact", visit, {{"place", std::string("phone")}});
    old.sync();

    Device late(organisation, organisation.add_person(), schema);
    admit(late);

    EXPECT_EQ(text(late.get("evidence", paper), "kind"), "medical");
    EXPECT_EQ(text(late.get("contact", visit), "staff"), "om-1");
    EXPECT_EQ(text(late.get("contact", visit), "place"), "phone");
    EXPECT_EQ(late.scope(the_case)->digest, old.scope(the_case)->digest);
}

}  // namespace
}  // namespace sanderling::tests
