// Notes that read like notes and have the length asked for.
#include "examples/caseload/note_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sanderling::caseload {
namespace {

const NoteWriter woman("Nia", probation::Sex::female);
const NoteWriter man("Owen", probation::Sex::male);

TEST(NoteWriter, WritesAboutAsMuchAsAsked) {
    Random random(1, 1);

    for (const std::size_t bytes : {100U, 450U, 1000U, 3500U, 12'000U, 29'900U}) {
        const std::string note = man.write(random, NoteKind::seen, bytes);
        EXPECT_NEAR(static_cast<double>(note.size()), static_cast<double>(bytes), 130) << note;
    }
}

TEST(NoteWriter, NeverWritesMoreThanTheLongestNote) {
    for (std::uint64_t stream = 0; stream < 50; ++stream) {
        Random random(1, stream);
        EXPECT_LE(man.write(random, NoteKind::absent, 30'000).size(), note_bytes_max);
    }
}

TEST(NoteWriter, FillsEverySlotAndSpeaksOfTheRightPerson) {
    Random random(2, 1);

    const std::string note = woman.write(random, NoteKind::seen, 29'000);

    EXPECT_THAT(note,
                testing::Not(testing::AnyOf(testing::HasSubstr("{"), testing::HasSubstr("}"))));
    EXPECT_THAT(note, testing::HasSubstr("Nia"));
    EXPECT_THAT(note, testing::HasSubstr(" she "));
    EXPECT_THAT(note, testing::Not(testing::HasSubstr(" he ")));
    EXPECT_THAT(note, testing::Not(testing::HasSubstr(" his ")));
}

TEST(NoteWriter, SaysNothingTwiceInANoteOfCommonLength) {
    Random random(3, 1);
    const std::string note = man.write(random, NoteKind::seen, 3000);
    std::multiset<std::string> sentences;
    std::size_t from = 0;
    for (std::size_t stop = note.find(". "); stop != std::string::npos;
         stop = note.find(". ", from)) {
        sentences.insert(note.substr(from, stop - from));
        from = stop + 2;
    }

    EXPECT_GT(sentences.size(), 25U);
    for (const auto& sentence : sentences) EXPECT_EQ(sentences.count(sentence), 1U) << sentence;
}

TEST(NoteWriter, DoesNotOpenTheNoteOfAVisitWithAnAbsence) {
    for (std::uint64_t stream = 0; stream < 200; ++stream) {
        Random random(4, stream);
        EXPECT_FALSE(man.write(random, NoteKind::seen, 200).starts_with("No answer"));
    }
}

}  // namespace
}  // namespace sanderling::caseload
