// docs/storage.md §3.
#include "client-sdk/vault/page_cipher.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <string>

namespace sanderling::vault {
namespace {

using Page = std::array<std::uint8_t, page_bytes>;

Page sample_page() {
    Page page{};
    for (std::size_t i = 0; i < content_bytes; ++i) page[i] = static_cast<std::uint8_t>(i * 7);
    return page;
}

DatabaseIdentity identity(std::uint8_t id, std::uint32_t epoch = 1) {
    DatabaseIdentity out{.epoch = DatabaseKeyEpoch{epoch}};
    out.id.bytes.fill(id);
    return out;
}

class PageCipherTest : public ::testing::Test {
  protected:
    crypto::Secret<32> key_{};
    NonceSource nonces_{};
    PageCipher cipher_{key_, identity(1)};
    Page plain_ = sample_page();
    Page sealed_{};
    Page out_{};
};

TEST_F(PageCipherTest, OpensWhatItSealed) {
    cipher_.seal({.page = 7}, plain_.data(), sealed_.data(), nonces_);

    ASSERT_TRUE(cipher_.open({.page = 7}, sealed_.data(), out_.data()));
    EXPECT_EQ(out_, plain_);
    EXPECT_FALSE(std::equal(plain_.begin(), plain_.begin() + 32, sealed_.begin()));
}

TEST_F(PageCipherTest, WorksInPlace) {
    Page page = plain_;
    cipher_.seal({.page = 7}, page.data(), page.data(), nonces_);
    ASSERT_NE(page, plain_);

    ASSERT_TRUE(cipher_.open({.page = 7}, page.data(), page.data()));
    EXPECT_EQ(page, plain_);
}

TEST_F(PageCipherTest, GivesZerosForReservedBytesWhateverWasThere) {
    plain_[content_bytes + 5] = 9;
    cipher_.seal({.page = 2}, plain_.data(), sealed_.data(), nonces_);

    ASSERT_TRUE(cipher_.open({.page = 2}, sealed_.data(), out_.data()));
    EXPECT_TRUE(all_zero(out_.data() + content_bytes, reserved_bytes));
}

TEST_F(PageCipherTest, RefusesAPageMovedToAnotherPlace) {
    cipher_.seal({.page = 7}, plain_.data(), sealed_.data(), nonces_);

    EXPECT_FALSE(cipher_.open({.page = 8}, sealed_.data(), out_.data()));
    EXPECT_FALSE(cipher_.open({.kind = FileKind::wal, .page = 7}, sealed_.data(), out_.data()));
    EXPECT_FALSE(cipher_.open({.kind = FileKind::journal, .page = 7}, sealed_.data(), out_.data()));
    EXPECT_FALSE(PageCipher(key_, identity(2)).open({.page = 7}, sealed_.data(), out_.data()));
    EXPECT_FALSE(PageCipher(key_, identity(1, 2)).open({.page = 7}, sealed_.data(), out_.data()));
    DatabaseIdentity other_cipher = identity(1);
    other_cipher.cipher = CipherId{2};
    EXPECT_FALSE(PageCipher(key_, other_cipher).open({.page = 7}, sealed_.data(), out_.data()));
    EXPECT_TRUE(cipher_.open({.page = 7}, sealed_.data(), out_.data()));
}

TEST_F(PageCipherTest, RefusesEveryFlippedByteAndServesNothing) {
    for (const std::uint32_t number : {1U, 7U}) {
        cipher_.seal({.page = number}, plain_.data(), sealed_.data(), nonces_);
        for (std::size_t at = 0; at < page_bytes; ++at) {
            Page damaged = sealed_;
            damaged[at] ^= 0x10U;
            out_ = plain_;
            EXPECT_FALSE(cipher_.open({.page = number}, damaged.data(), out_.data())) << at;
            EXPECT_TRUE(all_zero(out_.data(), out_.size())) << at;
        }
    }
}

TEST_F(PageCipherTest, RefusesAPageOfZeros) {
    EXPECT_FALSE(cipher_.open({.page = 7}, sealed_.data(), out_.data()));
}

TEST_F(PageCipherTest, LeavesTheStartOfPageOneClearInTheMainFileOnly) {
    cipher_.seal({.page = 1}, plain_.data(), sealed_.data(), nonces_);
    EXPECT_TRUE(std::equal(plain_.begin(), plain_.begin() + clear_header_bytes, sealed_.begin()));
    EXPECT_FALSE(std::equal(plain_.begin(), plain_.begin() + 32, sealed_.begin()));

    cipher_.seal({.kind = FileKind::wal, .page = 1}, plain_.data(), sealed_.data(), nonces_);
    EXPECT_FALSE(std::equal(plain_.begin(), plain_.begin() + clear_header_bytes, sealed_.begin()));
}

TEST(NonceSource, NeverRepeats) {
    NonceSource nonces;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto nonce = nonces.next();
        seen.emplace(nonce.begin(), nonce.end());
    }
    EXPECT_EQ(seen.size(), 1000U);
}

TEST(NonceSource, DrawsAnewAfterAFork) {
    NonceSource nonces;
    nonces.next();
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto nonce = nonces.next();
        ::_exit(::write(pipe[1], nonce.data(), nonce.size()) == 24 ? 0 : 1);
    }
    std::array<std::uint8_t, nonce_bytes> theirs{};
    ASSERT_EQ(::read(pipe[0], theirs.data(), theirs.size()), 24);
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    ::close(pipe[1]);

    const auto ours = nonces.next();

    EXPECT_FALSE(std::equal(ours.begin(), ours.end(), theirs.begin()));
}

}  // namespace
}  // namespace sanderling::vault
