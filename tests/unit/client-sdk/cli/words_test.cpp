#include "client-sdk/cli/words.hpp"

#include <gtest/gtest.h>

namespace sanderling::cli {
namespace {

using namespace std::chrono_literals;

TEST(Words, GroupThousands) {
    EXPECT_EQ(count_text(7), "7");
    EXPECT_EQ(count_text(999), "999");
    EXPECT_EQ(count_text(4'800), "4,800");
    EXPECT_EQ(count_text(1'234'567), "1,234,567");
}

TEST(Words, CountWithTheirNoun) {
    EXPECT_EQ(count_text(1, "conflict"), "1 conflict");
    EXPECT_EQ(count_text(0, "conflict"), "0 conflicts");
}

TEST(Words, SayBytesInFewDigits) {
    EXPECT_EQ(size_text(1), "1 byte");
    EXPECT_EQ(size_text(812), "812 bytes");
    EXPECT_EQ(size_text(3'120'000), "3.1 MB");
    EXPECT_EQ(size_text(31'200'000), "31 MB");
}

TEST(Words, RoundDurationsDown) {
    EXPECT_EQ(duration_text(30s), "less than a minute");
    EXPECT_EQ(duration_text(-5h), "less than a minute") << "a clock that was set back";
    EXPECT_EQ(duration_text(5min), "5 minutes");
    EXPECT_EQ(duration_text(3h), "3 hours");
    EXPECT_EQ(duration_text(24h * 12), "12 days");
}

TEST(Words, BarShowsHowFar) {
    sync::client::Progress progress;
    progress.phase = sync::client::Phase::catching_up;
    progress.records_done = 2'400;
    progress.records_total = 4'800;
    progress.bytes_done = 1'500'000;
    progress.bytes_total = 3'000'000;

    EXPECT_EQ(bar_text(progress),
              "receiving [############............] 2,400 of 4,800 records, 1.5 MB of 3.0 MB");
}

TEST(Words, BarStandsWhileTheTotalIsUnknown) {
    sync::client::Progress progress;
    progress.phase = sync::client::Phase::catching_up;

    EXPECT_EQ(bar_text(progress),
              "receiving [........................] 0 of 0 records, 0 bytes of 0 bytes");
}

}  // namespace
}  // namespace sanderling::cli
