// Random work on several devices: search finds what a plain reading of the rows finds, and the
// index agrees with its rows.
#include "tests/integration/client-sdk/replica/search_files.hpp"

#include <algorithm>
#include <random>
#include <set>

namespace sanderling::tests {
namespace {

constexpr std::array vocabulary{"bail",  "visit",  "visits", "curfew", "court", "letter",
                                "house", "family", "ŵyn",    "café",   "drug",  "exit"};

class SearchRandomTest : public ReplicaTest, public testing::WithParamInterface<unsigned> {
  protected:
    std::string words() {
        std::string out;
        for (auto n = rng() % 4; n < 5; ++n)
            out += std::string(out.empty()      ? ""
                               : rng() % 2 == 0 ? ", "
                                                : "\n") +
                   vocabulary[rng() % vocabulary.size()];
        return out;
    }
    RecordId any() { return records[rng() % records.size()]; }

    // A refusal (deleted meanwhile, not there yet) is as good as a write here.
    Result<void> step(Transaction& tx) {
        const RecordId id = any();
        switch (rng() % 6) {
            case 0: {
                const auto made = tx.insert(the_case, "contact", noted());
                if (made) records.push_back(*made);
                break;
            }
            case 1:
                return tx.erase("contact", id);
            case 2:
                return tx.undelete("contact", id);
            case 3:
                return tx.update("person", person, {{"name", words()}});
            default:
                return tx.append("contact", id, "notes", words());
        }
        return {};
    }
    Row noted() {
        Row row = contact("om-1");
        if (rng() % 4 == 0)
            row.erase("notes");
        else
            row["notes"] = List{words(), words()};
        return row;
    }
    void work(Device& device) {
        for (int i = 0; i < 6; ++i)
            static_cast<void>(device.store().write([&](Transaction& tx) -> Result<void> {
                for (int k = 0; k < 5; ++k) static_cast<void>(step(tx));
                return rng() % 5 == 0 ? Result<void>(fail(Errc::closed, "taken back"))
                                      : Result<void>{};
            }));
        const auto open = device.store().conflicts().value();
        if (!open.empty() && rng() % 2 == 0)
            static_cast<void>(device.store().resolve(open[0].id, Choice{rng() % 2}));
    }
    static std::set<RecordId> scanned(Device& device, const std::string& word) {
        std::set<RecordId> out;
        for (const std::string sql : {"SELECT contact.id, value FROM contact, json_each(notes)",
                                      "SELECT id, name AS value FROM person"}) {
            const auto rows = device.store().query(sql).value();
            for (std::size_t row = 0; row < rows.size(); ++row) {
                std::string line = *rows.get<std::string>(row, "value") + ",";
                std::replace(line.begin(), line.end(), '\n', ',');
                line.erase(std::remove(line.begin(), line.end(), ' '), line.end());
                if (("," + line).find("," + word + ",") != std::string::npos)
                    out.insert(*rows.get<RecordId>(row, "id"));
            }
        }
        return out;
    }
    static void expect_same(Device& device) {
        for (const char* word : vocabulary) {
            std::set<RecordId> found;
            for (const SearchHit& hit : device.store().search(word, {.limit = 1000}).value()) {
                EXPECT_FALSE(hit.found.empty()) << hit.snippet;
                EXPECT_TRUE(found.insert(hit.record).second);
            }
            EXPECT_EQ(found, scanned(device, word)) << word;
        }
        EXPECT_NO_THROW(check_search_index(device, "contact"));
        EXPECT_NO_THROW(check_search_index(device, "person"));
    }

    std::mt19937 rng{GetParam()};
    std::vector<RecordId> records{};
    RecordId person{};
};

TEST_P(SearchRandomTest, FindsWhatAScanFinds) {
    person = officer.insert(the_case, "person", {{"name", std::string("bail")}});
    records.push_back(officer.insert(the_case, "contact", contact("om-1")));
    sync_all();

    for (int round = 0; round < 8; ++round) {
        for (Device* device : {&officer, &duty}) {
            work(*device);
            if (rng() % 3 == 0) device->reopen();
            expect_same(*device);
            if (rng() % 2 == 0) device->sync();
        }
        if (round == 5) organisation.admit(the_case, duty.person(), "auditor");  // refused from now
        sync_all();
        for (Device* device : {&officer, &duty, &manager}) expect_same(*device);
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SearchRandomTest, testing::Values(1U, 2U, 3U));

}  // namespace
}  // namespace sanderling::tests
