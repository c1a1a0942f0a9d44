#include "core/text/editor.hpp"

#include "core/text/limits.hpp"
#include "tests/unit/core/text/writers.hpp"

namespace sanderling::text {
namespace {

using namespace test;

class EditorTest : public testing::Test {
  protected:
    Editor editor() { return {document, {replica(0), Counter{++commits}}}; }

    Document document{};
    std::uint64_t commits = 0;
};
using EditorOn = EditorTest;

TEST_F(EditorOn, CountsCodePoints) {
    Editor e = editor();
    ASSERT_TRUE(e.edit({0, 0, "Zoë ☂ said"}));
    ASSERT_TRUE(e.edit({4, 1, "sun"}));

    EXPECT_EQ(document.text(), "Zoë sun said");
    EXPECT_EQ(document.size(), 12U);
}

TEST_F(EditorOn, RefusesToCutACluster) {
    Editor e = editor();
    ASSERT_TRUE(e.edit({0, 0, "cafe\u0301 noir"}));

    const auto erasure = e.edit({4, 1, ""});
    const auto insertion = e.edit({4, 0, "x"});

    ASSERT_FALSE(erasure);
    EXPECT_EQ(erasure.error().code, Errc::invalid_argument);
    EXPECT_FALSE(insertion);
    EXPECT_EQ(document.text(), "cafe\u0301 noir");
}

TEST_F(EditorOn, CutsAClusterWhenThatIsAskedFor) {
    Editor e = editor();
    ASSERT_TRUE(e.edit({0, 0, "cafe\u0301"}));

    ASSERT_TRUE(e.edit({4, 1, ""}, Cut::anywhere));

    EXPECT_EQ(document.text(), "cafe");
}

TEST_F(EditorOn, RefusesWhatIsNotThereOrNoText) {
    Editor e = editor();
    ASSERT_TRUE(e.edit({0, 0, "abc"}));

    EXPECT_FALSE(e.edit({4, 0, "x"}));
    EXPECT_FALSE(e.edit({1, 3, ""}));
    EXPECT_FALSE(e.edit({std::size_t{0} - 1, 2, ""}));
    EXPECT_FALSE(e.edit({0, 1, "\xC3"}));
    EXPECT_FALSE(e.edit({0, 1, "\xED\xA0\x80"}));  // half a surrogate pair
    EXPECT_EQ(document.text(), "abc");
    EXPECT_EQ(e.take().operations.size(), 1U);
}

TEST_F(EditorOn, NeverUsesANumberTwice) {
    Editor first = editor();
    ASSERT_TRUE(first.edit({0, 0, "ab"}));
    const Batch one = first.take();
    // The commit counter stood still: as in a transaction that edits the text twice.
    Editor second(document, {replica(0), Counter{1}});
    ASSERT_TRUE(second.edit({2, 0, "cd"}));
    const Batch two = second.take();
    Editor third = editor();
    ASSERT_TRUE(third.edit({4, 0, "ef"}));

    EXPECT_EQ(one.operations[0].at.number, std::uint64_t{1} << 20U);
    EXPECT_EQ(two.operations[0].at.number, (std::uint64_t{1} << 20U) + 2);
    EXPECT_EQ(third.take().operations[0].at.number, std::uint64_t{2} << 20U);
}

TEST_F(EditorOn, RefusesMoreThanABatchMayHave) {
    Editor e = editor();
    ASSERT_TRUE(e.edit({0, 0, std::string(limits::elements_a_batch, 'x')}));

    const auto more = e.edit({0, 1, ""});

    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().code, Errc::too_large);
}

TEST_F(EditorOn, BecomesAnotherTextByFewEdits) {
    Editor e = editor();
    ASSERT_TRUE(e.edit({0, 0, "He missed the first appointment."}));
    e.take();

    ASSERT_TRUE(e.become("He kept the first and second appointment."));

    EXPECT_EQ(document.text(), "He kept the first and second appointment.");
    EXPECT_LT(e.take().characters.size(), 17U);
    EXPECT_FALSE(e.become("\xFF"));
}

}  // namespace
}  // namespace sanderling::text
