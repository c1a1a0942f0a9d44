// Every mistake is told with its line, column, key and remedy; and all of them at once.
#include "schema/language/load.hpp"

#include "tests/unit/schema/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace sanderling::schema {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(LoadSchema, ReadsEverythingThatTheLanguageSays) {
    const Loaded loaded = load_sample();

    ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front().message();
    const Schema& schema = loaded.schema;
    EXPECT_EQ(schema.name(), "sample");
    EXPECT_EQ(schema.version(), SchemaVersion{3});
    const RoleGrant grant = schema.scope_kind("house")->grant(RoleNumber{1}).value();
    EXPECT_EQ(grant.classes, 0b10001U);
    EXPECT_EQ(grant.rights, 3);
    const Enum& level = *schema.enumeration("level");
    EXPECT_TRUE(level.protective);
    EXPECT_EQ(level.value_by_code("SV")->number, 7);
    EXPECT_EQ(level.value_by_code(""), nullptr) << "an empty code is no code";
}

TEST(LoadSchema, GivesAGroupsMembersItsRuleAndAuthority) {
    const Loaded loaded = load_sample();

    const Collection& visit = *loaded.schema.collection("visit");
    const Field& starts = *visit.field("starts");
    EXPECT_EQ(starts.rule, Rule::group);
    EXPECT_EQ(starts.group, "times");
    EXPECT_EQ(starts.authority, AuthorityClass{5});
    EXPECT_THAT(visit.group(FieldNumber{5})->members, ElementsAre("starts", "ends"));
    EXPECT_EQ(visit.parent, "room_id");
    EXPECT_THAT(visit.natural_key, ElementsAre("room_id", "day"));
    EXPECT_EQ(visit.table, "visit");
}

struct Mistake {
    std::string_view name;
    std::string_view from;
    std::string_view to;
    int line;
    std::string_view key;
    std::string_view text;
};

std::ostream& operator<<(std::ostream& out, const Mistake& mistake) {
    return out << mistake.name;
}

class LoadSchemaRefuses : public testing::TestWithParam<Mistake> {};

TEST_P(LoadSchemaRefuses, AtItsPlace) {
    const Mistake& mistake = GetParam();

    const Loaded loaded = load_sample(mistake.from, mistake.to);

    ASSERT_FALSE(loaded.problems.empty());
    const Problem& problem = loaded.problems.front();
    EXPECT_EQ(problem.file, "sample.yaml");
    EXPECT_EQ(problem.line, mistake.line) << problem.message();
    EXPECT_GT(problem.column, 0);
    EXPECT_EQ(problem.key, mistake.key) << problem.message();
    EXPECT_THAT(problem.text, HasSubstr(std::string(mistake.text)));
}

constexpr std::string_view size_field = "size: {number: 2, type: integer, min: 1, max: 99, ";

