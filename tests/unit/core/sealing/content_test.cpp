#include "core/sealing/content.hpp"

#include "core/commit/limits.hpp"
#include "tests/unit/core/sealing/sample_commit.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

namespace sanderling::test {

using namespace sealing;

namespace {

class Content : public testing::Test {
  protected:
    commit::Patch sealed(const Plaintext& plaintext, std::uint32_t index = 0) {
        commit::Patch patch = sample_patch();
        if (auto done = seal_patch(patch, header, index, plaintext, key, random); !done)
            throw std::runtime_error(done.error().message());
        return patch;
    }
    Errc error_of(const commit::Patch& patch, const commit::Header& h, std::uint32_t index = 0) {
        const auto opened = open_patch(patch, h, index, key);
        return opened ? Errc::ok : opened.error().code;
    }

    /// Seals `inside`, padded already, as an honest key holder of another version might.
    commit::Patch sealed_raw(Bytes inside) {
        commit::Patch patch = sample_patch();
        std::array<std::uint8_t, 32> content_key{};
        crypto_kdf_derive_from_key(content_key.data(), 32, 1, "sandrlng", key.view().data());
        Bytes associated = commit::seal_identity(header, 0);
        append(associated, commit::encode_visible(patch));
        const commit::Nonce nonce{};
        Bytes ciphertext(inside.size() + 16);
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            ciphertext.data(), nullptr, inside.data(), inside.size(), associated.data(),
            associated.size(), nullptr, nonce.data(), content_key.data());
        patch.set_ciphertext(nonce, std::move(ciphertext));
        return patch;
    }

    commit::Header header = sample_header();
    EpochKey key = secret_of(0x42);
    FixedRandom random;
};

Bytes padded(Bytes bytes) {
    bytes.resize(64);
    return bytes;
}

}  // namespace

TEST_F(Content, ComesBackAsItWasSealed) {
    const Plaintext plaintext = plaintext_of("high", "seen at the office");

    const auto opened = open_patch(sealed(plaintext), header, 0, key);

    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, plaintext);
}

TEST_F(Content, ShowsNoValueAndNoLengthOfShortOnes) {
    const commit::Patch low = sealed(plaintext_of("low", ""));
    const commit::Patch high = sealed(plaintext_of("very high", "xx"));

    EXPECT_EQ(low.ciphertext->size(), 64U + 16U);
    EXPECT_EQ(low.ciphertext->size(), high.ciphertext->size());
    EXPECT_EQ(as_text(*high.ciphertext).find("very"), std::string_view::npos);
    EXPECT_EQ(low.body_hash, commit::body_hash(low.nonce, *low.ciphertext));
}

TEST_F(Content, IsCompressedWhenThatIsSmaller) {
    const std::string prose(4000, 'a');
    const commit::Patch patch = sealed(plaintext_of(prose, ""));

    EXPECT_LT(patch.ciphertext->size(), 200U);
    const auto opened = open_patch(patch, header, 0, key);
    ASSERT_TRUE(opened);
    EXPECT_EQ(as_text(opened->values[0].value), prose);
}

TEST_F(Content, StaysPlainWhenCompressionGainsNothing) {
    std::string noise(1000, ' ');
    std::uint32_t state = 1;
    for (char& c : noise) c = static_cast<char>((state = state * 1664525U + 1013904223U) >> 24U);

    const auto opened = open_patch(sealed(plaintext_of(noise, "")), header, 0, key);

    ASSERT_TRUE(opened);
    EXPECT_EQ(as_text(opened->values[0].value), noise);
}

TEST_F(Content, OpensUnderItsKeyOnly) {
    const commit::Patch patch = sealed(plaintext_of("a", "b"));

    EXPECT_EQ(open_patch(patch, header, 0, secret_of(0x43)).error().code, Errc::wrong_key);
}

TEST_F(Content, CannotBeMovedToAnotherIndexPatchOrCommit) {
    const commit::Patch first = sealed(plaintext_of("a", "b"), 0);
    const commit::Patch second = sealed(plaintext_of("c", "d"), 1);
    commit::Patch swapped = first;
    swapped.set_ciphertext(second.nonce, *second.ciphertext);
    commit::Header other = header;
    other.counter = Counter{8};

    EXPECT_EQ(error_of(first, header, 1), Errc::wrong_key);
    EXPECT_EQ(error_of(swapped, header, 0), Errc::wrong_key);
    EXPECT_EQ(error_of(first, other), Errc::wrong_key);
    EXPECT_EQ(error_of(first, header), Errc::ok);
}

