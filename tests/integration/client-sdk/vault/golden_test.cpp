// A replica written by an earlier version opens with today's code (docs/storage.md §8; the files
// are in tests/vectors/vault). Its raw key is derived, not stored: BLAKE2b-256 as testing::raw_key
// computes it over "sanderling golden vault 1", or 2.
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <gtest/gtest.h>

namespace sanderling::vault {
namespace {

using namespace testing;

constexpr std::string_view first_key = "sanderling golden vault 1";
constexpr std::string_view second_key = "sanderling golden vault 2";
constexpr std::string_view recovery = "EX072-1MBP5-8FA9W-KYDGQ-JH4V6-ND77Y";
constexpr std::int64_t folded = 20;
constexpr std::int64_t all = 25;

void expect_golden_notes(const std::filesystem::path& replica, const Key& key) {
    auto vault = Vault::open(replica, key, quick);
    ASSERT_TRUE(vault) << vault.error().message();
    auto database = vault->open_connection({.access = Access::read_only});
    ASSERT_TRUE(database) << database.error().message();
    EXPECT_EQ(database->query_int("SELECT count(*) FROM note"), all);
    Statement notes = database->prepare("SELECT id, text FROM note ORDER BY id");
    while (notes.step() == Statement::Step::row) {
        EXPECT_EQ(notes.column_text(1), long_note(notes.column_int(0)));
    }
    EXPECT_EQ(database->query_text("PRAGMA integrity_check"), "ok");
}

/// Turns every bit over, as no keystore should.
class Mirror final : public Keystore {
  public:
    Result<Bytes> wrap(const crypto::Secret<32>& secret) override {
        Bytes blob = to_bytes(secret.view());
        for (std::uint8_t& byte : blob) byte = static_cast<std::uint8_t>(~byte);
        return blob;
    }
    Result<crypto::Secret<32>> unwrap(ByteView blob) override {
        crypto::Secret<32> secret;
        if (blob.size() != secret.size) return fail(Errc::wrong_key);
        for (std::size_t i = 0; i < secret.size; ++i)
            secret.fill()[i] = static_cast<std::uint8_t>(~blob[i]);
        return secret;
    }
};

/// Twenty notes in the database file, five more only in the log; every kind of key.
void write_golden(const std::filesystem::path& target) {
    const Folder folder;
    const Key raw(raw_key(second_key));
    auto vault = Vault::create(folder / "v", raw, quick);
    ASSERT_TRUE(vault);
    ASSERT_TRUE(vault->change_passphrase(raw, Passphrase(second_key), quick.kdf));
    ASSERT_TRUE(vault->add_key(raw, *RecoveryCode::parse(recovery)));
    ASSERT_TRUE(vault->add_key(raw, KeystoreKey{std::make_shared<Mirror>()}));
    auto database = vault->open_connection();
    make_table(*database);
    for (std::int64_t i = 0; i < folded; ++i) add_note(*database, i, long_note(i));
    database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    for (std::int64_t i = folded; i < all; ++i) add_note(*database, i, long_note(i));
    std::filesystem::copy(folder / "v", target);
}

std::filesystem::path vector_of(const std::string& version) {
    return std::filesystem::path(SANDERLING_VECTORS) / "vault" / version;
}

TEST(Golden, OpensTheFirstFormat) {
    const Folder folder;
    std::filesystem::copy(vector_of("v1"), folder / "v1");
    ASSERT_TRUE(std::filesystem::exists(folder / "v1/replica.db-wal"));

    expect_golden_notes(folder / "v1", raw_key(first_key));
    expect_golden_notes(folder / "v1", Passphrase(first_key));
}

TEST(Golden, ChangesTheKeysOfTheFirstFormat) {
    const Folder folder;
    std::filesystem::copy(vector_of("v1"), folder / "v1");
    {
        auto vault = Vault::open(folder / "v1", raw_key(first_key), quick);
        ASSERT_TRUE(vault);
        ASSERT_TRUE(vault->add_key(raw_key(first_key), *RecoveryCode::parse(recovery)));
    }

    // The slots of before, which nobody wrapped anew, are still good.
    expect_golden_notes(folder / "v1", *RecoveryCode::parse(recovery));
    expect_golden_notes(folder / "v1", Passphrase(first_key));
    expect_golden_notes(folder / "v1", raw_key(first_key));
}

TEST(Golden, OpensTheSecondFormat) {
    // A new vector is made by hand, once for each version of the format, and then never again.
    if (std::getenv("SANDERLING_WRITE_VECTORS") != nullptr) write_golden(vector_of("v2"));
    const std::string log = slurp(vector_of("v2") / "replica.db-wal");
    // The last page of the log has a mark, 8 bytes before its tag.
    ASSERT_GT(log.size(), 4096U);
    EXPECT_NE(log.substr(log.size() - 24, 8), std::string(8, '\0'));

    const Folder folder;
    std::filesystem::copy(vector_of("v2"), folder / "v2");
    expect_golden_notes(folder / "v2", raw_key(second_key));
    expect_golden_notes(folder / "v2", Passphrase(second_key));
    expect_golden_notes(folder / "v2", *RecoveryCode::parse(recovery));
    expect_golden_notes(folder / "v2", KeystoreKey{std::make_shared<Mirror>()});
}

}  // namespace
}  // namespace sanderling::vault
