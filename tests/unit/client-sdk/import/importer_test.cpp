// A whole export: the good lines in, the bad ones set aside, nothing lost.
#include "client-sdk/import/importer.hpp"

#include "schema/generated/probation/description.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace sanderling::import {
namespace {

std::string contact(const std::string& fields) {
    return R"({"scope":"case:1","collection":"contact","fields":{"type":"COAP")" + fields + "}}";
}

struct Outcome {
    Result<ImportTally> result = ImportTally{};
    std::vector<std::uint64_t> imported{};  // their lines
    std::vector<RejectedLine> rejected{};
    std::vector<ImportProgress> progress{};
};

Outcome run(const std::string& input, const ImportOptions& options = {},
            const std::function<Result<void>(const ImportedRecord&)>& judge = {}) {
    Outcome out;
    const auto take = [&](const ImportedRecord& record) -> Result<void> {
        if (judge) {
            if (auto judged = judge(record); !judged) return judged;
        }
        out.imported.push_back(record.line);
        return {};
    };
    const auto set_aside = [&](const RejectedLine& line) -> Result<void> {
        out.rejected.push_back(line);
        return {};
    };
    const auto watch = [&](const ImportProgress& at) { out.progress.push_back(at); };
    std::istringstream in(input);
    out.result = import_records(in, probation::schema(), {take, set_aside, watch}, options);
    return out;
}

TEST(Importer, ImportsGoodLinesAmongBadOnes) {
    const std::string input = "\xEF\xBB\xBF" + contact("") + "\r\n" +          // 1
                              "\n" +                                           // 2: empty
                              contact(R"(,"outcome":"ATTX")") + "\n" +         // 3
                              "not json\n" +                                   // 4
                              contact(R"(,"place":"home")") + "\n" +           // 5
                              contact(",\"staff\":\"\xFF\"") + "\n" +          // 6
                              contact(R"(,"staff":"a","staff":"b")") + "\n" +  // 7
                              "   \t\r\n" +                                    // 8: blank
                              contact(R"(,"ns_flag":true)");                   // 9: no newline

    const Outcome out = run(input);

    ASSERT_TRUE(out.result);
    EXPECT_EQ(out.result->lines, 9U);
    EXPECT_EQ(out.result->imported, 3U);
    EXPECT_EQ(out.result->rejected, 4U);
    EXPECT_THAT(out.imported, testing::ElementsAre(1, 5, 9));
    std::vector<std::string> messages;
    for (const auto& line : out.rejected) messages.push_back(line.message());
    EXPECT_THAT(messages,
                testing::ElementsAre("line 3: contact.outcome: 'ATTX' is not a value of outcome",
                                     "line 4: is not well-formed JSON at byte 2",
                                     "line 6: is not UTF-8 at byte 75",
                                     "line 7: staff: 'staff' is given twice"));
}

TEST(Importer, GivesRejectedLinesUnchangedWithTheirPlace) {
    const std::string bad = contact(R"(,  "outcome" :"ATTX")");
    const std::string input = contact("") + "\n" + bad + "\r\n";

    const Outcome out = run(input);

    ASSERT_EQ(out.rejected.size(), 1U);
    EXPECT_EQ(out.rejected[0].text, bad);
    EXPECT_EQ(input.substr(out.rejected[0].offset, out.rejected[0].bytes), bad);
    const auto written = nlohmann::json::parse(out.rejected[0].json());
    EXPECT_EQ(written.at("line"), 2);
    EXPECT_EQ(written.at("collection"), "contact");
    EXPECT_EQ(written.at("field"), "outcome");
    EXPECT_EQ(written.at("reason"), "'ATTX' is not a value of outcome");
    EXPECT_EQ(written.at("text"), bad);
}

TEST(Importer, KeepsTheBytesOfARejectThatIsNotUtf8) {
    const Outcome out = run("{\"\xFE\xFF\"}\n");

    ASSERT_EQ(out.rejected.size(), 1U);
    const auto written = nlohmann::json::parse(out.rejected[0].json());
    EXPECT_EQ(written.at("base64"), "eyL+/yJ9");
    EXPECT_FALSE(written.contains("text"));
}

TEST(Importer, RejectsALineThatIsTooLongAndGoesOn) {
    const std::string too_long = contact(",\"notes\":[\"" + std::string(5000, 'x') + "\"]");

    const Outcome out = run(too_long + "\n" + contact("") + "\n", {.line_bytes_max = 1000});

    ASSERT_TRUE(out.result);
    EXPECT_THAT(out.imported, testing::ElementsAre(2));
    ASSERT_EQ(out.rejected.size(), 1U);
    EXPECT_EQ(out.rejected[0].text, too_long.substr(0, 1000));
    EXPECT_EQ(out.rejected[0].bytes, too_long.size());
    EXPECT_EQ(out.rejected[0].wrong.reason,
              "has " + std::to_string(too_long.size()) + " bytes, more than the 1000 allowed");
}

TEST(Importer, RejectsWhatItsTakerRefusesForThatRecordAlone) {
    const auto judge = [](const ImportedRecord& record) -> Result<void> {
        if (record.line == 1) return fail(Errc::unknown_scope, "case:1");
        return {};
    };

    const Outcome out = run(contact("") + "\n" + contact("") + "\n", {}, judge);

    ASSERT_TRUE(out.result);
    EXPECT_THAT(out.imported, testing::ElementsAre(2));
    ASSERT_EQ(out.rejected.size(), 1U);
    EXPECT_THAT(out.rejected[0].message(), testing::StartsWith("line 1: contact: unknown_scope"));
}

TEST(Importer, StopsWhenItsTakerCannotGoOn) {
    const auto judge = [](const ImportedRecord& record) -> Result<void> {
        if (record.line == 2) return fail(Errc::disk_full, "no space left");
        return {};
    };

    const Outcome out =
        run(contact("") + "\n" + contact("") + "\n" + contact("") + "\n", {}, judge);

    ASSERT_FALSE(out.result);
    EXPECT_EQ(out.result.error().code, Errc::disk_full);
    EXPECT_EQ(out.result.error().detail, "line 2: no space left");
    EXPECT_THAT(out.imported, testing::ElementsAre(1));
}

TEST(Importer, StopsWhenARejectedLineWouldBeLost) {
    std::istringstream in("bad\n");
    std::ostringstream rejects;
    rejects.setstate(std::ios::badbit);
    const auto take = [](const ImportedRecord&) -> Result<void> { return {}; };

    const auto result = import_records(in, probation::schema(), {take, rejects_to(rejects), {}});

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::io);
}

