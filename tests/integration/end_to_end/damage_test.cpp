// A device's files, damaged or opened wrongly: a clear error, nothing lost, and all well once the
// files are whole again.
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

namespace sanderling::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;

class DamageTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    ScopeId case_ = org_.found("case", "case of " + name_);
    std::optional<Phone> phone_{};

    void SetUp() override {
        org_.allocate(case_, ann_);
        phone_.emplace(org_, ann_, name_);
        phone_->sync();
        for (int i = 0; i < 50; ++i) phone_->visit(case_, "note " + std::to_string(i));
    }

    static Result<Store> open(const fs::path& folder, std::string_view passphrase) {
        return Store::open(folder, Passphrase(passphrase), probation::schema(),
                           quick(OpenMode::open_existing));
    }
    /// Everything there is, read once; or why not.
    Result<std::int64_t> notes_in(const fs::path& folder) {
        auto store = open(folder, Phone::passphrase);
        if (!store) return store.error();
        auto rows = store->query("SELECT notes FROM contact ORDER BY id");
        if (!rows) return rows.error();
        for (std::size_t i = 0; i < rows->size(); ++i)
            if (rows->get<std::string>(i, "notes").value_or("").rfind("[\"note ", 0) != 0)
                return fail(Errc::internal, "a note that nobody wrote was served");
        if (auto status = store->status(); !status) return status.error();
        if (auto items = store->outbox(); !items) return items.error();
        return static_cast<std::int64_t>(rows->size());
    }
    /// The largest file is the database.
    static fs::path database_in(const fs::path& folder) {
        fs::path largest;
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.is_regular_file() &&
                (largest.empty() || entry.file_size() > fs::file_size(largest)))
                largest = entry.path();
        return largest;
    }
    fs::path copy(const std::string& what) {
        const fs::path to = org_.folder() / "copies" / (name_ + what);
        fs::create_directories(to);
        for (const auto& entry : fs::directory_iterator(phone_->folder()))
            if (entry.is_regular_file()) fs::copy_file(entry.path(), to / entry.path().filename());
        return to;
    }
};

TEST_F(DamageTest, AWrongPassphraseSaysSoAndHarmsNothing) {
    phone_->close();

    for (const char* wrong : {"another passphrase", "", "A passphrase of the tests"}) {
        const auto opened = open(phone_->folder(), wrong);
        ASSERT_FALSE(opened) << wrong;
        EXPECT_THAT(opened.error().code, AnyOf(Eq(Errc::wrong_key), Eq(Errc::invalid_argument)));
        EXPECT_THAT(opened.error().message(), HasSubstr("passphrase"));
    }
    const auto raw = Store::open(phone_->folder(), RawKey{}, probation::schema(),
                                 quick(OpenMode::open_existing));
    ASSERT_FALSE(raw);
    EXPECT_EQ(raw.error().code, Errc::wrong_key);

    EXPECT_EQ(must(notes_in(phone_->folder())), 50);
    must(phone_->open());
    phone_->sync();
    EXPECT_EQ(must(phone_->store().status()).unsent_transactions, 0U);
}

TEST_F(DamageTest, ATruncatedDatabaseIsNotServed) {
    phone_->close();
    const auto size = fs::file_size(database_in(phone_->folder()));
    ASSERT_GT(size, 64U * 1024U);

    for (const std::uintmax_t left : {std::uintmax_t{0}, std::uintmax_t{100}, std::uintmax_t{4096},
                                      size / 2, size - 4096, size - 1}) {
        const fs::path damaged = copy("-" + std::to_string(left));
        fs::resize_file(database_in(damaged), left);
        const auto read = notes_in(damaged);
        ASSERT_FALSE(read) << left << " bytes of " << size << " gave " << *read << " notes";
        EXPECT_THAT(read.error().code, AnyOf(Eq(Errc::corrupt), Eq(Errc::not_found))) << left;
        EXPECT_FALSE(read.error().message().empty());
    }
    EXPECT_EQ(must(notes_in(phone_->folder())), 50);
}

TEST_F(DamageTest, AFlippedByteIsNoticedOrHarmless) {
    phone_->close();
    const auto size = fs::file_size(database_in(phone_->folder()));
    std::mt19937 random(5);
    int noticed = 0;

    for (int i = 0; i < 48; ++i) {
        const fs::path damaged = copy("-" + std::to_string(i));
        const auto at = static_cast<std::streamoff>(random() % size);
        {
            std::fstream file(database_in(damaged),
                              std::ios::in | std::ios::out | std::ios::binary);
            file.seekg(at);
            const int byte = file.get();
            file.seekp(at);
            file.put(static_cast<char>(byte ^ 0x10));
        }
        const auto read = notes_in(damaged);
        if (read) {
            EXPECT_EQ(*read, 50) << "byte " << at;  // of a page that these reads do not touch
        } else {
            EXPECT_EQ(read.error().code, Errc::corrupt) << "byte " << at;
            ++noticed;
        }
        fs::remove_all(damaged);
    }
    EXPECT_GT(noticed, 3);
    EXPECT_EQ(must(notes_in(phone_->folder())), 50);
}

TEST_F(DamageTest, AMissingReplicaIsNotMadeAnew) {
    const auto opened = open(org_.folder() / "nowhere", Phone::passphrase);

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::not_found);
}

}  // namespace
}  // namespace sanderling::tests
