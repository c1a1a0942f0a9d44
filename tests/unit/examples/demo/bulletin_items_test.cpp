// The newsletter without its pages, cut into what the demo begins with.
#include "examples/demo/bulletin_items.hpp"

#include <bulletin_text.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::demo {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::vector<BulletinItem> of_kind(ItemKind kind) {
    std::vector<BulletinItem> out;
    for (auto& item : bulletin_items(bulletin_text)) {
        if (item.kind == kind) out.push_back(item);
    }
    return out;
}

std::string body(const std::string& title) {
    for (auto& item : of_kind(ItemKind::bulletin)) {
        if (item.title == title) return item.body;
    }
    ADD_FAILURE() << "no bulletin " << title;
    return {};
}

TEST(BulletinItems, MakesABulletinOfEachSection) {
    std::vector<std::string> titles;
    for (const auto& item : of_kind(ItemKind::bulletin)) titles.push_back(item.title);

    EXPECT_THAT(titles, testing::ElementsAre("Research project", "Effective practice", "Culture",
                                             "Reducing bureaucracy", "Quality measurement",
                                             "An example of local offender engagement work",
                                             "Contact the OEP team"));
}

TEST(BulletinItems, LeavesOutWhatBelongsToThePages) {
    for (const auto& item : bulletin_items(bulletin_text)) {
        EXPECT_THAT(item.body,
                    AllOf(Not(HasSubstr("RESEARCH PROJECT")), Not(HasSubstr("CULTURE")),
                          Not(HasSubstr("REDUCING BUREAUCRACY")), Not(HasSubstr("**")),
                          Not(HasSubstr("##")), Not(HasSubstr("](")), Not(HasSubstr("\\"))));
        EXPECT_FALSE(item.body.empty());
        EXPECT_FALSE(item.body.ends_with('\n'));
    }
}

TEST(BulletinItems, JoinsWhatAPageBreakTore) {
    EXPECT_THAT(body("Research project"), HasSubstr("bulletins from Faye Taxman on a US project"));
    EXPECT_THAT(body("Effective practice"),
                HasSubstr("'Brilliant – it has thoroughly inspired me."));
    EXPECT_THAT(body("Reducing bureaucracy"), HasSubstr("risk of serious harm cases"));
}

TEST(BulletinItems, SaysAQuotationOnce) {
    const std::string practice = body("Effective practice");

    EXPECT_EQ(practice.find("thoroughly inspired me"), practice.rfind("thoroughly inspired me"));
    EXPECT_THAT(practice, Not(HasSubstr("Feedback from practitioner")));
    EXPECT_THAT(body("Culture"), Not(HasSubstr("Debbie Piggot, SPO in")));
    EXPECT_THAT(body("Culture"), HasSubstr("Debbie Piggot, Senior Probation Officer"));
    EXPECT_THAT(body("An example of local offender engagement work"),
                testing::EndsWith("the way in which we work in the future.\""));
}

TEST(BulletinItems, KeepsAQuotationThatTheTextDoesNotHave) {
    EXPECT_THAT(body("Reducing bureaucracy"),
                AllOf(HasSubstr("Reduced prescription also encourages innovation"),
                      HasSubstr("Excerpt from Practice Framework")));
}

TEST(BulletinItems, KeepsLists) {
    EXPECT_THAT(
        body("Research project"),
        HasSubstr("- Offenders scores suggest that:\n- Females have stronger relationships"));
    EXPECT_THAT(body("Culture"), HasSubstr("action learning sets\n- An opportunity to practice"));
}

TEST(BulletinItems, ShowsLinksAsTheirText) {
    EXPECT_THAT(body("Contact the OEP team"),
                AllOf(HasSubstr("please email OEP@justice.gov.uk"), HasSubstr("support_service")));
}

TEST(BulletinItems, MakesIssuesOfFindingsThatFitTheirField) {
    const auto issues = of_kind(ItemKind::issue);

    ASSERT_EQ(issues.size(), 6U);
    EXPECT_EQ(issues[0].body, "Females have stronger relationships with probation than males");
    for (const auto& issue : issues) {
        EXPECT_EQ(issue.title, "Research project");
        EXPECT_LE(issue.body.size(), 300U);
    }
}

TEST(BulletinItems, MakesThreadsOfSentencesThatAskForViews) {
    const auto threads = of_kind(ItemKind::thread);

    ASSERT_EQ(threads.size(), 3U);
    EXPECT_THAT(threads[0].body, HasSubstr("discussion groups will be held"));
    EXPECT_THAT(threads[1].body, HasSubstr("we would welcome hearing from trusts"));
    EXPECT_THAT(threads[2].body, HasSubstr("discussion boards and focus groups"));
}

TEST(BulletinItems, MakesNothingOfTextWithoutSections) {
    EXPECT_TRUE(bulletin_items("").empty());
    EXPECT_TRUE(bulletin_items("Only a paragraph.\n").empty());
}

TEST(BulletinItems, TakesHeadsForFurnitureOnlyIfRepeated) {
    const auto items = bulletin_items("## A\n\nHEAD\n\nOne.\n\nHEAD\n\nUNIQUE\n\nTwo.");

    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].body, "One.\n\nUNIQUE\n\nTwo.");
}

}  // namespace
}  // namespace sanderling::demo
