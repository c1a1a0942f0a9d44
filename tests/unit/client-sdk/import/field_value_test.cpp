// JSON values for each type of field.
#include "client-sdk/import/field_value.hpp"

#include "schema/generated/probation/description.hpp"

#include <gtest/gtest.h>

namespace sanderling::import {
namespace {

using nlohmann::json;
using schema::Field;
using schema::FieldType;
using schema::Value;

Value value_of(const Field& field, const json& given) {
    auto value = field_value(probation::schema(), field, given);
    const auto* reason = std::get_if<Reason>(&value);
    EXPECT_EQ(reason, nullptr) << (reason ? reason->text : "");
    return reason ? Value{} : std::get<Value>(value);
}

std::string reason_for(const Field& field, const json& given) {
    const auto value = field_value(probation::schema(), field, given);
    EXPECT_TRUE(std::holds_alternative<Reason>(value)) << given;
    const auto* reason = std::get_if<Reason>(&value);
    return reason ? reason->text : "";
}

Field of_type(FieldType type) {
    return Field{.name = "f", .type = type};
}

Field outcome() {
    return *probation::schema().collection("contact")->field("outcome");
}

TEST(FieldValue, TakesAnEnumByNameOrByCode) {
    EXPECT_EQ(value_of(outcome(), "attended_complied"), Value("attended_complied"));
    EXPECT_EQ(value_of(outcome(), "ATTC"), Value("attended_complied"));
    EXPECT_EQ(reason_for(outcome(), "ATTX"), "'ATTX' is not a value of outcome");
    EXPECT_EQ(reason_for(outcome(), ""), "'' is not a value of outcome");
    EXPECT_EQ(reason_for(outcome(), 3), "wants a value of outcome, not 3");
}

TEST(FieldValue, TakesWholeNumbersWithinTheirLimits) {
    Field days = of_type(FieldType::integer);
    days.limits.minimum = 0;
    days.limits.maximum = 60;

    EXPECT_EQ(value_of(days, 60), Value(std::int64_t{60}));
    EXPECT_EQ(reason_for(days, 61), "wants at most 60");
    EXPECT_EQ(reason_for(days, -1), "wants at least 0");
    EXPECT_EQ(reason_for(days, 3.5), "wants a whole number, not 3.5");
    EXPECT_EQ(reason_for(days, "3"), "wants a whole number, not '3'");
    EXPECT_EQ(reason_for(days, 9223372036854775808U), "9223372036854775808 is out of range");
    EXPECT_EQ(reason_for(days, json::parse("92233720368547758080")),
              "wants a whole number, not 9.223372036854776e+19");
}

TEST(FieldValue, TakesTimesAsTextOrMilliseconds) {
    const Field starts = of_type(FieldType::instant);

    EXPECT_EQ(value_of(starts, "2011-04-18T09:30:00Z"), Value(std::int64_t{1303119000000}));
    EXPECT_EQ(value_of(starts, 1303119000000), Value(std::int64_t{1303119000000}));
    EXPECT_NE(reason_for(starts, "2011-04-18T09:30:00").find("with its zone"), std::string::npos);
    EXPECT_NE(reason_for(starts, true).find("with its zone"), std::string::npos);
}

TEST(FieldValue, TakesDatesThatExist) {
    const Field date = of_type(FieldType::date);

    EXPECT_EQ(value_of(date, "2012-02-29"), Value("2012-02-29"));
    EXPECT_EQ(reason_for(date, "2011-02-29"), "wants a date as yyyy-mm-dd");
    EXPECT_EQ(reason_for(date, "29/02/2012"), "wants a date as yyyy-mm-dd");
    EXPECT_EQ(reason_for(date, 20120229), "wants date, not 20120229");
}

TEST(FieldValue, TakesIdsBytesBooleansAndReals) {
    const RecordId id = *parse_id<RecordId>("018f3c4e-2a5b-7c3d-9e1f-0123456789ab");

    EXPECT_EQ(value_of(of_type(FieldType::id), "018f3c4e-2a5b-7c3d-9e1f-0123456789ab"), Value(id));
    EXPECT_EQ(reason_for(of_type(FieldType::id), "17"), "wants a UUID, not '17'");
    EXPECT_EQ(value_of(of_type(FieldType::bytes), "AQL/"), Value(Bytes{1, 2, 255}));
    EXPECT_EQ(reason_for(of_type(FieldType::bytes), "A*=="), "wants base64, not 'A*=='");
    EXPECT_EQ(value_of(of_type(FieldType::boolean), true), Value(true));
    EXPECT_EQ(reason_for(of_type(FieldType::boolean), "yes"), "wants true or false, not 'yes'");
    EXPECT_EQ(value_of(of_type(FieldType::real), 3), Value(3.0));
    EXPECT_EQ(reason_for(of_type(FieldType::real), "3"), "wants a number, not '3'");
}

TEST(FieldValue, TakesJsonAsItselfOrAsText) {
    const Field scores = of_type(FieldType::json);

    EXPECT_EQ(value_of(scores, json{{"tool", "OGRS"}}), Value(R"({"tool":"OGRS"})"));
    EXPECT_EQ(value_of(scores, R"({"tool":"OGRS"})"), Value(R"({"tool":"OGRS"})"));
    EXPECT_EQ(reason_for(scores, "{tool"), "wants JSON, not '{tool'");
}

TEST(FieldValue, TakesListsForSetsAndLogsAlone) {
    Field notes = of_type(FieldType::text);
    notes.rule = commit::Rule::log;
    notes.limits.length_max = 5;

    EXPECT_EQ(value_of(notes, json{"a", "b"}), Value(schema::List{"a", "b"}));
    EXPECT_EQ(reason_for(notes, "a"), "wants a list, not 'a'");
    EXPECT_EQ(reason_for(notes, nullptr), "wants a list, not null");
    EXPECT_EQ(reason_for(notes, json{"a", nullptr}), "element 2: wants text, not null");
    EXPECT_EQ(reason_for(notes, json{"a", "123456"}),
              "element 2: wants at most 5 bytes, this has 6");
    EXPECT_EQ(reason_for(of_type(FieldType::text), json{"a"}), "wants text, not array");
}

TEST(FieldValue, ClearsByNull) {
    EXPECT_EQ(value_of(outcome(), nullptr), Value{});
}

TEST(FieldValue, QuotesOnlyTheBeginningOfALongValueAndNoHalfCharacter) {
    const std::string long_value = std::string(39, 'x') + "é" + std::string(100, 'y');

    EXPECT_EQ(reason_for(outcome(), long_value),
              "'" + std::string(39, 'x') + "…' is not a value of outcome");
}

}  // namespace
}  // namespace sanderling::import
