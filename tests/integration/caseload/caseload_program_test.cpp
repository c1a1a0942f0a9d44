// The program with real files: what it writes, imports; what it cannot do, it says.
#include "client-sdk/import/importer.hpp"
#include "schema/generated/probation/description.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sanderling::caseload {
namespace {

namespace fs = std::filesystem;

class CaseloadProgram : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("caseload_test_" + std::to_string(getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    // Its exit code; what it says goes to a file.
    int run(const std::string& arguments) const {
        const std::string command = std::string(CASELOAD_PROGRAM) + " " + arguments + " > " +
                                    (folder_ / "said").string() + " 2>&1";
        const int status = std::system(command.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::string text_of(const fs::path& file) const {
        std::ifstream in(folder_ / file, std::ios::binary);
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }
    std::string out(const std::string& name) const { return " --out " + (folder_ / name).string(); }

    fs::path folder_{};
};

TEST_F(CaseloadProgram, WritesTheSameBytesForTheSameSeed) {
    ASSERT_EQ(run("--cases 6 --seed 3" + out("a")), 0) << text_of("said");
    ASSERT_EQ(run("--cases 6 --seed 3" + out("b")), 0);
    ASSERT_EQ(run("--cases 6 --seed 4" + out("c")), 0);

    for (const char* name : {"records.ndjson", "scopes.ndjson", "people.ndjson"}) {
        EXPECT_FALSE(text_of(fs::path("a") / name).empty());
        EXPECT_EQ(text_of(fs::path("a") / name), text_of(fs::path("b") / name)) << name;
    }
    EXPECT_NE(text_of("a/records.ndjson"), text_of("c/records.ndjson"));
    EXPECT_EQ(text_of("said"), "") << "progress is for a terminal";
}

TEST_F(CaseloadProgram, WritesWhatCanBeImported) {
    ASSERT_EQ(run("--cases 6 --from 2011-01-01 --years 1 --shared-plans" + out("a")), 0);
    std::ifstream in(folder_ / "a/records.ndjson", std::ios::binary);
    std::ostringstream rejects;
    const auto take = [](const import::ImportedRecord&) -> Result<void> { return {}; };

    const auto tally =
        import::import_records(in, probation::schema(), {take, import::rejects_to(rejects), {}});

    ASSERT_TRUE(tally);
    EXPECT_EQ(rejects.str(), "");
    EXPECT_GT(tally->imported, 500U);
}

TEST_F(CaseloadProgram, SaysWhatIsWrongWithItsOptions) {
    EXPECT_NE(run("--cases 6"), 0);
    EXPECT_NE(text_of("said").find("--out"), std::string::npos);
    EXPECT_NE(run("--cases 6 --trust" + out("a")), 0);
    EXPECT_EQ(run("--from 2011-02-30" + out("a")), 2);
    EXPECT_NE(text_of("said").find("2011-02-30"), std::string::npos);
}

TEST_F(CaseloadProgram, FailsWhereItCannotWrite) {
    std::ofstream(folder_ / "file") << "in the way";

    EXPECT_EQ(run("--cases 1" + out("file/a")), 1);
    EXPECT_NE(text_of("said").find("file/a"), std::string::npos);
    // Every write to this device fails for want of space.
    fs::create_directories(folder_ / "full");
    fs::create_symlink("/dev/full", folder_ / "full/records.ndjson");
    EXPECT_EQ(run("--cases 1" + out("full")), 1);
    EXPECT_NE(text_of("said").find("records.ndjson"), std::string::npos);
}

}  // namespace
}  // namespace sanderling::caseload
