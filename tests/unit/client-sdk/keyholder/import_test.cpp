#include "client-sdk/keyholder/import.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

using nlohmann::ordered_json;

CsvTable table(std::string_view text) {
    return parse_csv(text).value();
}

std::string problem(std::string_view text) {
    Import import({});
    const auto added = import.add("x.csv", table(text));
    return added ? "" : added.error().detail;
}

TEST(Csv, ReadsQuotesMarksAndSemicolons) {
    const CsvTable t =
        table("\xEF\xBB\xBFperson;name;role\r\n1;\"Smith; \"\"Jo\"\"\";officer\r\n\r\n2;B;x");

    EXPECT_EQ(t.columns, (std::vector<std::string>{"person", "name", "role"}));
    ASSERT_EQ(t.rows.size(), 2U);
    EXPECT_EQ(t.rows[0].cells[1], "Smith; \"Jo\"");
    EXPECT_EQ(t.rows[0].number, 2U);
    EXPECT_EQ(csv_line({"a", "b \"c\", d"}), "a,\"b \"\"c\"\", d\"\r\n");
}

TEST(Csv, RefusesWhatIsNotUtf8AndOpenQuotes) {
    EXPECT_EQ(parse_csv("name\n\xE9t\xE9\n").error().code, Errc::malformed);
    const auto open = parse_csv("name\n\"Jo\n");
    ASSERT_FALSE(open);
    EXPECT_NE(open.error().detail.find("row 2"), std::string::npos);
    EXPECT_FALSE(parse_csv(""));
}

TEST(Import, NamesColumnsThatAreMissingUnknownOrTwice) {
    EXPECT_NE(problem("person,role\n").find("\"name\" is missing"), std::string::npos);
    EXPECT_NE(problem("person,name,role,team\n").find("\"team\" is unknown"), std::string::npos);
    EXPECT_NE(problem("person,name,role,role\n").find("twice"), std::string::npos);
    EXPECT_NE(problem("scope,kind\n").find("a list of scopes has"), std::string::npos);
    EXPECT_EQ(problem("scope,person,until\n"), "");
}

TEST(Import, SendsStaffBeforeScopesBeforeAllocations) {
    Import import({});
    ASSERT_TRUE(import.add("a.csv", table("scope,person,role\nT1,P1,\n")));
    ASSERT_TRUE(import.add("s.csv", table("scope,kind,name\nT1,team,North\n")));
    ASSERT_TRUE(import.add("p.csv", table("person,name,role\nP1,Jo,officer\n")));

    const auto lines = import.commands();

    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[0], R"({"verb":"person_put","reference":"P1","name":"Jo","role":"officer"})");
    EXPECT_EQ(lines[1], R"({"verb":"scope_put","reference":"T1","kind":"team","name":"North"})");
    EXPECT_EQ(lines[2], R"({"verb":"allocation_put","scope":"T1","person":"P1"})");
}

TEST(Import, CountsAndKeepsWhatWasRejectedWithTheReason) {
    Import import({});
    ASSERT_TRUE(
        import.add("p.csv", table("person,name,role\nP1,Jo,officer\nP2,Mo,wizard\nP3,X,a\n")));

    EXPECT_EQ(import.take({{"ok", true}, {"change", "add"}})["change"], "add");
    const auto refused =
        import.take({{"ok", false}, {"error", "invalid_argument"}, {"message", "no role"}});
    EXPECT_EQ(refused["row"], 3);
    EXPECT_TRUE(import.take({{"ok", false}, {"error", "offline"}}).is_null());

    const auto summary = import.summary();
    EXPECT_EQ(summary["add"], 1);
    EXPECT_EQ(summary["rejected"], 1);
    EXPECT_EQ(summary["not_reached"], 1);
    EXPECT_EQ(import.rejected().at("p.csv"),
              "person,name,role,reason\r\nP2,Mo,wizard,\"no role\"\r\n");
    Import again({});
    EXPECT_TRUE(again.add("p.csv", table(import.rejected().at("p.csv"))));
}

TEST(Import, ARehearsalKnowsWhatItWouldHaveAdded) {
    Import import({.trial = ImportOptions::Trial::rehearsal});
    ASSERT_TRUE(import.add("p.csv", table("person,name,role\nP1,Jo,officer\n")));
    ASSERT_TRUE(import.add("a.csv", table("scope,person\nT1,P1\nT1,P2\n")));
    const ordered_json unknown{{"ok", false}, {"error", "not_found"}, {"message", "no person"}};

    import.take({{"ok", true}, { "change", "add" }});

    EXPECT_EQ(import.take(unknown)["change"], "add");
    EXPECT_EQ(import.take(unknown)["change"], "rejected");
}

TEST(Import, WithdrawsOnlyInScopesThatTheListHas) {
    Import import({.missing = ImportOptions::Missing::is_withdrawn});
    ASSERT_TRUE(import.add("a.csv", table("scope,person\nT1,P1\n")));
    import.take({{"ok", true}, { "change", "nothing" }});
    ASSERT_TRUE(import.wants_withdrawals());

    import.add_withdrawals(ordered_json::parse(R"([
        {"reference": "T1", "members": [{"reference": "P1"}, {"reference": "P2"}, {"name": "Mo"}]},
        {"reference": "T2", "members": [{"reference": "P2"}]},
        {"name": "by hand", "members": [{"reference": "P2"}]}])"));

    EXPECT_EQ(import.commands(),
              std::vector<std::string>{R"({"verb":"allocation_end","scope":"T1","person":"P2"})"});
    import.take({{"ok", true}, { "change", "withdraw" }});
    EXPECT_EQ(import.summary()["withdraw"], 1);
    EXPECT_EQ(import.summary()["not_reached"], 0);
}

}  // namespace
}  // namespace sanderling::keyholder
