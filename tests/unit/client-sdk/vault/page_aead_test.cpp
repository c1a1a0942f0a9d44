// docs/storage.md §3.
#include "client-sdk/vault/page_aead.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <vector>

namespace sanderling::vault {
namespace {

using Bytes = std::vector<std::uint8_t>;

class PageAeadTest : public ::testing::TestWithParam<std::size_t> {
  protected:
    PageAeadTest() {
        randombytes_buf(key_.fill().data(), key_.size);
        randombytes_buf(nonce_.data(), nonce_.size());
        randombytes_buf(text_.data(), text_.size());
        randombytes_buf(associated_.data(), associated_.size());
    }
    AeadInput input(const Bytes& text) const {
        return {.text = text, .associated = associated_, .nonce = nonce_};
    }

    crypto::Secret<32> key_{};
    std::array<std::uint8_t, nonce_bytes> nonce_{};
    Bytes associated_ = Bytes(48);
    Bytes text_ = Bytes(GetParam());
    Bytes sealed_ = Bytes(GetParam());
    Bytes out_ = Bytes(GetParam());
    std::array<std::uint8_t, aead_tag_bytes> tag_{};
};

TEST_P(PageAeadTest, SealsToTheBytesOfLibsodium) {
    aead_seal(key_, input(text_), sealed_.data(), tag_.data());

    Bytes expected(text_.size());
    std::array<std::uint8_t, aead_tag_bytes> tag{};
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
        expected.data(), tag.data(), nullptr, text_.data(), text_.size(), associated_.data(),
        associated_.size(), nullptr, nonce_.data(), key_.view().data());
    EXPECT_EQ(sealed_, expected);
    EXPECT_EQ(tag_, tag);
}

TEST_P(PageAeadTest, OpensWhatItSealedInPlace) {
    sealed_ = text_;
    aead_seal(key_, input(sealed_), sealed_.data(), tag_.data());

    out_ = sealed_;
    EXPECT_TRUE(aead_open(key_, input(out_), tag_.data(), out_.data()));
    EXPECT_EQ(out_, text_);
}

TEST_P(PageAeadTest, RefusesEveryChange) {
    aead_seal(key_, input(text_), sealed_.data(), tag_.data());
    const auto opens = [&] { return aead_open(key_, input(sealed_), tag_.data(), out_.data()); };
    ASSERT_TRUE(opens());

    const auto refused_with_flipped = [&](std::uint8_t& byte) {
        byte ^= 1U;
        const bool refused = !opens();
        byte ^= 1U;
        return refused;
    };
    for (auto& byte : tag_) EXPECT_TRUE(refused_with_flipped(byte));
    for (auto& byte : nonce_) EXPECT_TRUE(refused_with_flipped(byte));
    for (auto& byte : associated_) EXPECT_TRUE(refused_with_flipped(byte));
    for (std::size_t i = 0; i < sealed_.size(); i += 61)
        EXPECT_TRUE(refused_with_flipped(sealed_[i]));
    EXPECT_TRUE(opens());
}

INSTANTIATE_TEST_SUITE_P(Sizes, PageAeadTest, ::testing::Values(1, 63, 64, 4024, 4048));

}  // namespace
}  // namespace sanderling::vault
