// Both languages say everything.
#include "client-sdk/practice/pictures/words.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sanderling::practice::pictures {
namespace {

std::set<std::string> blanks_of(const std::string& sentence) {
    std::set<std::string> out;
    for (std::size_t at = sentence.find('{'); at != std::string::npos;
         at = sentence.find('{', at + 1))
        out.insert(sentence.substr(at, sentence.find('}', at) - at));
    return out;
}

TEST(Words, AreTheSameSentencesInWelshWithTheSameBlanks) {
    const Words& english = Words::in(Language::english);
    const Words& welsh = Words::in(Language::welsh);

    ASSERT_EQ(english.sentences().size(), welsh.sentences().size());
    std::size_t same = 0;
    for (const auto& [key, sentence] : english.sentences()) {
        const auto other = welsh.sentences().find(key);
        ASSERT_NE(other, welsh.sentences().end()) << key;
        EXPECT_EQ(blanks_of(sentence), blanks_of(other->second)) << key;
        same += sentence == other->second ? 1U : 0U;
    }
    EXPECT_LT(same, 4U) << "sentences that nobody translated";
}

TEST(Words, FillTheirBlanksOnceAndLeaveBracesOfPeopleAlone) {
    const Words& words = Words::in(Language::english);

    EXPECT_EQ(words.say("web_axis", {{"place", "{label}"}, {"label", "{place}"}}),
              "{label}. {place}");
    EXPECT_EQ(words.say("stone_reached", {}), "reached on ");
}

TEST(Words, WriteADayAsPeopleDo) {
    EXPECT_EQ(Words::in(Language::english).date("2011-06-04"), "4 June 2011");
    EXPECT_EQ(Words::in(Language::welsh).date("2011-05-14"), "14 Mai 2011");
    EXPECT_EQ(Words::in(Language::english).date("2011-13-14"), "2011-13-14");
    EXPECT_EQ(Words::in(Language::english).date("<b>"), "<b>");
}

}  // namespace
}  // namespace sanderling::practice::pictures
