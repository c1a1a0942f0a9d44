// What the generator writes is what the importer reads.
#include "examples/caseload/ndjson.hpp"

#include "client-sdk/import/importer.hpp"
#include "schema/generated/probation/description.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace sanderling::caseload {
namespace {

struct Written {
    std::string lines{};
    std::vector<GeneratedRecord> records{};
};

Written write(std::uint64_t seed) {
    Written out;
    CaseloadSinks sinks;
    sinks.staff = [&](const Staff& staff) { out.lines += json_line(staff) + "\n"; };
    sinks.scope = [&](const GeneratedScope& scope) { out.lines += json_line(scope) + "\n"; };
    sinks.record = [&](const GeneratedRecord& record) {
        out.lines += json_line(record) + "\n";
        out.records.push_back(record);
    };
    generate({.cases = 5, .years = 1, .seed = seed}, sinks);
    return out;
}

TEST(Ndjson, IsTheSameForTheSameSeed) {
    const std::string first = write(7).lines;

    EXPECT_EQ(first, write(7).lines);
    EXPECT_NE(first, write(8).lines);
}

TEST(Ndjson, IsReadBackUnchanged) {
    const Written written = write(7);
    std::string records;
    for (const auto& record : written.records) records += json_line(record) + "\n";
    std::istringstream in(records);
    std::size_t at = 0;
    std::size_t different = 0;
    const auto take = [&](const import::ImportedRecord& read) -> Result<void> {
        const GeneratedRecord& made = written.records.at(at++);
        const bool same = std::get<std::string>(read.scope) == made.scope &&
                          read.collection->name == made.collection && read.id == made.id &&
                          read.row == made.row;
        if (!same) ++different;
        return {};
    };
    std::ostringstream rejects;

    const auto tally =
        import::import_records(in, probation::schema(), {take, import::rejects_to(rejects), {}});

    ASSERT_TRUE(tally);
    EXPECT_EQ(rejects.str(), "");
    EXPECT_EQ(tally->imported, written.records.size());
    EXPECT_EQ(different, 0U);
}

TEST(Ndjson, NamesScopesAndStaff) {
    const GeneratedScope scope{"case:17", "case", "J. Marlow", {{"om-1", "officer"}}};

    EXPECT_EQ(json_line(scope), R"({"scope":"case:17","kind":"case","label":"J. Marlow",)"
                                R"("members":[{"staff":"om-1","role":"officer"}]})");
    EXPECT_EQ(json_line(Staff{"om-1", "Nia Cope", "officer", "team:1"}),
              R"({"staff":"om-1","name":"Nia Cope","role":"officer","team":"team:1"})");
    EXPECT_EQ(json_line(Staff{"slt-1", "Ian Yates", "slt", ""}),
              R"({"staff":"slt-1","name":"Ian Yates","role":"slt"})");
}

}  // namespace
}  // namespace sanderling::caseload