const Mistake mistakes[] = {
    {"UnknownKeyOfTheDocument", "version: 3", "version: 3\nroless: {}", 3, "roless",
     "did you mean roles?"},
    {"NoVersion", "version: 3\n", "", 1, "version", "is missing"},
    {"VersionNoNumber", "version: 3", "version: three", 2, "version", "must be a whole number"},
    {"UnknownKeyOfAField", "max_length: 10", "max_lenght: 10", 30,
     "collections.room.fields.name.max_lenght", "did you mean max_length?"},
    {"FieldNumberTwice", size_field, "size: {number: 1, type: integer, ", 31,
     "collections.room.fields.size.number", "1 is the number of name"},
    {"FieldNumberOfAGroup", "times: {number: 5", "times: {number: 4", 55,
     "collections.visit.groups.times.number", "4 is the number of ends"},
    {"FieldNumberZeroIsLife", size_field, "size: {number: 0, type: integer, ", 31,
     "collections.room.fields.size.number", "must be from 1 to 65535"},
    {"CollectionNumberTwice", "visit:\n    number: 2", "visit:\n    number: 1", 35,
     "collections.visit.number", "1 is the number of room"},
    {"RoleNumberTwice", "guest: {number: 2", "guest: {number: 1", 5, "roles.guest.number",
     "1 is the number of keeper"},
    {"ClassNumberOver32", "writer: {number: 5", "writer: {number: 33", 8, "classes.writer.number",
     "must be from 1 to 32"},
    {"EnumNumberTwice", "blue: 2", "blue: 1", 23, "enums.colour.values.blue.number",
     "1 is the number of red"},
    {"UnknownOrder", "least_protective_first", "alphabetic", 19, "enums.level.order",
     "the only order is least_protective_first"},
    {"UnknownRight", "rights: [read]}", "rights: [read, sing]}", 15,
     "scope_kinds.house.roles.guest.rights", "unknown right sing"},
    {"UnknownRole", "      guest: {rights", "      gest: {rights", 15,
     "scope_kinds.house.roles.gest", "did you mean guest?"},
    {"UnknownScopeKind", "scopes: [house]", "scopes: [hous]", 27, "collections.room.scopes",
     "unknown scope kind hous; did you mean house?"},
    {"UnknownType", "type: real", "type: float", 48, "collections.visit.fields.degrees.type",
     "unknown type float"},
    {"UnknownEnum", "enum: colour, rule", "enum: color, rule", 45,
     "collections.visit.fields.colours.enum", "unknown enum color; did you mean colour?"},
    {"EnumWithoutOne", "type: enum, enum: colour, rule", "type: enum, rule", 45,
     "collections.visit.fields.colours.enum", "is missing"},
    {"UnknownRule", "rule: set", "rule: bag", 45, "collections.visit.fields.colours.rule",
     "unknown rule bag"},
    {"LifeIsNoRuleOfFields", "rule: set", "rule: life", 45, "collections.visit.fields.colours.rule",
     "unknown rule life"},
    {"TextOfNumbers", "type: real", "type: real, rule: text", 48,
     "collections.visit.fields.degrees.rule", "only a field of type text is written together"},
    {"CounterOfText", "type: text, rule: log, full_text: true", "type: text, rule: counter", 46,
     "collections.visit.fields.notes.rule", "only an integer is counted"},
    {"CounterWithBounds", "rule: counter", "rule: counter, min: 0", 52,
     "collections.visit.fields.knocks.min", "a counter has no bounds"},
    {"CounterRequired", "rule: counter", "rule: counter, required: true", 52,
     "collections.visit.fields.knocks.required", "nought until it is counted"},
    {"ListWithAnIndex", "rule: ordered_list", "rule: ordered_list, indexed: true", 51,
     "collections.visit.fields.steps.indexed", "has no index"},
    {"CautiousEnumWithoutOrder", "enum: level, rule", "enum: colour, rule", 32,
     "collections.room.fields.danger.rule", "lacks order: least_protective_first"},
    {"CautiousIntegerWithoutOrder", " protective: lower,", "", 33,
     "collections.room.fields.alarm.rule", "protective: higher or lower"},
    {"CautiousText", "type: boolean, rule: multi_value", "type: text, rule: cautious", 47,
     "collections.visit.fields.warm.rule", "cautious needs a protective order"},
    {"SetOfJson", "type: json, ", "type: json, rule: set, ", 50,
     "collections.visit.fields.extra.rule", "json is not one"},
    {"UnknownClass", "resolved_by: decider", "resolved_by: decder", 32,
     "collections.room.fields.danger.resolved_by", "did you mean decider?"},
    {"UnknownTarget", "to: room,", "to: rom,", 41, "collections.visit.fields.room_id.to",
     "unknown collection rom; did you mean room?"},
    {"ParentIsNoField", "parent: room_id", "parent: room", 37, "collections.visit.parent",
     "is no field"},
    {"ParentIsNoId", "parent: room_id", "parent: day", 37, "collections.visit.parent",
     "must be an id"},
    {"NaturalKeyNotRequired", "[room_id, day]", "[room_id, warm]", 38,
     "collections.visit.natural_key", "required: true"},
    {"GroupOfNoField", "fields: [starts, ends]", "fields: [starts, end]", 55,
     "collections.visit.groups.times.fields", "end is no field"},
    {"GroupOfOne", "fields: [starts, ends]", "fields: [starts]", 55,
     "collections.visit.groups.times.fields", "at least two fields"},
    {"GroupOfAFieldWithARule", "fields: [starts, ends]", "fields: [starts, warm]", 55,
     "collections.visit.groups.times.fields", "warm has the rule multi_value"},
    {"GroupRuleWithoutGroup", "rule: set", "rule: group", 45,
     "collections.visit.fields.colours.rule", "no group of this collection names the field"},
    {"LimitsTheWrongWay", "min: 1, max: 99", "min: 100, max: 99", 31,
     "collections.room.fields.size.max", "is less than min"},
    {"LimitOfTheWrongType", "type: real,", "type: real, max: 4,", 48,
     "collections.visit.fields.degrees.max", "only integers and instants"},
    {"FullTextOfAnotherType", "type: real,", "type: real, full_text: true,", 48,
     "collections.visit.fields.degrees.full_text", "only text"},
    {"FlagNoBoolean", "required: true, max", "required: perhaps, max", 30,
     "collections.room.fields.name.required", "true or false"},
    {"SqlKeywordAsField", "size: {", "where: {", 31, "collections.room.fields.where",
     "is an SQL keyword"},
    {"SqlKeywordAsTable", "  room:\n    number: 1\n", "  room:\n    table: order\n    number: 1\n",
     26, "collections.room.table", "table: orders"},
    {"TableTwice", "  visit:\n    number: 2\n", "  visit:\n    table: room\n    number: 2\n", 35,
     "collections.visit.table", "of another collection"},
    {"ReservedColumn", "size: {", "scope: {", 31, "collections.room.fields.scope",
     "every table has this column"},
    {"NameOfOtherLetters", "size: {", "Size: {", 31, "collections.room.fields.Size",
     "lower-case letters"},
    {"FieldTwice", "size: {", "name: {", 31, "collections.room.fields.name", "is declared twice"},
    {"KeyTwice", "type: real,", "type: real, type: real,", 48,
     "collections.visit.fields.degrees.type", "is given twice"},
    {"NoDocumentation", ", doc: How warm.", "", 48, "collections.visit.fields.degrees.doc",
     "is missing"},
    {"EnumNamedAsACollection", "  colour:\n", "  room:\n", 25, "collections.room",
     "an enum has this name"},
    {"NotYaml", "version: 3", "version: [3", 3, "", "not YAML"},
};

INSTANTIATE_TEST_SUITE_P(Mistakes, LoadSchemaRefuses, testing::ValuesIn(mistakes),
                         [](const auto& given) { return std::string(given.param.name); });

TEST(LoadSchema, ReportsAllProblemsInTheOrderOfTheFile) {
    std::string text = sample_with("type: real", "type: float");
    text.replace(text.find("min: 1"), 6, "mni: 1");
    text.replace(text.find("rule: log"), 9, "rule: later");

    const auto loaded = load_schema(text, "sample.yaml");

    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, Errc::invalid_argument);
    EXPECT_THAT(loaded.error().detail,
                testing::ContainsRegex("sample.yaml:31:.*mni(.|\n)*:46:.*later(.|\n)*:48:.*float"));
}

TEST(LoadSchema, RefusesADocumentThatIsNoMap) {
    const auto loaded = load_schema("- a\n- b\n", "list.yaml");

    ASSERT_FALSE(loaded);
    EXPECT_THAT(loaded.error().detail, HasSubstr("list.yaml:1:1: a schema is a map"));
}

}  // namespace
}  // namespace sanderling::schema
