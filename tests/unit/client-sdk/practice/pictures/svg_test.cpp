// What goes into the markup, and how lines are broken.
#include "client-sdk/practice/pictures/svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::practice::pictures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Escaped, TakesTheirMeaningFromMarkupAndControlCharacters) {
    EXPECT_EQ(escaped("<script>&\"'"), "&lt;script&gt;&amp;&quot;&#39;");
    EXPECT_EQ(escaped(std::string("a\0\x1b\n", 4)), "a\xEF\xBF\xBD\xEF\xBF\xBD\n");
    EXPECT_EQ(escaped("\xEF\xBF\xBF!"), "\xEF\xBF\xBD!") << "U+FFFF is not allowed in XML";
    EXPECT_EQ(escaped("Siân"), "Siân");
}

TEST(NumberText, HasAtMostOneDigitAfterThePoint) {
    EXPECT_EQ(number_text(3), "3");
    EXPECT_EQ(number_text(-0.26), "-0.3");
    EXPECT_EQ(number_text(-0.01), "0");
    EXPECT_EQ(number_text(119.97), "120");
}

TEST(Wrapped, BreaksBetweenWordsAndThenWithinThem) {
    EXPECT_THAT(wrapped("See the kids", 84, 14, 3), ElementsAre("See the", "kids"));
    EXPECT_THAT(wrapped("ââââââââââââ", 84, 14, 3), ElementsAre("ââââââââââ", "ââ"));
    EXPECT_THAT(wrapped("one two three four", 44, 14, 2), ElementsAre("one", "two…"));
    EXPECT_TRUE(wrapped("  ", 84, 14, 3).empty());
}

TEST(Svg, NamesItselfForScreenReaders) {
    Svg svg("p1", Words::in(Language::welsh));

    const Picture picture =
        std::move(svg).finish(360, 100, "A & B", "Two things.", {"First <x>.", "Second."});

    EXPECT_THAT(picture.svg, HasSubstr("viewBox=\"0 0 360 100\" role=\"img\" lang=\"cy\" "
                                       "aria-labelledby=\"p1-title p1-desc\""));
    EXPECT_THAT(picture.svg, HasSubstr("<title id=\"p1-title\">A &amp; B</title>"));
    EXPECT_THAT(picture.svg, HasSubstr("Two things.\nFirst &lt;x&gt;.\nSecond.</desc>"));
    EXPECT_THAT(picture.alternative, ElementsAre("First <x>.", "Second."));
}

}  // namespace
}  // namespace sanderling::practice::pictures
