#include "core/text/rewrite.hpp"

#include "tests/unit/core/text/writers.hpp"

namespace sanderling::text {
namespace {

using namespace test;

TEST(Rewrite, JoinsASnapshotAndEdits) {
    Writer ann(0);
    Writer ben(1);
    ben.hear(ann.write({{0, 0, "one two three"}, {3, 4, ""}}));
    const Batch snapshot = ben.document().snapshot();
    const Batch edits = ben.write({{0, 3, "eins"}, {9, 1, ""}, {8, 1, ""}});

    const Batch both = joined(snapshot, edits);

    EXPECT_EQ(from({both}).text(), "eins thr");
    EXPECT_TRUE(from({both}).contains(edits));
    const auto back = decode_batch(encode(both));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, both);
    EXPECT_EQ(both.operations.back().kind, Operation::Kind::erase_backwards);
}

// Two copies of one database, each of which goes on as the same replica.
TEST(Rewrite, MovesAnElementsNameToAnotherReplica) {
    Writer original(0);
    const Batch shared = original.write({{0, 0, "shared"}});
    Writer copy = original;
    const Batch kept = original.write({{6, 0, " original"}, {0, 1, "S"}});
    const Batch first = copy.write({{6, 0, " copy"}});
    const Batch second = copy.write({{11, 0, "!"}, {7, 4, ""}, {4, 3, ""}});
    ASSERT_EQ(copy.document().text(), "shar!");

    const MovedCommit moves[] = {{{replica(0), Counter{2}}, {replica(9), Counter{1}}},
                                 {{replica(0), Counter{3}}, {replica(9), Counter{2}}}};
    const auto rename = [&](const Batch& batch) { return moved(batch, moves); };
    const Document document = from({shared, kept, rename(first), rename(second)});

    EXPECT_EQ(document.text(), "Shar original!");
    EXPECT_NE(from({shared, kept, first, second}).text(), document.text());
    EXPECT_EQ(*decode_batch(encode(rename(second))), rename(second));
}

TEST(Rewrite, AsksForASnapshotAfterManyCommitsOrOperations) {
    EXPECT_FALSE(snapshot_is_due({.batches = 64, .operations = 64}));
    EXPECT_TRUE(snapshot_is_due({.batches = 65, .operations = 65}));
    EXPECT_TRUE(snapshot_is_due({.batches = 2, .operations = 9000}));
    // A snapshot alone is not made again.
    EXPECT_FALSE(snapshot_is_due({.batches = 1, .operations = 9000}));
}

}  // namespace
}  // namespace sanderling::text
