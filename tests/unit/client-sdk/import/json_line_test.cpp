// What a line must be before anybody asks what it says.
#include "client-sdk/import/json_line.hpp"

#include <gtest/gtest.h>

namespace sanderling::import {
namespace {

Wrong wrong_in(std::string_view text) {
    auto parsed = parse_json_line(text);
    EXPECT_TRUE(std::holds_alternative<Wrong>(parsed)) << text;
    const auto* wrong = std::get_if<Wrong>(&parsed);
    return wrong ? *wrong : Wrong{};
}

TEST(JsonLine, ReadsAnObject) {
    const auto parsed = parse_json_line(R"({"a":{"b":[1,2]},"c":{"b":3}})");

    ASSERT_TRUE(std::holds_alternative<nlohmann::json>(parsed));
    EXPECT_EQ(std::get<nlohmann::json>(parsed).at("a").at("b").size(), 2U);
}

TEST(JsonLine, NamesTheByteOfBrokenJson) {
    EXPECT_EQ(wrong_in(R"({"a":1,})").reason, "is not well-formed JSON at byte 8");
    EXPECT_EQ(wrong_in(R"({"a":"unclosed)").reason, "is not well-formed JSON at byte 15");
    EXPECT_EQ(wrong_in(R"({"a":1} {"b":2})").reason, "is not well-formed JSON at byte 9");
    EXPECT_EQ(wrong_in(R"({"a":NaN})").reason, "is not well-formed JSON at byte 6");
}

TEST(JsonLine, RefusesAnythingButAnObject) {
    for (const char* text : {"[1]", "\"text\"", "17", "null", "true"}) {
        EXPECT_EQ(wrong_in(text).reason, "is not a JSON object") << text;
    }
}

TEST(JsonLine, NamesAMemberGivenTwice) {
    EXPECT_EQ(wrong_in(R"({"id":1,"scope":2,"id":3})").field, "id");
    const Wrong inner = wrong_in(R"({"fields":{"outcome":"a","place":"b","outcome":"c"}})");
    EXPECT_EQ(inner.field, "outcome");
    EXPECT_EQ(inner.reason, "'outcome' is given twice");
    EXPECT_EQ(wrong_in(R"({"fields":{"scores":[{"tool":1,"tool":2}]}})").field, "scores");
}

TEST(JsonLine, NamesTheFieldOfANumberThatNothingHolds) {
    const Wrong wrong = wrong_in(R"({"fields":{"days":1e999}})");

    EXPECT_EQ(wrong.field, "days");
    EXPECT_EQ(wrong.reason, "a number is out of range");
}

TEST(JsonLine, RefusesDeepNestingWithoutKeepingIt) {
    const std::string deep =
        R"({"a":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";

    EXPECT_EQ(wrong_in(deep).reason, "is nested deeper than 32");
}

TEST(JsonLine, NamesTheByteThatIsNotUtf8) {
    EXPECT_EQ(wrong_in("{\"a\":\"\xE9\"}").reason, "is not UTF-8 at byte 7");
}

TEST(JsonLine, KnowsUtf8) {
    EXPECT_EQ(first_byte_not_utf8("Zoë Ó’Brien — 😀"), std::nullopt);
    EXPECT_EQ(first_byte_not_utf8("ab\xC0\x80"), 2U);        // longer than needed
    EXPECT_EQ(first_byte_not_utf8("a\xED\xA0\x80"), 1U);     // a surrogate
    EXPECT_EQ(first_byte_not_utf8("\xF4\x90\x80\x80"), 0U);  // beyond U+10FFFF
    EXPECT_EQ(first_byte_not_utf8("abc\xE2\x82"), 3U);       // cut off
    EXPECT_EQ(first_byte_not_utf8("\x80"), 0U);              // no lead
}

}  // namespace
}  // namespace sanderling::import
