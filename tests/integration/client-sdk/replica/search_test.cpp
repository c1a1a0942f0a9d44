// Searching by word: what is found, how it is shown, and that no text is a query language.
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

class SearchTest : public ReplicaTest {
  protected:
    Row noted(std::vector<std::string> notes) {
        Row row = contact("om-1");
        row["notes"] = List(notes.begin(), notes.end());
        return row;
    }
    static std::vector<SearchHit> search(Device& device, std::string_view text,
                                         const SearchOptions& options = {}) {
        return device.store().search(text, options).value();
    }
    static std::vector<RecordId> found(Device& device, std::string_view text,
                                       Words words = Words::whole) {
        std::vector<RecordId> ids;
        for (const SearchHit& hit : search(device, text, {.words = words}))
            ids.push_back(hit.record);
        return ids;
    }
    using Ids = std::vector<RecordId>;
};

TEST_F(SearchTest, FindsWordsOfALogAndShowsWhere) {
    const RecordId id =
        officer.insert(the_case, "contact",
                       noted({"Met at the \"Anchor\" café.", "Talked about the tŷ in Llŷr."}));
    officer.insert(the_case, "contact", noted({"Nothing of note."}));

    const auto hits = search(officer, "ANCHOR cafe llyr");

    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].collection, "contact");
    EXPECT_EQ(hits[0].record, id);
    EXPECT_EQ(hits[0].scope, the_case);
    EXPECT_EQ(hits[0].field, "notes");
    EXPECT_EQ(marked_snippet(hits[0], "[", "]"),
              "Met at the \"[Anchor]\" [café].\nTalked about the tŷ in [Llŷr].");
    EXPECT_LT(hits[0].rank, 0.0);
}

TEST_F(SearchTest, IndexesEntriesAndNotTheirJson) {
    officer.insert(the_case, "contact", noted({"first\nline\ttab \\u0041 \u0001null"}));

    EXPECT_EQ(found(officer, "line tab").size(), 1U);
    EXPECT_EQ(found(officer, "u0041").size(), 1U);  // as typed, after a backslash
    EXPECT_TRUE(found(officer, "nline").empty());
    EXPECT_TRUE(found(officer, "ttab").empty());
    EXPECT_TRUE(found(officer, "u0001null").empty());
}

TEST_F(SearchTest, PutsTheBestFirstAcrossCollections) {
    const RecordId much = officer.insert(the_case, "contact", noted({"bail bail bail"}));
    const RecordId little = officer.insert(
        the_case, "contact",
        noted({"A long talk about many other things and, near its end, about bail as well."}));
    const RecordId person = officer.insert(the_case, "person", {{"name", std::string("Ann Bail")}});

    const auto hits = search(officer, "bail");
    ASSERT_EQ(hits.size(), 3U);
    EXPECT_TRUE(std::is_sorted(hits.begin(), hits.end(),
                               [](const auto& a, const auto& b) { return a.rank < b.rank; }));
    const auto contacts = search(officer, "bail", {.collections = {"contact"}});
    ASSERT_EQ(contacts.size(), 2U);
    EXPECT_EQ(contacts[0].record, much);
    EXPECT_EQ(contacts[1].record, little);
    const auto people = search(officer, "bail", {.collections = {"person"}});
    ASSERT_EQ(people.size(), 1U);
    EXPECT_EQ(people[0].record, person);
    EXPECT_EQ(people[0].field, "name");
    EXPECT_EQ(search(officer, "bail", {.limit = 1}).size(), 1U);
}

TEST_F(SearchTest, FindsBeginningsWhenAsked) {
    const RecordId id = officer.insert(the_case, "contact", noted({"Two visits, well kept."}));

    EXPECT_TRUE(found(officer, "visit").empty());
    EXPECT_EQ(found(officer, "visit", Words::beginnings), Ids{id});
    EXPECT_EQ(found(officer, "kept visi", Words::last_beginning), Ids{id});
    EXPECT_TRUE(found(officer, "visi kept", Words::last_beginning).empty());
    EXPECT_TRUE(found(officer, "visi ", Words::last_beginning).empty());
}

TEST_F(SearchTest, KeepsToOneScope) {
    const ScopeId other = organisation.create_scope("case");
    organisation.admit(other, officer.person(), "officer");
    officer.sync();
    officer.insert(the_case, "contact", noted({"bail"}));
    const RecordId there = officer.insert(other, "contact", noted({"bail"}));

    const auto hits = search(officer, "bail", {.scope = other});

    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].record, there);
    EXPECT_EQ(search(officer, "bail").size(), 2U);
}

TEST_F(SearchTest, TakesAnyTextAsWords) {
    officer.insert(the_case, "contact", noted({"He said \"NEAR\" and 100% of it; a 😀 face."}));

    for (const std::string& text :
         {std::string("\""), std::string("*"), std::string("NEAR("), std::string("a AND"),
          std::string("-a"), std::string("^"), std::string("{notes}:"), std::string("notes:x"),
          std::string("😀"), std::string("'; DROP TABLE contact"), std::string("\xFF\xFE"),
          std::string("\0\"", 2), std::string("(((((((("), std::string()}) {
        for (const Words words : {Words::whole, Words::last_beginning, Words::beginnings})
            EXPECT_TRUE(officer.store().search(text, {.words = words})) << text;
    }
    EXPECT_EQ(found(officer, "near(").size(), 1U);
    EXPECT_EQ(found(officer, "\"face\"").size(), 1U);
    EXPECT_EQ(found(officer, "face 😀").size(), 1U);
    EXPECT_TRUE(found(officer, "😀").empty());
    EXPECT_TRUE(found(officer, "").empty());
    EXPECT_EQ(officer.store().search(std::string(5000, 'x')).error().code, Errc::too_large);
}

