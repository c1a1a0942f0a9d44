// Times as text, there and back.
#include "client-sdk/import/instant_text.hpp"

#include <gtest/gtest.h>

namespace sanderling::import {
namespace {

constexpr std::int64_t half_past_nine = 1303119000000;  // 18 April 2011, 09:30 UTC

TEST(InstantText, WritesUtc) {
    EXPECT_EQ(instant_text({half_past_nine}), "2011-04-18T09:30:00Z");
    EXPECT_EQ(instant_text({half_past_nine + 7}), "2011-04-18T09:30:00.007Z");
    EXPECT_EQ(instant_text({-1}), "1969-12-31T23:59:59.999Z");
}

TEST(InstantText, ReadsWhatItWrites) {
    for (const std::int64_t ms : {std::int64_t{0}, half_past_nine, half_past_nine + 123,
                                  std::int64_t{-1}, std::int64_t{-62167219200000}}) {
        EXPECT_EQ(parse_instant(instant_text({ms})), Instant{ms});
    }
}

TEST(InstantText, ReadsZonesAndShortForms) {
    const Instant expected{half_past_nine};

    EXPECT_EQ(parse_instant("2011-04-18T10:30:00+01:00"), expected);
    EXPECT_EQ(parse_instant("2011-04-18T04:00-05:30"), expected);
    EXPECT_EQ(parse_instant("2011-04-18 09:30z"), expected);
    EXPECT_EQ(parse_instant("2011-04-18T09:30:00.000000Z"), expected);
    EXPECT_EQ(parse_instant("2011-04-18T09:30:00.5Z"), Instant{half_past_nine + 500});
}

TEST(InstantText, RefusesWhatIsNoPointInTime) {
    for (const char* text :
         {"", "2011-04-18", "2011-04-18T09:30:00", "2011-02-29T09:30:00Z", "2011-04-18T24:00:00Z",
          "2011-04-18T09:60:00Z", "2011-04-18T09:30:61Z", "2011-13-18T09:30:00Z",
          "2011-04-18T09:30:00.Z", "2011-04-18T09:30:00.1234567890Z", "2011-04-18T09:30:00Zx",
          "2011-04-18T09:30:00+1", "18/04/2011 09:30Z", "-011-04-18T09:30:00Z"}) {
        EXPECT_EQ(parse_instant(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace sanderling::import
