// A server's bundle for support says how it is, and nothing of what is in it: no word, id, hash,
// key, address or path that its folder has.
#include "sync-server/store/sqlite.hpp"
#include "tests/integration/sync-server/daemon_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

namespace sanderling::server {
namespace {

using namespace testing;  // the small organisation, not GoogleTest's
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

constexpr const char* canary = "quetzalcoatlus";

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

class ServerSupportTest : public ::testing::Test {
  protected:
    ServerSupportTest() : ann(trust.hire()), scope(trust.id<ScopeId>()) {
        daemon.emplace(folder.path(), trust);
        auto keyholder = daemon->connect_registrar(trust);
        for (const wire::Message& message :
             {wire::Message(trust.directory()), wire::Message(trust.found_scope(scope, ann))}) {
            EXPECT_TRUE(keyholder.send(message));
            EXPECT_EQ(keyholder.await<wire::ResultOf>(patience).value().code, Errc::ok);
        }
        auto of_ann = daemon->connect(ann);
        EXPECT_TRUE(of_ann.send(push_of(
            scope, {trust.write(ann, scope, {trust.id<RecordId>(), trust.id<RecordId>()}, at)})));
        EXPECT_EQ(of_ann.await<wire::Ack>(patience).value().verdicts.at(0).code, Errc::ok);
    }
    std::string bundle() {
        const auto file = folder.path() / "bundle.json";
        std::filesystem::remove(file);
        const Finished done =
            run_daemon({"support", daemon->folder().string(), "--out", file.string()});
        EXPECT_EQ(done.code, 0) << done.output;
        return content_of(file);
    }
    /// Every text and blob of every table.
    std::vector<Bytes> cells() {
        std::vector<Bytes> out;
        Database database(daemon->folder() / "store.sqlite", OpenMode::read);
        std::vector<std::string> tables;
        {
            Statement names(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
            Rows row = names.query();
            while (row.next()) tables.emplace_back(as_text(row->blob(0)));
        }
        for (const std::string& table : tables) {
            sqlite3_stmt* rows = nullptr;
            const std::string sql = "SELECT * FROM " + table;
            sqlite3_prepare_v2(database.handle(), sql.c_str(), -1, &rows, nullptr);
            while (sqlite3_step(rows) == SQLITE_ROW)
                for (int i = 0; i < sqlite3_column_count(rows); ++i) {
                    const int type = sqlite3_column_type(rows, i);
                    if (type != SQLITE_BLOB && type != SQLITE_TEXT) continue;
                    const auto* bytes =
                        static_cast<const std::uint8_t*>(sqlite3_column_blob(rows, i));
                    out.emplace_back(bytes, bytes + sqlite3_column_bytes(rows, i));
                }
            sqlite3_finalize(rows);
        }
        return out;
    }

    TemporaryFolder folder;
    Trust trust;
    Colleague ann;
    ScopeId scope;
    Position at;
    std::optional<DaemonProcess> daemon;
};

TEST_F(ServerSupportTest, SaysWhatSomebodyWhoHelpsAsksFirst) {
    const auto out = Json::parse(bundle());

    EXPECT_EQ(out.at("sanderlingd_support"), 1);
    EXPECT_TRUE(out.at("is_running"));
    EXPECT_EQ(out.at("limits").at("connections"), 10'000);
    EXPECT_EQ(out.at("tables").at("record"), 2);
    ASSERT_EQ(out.at("largest").size(), 1U);
    EXPECT_EQ(out.at("largest").at(0).at("records"), 2);
    EXPECT_EQ(out.at("largest").at(0).at("members"), 1);
    EXPECT_TRUE(out.at("backups").empty());
    struct stat status {};
    ASSERT_EQ(::stat((folder.path() / "bundle.json").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << "for its owner only";
}

TEST_F(ServerSupportTest, HasNoIdKeyHashAddressOrPathThatTheServerHas) {
    const auto backup = folder.path() / (std::string(canary) + ".sqlite");
    ASSERT_EQ(run_daemon({"backup", daemon->folder().string(), backup.string()}).code, 0);

    const std::string out = bundle();

    EXPECT_THAT(out, Not(HasSubstr(canary)));
    EXPECT_THAT(out, Not(HasSubstr(folder.path().string())));
    EXPECT_THAT(out, Not(HasSubstr("127.0.0.1")));
    EXPECT_THAT(out, Not(HasSubstr(to_hex(daemon->pin().view()).substr(0, 8))));
    std::size_t looked_for = 0;
    std::size_t planted = 0;
    for (const Bytes& cell : cells()) {
        const std::string text(as_text(cell));
        if (text.find(canary) != std::string::npos) ++planted;
        if (cell.size() < 8) continue;
        ++looked_for;
        const std::string hex = to_hex(ByteView(cell).first(8));
        EXPECT_THAT(out, Not(HasSubstr(hex)));
        EXPECT_THAT(out, Not(HasSubstr(hex.substr(0, 8)))) << "the beginning of an id";
        EXPECT_THAT(out, Not(HasSubstr(text)));
    }
    EXPECT_GT(looked_for, 20U);
    EXPECT_EQ(planted, 1U) << "the control: the store has the name of its backup";
    for (const std::string& id : {to_text(scope), to_text(ann.person)})
        EXPECT_THAT(out, Not(HasSubstr(id.substr(0, 8))));
    EXPECT_EQ(Json::parse(out).at("backups").size(), 1U);
}

TEST_F(ServerSupportTest, WritesOverNothing) {
    const auto file = folder.path() / "there.json";
    std::ofstream(file) << "kept";

    const Finished done =
        run_daemon({"support", daemon->folder().string(), "--out", file.string()});

    EXPECT_EQ(done.code, 1);
    EXPECT_EQ(content_of(file), "kept");
}

}  // namespace
}  // namespace sanderling::server
