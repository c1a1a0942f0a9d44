// The compiler as a program, on files; and the structs it makes for an application's own schema.
#include "schema/compiler/generate.hpp"
#include "schema/generated/probation/description.hpp"
#include "schema/language/load.hpp"
#include "schema/model/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "lighthouse_schema/description.hpp"
#include "lighthouse_schema/records.hpp"

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

TEST(OwnSchema, GivesStructsThatBecomeRowsAndComeBack) {
    lighthouse::Watch watch;
    watch.night = "1838-09-07";
    watch.weather = lighthouse::Weather::storm;
    watch.ships = {"Forfarshire"};
    watch.class_ = 3;

    const sanderling::schema::Row row = watch.to_row();

    EXPECT_EQ(row.at("class"), sanderling::schema::Value(3));
    EXPECT_EQ(lighthouse::Watch::from_row(row), watch);
    const auto& schema = lighthouse::schema();
    EXPECT_TRUE(sanderling::schema::validate(schema, *schema.collection("watch"), row,
                                             sanderling::schema::Change::create));
}

// Text made from a description shows all of it, so equal texts are equal descriptions.
TEST(OwnSchema, IsDescribedByGeneratedCodeAsByItsFile) {
    const auto same = [](const std::string& file, const sanderling::schema::Schema& compiled) {
        const auto loaded = sanderling::schema::load_schema(read_file(file), file);
        ASSERT_TRUE(loaded) << loaded.error().detail;
        EXPECT_EQ(sanderling::schema::description_source(*loaded, {}).text,
                  sanderling::schema::description_source(compiled, {}).text);
    };

    same(SOURCE_ROOT "/schema/probation.yaml", sanderling::probation::schema());
    same(SOURCE_ROOT "/tests/integration/schema_app/lighthouse.yaml", lighthouse::schema());
}

TEST(Readme, ShowsASchemaThatCompiles) {
    const std::string text = read_file(SOURCE_ROOT "/schema/README.md");
    const std::string fence = "```yaml\n";
    const auto start = text.find(fence) + fence.size();
    const std::string example = text.substr(start, text.find("```\n", start) - start);

    const auto loaded = sanderling::schema::load_schema(example, "README.md");

    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(loaded->name(), "lighthouse");
}

class Schemac : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "schemac.XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        fs::copy_file(SOURCE_ROOT "/tests/integration/schema_app/lighthouse.yaml", schema_file());
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path schema_file() const { return folder_ / "lighthouse.yaml"; }

    // The exit code; what it says is in said().
    int run(const std::string& command, const std::string& more = "") {
        const std::string at = folder_.string();
        const std::string line = SCHEMAC " " + command + " --schema " + at + "/lighthouse.yaml" +
                                 " --cpp-out " + at + "/cpp --doc-out " + at + "/doc.md --lock " +
                                 at + "/lighthouse.lock.yaml " + more + " 2> " + at + "/said";
        return WEXITSTATUS(std::system(line.c_str()));
    }
    std::string said() const { return read_file(folder_ / "said"); }

    void replace(const std::string& from, const std::string& to) {
        std::string text = read_file(schema_file());
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos);
        write_file(schema_file(), text.replace(at, from.size(), to));
    }

    fs::path folder_{};
};

TEST_F(Schemac, ChecksWhatItCompiled) {
    ASSERT_EQ(run("compile", "--update-lock"), 0) << said();

    EXPECT_EQ(run("check"), 0) << said();
    EXPECT_EQ(run("compile"), 0) << said();
}

TEST_F(Schemac, SaysWhichFileIsStaleOrMissing) {
    ASSERT_EQ(run("compile", "--update-lock"), 0) << said();
    write_file(folder_ / "cpp/enums.hpp", "// changed by hand\n");
    fs::remove(folder_ / "doc.md");

    EXPECT_EQ(run("check"), 1);

    EXPECT_THAT(said(), HasSubstr("enums.hpp: is stale"));
    EXPECT_THAT(said(), HasSubstr("doc.md: is missing"));
    EXPECT_THAT(said(), testing::Not(HasSubstr("records.hpp")));
}

TEST_F(Schemac, WantsTheLockToRecordWhatIsNew) {
    EXPECT_EQ(run("compile"), 1);
    EXPECT_THAT(said(), HasSubstr("lighthouse.lock.yaml: is missing"));
    ASSERT_EQ(run("compile", "--update-lock"), 0) << said();
    replace("      lit:", "      oil: {number: 7, type: real, doc: Oil used.}\n      lit:");

    EXPECT_EQ(run("compile"), 1);

    EXPECT_THAT(said(), HasSubstr("collection watch, number 7 (oil) is new"));
    EXPECT_EQ(run("compile", "--update-lock"), 0) << said();
    EXPECT_EQ(run("check"), 0) << said();
}

TEST_F(Schemac, RefusesAReusedNumberEvenWhenAskedToUpdate) {
    ASSERT_EQ(run("compile", "--update-lock"), 0) << said();
    const std::string lock = read_file(folder_ / "lighthouse.lock.yaml");
    replace("lit: {number: 5, type: instant", "lit: {number: 5, type: text");

    EXPECT_EQ(run("compile", "--update-lock"), 1);

    EXPECT_THAT(said(), HasSubstr("lighthouse.yaml:27:7: collections.watch.fields.lit: number 5"));
    EXPECT_EQ(read_file(folder_ / "lighthouse.lock.yaml"), lock);
}

TEST_F(Schemac, SaysAllThatIsWrongWithASchemaAndWritesNothing) {
    replace("rule: set", "rule: bag");
    replace("type: instant", "type: moment");

    EXPECT_EQ(run("compile", "--update-lock"), 1);

    EXPECT_THAT(said(), HasSubstr("unknown rule bag"));
    EXPECT_THAT(said(), HasSubstr("unknown type moment"));
    EXPECT_FALSE(fs::exists(folder_ / "cpp"));
}

TEST_F(Schemac, SaysWhenItCannotReadOrWrite) {
    write_file(folder_ / "cpp", "a file where the folder should be");
    EXPECT_EQ(run("compile", "--update-lock"), 1);
    EXPECT_THAT(said(), HasSubstr("cannot be written"));

    fs::remove(schema_file());
    EXPECT_EQ(run("compile"), 1);
    EXPECT_THAT(said(), HasSubstr("lighthouse.yaml: cannot be read"));
    EXPECT_EQ(run("conjure"), 2);
}

}  // namespace
