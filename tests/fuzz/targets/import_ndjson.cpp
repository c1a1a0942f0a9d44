// An export that is imported (client-sdk/import/importer.hpp): every line is a record that the
// schema allows, or is set aside with its text and the reason, as one line of JSON.
#include "client-sdk/import/importer.hpp"
#include "client-sdk/import/instant_text.hpp"
#include "schema/generated/probation/description.hpp"
#include "schema/model/validate.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

#include <sstream>

namespace sanderling::fuzz {

namespace {

using namespace import;

std::string_view problem_with_instant(std::string_view text) {
    const auto instant = parse_instant(text);
    if (instant && parse_instant(instant_text(*instant)) != instant)
        return "a time does not come back from its text";
    return {};
}

}  // namespace

std::string_view problem_with(ByteView input) {
    std::string_view problem = problem_with_instant(as_text(input));
    std::uint64_t records = 0;
    std::uint64_t rejects = 0;
    const auto take = [&](const ImportedRecord& record) -> Result<void> {
        ++records;
        if (!schema::validate(probation::schema(), *record.collection, record.row,
                              schema::Change::create))
            problem = "a record that the schema does not allow is imported";
        return {};
    };
    const auto set_aside = [&](const RejectedLine& line) -> Result<void> {
        ++rejects;
        if (line.wrong.reason.empty()) problem = "a line is rejected without a reason";
        if (line.offset + line.bytes > input.size()) problem = "a line beyond the input";
        const std::string json = line.json();
        if (json.find('\n') != std::string::npos || !nlohmann::json::accept(json))
            problem = "a rejected line is not one line of JSON";
        return {};
    };
    std::istringstream in{std::string(as_text(input))};
    const auto tally =
        import_records(in, probation::schema(), {take, set_aside, {}}, {.line_bytes_max = 2048});
    if (!problem.empty() || !tally) return problem;
    if (tally->imported != records || tally->rejected != rejects) return "the tally is wrong";
    if (records + rejects > tally->lines) return "more lines than the input has";
    return {};
}

std::vector<Bytes> seeds() {
    const std::string contact =
        R"({"scope":"case:1","collection":"contact","id":"0190a0a0-0000-7000-8000-000000000001",)"
        R"("fields":{"type":"COAP","outcome":"ATTC","starts_at":"2011-04-18T09:30:00Z",)"
        R"("staff":"Ann","notes":["one","two"],"place":"home"}})";
    const std::string others = "\xEF\xBB\xBF" + contact + "\r\n\nnot json\n" + contact + "\n" +
                               R"({"scope":"case:1","collection":"person","fields":{}})" + "\n";
    std::vector<Bytes> out;
    for (const std::string_view text :
         {std::string_view(contact), std::string_view(others),
          std::string_view("2011-04-18T09:30:00.123+01:00"), std::string_view("\xFE\xFF\0a", 4)})
        out.push_back(to_bytes(as_bytes(text)));
    return out;
}

}  // namespace sanderling::fuzz
