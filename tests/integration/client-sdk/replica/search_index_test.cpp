// The index itself: built when it is missing, changed with the schema, small, and kept by VACUUM.
#include "client-sdk/replica/search_index.hpp"

#include "tests/integration/client-sdk/replica/search_files.hpp"

namespace sanderling::tests {
namespace {

schema::Schema with_marks(const schema::Schema& whole, std::string_view collection,
                          const std::vector<std::string>& marked) {
    schema::SchemaParts parts{.name = whole.name(),
                              .version = whole.version(),
                              .roles = whole.roles(),
                              .classes = whole.classes(),
                              .scope_kinds = whole.scope_kinds(),
                              .enums = whole.enums(),
                              .collections = whole.collections()};
    for (auto& c : parts.collections)
        if (c.name == collection)
            for (auto& f : c.fields)
                f.full_text = std::find(marked.begin(), marked.end(), f.name) != marked.end();
    return schema::Schema(std::move(parts));
}

class SearchIndexTest : public ReplicaTest {
  protected:
    template <class Work>
    static void inside(Device& device, Work&& work) {
        device.store()
            .replica()
            .write(vault::Durability::full,
                   [&](replica::Writer& writer) -> Result<void> {
                       work(writer.database);
                       return {};
                   })
            .value();
    }
    static std::size_t hits(Device& device, std::string_view text) {
        return device.store().search(text).value().size();
    }
};

TEST_F(SearchIndexTest, IsBuiltAtOpenWhereThereIsNone) {
    officer.store()
        .write([&](Transaction& tx) -> Result<void> {
            for (int i = 0; i < 1200; ++i) tx.insert(the_case, "contact", contact("om-1")).value();
            return {};
        })
        .value();
    // As a replica is that was made before there was an index.
    inside(officer, [](vault::Database& database) {
        for (const char* event : {"insert", "update", "delete"})
            database.execute(std::string("DROP TRIGGER sanderling_contact_search_") + event);
        database.execute("DROP TABLE sanderling_contact_search");
        database.execute("DROP VIEW sanderling_contact_search_text");
    });
    ASSERT_FALSE(officer.store().search("seen", {.collections = {"contact"}}));

    std::vector<std::uint64_t> done;
    officer.reopen_telling([&](const OpenProgress& progress) {
        EXPECT_EQ(progress.step, "search index of contact");
        EXPECT_EQ(progress.total, 1200U);
        done.push_back(progress.done);
    });

    const std::vector<std::uint64_t> steps{500, 1000, 1200};
    EXPECT_EQ(done, steps);
    EXPECT_EQ(officer.store().search("seen", {.limit = 1000}).value().size(), 1000U);
    check_search_index(officer, "contact");
    done.clear();
    officer.reopen_telling([&](const OpenProgress& progress) { done.push_back(progress.done); });
    EXPECT_TRUE(done.empty());
}

TEST_F(SearchIndexTest, FollowsTheMarksOfTheSchema) {
    const schema::Schema more = with_marks(schema, "contact", {"staff", "notes"});
    const schema::Schema none = with_marks(schema, "contact", {});
    officer.insert(the_case, "contact", contact("Wilhelmina"));
    EXPECT_EQ(hits(officer, "seen"), 1U);
    EXPECT_EQ(hits(officer, "wilhelmina"), 0U);

    officer.reopen(more);
    officer.insert(the_case, "contact", contact("Wilhelmina"));
    EXPECT_EQ(hits(officer, "seen"), 2U);
    ASSERT_EQ(hits(officer, "wilhelmina"), 2U);
    EXPECT_EQ(officer.store().search("wilhelmina").value()[0].field, "staff");
    EXPECT_EQ(officer.store().search("seen").value()[0].field, "notes");
    check_search_index(officer, "contact");

    officer.reopen(none);
    EXPECT_EQ(hits(officer, "seen"), 0U);
    officer.insert(the_case, "contact", contact("Wilhelmina"));
    officer.reopen(schema);
    EXPECT_EQ(hits(officer, "seen"), 3U);
    check_search_index(officer, "contact");
}

TEST_F(SearchIndexTest, IsApartFromCollectionsOfLikeNames) {
    schema::SchemaParts parts{.name = "names", .version = schema.version()};
    std::uint16_t next = 0;
    for (const char* table : {"note", "note_data", "note_search", "note_search_data"}) {
        schema::Field text{.name = "rank", .number = schema::FieldNumber{1}, .full_text = true};
        schema::Collection collection{.name = table, .table = table};
        collection.number = schema::CollectionNumber{++next};
        collection.fields.push_back(std::move(text));
        parts.collections.push_back(std::move(collection));
    }
    const schema::Schema names(std::move(parts));
    const TemporaryFolder folder(TemporaryFolder::Where::memory);

    for (int twice = 0; twice < 2; ++twice) {
        auto store = Store::open(folder.path() / "store", Device::key(), names);
        ASSERT_TRUE(store) << store.error().message();
        EXPECT_TRUE(store->search("word"));
    }
}

TEST_F(SearchIndexTest, OutlivesVacuum) {
    for (int i = 0; i < 20; ++i) officer.insert(the_case, "contact", contact("om-1"));
    inside(officer, [](vault::Database& database) {
        database.execute("DELETE FROM sanderling_rows_contact WHERE rowid % 3 = 0");
    });

    // Rows are found by their row numbers, which SQLite keeps because the table has an index.
    officer.store()
        .replica()
        .destroy([](replica::Writer& writer) -> Result<void> {
            writer.meta.put_integer(replica::meta::unswept, 1);
            return {};
        })
        .value();

    check_search_index(officer, "contact");
    EXPECT_EQ(hits(officer, "seen"), 14U);
}

TEST_F(SearchIndexTest, GoesWithAnExport) {
    for (int i = 0; i < 20; ++i) officer.insert(the_case, "contact", contact("om-1"));
    inside(officer, [](vault::Database& database) {
        database.execute("DELETE FROM sanderling_rows_contact WHERE rowid % 3 = 0");
    });
    const TemporaryFolder folder(TemporaryFolder::Where::memory);
    std::filesystem::copy(officer.directory(), folder.path() / "copy");
    auto vault = vault::Vault::open(folder.path() / "copy", Device::key()).value();

    vault.export_to(folder.path() / "exported", Device::key()).value();

    auto store = Store::open(folder.path() / "exported", Device::key(), schema).value();
    EXPECT_EQ(store.search("seen").value().size(), 14U);
    check_search_index(store, "contact");
}

TEST_F(SearchIndexTest, NeedsNoOverflowPages) {
    officer.store()
        .write([&](Transaction& tx) -> Result<void> {
            for (int i = 0; i < 1500; ++i) {
                Row row = contact("om-1");
                std::string words;
                for (int k = 0; k < 40; ++k)
                    words += "w" + std::to_string((i * 7919 + k * 104729) % 20011) + " ";
                row["notes"] = List{words};
                tx.insert(the_case, "contact", row).value();
            }
            return {};
        })
        .value();

    inside(officer, [](vault::Database& database) {
        replica::condense_search_index(database, *probation::schema().collection("contact"));
        const auto largest =
            database.query_int("SELECT max(length(block)) FROM sanderling_contact_search_data");
        EXPECT_GT(largest, 3500);
        EXPECT_LE(largest, 4009);  // what fits a leaf of 4096 bytes with 48 reserved
    });
}

}  // namespace
}  // namespace sanderling::tests
