// Working folders and configuration through the program, as an administrator meets them.
#include "tests/integration/sync-server/daemon_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace sanderling::server {
namespace {

using namespace testing;  // the small organisation, not GoogleTest's
using ::testing::HasSubstr;
using ::testing::Not;

class InitTest : public ::testing::Test {
  protected:
    Finished init(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"init", server.string(), "--organisation",
                                           write_organisation_file(folder.path(), trust).string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_daemon(arguments);
    }
    void write_config(const std::string& text) {
        std::ofstream(server / "sanderlingd.toml", std::ios::app) << text;
    }
    Finished run(const std::vector<std::string>& environment = {}) {
        return run_daemon({"run", server.string()}, environment);
    }

    TemporaryFolder folder;
    std::filesystem::path server = folder.path() / "server";
    Trust trust;
};

TEST_F(InitTest, MakesAFolderThatOnlyItsOwnerReadsAndPrintsThePin) {
    const auto made = init();

    ASSERT_EQ(made.code, 0) << made.output;
    EXPECT_EQ(made.output.size(), 65U);
    EXPECT_EQ(run_daemon({"pin", server.string()}).output, made.output);
    EXPECT_THAT(run_daemon({"pin", server.string(), "--json"}).output,
                HasSubstr("{\"server_key\":\"" + made.output.substr(0, 64)));
    const auto mode = [&](const char* name) {
        return static_cast<unsigned>(std::filesystem::status(server / name).permissions());
    };
    EXPECT_EQ(mode("tls-key.pem"), 0600U);
    EXPECT_EQ(mode("store.sqlite"), 0600U);
}

TEST_F(InitTest, KeepsTheOrganisationsNameOut) {
    ASSERT_EQ(init().code, 0);

    for (const auto& file : std::filesystem::recursive_directory_iterator(server)) {
        std::ostringstream content;
        content << std::ifstream(file.path(), std::ios::binary).rdbuf();
        EXPECT_THAT(content.str(), Not(HasSubstr("Northshire"))) << file.path();
    }
}

TEST_F(InitTest, NeverOverwrites) {
    const auto first = init();
    const auto second = init();

    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(second.output, HasSubstr("already_exists"));
    EXPECT_EQ(run_daemon({"pin", server.string()}).output, first.output);
}

TEST_F(InitTest, RefusesARegistrarOfAnotherOrganisation) {
    const Trust other;
    const auto file = folder.path() / "mixed.json";
    std::ofstream(file) << "{\"org\":\"" << to_text(trust.org()) << "\",\"root\":\""
                        << to_hex(other.organisation().root.view()) << "\",\"registrar\":\""
                        << to_hex(trust.registrar_certificate()) << "\"}";

    const auto made = run_daemon({"init", server.string(), "--organisation", file.string()});

    EXPECT_EQ(made.code, 1);
    EXPECT_THAT(made.output, HasSubstr("does not belong to this organisation"));
    EXPECT_FALSE(std::filesystem::exists(server / "store.sqlite"));
}

TEST_F(InitTest, NamesWhatIsWrongInTheOrganisationFile) {
    const auto file = folder.path() / "bad.json";
    const auto answer = [&](const std::string& text) {
        std::ofstream(file) << text;
        return run_daemon({"init", server.string(), "--organisation", file.string()}).output;
    };

    EXPECT_THAT(answer("[]"), HasSubstr("not a JSON object"));
    EXPECT_THAT(answer("{}"), HasSubstr("org is not a UUID"));
    EXPECT_THAT(answer("{\"org\":\"" + to_text(trust.org()) + "\",\"root\":\"12\"}"),
                HasSubstr("root is not a key"));
}

TEST_F(InitTest, ErrorsNameTheKeyAndWhereItsValueCameFrom) {
    ASSERT_EQ(init().code, 0);

    const auto bad_variable = run({"SANDERLINGD_LIMITS_CONNECTIONS=many"});
    EXPECT_EQ(bad_variable.code, 2);
    EXPECT_THAT(bad_variable.output, HasSubstr("limits.connections: expected a number from 1"));
    EXPECT_THAT(bad_variable.output, HasSubstr("environment SANDERLINGD_LIMITS_CONNECTIONS"));
    EXPECT_THAT(run({"SANDERLINGD_SPEED=9"}).output, HasSubstr("SANDERLINGD_SPEED"));
    EXPECT_THAT(run_daemon({"run", server.string(), "--listen", "nowhere"}).output,
                HasSubstr("(flag --listen)"));
    EXPECT_THAT(run({"SANDERLINGD_DURABILITY_WATERMARK=backup"}).output,
                HasSubstr("durability.watermark: expected commit"));
    write_config("\n[timeouts.more]\nspeed = 1\n");
    const auto unknown = run();
    EXPECT_EQ(unknown.code, 2);
    EXPECT_THAT(unknown.output, HasSubstr("unknown key timeouts.more.speed"));
    EXPECT_THAT(unknown.output, HasSubstr("sanderlingd.toml line"));
}

TEST_F(InitTest, FlagsGoBeforeEnvironmentBeforeFile) {
    ASSERT_EQ(init().code, 0);

    // The flag's value is fine, so the variable's is never looked at.
    const auto flag_wins = run_daemon({"run", server.string(), "--listen", "192.0.2.1:1"},
                                      {"SANDERLINGD_LISTEN=nonsense"});
    EXPECT_THAT(flag_wins.output, HasSubstr("cannot listen on 192.0.2.1:1"));
    const auto variable_wins = run({"SANDERLINGD_LISTEN=192.0.2.1:2"});
    EXPECT_THAT(variable_wins.output, HasSubstr("cannot listen on 192.0.2.1:2"));
}

TEST_F(InitTest, RefusesToRunWhatIsNotItsOwnOrDamaged) {
    ASSERT_EQ(init().code, 0);
    const Trust other;
    const auto wrong = run({"SANDERLINGD_ORGANISATION=" + to_text(other.org())});
    EXPECT_EQ(wrong.code, 2);
    EXPECT_THAT(wrong.output, HasSubstr("the store belongs to organisation"));

    std::ofstream(server / "store.sqlite", std::ios::binary) << "not a database at all";
    std::filesystem::remove(server / "store.sqlite-wal");
    const auto damaged = run();
    EXPECT_EQ(damaged.code, 1);
    EXPECT_THAT(damaged.output, HasSubstr("corrupt"));
}

}  // namespace
}  // namespace sanderling::server
