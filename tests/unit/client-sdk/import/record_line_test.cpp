// Lines as records of the probation schema.
#include "client-sdk/import/record_line.hpp"

#include "schema/generated/probation/description.hpp"

#include <gtest/gtest.h>

namespace sanderling::import {
namespace {

const char* const good =
    R"({"scope":"case:17","collection":"contact","id":"018f3c4e-2a5b-7c3d-9e1f-0123456789ab",)"
    R"("fields":{"type":"CHVS","starts":"2011-04-18T09:30:00Z","outcome":"ATTC",)"
    R"("notes":["Seen at home as arranged."],"planned":true}})";

RejectedLine wrong_in(std::string_view line) {
    auto read = read_record(probation::schema(), line);
    EXPECT_TRUE(std::holds_alternative<Wrong>(read)) << line;
    const auto* wrong = std::get_if<Wrong>(&read);
    return {.line = 17, .wrong = wrong ? *wrong : Wrong{}};
}

std::string message_of(std::string_view fields) {
    return wrong_in(R"({"scope":"case:17","collection":"contact","fields":)" + std::string(fields) +
                    "}")
        .message();
}

TEST(RecordLine, ReadsARecord) {
    const auto read = read_record(probation::schema(), good);

    ASSERT_TRUE(std::holds_alternative<ImportedRecord>(read));
    const auto& record = std::get<ImportedRecord>(read);
    EXPECT_EQ(std::get<std::string>(record.scope), "case:17");
    EXPECT_EQ(record.collection->name, "contact");
    EXPECT_EQ(to_text(*record.id), "018f3c4e-2a5b-7c3d-9e1f-0123456789ab");
    const schema::Row expected{{"type", "home_visit"},
                               {"starts", std::int64_t{1303119000000}},
                               {"outcome", "attended_complied"},
                               {"notes", schema::List{"Seen at home as arranged."}},
                               {"planned", true}};
    EXPECT_EQ(record.row, expected);
}

TEST(RecordLine, ReadsAScopeByItsId) {
    const auto read = read_record(
        probation::schema(),
        R"({"scope":"018f3c4e-2a5b-7c3d-9e1f-0123456789ab","collection":"thread","fields":{"title":"t"}})");

    ASSERT_TRUE(std::holds_alternative<ImportedRecord>(read));
    const auto& record = std::get<ImportedRecord>(read);
    EXPECT_TRUE(std::holds_alternative<ScopeId>(record.scope));
    EXPECT_EQ(record.id, std::nullopt);
}

TEST(RecordLine, NamesLineCollectionAndField) {
    EXPECT_EQ(message_of(R"({"type":"CHVS","outcome":"ATTX"})"),
              "line 17: contact.outcome: 'ATTX' is not a value of outcome");
    EXPECT_EQ(message_of(R"({"outcome":"ATTC"})"), "line 17: contact.type: is required");
    EXPECT_EQ(message_of(R"({"type":null})"), "line 17: contact.type: is required");
    EXPECT_EQ(message_of(R"({"type":"CHVS","outcom":"ATTC"})"),
              "line 17: contact.outcom: is not a field of contact");
    EXPECT_EQ(message_of("[]"), "line 17: contact.fields: wants an object of fields");
}

TEST(RecordLine, NamesWhatIsWrongAroundTheFields) {
    EXPECT_EQ(wrong_in(R"({"scope":"case:1","fields":{}})").message(),
              "line 17: collection: wants a collection's name");
    EXPECT_EQ(wrong_in(R"({"scope":"case:1","collection":"kontact","fields":{}})").message(),
              "line 17: collection: 'kontact' is not a collection of probation");
    EXPECT_EQ(wrong_in(R"({"scope":"","collection":"contact","fields":{}})").message(),
              "line 17: contact.scope: wants a scope's label or id");
    EXPECT_EQ(wrong_in(R"({"scope":3,"collection":"contact","fields":{}})").message(),
              "line 17: contact.scope: wants a scope's label or id");
    EXPECT_EQ(wrong_in(R"({"scope":"case:1","collection":"contact","id":"x"})").message(),
              "line 17: contact.id: wants a UUID");
    EXPECT_EQ(wrong_in(R"({"scope":"case:1","collection":"contact"})").message(),
              "line 17: contact.fields: wants an object of fields");
    EXPECT_EQ(wrong_in(R"({"scope":"case:1","collection":"contact","field":{}})").message(),
              "line 17: field: is none of scope, collection, id and fields");
}

TEST(RecordLine, RefusesACollectionInAScopeWhereItDoesNotLive) {
    EXPECT_EQ(
        wrong_in(R"({"scope":"case:1","collection":"bulletin","fields":{"title":"t"}})").message(),
        "line 17: bulletin.scope: does not live in a scope of kind case");
}

TEST(RecordLine, RefusesAnIdWhereTheNaturalKeyGivesIt) {
    const std::string flag = R"({"scope":"case:1","collection":"register_flag",)";

    EXPECT_TRUE(std::holds_alternative<ImportedRecord>(
        read_record(probation::schema(), flag + R"("fields":{"type":"RMDO"}})")));
    EXPECT_EQ(wrong_in(flag + R"("id":"018f3c4e-2a5b-7c3d-9e1f-0123456789ab",)" +
                       R"("fields":{"type":"RMDO"}})")
                  .wrong.field,
              "id");
}

}  // namespace
}  // namespace sanderling::import
