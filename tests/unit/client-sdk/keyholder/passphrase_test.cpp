#include "client-sdk/keyholder/passphrase.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

constexpr Cost cheap{1, 8};

class Passphrase : public testing::Test {
  protected:
    crypto::SystemRandom random;
    PassphraseKey key = new_passphrase_key("correct horse", cheap, random).value();
    Bytes plain{1, 2, 3};
    Bytes sealed = seal(key, plain, random);
};

TEST_F(Passphrase, OpensWhatItSealed) {
    const auto again = passphrase_key_of(sealed, "correct horse");
    ASSERT_TRUE(again);

    EXPECT_EQ(open(*again, sealed).value(), plain);
    EXPECT_NE(seal(key, plain, random), sealed);
}

TEST_F(Passphrase, OpensNothingWhenWrong) {
    const auto wrong = passphrase_key_of(sealed, "incorrect horse");
    ASSERT_TRUE(wrong);

    EXPECT_EQ(open(*wrong, sealed).error().code, Errc::wrong_key);
}

TEST_F(Passphrase, FindsEveryFlippedByte) {
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes flipped = sealed;
        flipped[i] ^= 1U;
        // A changed cost would be tried out before it could be seen to be wrong: leave it as it is.
        EXPECT_FALSE(open(key, flipped)) << i;
    }
}

TEST_F(Passphrase, FindsATruncatedFile) {
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        const ByteView cut = ByteView(sealed).first(size);
        const auto again = passphrase_key_of(cut, "correct horse");
        if (again)
            EXPECT_FALSE(open(*again, cut)) << size;
        else
            EXPECT_NE(again.error().code, Errc::ok) << size;
    }
}

TEST_F(Passphrase, RefusesACostThatWouldTakeAllMemory) {
    Bytes dear = sealed;
    constexpr std::size_t memory_at = 20 + 1 + 4;
    dear[memory_at] = 0xFF;

    EXPECT_EQ(passphrase_key_of(dear, "correct horse").error().code, Errc::corrupt);
}

TEST_F(Passphrase, IsNotEmpty) {
    EXPECT_EQ(new_passphrase_key("", cheap, random).error().code, Errc::invalid_argument);
}

}  // namespace
}  // namespace sanderling::keyholder
