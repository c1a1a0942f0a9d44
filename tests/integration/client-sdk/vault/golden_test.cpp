// A replica written by an earlier version opens with today's code (docs/storage.md; the files are
// in tests/vectors/vault). Its raw key is derived, not stored: BLAKE2b-256 as testing::raw_key
// computes it over "sanderling golden vault 1".
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <gtest/gtest.h>

namespace sanderling::vault {
namespace {

using namespace testing;

constexpr std::string_view golden_key = "sanderling golden vault 1";
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

/// Twenty notes in the database file, five more only in the log.
void write_golden(const std::filesystem::path& target) {
    const Folder folder;
    auto vault = Vault::create(folder / "v1", raw_key(golden_key), quick);
    ASSERT_TRUE(vault);
    ASSERT_TRUE(vault->change_passphrase(raw_key(golden_key), Passphrase(golden_key), quick.kdf));
    auto database = vault->open_connection();
    make_table(*database);
    for (std::int64_t i = 0; i < folded; ++i) add_note(*database, i, long_note(i));
    database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    for (std::int64_t i = folded; i < all; ++i) add_note(*database, i, long_note(i));
    std::filesystem::copy(folder / "v1", target);
}

TEST(Golden, OpensTheFirstFormat) {
    const std::filesystem::path vector = std::filesystem::path(SANDERLING_VECTORS) / "vault" / "v1";
    // A new vector is made by hand, once for each version of the format, and then never again.
    if (std::getenv("SANDERLING_WRITE_VECTORS") != nullptr) write_golden(vector);
    const Folder folder;
    std::filesystem::copy(vector, folder / "v1");
    ASSERT_TRUE(std::filesystem::exists(folder / "v1/replica.db-wal"));

    expect_golden_notes(folder / "v1", raw_key(golden_key));
    expect_golden_notes(folder / "v1", Passphrase(golden_key));
}

}  // namespace
}  // namespace sanderling::vault
