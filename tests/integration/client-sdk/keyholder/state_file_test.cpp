#include "client-sdk/keyholder/state_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sanderling::keyholder {
namespace {

namespace fs = std::filesystem;

constexpr Cost cheap{1, 8};
constexpr Instant noon{1'700'000'000'000};

class StateFiles : public testing::Test {
  protected:
    StateFiles() { fs::remove_all(directory); }
    ~StateFiles() override { fs::remove_all(directory); }

    Result<StateFile> create() {
        return StateFile::create(directory, "right", state, cheap, random);
    }
    Errc error_opening(std::string_view passphrase) {
        State read;
        const auto file = StateFile::open(directory, passphrase, read);
        return file ? Errc::ok : file.error().code;
    }
    Bytes contents() const {
        std::ifstream in(directory / "keyholder.state", std::ios::binary);
        return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    void replace(const Bytes& bytes) const {
        std::ofstream(directory / "keyholder.state", std::ios::binary) << as_text(bytes);
    }

    fs::path directory =
        fs::path(testing::TempDir()) /
        ("keyholder_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    crypto::SystemRandom random;
    State state = found_organisation("Riverside Probation", noon, random);
};

TEST_F(StateFiles, KeepTheStateBetweenRuns) {
    {
        auto file = create();
        ASSERT_TRUE(file);
        state.organisation = "Renamed";
        ASSERT_TRUE(file->save(state, random));
    }

    State read;
    const auto file = StateFile::open(directory, "right", read);

    ASSERT_TRUE(file);
    EXPECT_EQ(encode(read), encode(state));
}

TEST_F(StateFiles, OpenWithTheRightPassphraseOnly) {
    ASSERT_TRUE(create());

    EXPECT_EQ(error_opening("wrong"), Errc::wrong_key);
    EXPECT_EQ(error_opening("right"), Errc::ok);
}

TEST_F(StateFiles, ShowNoKeyAndNoName) {
    ASSERT_TRUE(create());
    const Bytes bytes = contents();
    const std::string_view text = as_text(bytes);

    EXPECT_EQ(text.find("Riverside"), std::string_view::npos);
    EXPECT_EQ(text.find(as_text(state.registrar.public_key.view())), std::string_view::npos);
    const auto others = fs::perms::group_all | fs::perms::others_all;
    EXPECT_EQ(fs::status(directory / "keyholder.state").permissions() & others, fs::perms::none);
    EXPECT_EQ(fs::status(directory).permissions() & others, fs::perms::none);
}

TEST_F(StateFiles, AreUsedByOneProcessAtATime) {
    const auto file = create();
    ASSERT_TRUE(file);

    EXPECT_TRUE(is_locked(directory));
    EXPECT_EQ(error_opening("right"), Errc::in_use);
}

TEST_F(StateFiles, AreGivenBackInTheEnd) {
    { ASSERT_TRUE(create()); }

    EXPECT_FALSE(is_locked(directory));
    EXPECT_EQ(error_opening("right"), Errc::ok);
}

TEST_F(StateFiles, AreNeverFoundedTwice) {
    ASSERT_TRUE(create());
    const Bytes before = contents();

    EXPECT_EQ(create().error().code, Errc::already_exists);
    EXPECT_EQ(contents(), before);
}

TEST_F(StateFiles, TellDamageAndAbsence) {
    EXPECT_EQ(error_opening("right"), Errc::not_found);
    ASSERT_TRUE(create());
    const Bytes good = contents();

    Bytes flipped = good;
    flipped[good.size() - 1] ^= 1U;
    replace(flipped);
    EXPECT_EQ(error_opening("right"), Errc::wrong_key);
    replace(Bytes(good.begin(), good.begin() + 30));
    EXPECT_EQ(error_opening("right"), Errc::corrupt);
    replace({});
    EXPECT_EQ(error_opening("right"), Errc::corrupt);
    replace(good);
    EXPECT_EQ(error_opening("right"), Errc::ok);
}

TEST_F(StateFiles, KeepTheOldStateWhenTheNewOneCannotBeWritten) {
    auto file = create();
    ASSERT_TRUE(file);
    const Bytes before = contents();
    fs::create_directory(directory / "keyholder.state.new");  // in the way of the new file

    state.organisation = "Renamed";
    EXPECT_EQ(file->save(state, random).error().code, Errc::io);
    EXPECT_EQ(contents(), before);
}

TEST_F(StateFiles, DescribeTheOrganisationBesideThem) {
    ASSERT_TRUE(create());

    std::ifstream in(directory / "organisation.json");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    EXPECT_EQ(text, public_description(state));
}

}  // namespace
}  // namespace sanderling::keyholder
