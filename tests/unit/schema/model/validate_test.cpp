#include "schema/model/validate.hpp"

#include "tests/unit/schema/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sanderling::schema {
namespace {

using testing::HasSubstr;

class Validate : public testing::Test {
  protected:
    // Empty if the value is accepted in an edit.
    std::string wrong_with(std::string_view collection, const std::string& field, Value value) {
        const Row row{{field, std::move(value)}};
        const auto result = validate(schema_, *schema_.collection(collection), row, Change::edit);
        if (result) return {};
        EXPECT_EQ(result.error().code, Errc::constraint);
        return result.error().detail;
    }

    std::string wrong_with_new(const Row& row) {
        const auto result = validate(schema_, *schema_.collection("visit"), row, Change::create);
        return result ? "" : result.error().detail;
    }

    Schema schema_ = load_sample().schema;
};

TEST_F(Validate, NamesFieldAndRuleAndNeverTheValue) {
    const std::string text = wrong_with("room", "danger", std::string("private words"));

    EXPECT_EQ(text, "room.danger (cautious): wants a value of the enum level");
}

TEST_F(Validate, AcceptsEveryTypeInItsOwnField) {
    EXPECT_EQ(wrong_with("room", "name", "Hall"), "");
    EXPECT_EQ(wrong_with("room", "size", 99), "");
    EXPECT_EQ(wrong_with("room", "danger", "severe"), "");
    EXPECT_EQ(wrong_with("visit", "room_id", RecordId{}), "");
    EXPECT_EQ(wrong_with("visit", "day", "2012-02-29"), "");
    EXPECT_EQ(wrong_with("visit", "colours", List{"red", "blue"}), "");
    EXPECT_EQ(wrong_with("visit", "warm", true), "");
    EXPECT_EQ(wrong_with("visit", "degrees", 21.5), "");
    EXPECT_EQ(wrong_with("visit", "photo", Bytes{1, 2, 3, 4}), "");
    EXPECT_EQ(wrong_with("visit", "extra", "{}"), "");
    EXPECT_EQ(wrong_with("visit", "warm", Null{}), "");
}

TEST_F(Validate, RefusesEveryTypeInAnotherField) {
    EXPECT_THAT(wrong_with("room", "name", 1), HasSubstr("a value of type text"));
    EXPECT_THAT(wrong_with("room", "size", "1"), HasSubstr("a value of type integer"));
    EXPECT_THAT(wrong_with("visit", "room_id", "x"), HasSubstr("a value of type id"));
    EXPECT_THAT(wrong_with("visit", "warm", 1), HasSubstr("a value of type boolean"));
    EXPECT_THAT(wrong_with("visit", "degrees", true), HasSubstr("a value of type real"));
    EXPECT_THAT(wrong_with("visit", "photo", RecordId{}), HasSubstr("a value of type bytes"));
    EXPECT_THAT(wrong_with("room", "name", Bytes{}), HasSubstr("a value of type text"));
    EXPECT_THAT(wrong_with("room", "size", 1.0), HasSubstr("a value of type integer"));
    EXPECT_THAT(wrong_with("visit", "warm", List{true}), HasSubstr("not a list"));
    EXPECT_THAT(wrong_with("visit", "cellar", true), HasSubstr("has no field cellar"));
}

TEST_F(Validate, RefusesDatesThatAreNone) {
    for (const char* text :
         {"2011-02-29", "2011-13-01", "2011-1-1", "2011-01-0x", "", "2011/01/01"}) {
        EXPECT_THAT(wrong_with("visit", "day", text), HasSubstr("a date as yyyy-mm-dd")) << text;
    }
}

TEST_F(Validate, KeepsLimits) {
    EXPECT_THAT(wrong_with("room", "size", 0), HasSubstr("at least 1"));
    EXPECT_THAT(wrong_with("room", "size", 100), HasSubstr("at most 99"));
    EXPECT_THAT(wrong_with("room", "name", "12345678901"), HasSubstr("at most 10 bytes"));
    EXPECT_THAT(wrong_with("visit", "photo", Bytes(5)), HasSubstr("at most 4 bytes"));
    EXPECT_THAT(wrong_with("visit", "degrees", std::nan("")), HasSubstr("a finite number"));
}

TEST_F(Validate, RefusesTextThatIsNotUtf8) {
    EXPECT_EQ(wrong_with("room", "name", "caf\xC3\xA9"), "");
    for (const char* text :
         {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xE2\x28\xA1"}) {
        EXPECT_THAT(wrong_with("room", "name", text), HasSubstr("UTF-8"));
    }
}

TEST_F(Validate, WantsAListForASetOrLogWithoutNull) {
    EXPECT_THAT(wrong_with("visit", "colours", "red"),
                HasSubstr("visit.colours (set): wants a list"));
    EXPECT_THAT(wrong_with("visit", "notes", List{Null{}}), HasSubstr("visit.notes (log)"));
    EXPECT_THAT(wrong_with("visit", "colours", List{"red", "mauve"}), HasSubstr("the enum colour"));
}

TEST_F(Validate, TakesCountersAndListsWholeInANewRecordOnly) {
    const Row row{{"room_id", RecordId{}},
                  {"day", "2011-05-03"},
                  {"steps", List{"knock", "wait"}},
                  {"knocks", 2}};

    EXPECT_EQ(wrong_with_new(row), "");
    EXPECT_THAT(wrong_with("visit", "knocks", 3),
                HasSubstr("visit.knocks (counter): wants to be incremented"));
    EXPECT_THAT(wrong_with("visit", "steps", List{"wait"}),
                HasSubstr("visit.steps (ordered_list): wants its elements to be inserted"));
    EXPECT_THAT(wrong_with("visit", "steps", List{"long enough"}), HasSubstr("at most 9 bytes"));
}

TEST_F(Validate, WantsAGroupWholeInAnEdit) {
    const Row both{{"starts", 5}, {"ends", Null{}}};

    EXPECT_THAT(wrong_with("visit", "starts", 5), HasSubstr("visit.times (group)"));
    EXPECT_TRUE(validate(schema_, *schema_.collection("visit"), both, Change::edit));
}

TEST_F(Validate, TakesTheUnsetMembersOfAGroupAsNullInANewRecord) {
    EXPECT_EQ(wrong_with_new({{"room_id", RecordId{}}, {"day", "2011-04-18"}, {"starts", 5}}), "");
}

TEST_F(Validate, WantsRequiredFieldsOfANewRecordOnly) {
    EXPECT_EQ(wrong_with_new({{"room_id", RecordId{}}}), "visit.day: is required");
    EXPECT_EQ(wrong_with("visit", "warm", true), "");
    EXPECT_EQ(wrong_with("visit", "day", Null{}), "visit.day: is required");
}

TEST_F(Validate, ChecksASingleElementOfASet) {
    const Field& colours = *schema_.collection("visit")->field("colours");

    EXPECT_TRUE(validate_scalar(schema_, colours, "red"));
    EXPECT_FALSE(validate_scalar(schema_, colours, "mauve"));
}

class ProtectiveRank : public Validate {
  protected:
    std::optional<std::int64_t> rank(std::string_view field, const Value& value) {
        return protective_rank(schema_, *schema_.collection("room")->field(field), value);
    }
};

TEST_F(ProtectiveRank, FollowsTheOrderOfAnEnum) {
    EXPECT_LT(rank("danger", "low"), rank("danger", "high"));
    EXPECT_LT(rank("danger", "high"), rank("danger", "severe"));
    EXPECT_EQ(rank("danger", "unheard_of"), std::nullopt);
    EXPECT_EQ(protective_rank(*schema_.enumeration("level"), "severe"), 2U);
    EXPECT_EQ(protective_rank(*schema_.enumeration("colour"), "red"), std::nullopt);
}

TEST_F(ProtectiveRank, FollowsTheDirectionOfAnInteger) {
    EXPECT_GT(rank("alarm", 1), rank("alarm", 2));
    EXPECT_GT(rank("alarm", std::numeric_limits<std::int64_t>::min()), rank("alarm", 0));
    EXPECT_EQ(rank("size", 1), std::nullopt) << "not a cautious field";
    EXPECT_EQ(rank("alarm", Null{}), std::nullopt);
}

}  // namespace
}  // namespace sanderling::schema
