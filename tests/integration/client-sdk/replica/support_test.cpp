// A bundle for support says how a replica is, and nothing of what is in it: words that cannot be
// there by chance are planted wherever a replica keeps any.
#include "sanderling/support.hpp"

#include "client-sdk/replica/replica.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "sanderling/audit.hpp"

namespace sanderling::tests {
namespace {

constexpr std::string_view canary = "quetzalcoatlus";

class SupportTest : public ReplicaTest {
  protected:
    std::string word(std::string_view where) const {
        return std::string(canary) + "-" + std::string(where);
    }
    std::string bundle() { return support_bundle(officer.store()).value(); }
    void execute(const std::string& sql) {
        officer.store()
            .replica()
            .write(vault::Durability::normal,
                   [&](replica::Writer& writer) -> Result<void> {
                       writer.database.execute(sql);
                       return {};
                   })
            .value();
    }
    /// Every text and blob of every table, as it stands there.
    std::vector<Bytes> cells() {
        std::vector<Bytes> out;
        officer.store()
            .replica()
            .write(vault::Durability::normal,
                   [&](replica::Writer& writer) -> Result<void> {
                       std::vector<std::string> tables;
                       auto names = writer.database.prepare(
                           "SELECT name FROM sqlite_schema WHERE type = 'table'"
                           " AND name GLOB 'sanderling_*' AND sql NOT LIKE '%VIRTUAL%'");
                       while (names.step() == vault::Statement::Step::row)
                           tables.emplace_back(names.column_text(0));
                       for (const std::string& table : tables) {
                           auto rows = writer.database.prepare("SELECT * FROM \"" + table + "\"");
                           while (rows.step() == vault::Statement::Step::row)
                               for (int i = 0; i < rows.column_count(); ++i) {
                                   const int type = sqlite3_column_type(rows.handle(), i);
                                   if (type == SQLITE_BLOB || type == SQLITE_TEXT)
                                       out.push_back(to_bytes(rows.column_blob(i)));
                               }
                       }
                       return {};
                   })
            .value();
        return out;
    }
};

TEST_F(SupportTest, HasNothingOfWhatThePlacesForWordsHold) {
    officer.insert(the_case, "contact", contact(word("value")));
    const RecordId refused = officer.insert(the_case, "contact", contact(word("refused")));
    sync_all();
    organisation.purge_records(the_case, {refused});
    officer.update("contact", refused, {{"staff", word("refused")}});
    sync_all();
    note_deed(officer.store(), {.deed = AuditDeed::print, .purpose = word("purpose")}).value();
    const std::string token = "https://example.org/?token=" + word("token");
    execute("UPDATE sanderling_scope SET problem_code = 401, problem_detail = '" + token + "'");
    execute("INSERT OR REPLACE INTO sanderling_meta VALUES('place', '" + token + "')");
    officer.reopen();

    const std::string out = bundle();

    EXPECT_EQ(out.find(canary), std::string::npos) << out;
    EXPECT_EQ(out.find("token"), std::string::npos);
    // The control: the same words are in the replica.
    std::size_t planted = 0;
    for (const Bytes& cell : cells())
        if (std::string_view(as_text(cell)).find(canary) != std::string_view::npos) ++planted;
    EXPECT_GE(planted, 4U);
}

// Ids, hashes and keys: nothing that stands in a cell, in bytes or in hexadecimal.
TEST_F(SupportTest, HasNoIdKeyOrHashThatTheReplicaHas) {
    officer.insert(the_case, "contact", contact("anybody"));
    sync_all();

    const std::string out = bundle();

    std::size_t looked_for = 0;
    for (const Bytes& cell : cells()) {
        if (cell.size() < 8) continue;
        ++looked_for;
        const std::string hex = to_hex(ByteView(cell).first(8));
        EXPECT_EQ(out.find(hex), std::string::npos) << hex;
        const std::string text(as_text(cell));
        const bool is_word_of_the_program = text.size() < 16;  // such as the name of the schema
        if (is_word_of_the_program) continue;
        EXPECT_EQ(out.find(text), std::string::npos) << text;
    }
    EXPECT_GT(looked_for, 50U);
    const Status status = officer.store().status().value();
    for (const std::string& id : {to_text(status.device), to_text(status.person),
                                  to_text(status.replica), to_text(the_case)}) {
        EXPECT_EQ(out.find(id), std::string::npos);
        EXPECT_EQ(out.find(id.substr(0, 8)), std::string::npos);
    }
    EXPECT_EQ(out.find("case"), std::string::npos);  // kinds and collections are numbers
}

TEST_F(SupportTest, SaysWhatSomebodyWhoHelpsAsksFirst) {
    officer.insert(the_case, "contact", contact("anybody"));
    execute("UPDATE sanderling_scope SET state = 6, problem_code = 401, problem_detail = 'x'");
    officer.reopen();

    const auto out = nlohmann::json::parse(bundle());

    EXPECT_EQ(out["sanderling_support"], 1);
    EXPECT_EQ(out["versions"]["schema"]["name"], schema.name());
    EXPECT_EQ(out["versions"]["schema"]["hash"].get<std::string>().size(), 8U);
    EXPECT_EQ(out["device"]["unsent"], 1);
    EXPECT_EQ(out["scopes"].at(0)["state"], "stopped");
    EXPECT_EQ(out["scopes"].at(0)["problem"], "corrupt");
    EXPECT_EQ(out["outbox"].at(0)["commits"], 1);
    EXPECT_GT(out["tables"]["pages"], 10);
}

}  // namespace
}  // namespace sanderling::tests
