#include "core/text/document.hpp"

#include "tests/unit/core/text/writers.hpp"

namespace sanderling::text {
namespace {

using namespace test;

TEST(Document, KeepsWhatTwoPeopleTypedAtOnce) {
    Writer ann(0);
    Writer ben(1);
    ben.hear(ann.write({{0, 0, "Seen at home."}}));
    const Batch hers = ann.write({{13, 0, " Calm."}});
    const Batch his = ben.write({{0, 4, "Visited"}});
    ann.hear(his);
    ben.hear(hers);

    EXPECT_EQ(ann.document().text(), "Visited at home. Calm.");
    EXPECT_EQ(ben.document().text(), ann.document().text());
}

TEST(Document, DoesNotMixRunsTypedLetterByLetter) {
    Writer ann(0);
    Writer ben(1);
    const Batch hers = ann.write({{0, 0, "m"}, {1, 0, "i"}, {2, 0, "l"}, {3, 0, "k"}});
    const Batch his = ben.write({{0, 0, "s"}, {0, 0, "g"}, {0, 0, "g"}, {0, 0, "e"}});
    ann.hear(his);
    ben.hear(hers);

    EXPECT_EQ(ann.document().text(), ben.document().text());
    EXPECT_TRUE(ann.document().text() == "milkeggs" || ann.document().text() == "eggsmilk");
}

TEST(Document, FindsAPlaceBesideWhatOthersErased) {
    Writer ann(0);
    Writer ben(1);
    ben.hear(ann.write({{0, 0, "a long word"}}));
    const Batch erasure = ann.write({{2, 5, ""}});
    const Batch insertion = ben.write({{4, 0, "very "}});  // amid what goes

    Document third = from({ann.document().snapshot()});
    ASSERT_TRUE(third.apply(insertion));
    ann.hear(insertion);
    ben.hear(erasure);

    EXPECT_EQ(ann.document().text(), "a very word");
    EXPECT_EQ(ben.document().text(), "a very word");
    EXPECT_EQ(third.text(), "a very word");
}

// The third writes after Ann's character and before Ben's, which the fourth has not seen. The two
// characters of the first line of delivery are neighbours in every way but their right origins.
TEST(Document, TellsRunsApartThatOnlyEndDifferently) {
    Writer ann(0);
    Writer ben(1);
    Writer third(2);
    Writer fourth(3);
    const Batch base = ann.write({{0, 0, "()"}});
    for (Writer* each : {&ben, &third, &fourth}) each->hear(base);
    const Batch b = ben.write({{1, 0, "b"}});
    const Batch a = ann.write({{1, 0, "a"}});
    third.hear(b);
    third.hear(a);
    ASSERT_EQ(third.document().text(), "(ab)");
    fourth.hear(a);
    const Batch before_b = third.write({{2, 0, "3"}});
    const Batch before_end = fourth.write({{2, 0, "4"}});

    EXPECT_EQ(from({base, b, a, before_b, before_end}).text(), "(a43b)");
    EXPECT_EQ(from({base, a, before_end, b, before_b}).text(), "(a43b)");
}

TEST(Document, KeepsAsideWhatRefersToSomethingUnknown) {
    Writer ann(0);
    const Batch first = ann.write({{0, 0, "one "}});
    const Batch second = ann.write({{4, 0, "two"}, {0, 1, ""}});

    Document document;
    ASSERT_TRUE(document.apply(second));
    EXPECT_EQ(document.text(), "");
    EXPECT_TRUE(document.is_waiting());
    EXPECT_FALSE(document.contains(second));

    ASSERT_TRUE(document.apply(first));
    EXPECT_EQ(document.text(), "ne two");
    EXPECT_FALSE(document.is_waiting());
    EXPECT_TRUE(document.contains(second));
}

TEST(Document, TakesABatchOnce) {
    Writer ann(0);
    const Batch batch = ann.write({{0, 0, "once"}});

    EXPECT_EQ(from({batch, batch}).text(), "once");
}

TEST(Document, MergesSnapshotsOfDifferentKnowledge) {
    Writer ann(0);
    Writer ben(1);
    ben.hear(ann.write({{0, 0, "shared "}}));
    ann.write({{7, 0, "hers "}, {0, 1, "S"}});
    ben.write({{7, 0, "his "}, {2, 1, "A"}});

    const Batch hers = ann.document().snapshot();
    const Batch his = ben.document().snapshot();

    const std::string text = from({hers, his}).text();
    EXPECT_EQ(text, from({his, hers}).text());
    EXPECT_EQ(text.substr(0, 7), "ShAred ");
    EXPECT_EQ(text.size(), 16U);
    EXPECT_NE(text.find("hers "), std::string::npos);
    EXPECT_NE(text.find("his "), std::string::npos);
}

TEST(Document, LeavesTheCharactersOfWhatWasErasedOutOfSnapshots) {
    Writer ann(0);
    ann.write({{0, 0, "a secret name"}, {2, 7, ""}});

    const Batch snapshot = ann.document().snapshot();

    EXPECT_EQ(snapshot.characters, U"a name");
    EXPECT_EQ(from({snapshot}).elements(), 13U);
}

TEST(Document, KnowsWhatItContains) {
    Writer ann(0);
    Writer ben(1);
    const Batch first = ann.write({{0, 0, "text"}});
    ben.hear(first);
    const Batch erasure = ben.write({{1, 2, ""}});

    Document document = from({first});
    EXPECT_TRUE(document.contains(first));
    EXPECT_FALSE(document.contains(erasure));
    ASSERT_TRUE(document.apply(erasure));
    EXPECT_TRUE(document.contains(erasure));
}

TEST(Document, IsAValue) {
    Writer ann(0);
    ann.write({{0, 0, "kept"}});
    Document copy = ann.document();
    ann.write({{0, 4, "gone"}});
    const Document moved = std::move(copy);

    EXPECT_EQ(moved.text(), "kept");
    EXPECT_EQ(moved.characters(1, 2), U"ep");
}

}  // namespace
}  // namespace sanderling::text
