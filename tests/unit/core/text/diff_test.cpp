#include "core/text/diff.hpp"

#include "core/text/utf8.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sanderling::text {
namespace {

std::u32string applied(std::u32string text, const std::vector<Edit>& edits) {
    for (const Edit& each : edits)
        text.replace(each.position, each.erased, *from_utf8(each.inserted));
    return text;
}

std::size_t cost(const std::vector<Edit>& edits) {
    std::size_t sum = 0;
    for (const Edit& each : edits) sum += each.erased + from_utf8(each.inserted)->size();
    return sum;
}

/// What a longest common subsequence leaves to erase and insert.
std::size_t least_cost(std::u32string_view a, std::u32string_view b) {
    std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                                 std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j)
            common[i][j] = a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1
                                                : std::max(common[i - 1][j], common[i][j - 1]);
    return a.size() + b.size() - 2 * common[a.size()][b.size()];
}

std::u32string few_letters() {
    return *rc::gen::container<std::u32string>(rc::gen::inRange(U'a', U'e'));
}

RC_GTEST_PROP(Diff, TurnsOneTextIntoTheOtherByAsLittleAsPossible, ()) {
    const std::u32string before = few_letters();
    const std::u32string after = few_letters();
    const auto edits = diff(before, after);

    RC_ASSERT(applied(before, edits) == after);
    RC_ASSERT(cost(edits) == least_cost(before, after));
}

TEST(Diff, SaysNothingAboutEqualTexts) {
    EXPECT_TRUE(diff(U"same", U"same").empty());
    EXPECT_TRUE(diff(U"", U"").empty());
}

TEST(Diff, GivesPositionsInTheTextAsItIsThen) {
    EXPECT_EQ(diff(U"one two three", U"two three four"),
              (std::vector<Edit>{{0, 4, ""}, {9, 0, " four"}}));
}

TEST(Diff, ReplacesWholeClusters) {
    // An accent is added, and one person of a family goes.
    EXPECT_EQ(diff(U"cafe", U"cafe\u0301"), (std::vector<Edit>{{3, 1, "e\u0301"}}));
    EXPECT_EQ(diff(U"\U0001F468\u200D\U0001F469!", U"\U0001F468!"),
              (std::vector<Edit>{{0, 3, "\U0001F468"}}));
}

TEST(Diff, GoesByLinesWhereMuchIsNew) {
    std::u32string before = U"first\n";
    std::u32string after = U"first\n";
    for (char32_t i = 0; i < 3000; ++i) before += U'\u4E00' + i;
    for (char32_t i = 0; i < 3000; ++i) after += U'\u6000' + i;
    before += U"\nmiddle\n" + std::u32string(3000, U'x') + U"\nlast";
    after += U"\nmiddle\n" + std::u32string(3000, U'x') + U"y\nlast";

    const auto edits = diff(before, after);

    EXPECT_EQ(applied(before, edits), after);
    EXPECT_EQ(edits.size(), 2U);
    EXPECT_EQ(cost(edits), 6003U);
}

TEST(Diff, ReplacesWhatHasNothingInCommon) {
    std::u32string before;
    std::u32string after;
    for (char32_t i = 0; i < 2000; ++i) before += {U'\u4E00' + i, U'\n'};
    for (char32_t i = 0; i < 2000; ++i) after += {U'\u6000' + i, U'\n'};

    const auto edits = diff(before, after);

    EXPECT_EQ(applied(before, edits), after);
}

TEST(Diff, RefusesWhatIsNotUtf8) {
    EXPECT_FALSE(diff(std::string_view("\xFF"), std::string_view("a")));
    EXPECT_TRUE(diff(std::string_view("a"), std::string_view("b")));
}

}  // namespace
}  // namespace sanderling::text
