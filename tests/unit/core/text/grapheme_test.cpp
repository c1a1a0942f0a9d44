#include "core/text/grapheme.hpp"

#include "core/text/utf8.hpp"
#include "tests/unit/core/text/writers.hpp"

namespace sanderling::text {
namespace {

using namespace test;

// A family (four people and three joiners), an e with its accent apart, and a flag.
const std::u32string family = U"\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466";
const std::u32string accented = U"e\u0301";
const std::u32string flag = U"\U0001F1EC\U0001F1E7";

Document document_of(const std::u32string& text) {
    Writer ann(0);
    ann.write({{0, 0, to_utf8(text)}});
    return ann.document();
}

TEST(Grapheme, FindsWhereClustersBegin) {
    const std::u32string text = U"a" + family + accented + flag + U"\r\n";

    EXPECT_EQ(cluster_starts(text), (std::vector<std::size_t>{0, 1, 8, 10, 12}));
}

TEST(Grapheme, SaysWhetherAPositionIsABoundary) {
    const std::u32string text = U"a" + family + accented + flag + flag + U"\r\n.";
    const auto starts = cluster_starts(text);

    for (std::size_t at = 0; at < text.size(); ++at)
        EXPECT_EQ(is_boundary(text, at), std::count(starts.begin(), starts.end(), at) == 1) << at;
    EXPECT_TRUE(is_boundary(text, text.size()));
}

TEST(Grapheme, DocumentsAgreeWithPlainTexts) {
    std::u32string text;
    for (int i = 0; i < 40; ++i) text += flag;  // whether two are one depends on how many precede
    for (int i = 0; i < 70; ++i) text += U"\u0301";
    text += family + U"z" + accented;
    const Document document = document_of(text);

    for (std::size_t at = 0; at <= text.size(); ++at)
        EXPECT_EQ(document.is_boundary(at), is_boundary(text, at)) << at;
}

TEST(Grapheme, WidensARangeToWholeClusters) {
    const Document document = document_of(U"a" + family + U"b" + accented);

    EXPECT_EQ(document.whole_clusters({3, 1}), (Range{1, 7}));
    EXPECT_EQ(document.whole_clusters({8, 2}), (Range{8, 3}));
    EXPECT_EQ(document.whole_clusters({0, 1}), (Range{0, 1}));
}

}  // namespace
}  // namespace sanderling::text
