#include "schema/compiler/generate.hpp"

#include "schema/generated/probation/description.hpp"
#include "tests/unit/schema/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::schema {
namespace {

using testing::HasSubstr;

const CppOptions options{.name_space = "sample", .include_prefix = "made/", .source = "s.yaml"};

TEST(Generate, NamesTheSourceInEveryFile) {
    const Schema schema = load_sample().schema;

    for (const GeneratedFile& file : generate_cpp(schema, options)) {
        EXPECT_THAT(file.text, HasSubstr("Made from s.yaml")) << file.name;
        EXPECT_TRUE(file.text.ends_with("\n")) << file.name;
    }
}

TEST(Generate, DeclaresAnOptionalForAValueAndAVectorForManyValues) {
    const std::string text = records_header(load_sample().schema, options).text;

    EXPECT_THAT(text, HasSubstr("    std::optional<Level> danger{};\n"));
    EXPECT_THAT(text, HasSubstr("    std::vector<Colour> colours{};\n"));
    EXPECT_THAT(text, HasSubstr("    std::vector<std::string> notes{};\n"));
    EXPECT_THAT(text, HasSubstr("    std::optional<sanderling::Instant> starts{};\n"));
    EXPECT_THAT(text, HasSubstr("    std::vector<std::string> steps{};\n"));
    EXPECT_THAT(text, HasSubstr("    std::optional<std::int64_t> knocks{};\n"));
    EXPECT_THAT(text, HasSubstr("    std::optional<std::string> reference{};\n"));
}

TEST(Generate, KeepsLinesWithinAHundredColumns) {
    for (const GeneratedFile& file : generate_cpp(probation::schema(), options)) {
        std::size_t start = 0;
        while (start < file.text.size()) {
            const std::size_t end = file.text.find('\n', start);
            EXPECT_LE(end - start, 100U)
                << file.name << ": " << file.text.substr(start, end - start);
            start = end + 1;
        }
    }
}

TEST(Generate, WritesADictionaryThatPeopleCanRead) {
    const std::string text = generate_dictionary(load_sample().schema, "s.yaml");

    EXPECT_THAT(text, HasSubstr("### visit\n\nA visit.\n"));
    EXPECT_THAT(text, HasSubstr("| 7 | `notes` | log of text |"));
    EXPECT_THAT(text, HasSubstr("| 12 | `steps` | ordered list of text |"));
    EXPECT_THAT(text, HasSubstr("the first counts for ever"));
    EXPECT_THAT(text, HasSubstr("the most protective is in force until resolved | "
                                "any writer; conflicts: decider |"));
    EXPECT_THAT(text, HasSubstr("- keeper: read, write; decides as decider; decides as writer\n"));
}

}  // namespace
}  // namespace sanderling::schema
