#include "schema/compiler/source.hpp"

#include <gtest/gtest.h>

namespace sanderling::schema {
namespace {

TEST(Source, SpellsTypesInCamelCase) {
    EXPECT_EQ(camel_case("risk_assessment"), "RiskAssessment");
    EXPECT_EQ(camel_case("a1_b"), "A1B");
}

TEST(Source, StepsAsideForKeywordsAndMembersOfEveryStruct) {
    EXPECT_EQ(identifier("register"), "register_");
    EXPECT_EQ(identifier("key"), "key_");
    EXPECT_EQ(identifier("outcome"), "outcome");
}

TEST(Source, EscapesLiterals) {
    EXPECT_EQ(literal("say \"no\" \\ so"), R"("say \"no\" \\ so")");
    EXPECT_EQ(literal("a\nb"), R"("a\nb")");
    EXPECT_EQ(literal("\x01"
                      "2"),
              R"("\x01" "2")");
}

TEST(Source, WrapsAtSpacesOnly) {
    EXPECT_EQ(wrapped("one two three", "// ", 11), "// one two\n// three\n");
    EXPECT_EQ(wrapped("longerthantheline x", "// ", 8), "// longerthantheline\n// x\n");
    EXPECT_EQ(wrapped("", "// "), "");
}

}  // namespace
}  // namespace sanderling::schema
