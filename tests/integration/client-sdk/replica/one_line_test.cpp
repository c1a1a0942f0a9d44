// A schema that grows: a field added by one line of its file, and the whole of version 3 beside
// devices that are still at version 2 (schema/README.md).
#include "schema/compiler/lock.hpp"
#include "schema/language/load.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <fstream>
#include <iterator>

namespace sanderling::tests {
namespace {

std::string file(const std::string& path) {
    std::ifstream in(SOURCE_ROOT "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The schema's file with one more line in it, after the one that begins with `before`.
schema::Schema with_line(const std::string& before, const std::string& line) {
    std::string text = file("schema/probation.yaml");
    const std::size_t at = text.find(before);
    EXPECT_NE(at, std::string::npos);
    text.insert(text.find('\n', at) + 1, line + "\n");
    auto loaded = schema::load_schema(text, "probation.yaml");
    EXPECT_TRUE(loaded) << loaded.error().detail;
    return std::move(*loaded);
}

/// What the lock says was there at `version`.
schema::Schema as_of(std::uint32_t version, const schema::Schema& now) {
    const auto lock = schema::parse_lock(file("schema/probation.lock.yaml"), "lock");
    EXPECT_TRUE(lock);
    const auto is_later = [&](const std::string& section, auto used) {
        return lock->sections.at(section).at(std::uint32_t{used}).since > version;
    };
    schema::SchemaParts parts{.name = now.name(),
                              .version = SchemaVersion{version},
                              .roles = now.roles(),
                              .classes = now.classes(),
                              .scope_kinds = now.scope_kinds(),
                              .enums = now.enums(),
                              .collections = now.collections()};
    std::erase_if(parts.collections,
                  [&](const auto& each) { return is_later("collections", number(each.number)); });
    for (auto& each : parts.collections) {
        const std::string section = "collection " + each.name;
        std::erase_if(each.fields,
                      [&](const auto& field) { return is_later(section, number(field.number)); });
        std::erase_if(each.groups,
                      [&](const auto& group) { return is_later(section, number(group.number)); });
    }
    return schema::Schema(std::move(parts));
}

class GrowingSchemaTest : public ReplicaTest {
  protected:
    void sync_with(Device& other) {
        for (int round = 0; round < 2; ++round) {
            sync_all();
            other.sync();
        }
    }
};

TEST_F(GrowingSchemaTest, OneLineAddsAFieldThatOldAndNewDevicesPassOn) {
    const schema::Schema newer = with_line(
        "      crn: {number: 2", "      shoe_size: {number: 60, type: integer, doc: For boots.}");
    Device fresh(organisation, organisation.add_person(), newer);
    organisation.admit(the_case, fresh.person(), "officer");
    const RecordId id = officer.insert(the_case, "person", {{"name", std::string("Jo Reed")}});
    sync_with(fresh);

    fresh.update("person", id, {{"shoe_size", std::int64_t{9}}});
    officer.update("person", id, {{"language", std::string("Welsh")}});
    sync_with(fresh);

    EXPECT_EQ(std::get<std::int64_t>(fresh.get("person", id).at("shoe_size")), 9);
    EXPECT_EQ(text(fresh.get("person", id), "language"), "Welsh");
    EXPECT_FALSE(officer.get("person", id).contains("shoe_size"));
    EXPECT_EQ(officer.scope(the_case)->digest, fresh.scope(the_case)->digest);
    officer.reopen(newer);
    EXPECT_EQ(officer.get("person", id), fresh.get("person", id));
}

TEST_F(GrowingSchemaTest, ADeviceOfVersionTwoKeepsWhatVersionThreeWrites) {
    const schema::Schema second = as_of(2, schema);
    ASSERT_EQ(second.collections().size(), 18U);
    ASSERT_GT(schema.collections().size(), 60U);
    Device old(organisation, organisation.add_person(), second);
    organisation.admit(the_case, old.person(), "officer");
    sync_with(old);
    const RecordId visit = old.insert(the_case, "contact", contact("om-1"));
    sync_with(old);

    officer.update("contact", visit, {{"warning", std::string("first_warning_letter")}});
    const RecordId step = officer.insert(the_case, "enforcement_step",
                                         {{"contact_id", visit},
                                          {"action", std::string("first_warning_letter")},
                                          {"taken_on", std::string("2011-04-18")},
                                          {"account", List{std::string("om-1: letter posted")}}});
    sync_with(old);
    old.update("contact", visit, {{"place", std::string("phone")}});
    sync_with(old);

    EXPECT_EQ(text(officer.get("contact", visit), "place"), "phone");
    EXPECT_EQ(text(officer.get("contact", visit), "warning"), "first_warning_letter");
    EXPECT_EQ(old.scope(the_case)->digest, officer.scope(the_case)->digest);
    old.reopen(schema);
    EXPECT_EQ(old.get("enforcement_step", step), officer.get("enforcement_step", step));
    EXPECT_EQ(old.get("contact", visit), officer.get("contact", visit));
}

// One record a day, whoever writes it (docs/data-dictionary.md, activity_day).
TEST_F(GrowingSchemaTest, TwoDevicesThatRecordOneActivityDayWriteOneRecord) {
    const RecordId order =
        manager.insert(the_case, "order", {{"type", std::string("community_order")}});
    const RecordId requirement = manager.insert(
        the_case, "requirement", {{"order_id", order}, {"type", std::string("activity")}});
    sync_all();
    const auto day = [&](const char* outcome, const char* who) {
        return Row{{"requirement_id", requirement},
                   {"held_on", std::string("2011-05-03")},
                   {"outcome", std::string(outcome)},
                   {"recorders", List{std::string(who)}}};
    };

    const RecordId first = officer.insert(the_case, "activity_day", day("attended", "om-1"));
    const RecordId other =
        duty.insert(the_case, "activity_day", day("unacceptable_absence", "duty-2"));
    sync_all();

    EXPECT_EQ(first, other);
    EXPECT_EQ(officer.store().query("SELECT id FROM activity_day").value().size(), 1U);
    EXPECT_EQ(officer.store().values("activity_day", first, "outcome")->size(), 2U);
    EXPECT_EQ(std::get<List>(officer.get("activity_day", first).at("recorders")).size(), 2U);
    EXPECT_EQ(officer.get("activity_day", first), duty.get("activity_day", first));
}

}  // namespace
}  // namespace sanderling::tests
