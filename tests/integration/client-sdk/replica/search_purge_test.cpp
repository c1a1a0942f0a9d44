// After a scope has left a device, none of its words is in any page, used or free, nor in the log.
#include "client-sdk/replica/search_index.hpp"
#include "tests/integration/client-sdk/replica/search_files.hpp"

#include <random>

namespace sanderling::tests {
namespace {

class SearchPurgeTest : public ReplicaTest {
  protected:
    static constexpr std::string_view canary = "kingfisher";

    // Records of both scopes side by side on pages, of all sizes, changed often: what was moved
    // between pages leaves copies behind.
    void work_in(const std::vector<ScopeId>& scopes) {
        std::vector<std::pair<RecordId, bool>> records;
        duty.store()
            .write([&](Transaction& tx) -> Result<void> {
                for (int i = 0; i < 600; ++i) {
                    const bool marked = rng() % 2 == 0;
                    const auto id = tx.insert(
                        scopes.at(marked ? 0 : 1), "contact",
                        {{"type", std::string("home_visit")}, {"notes", List{words(marked)}}});
                    if (!id) return id.error();
                    records.emplace_back(*id, marked);
                }
                return {};
            })
            .value();
        for (int round = 0; round < 40; ++round)
            duty.store()
                .write([&](Transaction& tx) -> Result<void> {
                    for (int i = 0; i < 10; ++i) {
                        const auto& [id, marked] = records[rng() % records.size()];
                        if (auto done = tx.append("contact", id, "notes", words(marked)); !done)
                            return done;
                    }
                    return {};
                })
                .value();
    }
    std::string words(bool marked) {
        std::string out;
        for (auto n = 1 + rng() % 40; n > 0; --n)
            out += (marked ? std::string(canary) : std::string("sparrow")) +
                   std::to_string(rng() % 500) + " ";
        return out;
    }

    std::mt19937 rng{7};
};

TEST_F(SearchPurgeTest, LeavesNoWordOfAPurgedScope) {
    const ScopeId other = organisation.create_scope("case");
    organisation.admit(other, duty.person(), "duty_officer");
    duty.sync();
    work_in({the_case, other});
    duty.sync();
    duty.sync();
    ASSERT_EQ(duty.store().status().value().unsent_transactions, 0U);
    ASSERT_NE(decrypted_files(duty.directory()).find(canary), std::string::npos);

    organisation.remove(the_case, duty.person());
    duty.sync();

    ASSERT_EQ(duty.scope(the_case)->state, ScopeState::revoked);
    const std::string left = decrypted_files(duty.directory());
    EXPECT_EQ(left.find(canary), std::string::npos);
    EXPECT_NE(left.find("sparrow"), std::string::npos);
    EXPECT_FALSE(duty.store().search("sparrow7").value().empty());
    check_search_index(duty, "contact");
}

TEST_F(SearchPurgeTest, SweepsWhenOpenedIfItCouldNotBefore) {
    const ScopeId other = organisation.create_scope("case");
    organisation.admit(other, duty.person(), "duty_officer");
    duty.sync();
    work_in({the_case, other});
    duty.sync();
    duty.sync();
    // As if the power had failed after the scope was deleted.
    duty.store()
        .replica()
        .write(vault::Durability::full,
               [&](replica::Writer& writer) -> Result<void> {
                   writer.database.execute("DELETE FROM sanderling_rows_contact WHERE scope = x'" +
                                           to_hex(the_case.view()) + "'");
                   writer.meta.put_integer(replica::meta::unswept, 1);
                   replica::condense_search_index(writer.database, *schema.collection("contact"));
                   return {};
               })
        .value();
    ASSERT_NE(decrypted_files(duty.directory()).find(canary), std::string::npos);

    duty.reopen();

    EXPECT_EQ(decrypted_files(duty.directory()).find(canary), std::string::npos);
    check_search_index(duty, "contact");
}

}  // namespace
}  // namespace sanderling::tests
