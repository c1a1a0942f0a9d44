// The lines of a stream, with every kind of ending.
#include "client-sdk/import/line_reader.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace sanderling::import {
namespace {

struct Seen {
    std::uint64_t number;
    std::uint64_t offset;
    std::uint64_t bytes;
    std::string text;
    friend bool operator==(const Seen&, const Seen&) = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
    *out << seen.number << "@" << seen.offset << "+" << seen.bytes << " '" << seen.text << "'";
}

std::vector<Seen> read(const std::string& input, std::size_t line_bytes_max = 1000) {
    std::istringstream in(input);
    LineReader reader(in, line_bytes_max);
    std::vector<Seen> seen;
    for (;;) {
        const auto line = reader.next();
        EXPECT_TRUE(line.has_value());
        if (!line || !*line) break;
        seen.push_back(
            {(*line)->number, (*line)->offset, (*line)->bytes, std::string((*line)->text)});
        EXPECT_EQ((*line)->extent == Extent::cut, (*line)->bytes > line_bytes_max);
    }
    EXPECT_EQ(reader.bytes_done(), input.size());
    return seen;
}

TEST(LineReader, GivesNothingForAnEmptyStream) {
    EXPECT_TRUE(read("").empty());
}

TEST(LineReader, CutsAtLfAndCrlf) {
    const std::vector<Seen> expected{
        {1, 0, 1, "a"}, {2, 3, 2, "bc"}, {3, 6, 0, ""}, {4, 8, 1, "d"}};

    EXPECT_EQ(read("a\r\nbc\n\r\nd\n"), expected);
}

TEST(LineReader, TakesALastLineWithoutNewline) {
    const std::vector<Seen> expected{{1, 0, 1, "a"}, {2, 2, 1, "b"}};

    EXPECT_EQ(read("a\nb"), expected);
}

TEST(LineReader, KeepsACarriageReturnInsideALine) {
    const std::vector<Seen> expected{{1, 0, 3, "a\rb"}};

    EXPECT_EQ(read("a\rb\n"), expected);
}

TEST(LineReader, SkipsTheByteOrderMark) {
    const std::vector<Seen> expected{{1, 3, 1, "a"}};

    EXPECT_EQ(read("\xEF\xBB\xBF"
                   "a\n"),
              expected);
}

TEST(LineReader, RefusesUtf16) {
    std::istringstream in(
        std::string("\xFF\xFE"
                    "a\0",
                    4));
    LineReader reader(in, 100);

    const auto line = reader.next();

    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().code, Errc::malformed);
}

TEST(LineReader, CutsALongLineAndGoesOnBehindIt) {
    const std::vector<Seen> expected{{1, 0, 4, "abcd"}, {2, 5, 6, "efgh"}, {3, 12, 1, "x"}};

    EXPECT_EQ(read("abcd\nefghij\nx\n", 4), expected);
}

TEST(LineReader, CountsTheCarriageReturnAsEndingOfALineThatJustFits) {
    const std::vector<Seen> expected{{1, 0, 4, "abcd"}, {2, 6, 5, "efgh"}};

    EXPECT_EQ(read("abcd\r\nefghi\r\n", 4), expected);
}

TEST(LineReader, JoinsLinesThatCrossItsBlocks) {
    const std::string first(100'000, 'a');
    const std::string second(65'535, 'b');
    const std::vector<Seen> expected{{1, 0, 100'000, first}, {2, 100'001, 65'535, second}};

    EXPECT_EQ(read(first + "\n" + second + "\r\n", 1'000'000), expected);
}

TEST(LineReader, KeepsLittleOfALineWithoutEnd) {
    const std::vector<Seen> expected{{1, 0, 5'000'000, "zzzzzzzz"}};

    EXPECT_EQ(read(std::string(5'000'000, 'z'), 8), expected);
}

TEST(LineReader, SaysWhereABrokenStreamStopped) {
    std::istringstream in("a\n");
    in.setstate(std::ios::badbit);
    LineReader reader(in, 100);

    const auto line = reader.next();

    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().code, Errc::io);
}

}  // namespace
}  // namespace sanderling::import
