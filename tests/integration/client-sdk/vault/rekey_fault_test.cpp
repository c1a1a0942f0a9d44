// A rekey over a disk that fails at the n-th call: an error is a value, and the old key or the new
// one opens all that was there (docs/storage.md §8).
#include "tests/integration/client-sdk/vault/fixture.hpp"
#include "tests/support/faulty_disk.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sanderling::vault {
namespace {

using namespace testing;
using tests::DiskFault;
using tests::FaultyDisk;

constexpr std::int64_t notes = 60;
const CopyOptions quick_copy{.kdf = KdfCost::least(), .core_dumps = CoreDumps::leave_as_they_are};

void make(const std::filesystem::path& folder) {
    auto vault = Vault::create(folder, raw_key("old"), quick);
    auto database = vault->open_connection();
    make_table(*database);
    for (std::int64_t i = 0; i < notes; ++i) add_note(*database, i, long_note(i));
}

/// Whether this key opens it; then everything has to be there.
bool opens_whole(const std::filesystem::path& folder, const Key& key) {
    const auto vault = Vault::open(folder, key, quick);
    if (!vault) {
        EXPECT_EQ(vault.error().code, Errc::wrong_key) << vault.error().message();
        return false;
    }
    auto database = vault->open_connection();
    EXPECT_TRUE(database) << database.error().message();
    EXPECT_EQ(database->query_text("PRAGMA integrity_check"), "ok");
    Statement all = database->prepare("SELECT id, text FROM note ORDER BY id");
    std::int64_t found = 0;
    for (; all.step() == Statement::Step::row; ++found)
        EXPECT_EQ(all.column_text(1), long_note(all.column_int(0)));
    EXPECT_EQ(found, notes);
    return true;
}

class RekeyFaultTest : public ::testing::TestWithParam<DiskFault> {};

TEST_P(RekeyFaultTest, LeavesTheOldVaultOrTheNewOne) {
    const Folder folder;
    make(folder / "base");
    std::size_t failed = 0;
    bool has_struck = true;
    for (std::size_t at = 0; has_struck; ++at) {
        std::filesystem::remove_all(folder / "r");
        std::filesystem::copy(folder / "base", folder / "r");
        std::vector<Key> next;
        next.emplace_back(raw_key("new"));
        FaultyDisk disk;
        disk.arm(GetParam(), at);

        const auto report = Vault::rekey(folder / "r", raw_key("old"), next, quick_copy);

        has_struck = disk.has_struck();
        SCOPED_TRACE("call " + std::to_string(at) + ": " + disk.struck());
        disk.disarm();
        if (!report) {
            ++failed;
            // SQLite takes a target whose size cannot be told for one that is there already.
            static const std::set<Errc> clear{Errc::io, Errc::disk_full, Errc::corrupt,
                                              Errc::invalid_argument};
            EXPECT_TRUE(clear.contains(report.error().code)) << report.error().message();
        }
        const bool old_opens = opens_whole(folder / "r", raw_key("old"));
        const bool new_opens = opens_whole(folder / "r", raw_key("new"));
        EXPECT_NE(old_opens, new_opens);
        if (report) {
            EXPECT_TRUE(new_opens);
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(failed, 0U);
}

INSTANTIATE_TEST_SUITE_P(Disks, RekeyFaultTest,
                         ::testing::Values(DiskFault::error, DiskFault::full, DiskFault::cut_short,
                                           DiskFault::torn, DiskFault::gone));

}  // namespace
}  // namespace sanderling::vault
