// The store of a server holds the columns that docs/threat-model.md lists, of the kinds that it
// says: whoever adds one has to say there what it tells.
#include "core/commit/header.hpp"
#include "core/merge/record_state.hpp"
#include "core/scope_log/certificate.hpp"
#include "core/scope_log/entry.hpp"
#include "core/sealing/epoch_keys.hpp"
#include "core/sealing/person_keys.hpp"
#include "core/wire/packed_commit.hpp"
#include "sync-server/store/schema.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>

namespace sanderling::tests {
namespace {

using Columns = std::map<std::string, std::string>;  // table.column → kind

Columns documented() {
    std::ifstream page(SANDERLING_THREAT_MODEL);
    Columns out;
    const std::regex column("`([a-z_]+\\.[a-z_]+)`");
    for (std::string line; std::getline(page, line);) {
        if (line.rfind("| ", 0) != 0) continue;
        const std::string kind = line.substr(2, line.find(" |") - 2);
        const auto end = std::sregex_iterator();
        for (auto at = std::sregex_iterator(line.begin(), line.end(), column); at != end; ++at)
            EXPECT_TRUE(out.emplace((*at)[1], kind).second) << (*at)[1] << " is there twice";
    }
    return out;
}

class ColumnsTest : public ::testing::Test {
  protected:
    OrganisationFixture org_{built_programs()};  // none that has backups already

    /// Some of everything that a store holds.
    void live() {
        const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
        const PersonId officer = org_.hire("Ann " + name, "officer");
        const PersonId manager = org_.hire("Ben " + name, "manager");
        const ScopeId scope = org_.found("case", name);
        org_.allocate(scope, officer);
        org_.allocate(scope, manager);
        Phone phone(org_, officer, name);
        phone.sync();
        const RecordId visit = phone.visit(scope, "a first visit");
        phone.sync();
        phone.visit(scope, "a second visit");
        must(phone.store().write([&](Transaction& tx) {
            return tx.update("contact", visit, {{"staff", std::string("another")}});
        }));
        phone.sync();
        org_.withdraw(scope, officer);
        org_.invite(manager);
        org_.back_up("backup-" + name);
        org_.stop_server();
    }
    server::Database store() {
        return {org_.server_folder() / "store.sqlite", server::OpenMode::read};
    }
};

void expect_kind(const std::string& column, const std::string& kind, std::string_view type,
                 std::int64_t length) {
    if (type == "null" || (type == "blob" && length == 0)) return;
    if (kind == "id")
        EXPECT_TRUE(type == "blob" && length == 16) << column;
    else if (kind == "hash")
        EXPECT_TRUE(type == "blob" && length == 32) << column;
    else if (kind == "number" || kind == "time")
        EXPECT_EQ(type, "integer") << column;
    else if (kind == "text")
        EXPECT_EQ(type, "text") << column;
    else
        EXPECT_TRUE(kind == "signed or sealed" && type == "blob") << column;
}

TEST_F(ColumnsTest, AreThoseOfTheThreatModelAndOfTheirKind) {
    live();
    const Columns wanted = documented();
    ASSERT_GE(wanted.size(), 60U);
    auto database = store();
    Columns found;
    server::Statement tables(
        database,
        "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) "
        "c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'");
    server::Rows table = tables.query();
    std::uint64_t values = 0;
    while (table.next()) {
        const std::string name(as_text(table->blob(0)));
        const std::string column(as_text(table->blob(1)));
        const auto known = wanted.find(name + "." + column);
        found.emplace(name + "." + column, known == wanted.end() ? "" : known->second);
        if (known == wanted.end()) continue;
        server::Statement all(database,
                              "SELECT typeof(" + column + "), length(" + column + ") FROM " + name);
        server::Rows row = all.query();
        for (; row.next(); ++values)
            expect_kind(known->first, known->second, as_text(row->blob(0)), row->integer(1));
    }
    EXPECT_EQ(found, wanted);
    EXPECT_GE(values, 200U);
}

// What is signed or sealed is that, to the last byte: decoded and encoded again it is the same.
TEST_F(ColumnsTest, HoldNothingBesideWhatTheirFormatSays) {
    live();
    auto database = store();
    std::map<int, int> seen;
    server::Statement contents(database, "SELECT org, scope, verdict, content FROM log");
    server::Rows row = contents.query();
    while (row.next()) {
        const int verdict = static_cast<int>(row->integer(2));
        const Bytes content = to_bytes(row->blob(3));
        ++seen[verdict];
        if (verdict == 4) {
            EXPECT_EQ(scope_log::encode(must(scope_log::decode_entry(content))), content);
        } else if (verdict == 1) {
            const auto commit = must(wire::unpack(content, row->id<OrgId>(0), row->id<ScopeId>(1)));
            EXPECT_EQ(wire::pack(commit), content);
        }
    }
    EXPECT_GE(seen[1], 3);
    EXPECT_GE(seen[4], 5);
    server::Statement states(database, "SELECT state FROM record");
    server::Rows state = states.query();
    while (state.next()) {
        const Bytes bytes = to_bytes(state->blob(0));
        EXPECT_EQ(merge::encode(must(merge::decode_record_state(bytes))), bytes);
    }
    server::Statement directory(database, "SELECT kind, content FROM directory");
    server::Rows entry = directory.query();
    while (entry.next()) {
        const Bytes bytes = to_bytes(entry->blob(1));
        switch (entry->integer(0)) {
            case 1:
                EXPECT_TRUE(scope_log::decode_certificate(bytes)) << "of a certificate";
                break;
            default:
                EXPECT_LT(bytes.size(), 512U) << "an envelope holds one key";
        }
    }
}

}  // namespace
}  // namespace sanderling::tests
