// docs/storage.md §6.
#include "client-sdk/vault/recovery_code.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sanderling::vault {
namespace {

/// Fills with a fixed byte: codes that do not change from run to run.
class Fixed final : public crypto::Random {
  public:
    explicit Fixed(std::uint8_t start) : next_(start) {}
    void fill(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out) byte = next_ = static_cast<std::uint8_t>(next_ * 13 + 7);
    }

  private:
    std::uint8_t next_;
};

std::string some_code() {
    Fixed random(3);
    return RecoveryCode::generate(random).text();
}

Errc code_of(std::string_view text) {
    const auto parsed = RecoveryCode::parse(text);
    return parsed ? Errc::ok : parsed.error().code;
}

TEST(RecoveryCode, IsWhatTheFormatSays) {
    Fixed random(3);
    const RecoveryCode code = RecoveryCode::generate(random);

    // Part of the format: the check characters of these 26 never change.
    EXPECT_EQ(code.text(), "EX072-1MBP5-8FA9W-KYDGQ-JH4V6-ND77Y");
    EXPECT_EQ(as_text(code.characters().view()).size(), RecoveryCode::secret_digits);
}

TEST(RecoveryCode, ReadsWhatAPersonWrites) {
    const std::string text = some_code();
    std::string lower = text;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    std::string spaced = "  " + text + "\n";
    std::ranges::replace(spaced, '-', ' ');
    std::string alike = lower;
    std::ranges::replace(alike, '1', 'l');
    std::ranges::replace(alike, '0', 'o');
    std::string dense = text;
    std::erase(dense, '-');

    for (const std::string& written : {text, lower, spaced, alike, dense}) {
        const auto parsed = RecoveryCode::parse(written);
        ASSERT_TRUE(parsed) << parsed.error().message();
        EXPECT_EQ(parsed->text(), text);
    }
    std::string with_i = alike;
    std::ranges::replace(with_i, 'l', 'I');
    EXPECT_EQ(code_of(with_i), Errc::ok);
}

TEST(RecoveryCode, FindsEveryMistypedCharacterAndEverySwappedPair) {
    const std::string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string text = some_code();
    std::erase(text, '-');
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char c : alphabet) {
            std::string wrong = text;
            wrong[at] = c;
            EXPECT_EQ(code_of(wrong), c == text[at] ? Errc::ok : Errc::invalid_argument) << at;
        }
        for (std::size_t other = at + 1; other < text.size(); ++other) {
            std::string swapped = text;
            std::swap(swapped[at], swapped[other]);
            EXPECT_EQ(code_of(swapped), swapped == text ? Errc::ok : Errc::invalid_argument);
        }
    }
}

TEST(RecoveryCode, FindsFourMistypedCharacters) {
    const std::string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string text = some_code();
    std::erase(text, '-');
    crypto::SystemRandom random;
    for (int round = 0; round < 20000; ++round) {
        std::string wrong = text;
        for (int i = 0; i < 4; ++i) wrong[random.below(wrong.size())] = alphabet[random.below(32)];
        EXPECT_EQ(code_of(wrong), wrong == text ? Errc::ok : Errc::invalid_argument) << wrong;
    }
}

TEST(RecoveryCode, SaysWhatIsWrong) {
    const std::string text = some_code();
    const auto shorter = RecoveryCode::parse(text.substr(0, text.size() - 1));
    std::string odd = text;
    odd[6] = 'U';
    const auto strange = RecoveryCode::parse(odd);

    ASSERT_FALSE(shorter);
    EXPECT_NE(shorter.error().detail.find("30 characters, and these are 29"), std::string::npos);
    ASSERT_FALSE(strange);
    EXPECT_NE(strange.error().detail.find("character 6 "), std::string::npos);
    EXPECT_FALSE(RecoveryCode::parse(text + "0"));
    EXPECT_FALSE(RecoveryCode::parse(""));
}

TEST(RecoveryCode, DiffersEachTime) {
    crypto::SystemRandom random;
    EXPECT_NE(RecoveryCode::generate(random).text(), RecoveryCode::generate(random).text());
}

}  // namespace
}  // namespace sanderling::vault
