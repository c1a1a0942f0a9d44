#include "client-sdk/cli/record_input.hpp"

#include "schema/language/load.hpp"

#include <gtest/gtest.h>

namespace sanderling::cli {
namespace {

constexpr const char* lighthouse = R"(
schema: lighthouse
version: 1
roles:
  keeper: {number: 1, doc: Keeps the light.}
scope_kinds:
  tower:
    number: 1
    doc: One lighthouse.
    roles:
      keeper: {rights: [read, write]}
enums:
  weather:
    doc: The weather at sea.
    values: {calm: 1, rough: 2, storm: {number: 3, code: ST, label: Storm or worse}}
collections:
  watch:
    number: 1
    scopes: [tower]
    doc: One night's watch.
    fields:
      night: {number: 1, type: date, required: true, doc: The night.}
      weather: {number: 2, type: enum, enum: weather, doc: The worst of it.}
      ships: {number: 3, type: integer, doc: How many passed.}
      notes: {number: 4, type: text, rule: log, doc: What happened.}
      flags: {number: 5, type: text, rule: set, doc: What was flown.}
      lit: {number: 6, type: instant, doc: When the lamp was lit.}
)";

const Schema& schema() {
    static const Schema loaded = *schema::load_schema(lighthouse, "lighthouse.yaml");
    return loaded;
}

const schema::Collection& watch() {
    return *schema().collection("watch");
}

std::string refusal(std::string_view line) {
    const auto input = read_record_input(schema(), line);
    return input ? "nothing" : input.error().detail;
}

TEST(RecordInput, ReadsANewRecord) {
    const auto input = read_record_input(
        schema(),
        R"({"scope":"tower","collection":"watch","fields":{"night":"2011-04-18","weather":"ST",)"
        R"("flags":["A","B"],"lit":"1970-01-01T00:00:01Z"}})");

    ASSERT_TRUE(input) << input.error().message();
    EXPECT_EQ(input->scope, "tower");
    EXPECT_FALSE(input->id);
    EXPECT_EQ(input->row.at("weather"), Value(std::string("storm")));
    EXPECT_EQ(input->row.at("flags"), Value(List{std::string("A"), std::string("B")}));
    EXPECT_EQ(input->row.at("lit"), Value(std::int64_t{1'000}));
}

TEST(RecordInput, ReadsAChangeWithAnEntryOfALog) {
    const auto input = read_record_input(
        schema(), R"({"collection":"watch","id":"0190f5b2-0000-7000-8000-000000000001",)"
                  R"("fields":{"ships":null},"append":{"notes":"fog at four"}})");

    ASSERT_TRUE(input) << input.error().message();
    EXPECT_TRUE(input->id);
    EXPECT_EQ(input->row.at("ships"), Value(Null{}));
    ASSERT_EQ(input->appends.size(), 1U);
    EXPECT_EQ(input->appends[0].field, "notes");
    EXPECT_EQ(input->appends[0].value, Scalar(std::string("fog at four")));
}

TEST(RecordInput, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(refusal(R"({"scope":"t","collection":"watch","fields":{"ships":"many"}})"),
              "watch.ships: wants a whole number, not 'many'");
    EXPECT_EQ(refusal(R"({"scope":"t","collection":"watch","fields":{"boats":1}})"),
              "boats is not a field of watch");
    EXPECT_EQ(refusal(R"({"scope":"t","collection":"boat","fields":{}})"),
              "collection: 'boat' is not one of lighthouse");
    EXPECT_EQ(refusal(R"({"collection":"watch","fields":{}})"),
              "scope: wants a scope, for a new record");
    EXPECT_EQ(refusal(R"({"scope":"t","collection":"watch","append":{"ships":1}})"),
              "watch.ships: is neither a set nor a log");
    EXPECT_EQ(refusal(R"({"scope":"t","collection":"watch","filds":{}})"),
              "filds: is none of scope, collection, id, fields and append");
    EXPECT_EQ(refusal(R"({"scope":"t","collection":"watch","id":"7"})"), "id: wants a UUID");
    EXPECT_EQ(refusal("[]"), "is not a JSON object");
}

TEST(Assignments, AreReadByTheFieldsType) {
    const auto row = parse_assignments(
        schema(), watch(),
        {"night=2011-04-18", "ships=12", "weather:=null", "flags=A", "flags=B", "notes=a=b"});

    ASSERT_TRUE(row) << row.error().message();
    EXPECT_EQ(row->at("ships"), Value(std::int64_t{12}));
    EXPECT_EQ(row->at("weather"), Value(Null{}));
    EXPECT_EQ(row->at("flags"), Value(List{std::string("A"), std::string("B")}));
    EXPECT_EQ(row->at("notes"), Value(List{std::string("a=b")}));
}

TEST(Assignments, RefuseWhatTheyCannotRead) {
    const auto detail = [](std::string given) {
        const auto row = parse_assignments(schema(), watch(), {std::move(given)});
        return row ? "nothing" : row.error().detail;
    };

    EXPECT_EQ(detail("ships=twelve"), "watch.ships: wants a whole number, not 'twelve'");
    EXPECT_EQ(detail("ships:={"), "watch.ships: what follows := is not JSON");
    EXPECT_EQ(detail("ships"), "watch: 'ships' is not field=value");
    EXPECT_EQ(detail("boats=1"), "boats is not a field of watch");
    EXPECT_FALSE(parse_assignments(schema(), watch(), {"ships=1", "ships=2"}));
}

TEST(PrintedRow, GoesIntoALineOfWriteAgain) {
    const Row row{{"night", std::string("2011-04-18")},
                  {"ships", std::int64_t{3}},
                  {"flags", List{std::string("A")}},
                  {"lit", std::int64_t{1'000}}};

    const auto again = parse_fields(schema(), watch(), nlohmann::json::parse(to_json(row).dump()));

    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, row);
}

}  // namespace
}  // namespace sanderling::cli
