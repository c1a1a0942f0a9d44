// What has become of the rows of an answer.
#include "client-sdk/replica/row_diff.hpp"

#include <gtest/gtest.h>

namespace sanderling::replica {
namespace {

using Cells = std::vector<Scalar>;

std::shared_ptr<const Rows> rows(std::vector<std::string> columns, Cells cells) {
    return std::make_shared<const Rows>(std::move(columns), std::move(cells));
}
Scalar n(std::int64_t value) {
    return value;
}
using Places = std::vector<std::size_t>;

TEST(RowDiff, AddsEverythingAtFirst) {
    const auto change =
        compare(std::make_shared<const Rows>(), rows({"id", "a"}, {n(2), n(0), n(1), n(0)}));

    EXPECT_EQ(change.added, (Places{0, 1}));
    EXPECT_TRUE(change.removed.empty());
    EXPECT_TRUE(change.changed.empty());
}

TEST(RowDiff, KnowsRowsByTheirId) {
    const auto before = rows({"id", "a"}, {n(1), n(10), n(2), n(20), n(3), n(30)});
    const auto now = rows({"id", "a"}, {n(4), n(40), n(3), n(31), n(2), n(20)});

    const auto change = compare(before, now);

    EXPECT_EQ(change.added, Places{0});
    EXPECT_EQ(change.removed, Places{0});
    ASSERT_EQ(change.changed.size(), 1U);
    EXPECT_EQ(change.changed[0].before, 2U);
    EXPECT_EQ(change.changed[0].now, 1U);
}

TEST(RowDiff, CountsEqualRowsWithoutAnId) {
    const auto before = rows({"a"}, {n(1), n(1), n(2)});
    const auto now = rows({"a"}, {n(1), n(2), n(2), n(2)});

    const auto change = compare(before, now);

    EXPECT_EQ(change.added, (Places{2, 3}));
    EXPECT_EQ(change.removed, Places{1});
    EXPECT_TRUE(change.changed.empty());
}

TEST(RowDiff, TakesWholeRowsWhereIdsRepeat) {
    const auto before = rows({"id", "a"}, {n(1), n(10)});
    const auto now = rows({"id", "a"}, {n(1), n(11), n(1), n(10)});

    const auto change = compare(before, now);

    EXPECT_EQ(change.added, Places{0});
    EXPECT_TRUE(change.removed.empty());
    EXPECT_TRUE(change.changed.empty());
}

TEST(RowDiff, SaysNothingOfAnotherOrder) {
    const auto change = compare(rows({"id"}, {n(1), n(2)}), rows({"id"}, {n(2), n(1)}));

    EXPECT_TRUE(change.added.empty() && change.removed.empty() && change.changed.empty());
}

TEST(RowDiff, KeepsTypesApart) {
    const auto before = rows({"id", "a"}, {n(1), Null{}});
    const auto now = rows({"id", "a"}, {n(1), std::string()});

    EXPECT_EQ(compare(before, now).changed.size(), 1U);
    EXPECT_TRUE(compare(before, before).changed.empty());
}

TEST(RowDiff, RemovesWhatIsGone) {
    const auto change = compare(rows({"id"}, {n(1), n(2)}), rows({"id"}, {}));

    EXPECT_EQ(change.removed, (Places{0, 1}));
}

}  // namespace
}  // namespace sanderling::replica
