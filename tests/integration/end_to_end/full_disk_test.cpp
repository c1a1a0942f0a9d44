// A full disk on the device and on the server: an error that says so, nothing lost, and all goes on
// when there is room again. Needs a small file system of its own, which only root may mount.
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <random>

namespace sanderling::tests {
namespace {

namespace fs = std::filesystem;

/// A file system in memory with so many bytes, as long as this lives.
class SmallDisk {
  public:
    SmallDisk(fs::path at, std::size_t bytes) : at_(std::move(at)) {
        fs::create_directories(at_);
        const std::string size = "mode=0700,size=" + std::to_string(bytes);
        if (::mount("tmpfs", at_.c_str(), "tmpfs", 0, size.c_str()) != 0) error_ = errno;
    }
    ~SmallDisk() {
        if (error_ == 0) ::umount2(at_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool is_there() const { return error_ == 0; }
    std::string why_not() const {
        return std::string("not run: a small file system cannot be mounted here (") +
               std::strerror(error_) + ")";
    }
    void fill() const {
        std::ofstream filler(at_ / "filler", std::ios::binary);
        const std::string block(1024, 'x');
        while (filler.write(block.data(), 1024).flush()) {
        }
    }
    void free() const { fs::remove(at_ / "filler"); }

  private:
    fs::path at_;
    int error_ = 0;
};

/// Text that no compression makes smaller.
std::string noise(std::size_t bytes) {
    static std::mt19937 random(7);
    std::string out(bytes, ' ');
    for (char& c : out) c = static_cast<char>('!' + random() % 90);
    return out;
}

class FullDiskTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    ScopeId case_ = org_.found("case", "case of " + name_);

    void SetUp() override { org_.allocate(case_, ann_); }

    static Result<void> write_note(Phone& phone, ScopeId scope, std::size_t bytes) {
        auto written = phone.store().write([&](Transaction& tx) -> Result<void> {
            auto made =
                tx.insert(scope, "contact",
                          {{"type", std::string("home_visit")}, {"notes", List{noise(bytes)}}});
            if (!made) return made.error();
            return {};
        });
        return written ? Result<void>() : Result<void>(written.error());
    }
};

TEST_F(FullDiskTest, ADeviceSaysThatItsDiskIsFullAndKeepsWhatItHad) {
    const SmallDisk disk(org_.folder() / "devices" / name_, std::size_t{8} << 20U);
    if (!disk.is_there()) GTEST_SKIP() << disk.why_not();
    Phone phone(org_, ann_, name_);
    phone.sync();
    must(write_note(phone, case_, 100));
    disk.fill();

    std::int64_t written = 1;
    Result<void> refused;
    for (int i = 0; i < 500 && refused; ++i) {
        refused = write_note(phone, case_, 20'000);
        if (refused) ++written;
    }
    ASSERT_FALSE(refused) << "the disk did not become full";
    EXPECT_EQ(refused.error().code, Errc::disk_full) << refused.error().message();
    EXPECT_EQ(phone.count("SELECT count(*) FROM contact"), written);
    EXPECT_FALSE(write_note(phone, case_, 20'000)) << "and still is";

    disk.free();
    must(write_note(phone, case_, 20'000));
    phone.sync();
    phone.reopen();
    EXPECT_EQ(phone.count("SELECT count(*) FROM contact"), written + 1);
    EXPECT_EQ(must(phone.store().status()).unsent_transactions, 0U);
}

TEST_F(FullDiskTest, ADeviceWhoseDiskFillsWhileReceivingGoesOnLater) {
    const PersonId ben = org_.hire("Ben " + name_, "officer");
    org_.allocate(case_, ben);
    Phone of_ann(org_, ann_, name_ + "-ann");
    of_ann.sync();
    for (int i = 0; i < 30; ++i) must(write_note(of_ann, case_, 90'000));
    of_ann.sync();
    const SmallDisk disk(org_.folder() / "devices" / name_, std::size_t{12} << 20U);
    if (!disk.is_there()) GTEST_SKIP() << disk.why_not();
    Phone of_ben(org_, ben, name_);
    disk.fill();

    of_ben.go_online();
    EXPECT_TRUE(wait_for([&] {
        const auto problem = of_ben.agent().progress().problem;
        return problem && problem->code == Errc::disk_full;
    })) << "the problem has to be shown";
    EXPECT_EQ(of_ben.count("SELECT count(*) FROM contact"), 0);

    disk.free();
    of_ben.agent().wake();
    EXPECT_TRUE(wait_for([&] { return of_ben.count("SELECT count(*) FROM contact") == 30; }));
    must(of_ben.agent().wait_until_live(patience));
    EXPECT_EQ(of_ben.scope(case_).digest, of_ann.scope(case_).digest);
}

TEST(FullServerDiskTest, AServerWithAFullDiskTakesNothingAndLosesNothing) {
    const TemporaryFolder folder;
    const SmallDisk disk(folder.path() / "disk", std::size_t{6} << 20U);
    if (!disk.is_there()) GTEST_SKIP() << disk.why_not();
    OrganisationFixture org(built_programs(), folder.path() / "disk" / "server");
    const PersonId ann = org.hire("Ann", "officer");
    const PersonId ben = org.hire("Ben", "officer");
    const ScopeId scope = org.found("case", "case");
    org.allocate(scope, ann);
    org.allocate(scope, ben);
    Phone of_ann(org, ann, "ann");
    Phone of_ben(org, ben, "ben");
    of_ann.sync();
    of_ann.visit(scope, "before");
    of_ann.sync();
    of_ben.sync();
    disk.fill();

    of_ann.go_online();
    must(of_ann.agent().wait_until_live(patience));
    for (int i = 0; i < 8; ++i)
        must(of_ann.store().write([&](Transaction& tx) -> Result<void> {
            auto made =
                tx.insert(scope, "contact",
                          {{"type", std::string("home_visit")}, {"notes", List{noise(90'000)}}});
            if (!made) return made.error();
            return {};
        }));
    const auto drained = of_ann.agent().wait_until_drained(std::chrono::seconds{3});
    ASSERT_FALSE(drained) << "the disk did not become full";
    EXPECT_TRUE(org.is_server_running());
    EXPECT_GT(must(of_ann.store().status()).unsent_transactions, 0U);
    of_ben.go_online();  // reads go on
    EXPECT_TRUE(of_ben.agent().wait_until_live(patience));
    of_ben.go_offline();

    disk.free();
    of_ann.agent().wake();
    must(of_ann.agent().wait_until_drained(patience));
    of_ann.go_offline();
    of_ann.sync();
    of_ben.sync();
    EXPECT_EQ(of_ben.count("SELECT count(*) FROM contact"), 9);
    EXPECT_EQ(of_ben.scope(scope).digest, of_ann.scope(scope).digest);
    EXPECT_EQ(must(of_ann.store().status()).refused_transactions, 0U);
}

}  // namespace
}  // namespace sanderling::tests
