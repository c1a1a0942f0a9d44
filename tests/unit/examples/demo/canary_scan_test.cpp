// The scanner finds a sentence in every form in which text leaks, and nothing that is not there.
#include "examples/demo/canary_scan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::demo {
namespace {

const std::string sentence = "Opened the door at once – kettle on";

Bytes bytes(const std::string& text) {
    return {text.begin(), text.end()};
}

std::vector<std::string> forms_in(const std::string& text) {
    std::vector<std::string> forms;
    const CanaryScan scan({"Another sentence altogether", sentence});
    for (const auto& sighting : scan.look_in(bytes(text))) {
        EXPECT_EQ(sighting.canary, 1U);
        forms.push_back(sighting.form);
    }
    return forms;
}

TEST(CanaryScan, FindsASentenceInEveryForm) {
    using testing::ElementsAre;

    EXPECT_THAT(forms_in("xx" + sentence + "yy"), ElementsAre("as it is"));
    EXPECT_THAT(forms_in("x" + utf16_little_endian(sentence)), ElementsAre("UTF-16"));
    EXPECT_THAT(forms_in("x" + utf16_big_endian(sentence)), ElementsAre("UTF-16, big end first"));
    EXPECT_THAT(forms_in(hexadecimal("before " + sentence)), ElementsAre("hexadecimal"));
}

TEST(CanaryScan, FindsBase64WhereverItBegins) {
    for (const std::string before : {"", "a", "ab", "abc"})
        EXPECT_THAT(forms_in(base64(before + sentence + " and more")),
                    testing::ElementsAre("Base64"))
            << before;
}

TEST(CanaryScan, FindsASentenceAtTheVeryEnd) {
    EXPECT_THAT(forms_in(sentence), testing::ElementsAre("as it is"));
}

TEST(CanaryScan, FindsNothingThatIsNotThere) {
    EXPECT_THAT(forms_in(""), testing::IsEmpty());
    EXPECT_THAT(forms_in("Ope"), testing::IsEmpty());
    EXPECT_THAT(forms_in(sentence.substr(0, sentence.size() - 1)), testing::IsEmpty());
    EXPECT_THAT(forms_in(sentence.substr(1)), testing::IsEmpty());
}

TEST(CanaryScan, TellsAFormOnce) {
    EXPECT_THAT(forms_in(sentence + sentence), testing::ElementsAre("as it is"));
}

TEST(CanaryScan, EncodesAsOthersDo) {
    EXPECT_EQ(base64("any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
    EXPECT_EQ(base64("any carnal pleasu"), "YW55IGNhcm5hbCBwbGVhc3U=");
    EXPECT_EQ(hexadecimal("Az\xff"), "417aff");
    EXPECT_EQ(utf16_little_endian("a€"), std::string("a\0\xac\x20", 4));
    EXPECT_EQ(utf16_big_endian("😀"), std::string("\xd8\x3d\xde\x00", 4));
}

}  // namespace
}  // namespace sanderling::demo