TEST(Importer, WantsItsSinks) {
    std::istringstream in("");

    const auto result = import_records(in, probation::schema(), {});

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::invalid_argument);
}

TEST(Importer, ReportsProgressUpToTheEnd) {
    std::string input;
    for (int i = 0; i < 600; ++i) input += contact("") + "\n";

    const Outcome out = run(input, {.bytes_total = input.size()});

    ASSERT_EQ(out.progress.size(), 3U);
    EXPECT_EQ(out.progress[0].tally.imported, 256U);
    EXPECT_EQ(out.progress[0].bytes_done, input.size() / 600 * 256);
    EXPECT_EQ(out.progress[2].bytes_done, input.size());
    EXPECT_EQ(out.progress[2].bytes_total, input.size());
    EXPECT_EQ(out.progress[2].tally.imported, 600U);
}

TEST(Importer, WritesRejectsAsNdjson) {
    std::istringstream in("bad\n[]\n");
    std::ostringstream rejects;
    const auto take = [](const ImportedRecord&) -> Result<void> { return {}; };

    ASSERT_TRUE(import_records(in, probation::schema(), {take, rejects_to(rejects), {}}));

    EXPECT_EQ(rejects.str(),
              "{\"line\":1,\"offset\":0,\"bytes\":3,\"field\":\"\",\"reason\":\"is not well-formed "
              "JSON at byte 1\",\"text\":\"bad\"}\n"
              "{\"line\":2,\"offset\":4,\"bytes\":2,\"field\":\"\",\"reason\":\"is not a JSON "
              "object\",\"text\":\"[]\"}\n");
}

}  // namespace
}  // namespace sanderling::import
