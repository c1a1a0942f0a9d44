// docs/storage.md §6.
#include "client-sdk/vault/slot_image.hpp"

#include "client-sdk/vault/endian.hpp"
#include "client-sdk/vault/slot_wrap.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <random>

namespace sanderling::vault {
namespace {

RawKey raw_key(std::uint8_t fill) {
    RawKey key;
    std::ranges::fill(key.bytes.fill(), fill);
    return key;
}

class SlotImageTest : public ::testing::Test {
  protected:
    SlotImageTest() {
        std::ranges::fill(key_.fill(), std::uint8_t{77});
        copy_.identity.id.bytes.fill(3);
        copy_.identity.epoch = DatabaseKeyEpoch{2};
        copy_.sequence = 9;
        copy_.slots[0] =
            *wrap(key_, copy_.identity, random_, Passphrase("heron"), KdfCost::least());
        copy_.slots[5] = *wrap(key_, copy_.identity, random_, raw_key(1), {});
    }
    static Bytes file_of(const SlotCopy& a, const SlotCopy& b) {
        Bytes file;
        append(file, encode(a));
        append(file, encode(b));
        return file;
    }
    /// What an attacker does who can write the file: any change, and the checksum made good.
    static void reseal(SlotImage& image) {
        crypto_generichash(&image[4064], 32, image.data(), 4064, nullptr, 0);
    }

    crypto::SystemRandom random_{};
    crypto::Secret<32> key_{};
    SlotCopy copy_{};
};

TEST_F(SlotImageTest, UnwrapsByEveryKey) {
    const auto decoded = decode_slot_copy(encode(copy_));

    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->sequence, 9U);
    EXPECT_EQ(decoded->identity.id, copy_.identity.id);
    EXPECT_EQ(decoded->identity.epoch, copy_.identity.epoch);
    EXPECT_TRUE(*unwrap(*decoded, Passphrase("heron")) == key_);
    EXPECT_TRUE(*unwrap(*decoded, raw_key(1)) == key_);
    EXPECT_EQ(unwrap(*decoded, Passphrase("Heron")).error().code, Errc::wrong_key);
    EXPECT_EQ(unwrap(*decoded, raw_key(2)).error().code, Errc::wrong_key);
}

TEST_F(SlotImageTest, TakesTheNewerSoundCopy) {
    SlotCopy newer = copy_;
    newer.sequence = 10;
    newer.slots[0] = Slot{};

    EXPECT_EQ(newest_copy(file_of(copy_, newer))->sequence, 10U);
    EXPECT_EQ(newest_copy(file_of(newer, copy_))->sequence, 10U);
    Bytes file = file_of(copy_, newer);
    file[slot_copy_bytes + 700] ^= 1U;
    EXPECT_EQ(newest_copy(file)->sequence, 9U);
    file[700] ^= 1U;
    EXPECT_EQ(newest_copy(file).error().code, Errc::corrupt);
}

TEST_F(SlotImageTest, RefusesEveryFlippedByte) {
    const SlotImage image = encode(copy_);
    for (std::size_t at = 0; at < image.size(); ++at) {
        SlotImage damaged = image;
        damaged[at] ^= 4U;
        EXPECT_FALSE(decode_slot_copy(damaged)) << at;
    }
}

TEST_F(SlotImageTest, AuthenticatesWhatDecidesTheKey) {
    for (const std::size_t at : {12U, 16U, 64U + 4U, 64U + 9U, 64U + 16U, 64U + 32U, 64U + 56U}) {
        SlotImage image = encode(copy_);
        image[at] ^= 1U;
        reseal(image);
        const auto decoded = decode_slot_copy(image);
        ASSERT_TRUE(decoded) << at;
        EXPECT_FALSE(unwrap(*decoded, Passphrase("heron"))) << at;
    }
}

TEST_F(SlotImageTest, RefusesAMemoryBomb) {
    SlotImage image = encode(copy_);
    store_le<std::uint64_t>(&image[64 + 8], std::uint64_t{1} << 40U);
    reseal(image);
    const auto decoded = decode_slot_copy(image);
    ASSERT_TRUE(decoded);

    EXPECT_EQ(unwrap(*decoded, Passphrase("heron")).error().code, Errc::corrupt);
    EXPECT_FALSE(wrap(key_, copy_.identity, random_, Passphrase("heron"),
                      {.operations = 1000, .memory_bytes = 8192}));
}

TEST_F(SlotImageTest, SaysSoOfALaterFormat) {
    SlotImage image = encode(copy_);
    image[8] = 3;
    reseal(image);
    Bytes file;
    append(file, image);
    append(file, image);

    EXPECT_EQ(newest_copy(file).error().code, Errc::unsupported_version);
}

TEST(SlotImage, SurvivesGarbage) {
    std::mt19937 random(2);
    for (int round = 0; round < 200; ++round) {
        Bytes file(round % 3 == 0 ? random() % 10000 : slot_file_bytes);
        for (std::uint8_t& byte : file) byte = static_cast<std::uint8_t>(random());
        EXPECT_EQ(newest_copy(file).error().code, Errc::corrupt);
    }
}

}  // namespace
}  // namespace sanderling::vault