TEST_F(SearchTest, RefusesWhatCannotBeSearched) {
    const auto code = [&](const SearchOptions& options) {
        return officer.store().search("x", options).error().code;
    };
    EXPECT_EQ(code({.collections = {"nonsense"}}), Errc::not_found);
    EXPECT_EQ(code({.collections = {"allocation"}}), Errc::invalid_argument);
    EXPECT_EQ(code({.limit = 1001}), Errc::invalid_argument);
    EXPECT_EQ(code({.snippet_words = 0}), Errc::invalid_argument);
    EXPECT_EQ(code({.snippet_words = 65}), Errc::invalid_argument);
}

TEST_F(SearchTest, FollowsATextThatSeveralWriteIn) {
    const RecordId id =
        officer.insert(the_case, "risk_assessment", {{"narrative", std::string("Alcohol.")}});
    sync_all();
    const auto edit = [&](Device& device, const TextEdit& typed) {
        device.store()
            .write([&](Transaction& tx) {
                return tx.edit_text("risk_assessment", id, "narrative", typed);
            })
            .value();
    };
    edit(officer, {7, 0, " and gambling"});
    edit(duty, {0, 7, "Heroin"});
    sync_all();

    EXPECT_EQ(duty.get("risk_assessment", id).at("narrative"),
              Value(std::string("Heroin and gambling.")));
    EXPECT_EQ(duty.store().search("gambling").value().size(), 1U);
    EXPECT_EQ(officer.store().search("heroin").value().size(), 1U);
    EXPECT_TRUE(officer.store().search("alcohol").value().empty());
}

TEST_F(SearchTest, IsUsableInPlainSql) {
    const RecordId id = officer.insert(the_case, "contact", noted({"A word about bail."}));

    const auto rows = officer.store().query(
        "SELECT c.id, c.staff, snippet(sanderling_contact_search, 0, '[', ']', '…', 8) AS s"
        " FROM sanderling_contact_search AS w JOIN contact AS c ON c.id = w.id"
        " WHERE sanderling_contact_search MATCH ?1 ORDER BY w.rank",
        {std::string("bail NOT prison")});
    const auto syntax = officer.store().query(
        "SELECT id FROM sanderling_contact_search WHERE sanderling_contact_search MATCH 'NEAR('");
    const auto write = officer.store().query(
        "INSERT INTO sanderling_contact_search(sanderling_contact_search) VALUES('rebuild')");

    ASSERT_EQ(rows.value().size(), 1U);
    EXPECT_EQ(rows->get<RecordId>(0, "id"), id);
    EXPECT_EQ(rows->get<std::string>(0, "s"), "A word about [bail].");
    EXPECT_EQ(syntax.error().code, Errc::invalid_argument);
    EXPECT_EQ(write.error().code, Errc::not_permitted);
    EXPECT_EQ(officer.store().query("SELECT 1 FROM sanderling_contact_search_text").error().code,
              Errc::not_permitted);
}

TEST_F(SearchTest, FollowsDeletingAndUndeleting) {
    const RecordId id = officer.insert(the_case, "contact", noted({"bail"}));
    const auto write = [&](auto&& work) {
        ASSERT_TRUE(officer.store().write([&](Transaction& tx) { return work(tx); }));
    };

    write([&](Transaction& tx) { return tx.erase("contact", id); });
    EXPECT_TRUE(found(officer, "bail").empty());
    write([&](Transaction& tx) { return tx.undelete("contact", id); });
    EXPECT_EQ(found(officer, "bail"), Ids{id});
    write([&](Transaction& tx) { return tx.append("contact", id, "notes", std::string("fine")); });
    EXPECT_EQ(found(officer, "bail fine"), Ids{id});
}

TEST_F(SearchTest, FollowsSyncConflictsAndResolution) {
    const RecordId person = officer.insert(the_case, "person", {{"name", std::string("Ann")}});
    sync_all();
    EXPECT_EQ(found(duty, "ann"), Ids{person});
    officer.update("person", person, {{"name", std::string("Berta")}});
    duty.update("person", person, {{"name", std::string("Cecily")}});
    EXPECT_TRUE(found(duty, "ann").empty());
    sync_all();
    const auto open = officer.store().conflicts().value();
    ASSERT_EQ(open.size(), 1U);
    const std::string in_force = text(officer.get("person", person), "name");
    const std::string other = in_force == "Berta" ? "Cecily" : "Berta";
    EXPECT_EQ(found(manager, in_force), Ids{person});
    EXPECT_TRUE(found(manager, other).empty());

    officer.store().resolve(open[0].id, Choice{1}).value();
    sync_all();

    for (Device* device : {&officer, &duty, &manager}) {
        EXPECT_EQ(found(*device, other), Ids{person});
        EXPECT_TRUE(found(*device, in_force).empty());
    }
}

TEST_F(SearchTest, ForgetsWhatTheServerRefused) {
    const RecordId person = officer.insert(the_case, "person", {{"name", std::string("Ann")}});
    sync_all();
    officer.update("person", person, {{"name", std::string("Berta")}});
    officer.insert(the_case, "contact", noted({"bail"}));
    organisation.admit(the_case, officer.person(), "auditor");

    officer.control();
    officer.push();

    EXPECT_EQ(found(officer, "ann"), Ids{person});
    EXPECT_TRUE(found(officer, "berta").empty());
    EXPECT_TRUE(found(officer, "bail").empty());
}

}  // namespace
}  // namespace sanderling::tests