TEST_F(Content, BindsEveryIdentityOfItsHeader) {
    const commit::Patch patch = sealed(plaintext_of("a", "b"));

    const auto changed = [this](auto change) {
        commit::Header h = header;
        change(h);
        return h;
    };
    EXPECT_EQ(error_of(patch, changed([](auto& h) { h.scope.bytes[0] ^= 1U; })), Errc::wrong_key);
    EXPECT_EQ(error_of(patch, changed([](auto& h) { h.org.bytes[0] ^= 1U; })), Errc::wrong_key);
    EXPECT_EQ(error_of(patch, changed([](auto& h) { h.device.bytes[0] ^= 1U; })), Errc::wrong_key);
    EXPECT_EQ(error_of(patch, changed([](auto& h) { h.replica.bytes[0] ^= 1U; })), Errc::wrong_key);
    EXPECT_EQ(error_of(patch, changed([](auto& h) { h.epoch = KeyEpoch{2}; })), Errc::wrong_key);
    EXPECT_EQ(error_of(patch, changed([](auto& h) { h.transaction.bytes[0] ^= 1U; })),
              Errc::wrong_key);
}

TEST_F(Content, BindsEverythingVisibleInItsPatch) {
    const commit::Patch patch = sealed(plaintext_of("a", "b"));

    commit::Patch record = patch;
    record.record.bytes[0] ^= 1U;
    commit::Patch token = patch;
    std::swap(token.paths[0], token.paths[1]);
    commit::Patch authority = patch;
    authority.paths[1].authority = commit::AuthorityClass{1};
    commit::Patch coverage = patch;
    coverage.paths[0].coverage = commit::Coverage::none;

    for (const commit::Patch& changed : {record, token, authority, coverage})
        EXPECT_EQ(error_of(changed, header), Errc::wrong_key);
}

TEST_F(Content, RefusesEveryFlippedByteAndTruncation) {
    const commit::Patch patch = sealed(plaintext_of("a", "b"));

    for (std::size_t i = 0; i < patch.ciphertext->size(); ++i) {
        commit::Patch flipped = patch;
        (*flipped.ciphertext)[i] ^= 0x80U;
        EXPECT_EQ(error_of(flipped, header), Errc::wrong_key) << i;
        commit::Patch cut = patch;
        cut.ciphertext->resize(i);
        EXPECT_EQ(error_of(cut, header), Errc::wrong_key) << i;
    }
    commit::Patch nonce = patch;
    nonce.nonce[0] ^= 1U;
    EXPECT_EQ(error_of(nonce, header), Errc::wrong_key);
}

TEST_F(Content, OfAStubIsGone) {
    commit::Patch patch = sealed(plaintext_of("a", "b"));
    patch.ciphertext.reset();

    EXPECT_EQ(error_of(patch, header), Errc::not_found);
}

TEST_F(Content, HasOneValueForEachPath) {
    commit::Patch patch = sample_patch();
    const Plaintext one{3, {{1, {}}}};

    EXPECT_EQ(seal_patch(patch, header, 0, one, key, random).error().code, Errc::invalid_argument);
    EXPECT_FALSE(patch.ciphertext);
    // One value although the patch has two paths: plain, 10 bytes, collection 3, one value.
    EXPECT_EQ(error_of(sealed_raw(padded({0, 0, 0, 0, 10, 0, 3, 0, 1, 0, 1, 0, 0, 0, 0})), header),
              Errc::malformed);
}

TEST_F(Content, IsLimitedInSizeSealedAndInflated) {
    commit::Patch patch = sample_patch();
    const std::string much(limits::inflated_bytes + 1, 'a');

    EXPECT_EQ(seal_patch(patch, header, 0, plaintext_of(much, ""), key, random).error().code,
              Errc::too_large);
    // A frame header that claims 4 GiB: magic, descriptor with an 8-byte size and one segment.
    EXPECT_EQ(error_of(sealed_raw(padded({1,    0,    0,    0, 0, 0, 0, 0, 13, 0x28, 0xB5,
                                          0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 1, 0,  0,    0})),
                       header),
              Errc::too_large);
}

TEST_F(Content, TellsALaterFormatFromDamage) {
    EXPECT_EQ(error_of(sealed_raw(padded({2})), header), Errc::unsupported_version);
    EXPECT_EQ(error_of(sealed_raw(padded({1, 0, 0, 0, 9})), header), Errc::unsupported_version);
    EXPECT_EQ(error_of(sealed_raw(padded({0, 0, 0, 1, 0})), header), Errc::malformed);
}

TEST_F(Content, ChecksThatPaddingIsZero) {
    Bytes inside = padded({0, 0, 0, 0, 16, 0, 3, 0, 2, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0});
    ASSERT_EQ(error_of(sealed_raw(inside), header), Errc::ok);

    inside.back() = 1;
    EXPECT_EQ(error_of(sealed_raw(inside), header), Errc::malformed);
}

TEST(Padding, IsPadmeFromSixtyFourBytesOn) {
    EXPECT_EQ(padded_size(0), 64U);
    EXPECT_EQ(padded_size(64), 64U);
    EXPECT_EQ(padded_size(65), 72U);
    EXPECT_EQ(padded_size(1000), 1024U);
    EXPECT_EQ(padded_size(1025), 1088U);
    for (std::size_t size = 64; size < 200'000; size += 7) {
        EXPECT_GE(padded_size(size), size);
        EXPECT_LE(padded_size(size), size + size * 12 / 100 + 8);
        EXPECT_EQ(padded_size(padded_size(size)), padded_size(size));
    }
}

}  // namespace sanderling::test
