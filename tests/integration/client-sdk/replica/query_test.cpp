// Reading by SQL: what is allowed, what is refused.
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <thread>

namespace sanderling::tests {
namespace {

TEST_F(ReplicaTest, BindsParametersAndReportsWordsOfSqlite) {
    officer.insert(the_case, "contact", contact("om-1"));
    officer.insert(the_case, "contact", contact("om-2"));

    const auto one =
        officer.store().query("SELECT staff FROM contact WHERE staff = ?1 AND scope = ?2",
                              {std::string("om-2"), to_scalar(the_case)});
    const auto wrong = officer.store().query("SELECT nonsense FROM contact");
    const auto few = officer.store().query("SELECT 1 WHERE 1 = ?1");

    ASSERT_EQ(one.value().size(), 1U);
    EXPECT_EQ(one->get<std::string>(0, "staff"), "om-2");
    EXPECT_EQ(wrong.error().code, Errc::invalid_argument);
    EXPECT_NE(wrong.error().detail.find("nonsense"), std::string::npos);
    EXPECT_EQ(few.error().code, Errc::invalid_argument);
}

TEST_F(ReplicaTest, RefusesEverythingButReadingTheSchemasTables) {
    for (const char* sql :
         {"DELETE FROM sanderling_rows_contact", "DROP VIEW contact",
          "SELECT value FROM sanderling_meta", "SELECT _body FROM sanderling_rows_contact",
          "SELECT secret FROM sanderling_scope_key", "PRAGMA journal_mode=DELETE",
          "ATTACH 'x' AS y", "CREATE TEMP VIEW v AS SELECT 1"}) {
        const auto refused = officer.store().query(sql);
        ASSERT_FALSE(refused) << sql;
        EXPECT_EQ(refused.error().code, Errc::not_permitted)
            << sql << ": " << refused.error().detail;
    }
}

TEST_F(ReplicaTest, ReadsTheElementsOfALogByTheirJson) {
    officer.insert(the_case, "contact", contact("om-1"));

    const auto entries = officer.store().query("SELECT value FROM contact, json_each(notes)");

    ASSERT_EQ(entries.value().size(), 1U);
    EXPECT_EQ(entries->get<std::string>(0, "value"), "Seen at home.");
    for (const char* sql : {"UPDATE sqlite_master SET sql = ''", "DELETE FROM sqlite_master"})
        EXPECT_FALSE(officer.store().query(sql)) << sql;
}

TEST_F(ReplicaTest, ReadsTheNewestOfACaseByIndex) {
    const auto plan = officer.store().query(
        "EXPLAIN QUERY PLAN SELECT staff FROM contact WHERE scope = ?1"
        " ORDER BY starts DESC LIMIT 20",
        {to_scalar(the_case)});

    ASSERT_EQ(plan.value().size(), 1U);  // no sorting after the search
    EXPECT_NE(plan->get<std::string>(0, "detail")->find("by_scope"), std::string::npos);
}

TEST_F(ReplicaTest, ReadsWhileAWriterIsAtWork) {
    officer.insert(the_case, "contact", contact("om-1"));
    std::int64_t seen = -1;

    officer.store()
        .write([&](Transaction& tx) -> Result<void> {
            tx.insert(the_case, "contact", contact("om-2")).value();
            std::thread reader([&] {
                const auto rows = officer.store().query("SELECT count(*) AS n FROM contact");
                seen = rows.value().get<std::int64_t>(0, "n").value_or(-1);
            });
            reader.join();
            return {};
        })
        .value();

    EXPECT_EQ(seen, 1);
}

}  // namespace
}  // namespace sanderling::tests
