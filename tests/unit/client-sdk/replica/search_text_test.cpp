// What people type, as FTS5 sees it, and snippets taken apart.
#include "client-sdk/replica/search_text.hpp"

#include <gtest/gtest.h>

namespace sanderling::replica {
namespace {

std::string expression(std::string_view text, Words words = Words::whole) {
    return search_expression(text, words).value();
}

TEST(SearchExpression, QuotesEveryWord) {
    EXPECT_EQ(expression("home visit"), R"("home" "visit")");
    EXPECT_EQ(expression("  pre-sentence\treport\n"), R"("pre-sentence" "report")");
    EXPECT_EQ(expression("NEAR( a OR b* ^c {x}: -d"), R"("NEAR(" "a" "OR" "b*" "^c" "{x}:" "-d")");
    EXPECT_EQ(expression(R"(say "hello")"), R"("say" """hello""")");
}

TEST(SearchExpression, IsEmptyWithoutAWord) {
    EXPECT_EQ(expression(""), "");
    EXPECT_EQ(expression(" \t\n"), "");
    EXPECT_EQ(expression(std::string_view("\0", 1)), "");
}

TEST(SearchExpression, PartsWordsAtANulWhichWouldEndTheExpression) {
    EXPECT_EQ(expression(std::string_view("a\0b", 3)), R"("a" "b")");
}

TEST(SearchExpression, LetsTheLastWordGoOnWhileItIsTyped) {
    EXPECT_EQ(expression("home vis", Words::last_beginning), R"("home" "vis"*)");
    EXPECT_EQ(expression("home vis ", Words::last_beginning), R"("home" "vis")");
    EXPECT_EQ(expression("home vis", Words::beginnings), R"("home"* "vis"*)");
}

TEST(SearchExpression, HasLimits) {
    std::string words;
    for (std::size_t i = 0; i < search_words_max; ++i) words += "w ";
    EXPECT_TRUE(search_expression(words, Words::whole));
    EXPECT_EQ(search_expression(words + "w", Words::whole).error().code, Errc::too_large);
    const std::string longest(search_bytes_max, 'x');
    EXPECT_TRUE(search_expression(longest, Words::whole));
    EXPECT_EQ(search_expression(longest + "x", Words::whole).error().code, Errc::too_large);
}

TEST(MarkedText, TakesMarksAway) {
    const MarkedText marked = take_marks("…at <<home>> and <<away>>.", "<<", ">>");

    EXPECT_EQ(marked.text, "…at home and away.");
    const std::vector<TextRange> ranges{{6, 4}, {15, 4}};
    EXPECT_EQ(marked.ranges, ranges);
}

TEST(MarkedText, LeavesAMarkThatNothingCloses) {
    EXPECT_EQ(take_marks("a << b", "<<", ">>").text, "a << b");
    EXPECT_TRUE(take_marks("", "<<", ">>").text.empty());
}

}  // namespace
}  // namespace sanderling::replica
