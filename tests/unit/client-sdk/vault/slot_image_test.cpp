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

/// Wraps by turning every bit over, as no keystore should.
class Mirror final : public Keystore {
  public:
    explicit Mirror(std::size_t padding = 0) : padding_(padding) {}
    Result<Bytes> wrap(const crypto::Secret<32>& secret) override {
        Bytes blob = to_bytes(secret.view());
        for (std::uint8_t& byte : blob) byte = static_cast<std::uint8_t>(~byte);
        blob.resize(blob.size() + padding_, 7);
        return blob;
    }
    Result<crypto::Secret<32>> unwrap(ByteView blob) override {
        if (blob.size() != 32 + padding_) return fail(Errc::wrong_key, "another keystore's");
        crypto::Secret<32> secret;
        for (std::size_t i = 0; i < 32; ++i) secret.fill()[i] = static_cast<std::uint8_t>(~blob[i]);
        return secret;
    }

  private:
    std::size_t padding_;
};

TEST_F(SlotImageTest, UnwrapsByRecoveryCodeAndKeystores) {
    const RecoveryCode code = RecoveryCode::generate(random_);
    const Key first(KeystoreKey{std::make_shared<Mirror>(100)});
    const Key second(KeystoreKey{std::make_shared<Mirror>(700)});
    copy_.slots[1] = *wrap(key_, copy_.identity, random_, code.clone(), {});
    copy_.slots[2] = *wrap(key_, copy_.identity, random_, first, {});
    copy_.slots[7] = *wrap(key_, copy_.identity, random_, second, {});
    copy_.file = DatabaseFile::beside;

    const auto decoded = decode_slot_copy(encode(copy_));

    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->file, DatabaseFile::beside);
    EXPECT_EQ(open_slots(*decoded, code.clone())->index, 1U);
    EXPECT_EQ(open_slots(*decoded, first)->index, 2U);
    EXPECT_EQ(open_slots(*decoded, second)->index, 7U);  // though the first blob is not its own
    EXPECT_TRUE(open_slots(*decoded, second)->database_key == key_);
    EXPECT_EQ(unwrap(*decoded, RecoveryCode::generate(random_)).error().code, Errc::wrong_key);
    const Key none(KeystoreKey{std::make_shared<Mirror>(1)});
    EXPECT_EQ(unwrap(*decoded, none).error().code, Errc::wrong_key);
    EXPECT_EQ(open_slots(*decoded, first, {.except = 2}).error().code, Errc::wrong_key);
}

TEST_F(SlotImageTest, RefusesBlobsThatRunOutOfTheirRoom) {
    SlotImage image = encode(copy_);
    for (const std::size_t slot : {0U, 5U})
        store_le<std::uint16_t>(&image[64 + 192 * slot + 104], 1025);
    reseal(image);

    EXPECT_FALSE(decode_slot_copy(image));
    EXPECT_EQ(wrap(key_, copy_.identity, random_,
                   KeystoreKey{std::make_shared<Mirror>(keystore_blob_bytes_max)}, {})
                  .error()
                  .code,
              Errc::too_large);
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
