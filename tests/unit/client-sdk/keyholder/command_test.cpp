#include "client-sdk/keyholder/command.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

std::string problem_with(std::string_view line) {
    const auto command = parse_command_line(line);
    return command ? "" : command.error().detail;
}

TEST(Command, IsReadFromALineOfJson) {
    const auto command = parse_command_line(
        R"({"verb":"allocate","scope":"c1","person":"Jo","role":"officer","until":"2026-12-01"})");

    ASSERT_TRUE(command);
    const auto& allocate = std::get<Allocate>(*command);
    EXPECT_EQ(allocate.scope, "c1");
    EXPECT_EQ(allocate.person, "Jo");
    EXPECT_EQ(allocate.role, "officer");
    EXPECT_EQ(allocate.from, Instant{});
    EXPECT_EQ(allocate.until, Instant{1'796'083'200'000});
}

TEST(Command, SaysWhatIsWrongWithTheLine) {
    EXPECT_EQ(problem_with("{"), "not a line of JSON");
    EXPECT_EQ(problem_with("[]"), "a command is a JSON object");
    EXPECT_EQ(problem_with("{}"), "\"verb\" is missing");
    EXPECT_EQ(problem_with(R"({"verb":"fly"})"), "unknown verb \"fly\"");
    EXPECT_EQ(problem_with(R"({"verb":"person_add","name":"Jo"})"), "\"role\" is missing");
    EXPECT_EQ(problem_with(R"({"verb":"person_add","name":"Jo","role":"officer","id":"x"})"),
              "\"id\" is not a UUID");
    EXPECT_EQ(problem_with(R"({"verb":"withdraw","scope":"c1","persn":"Jo"})"),
              "unknown member \"persn\"");
    EXPECT_EQ(problem_with(R"({"verb":"invite","person":5})"), "\"person\" is not a text");
}

TEST(Command, ReadsDurations) {
    using namespace std::chrono_literals;
    EXPECT_EQ(parse_duration("90m").value(), 90min);
    EXPECT_EQ(parse_duration("24h").value(), 24h);
    EXPECT_EQ(parse_duration("7d").value(), 168h);
    for (const char* bad : {"", "h", "24", "-1h", "0h", "1x", "1.5h", "99999999999h"})
        EXPECT_FALSE(parse_duration(bad)) << bad;
}

TEST(Command, ReadsTimesAndWritesThemBack) {
    EXPECT_EQ(parse_instant("1970-01-01").value(), Instant{0});
    EXPECT_EQ(instant_text(parse_instant("2026-11-22T20:15:07Z").value()), "2026-11-22T20:15:07Z");
    EXPECT_EQ(instant_text(parse_instant("2024-02-29").value()), "2024-02-29T00:00:00Z");
    for (const char* bad : {"", "2026-02-29", "2026-13-01", "2026-1-1", "2026-11-22 20:15:07",
                            "2026-11-22T24:00:00Z", "2026-11-22T20:15:07", "1969-12-31"})
        EXPECT_FALSE(parse_instant(bad)) << bad;
}

}  // namespace
}  // namespace sanderling::keyholder
