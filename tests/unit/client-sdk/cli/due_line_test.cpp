#include "client-sdk/cli/due_line.hpp"

#include <gtest/gtest.h>

namespace sanderling::cli {
namespace {

using namespace practice;

DueItem breach() {
    DueItem item;
    item.rule = Rule::breach;
    item.term = Term::breach;
    item.kind = Kind::mandatory;
    item.trigger = day_of(2011, 4, 18);
    item.due = day_of(2011, 5, 6);
    item.pack = "NS2011";
    return item;
}

CaseFile somebody() {
    CaseFile file;
    file.crn = "X123456";
    file.name = "A Person";
    return file;
}

TEST(DueLine, IsRedOnlyWhereMandatoryAndOpen) {
    DueItem item = breach();
    EXPECT_EQ(due_cells(item, somebody(), day_of(2011, 5, 6)),
              (std::vector<std::string>{"RED", "2011-05-06", "R5b", "breach", "open",
                                        "X123456 A Person"}));
    EXPECT_EQ(due_cells(item, somebody(), day_of(2011, 5, 7))[4], "overdue");

    item.kind = Kind::advisory;
    EXPECT_EQ(due_cells(item, somebody(), day_of(2011, 5, 7))[0], "amber");
    item.state = State::paused;
    item.reason = "evidence is pending";
    EXPECT_EQ(due_cells(item, somebody(), day_of(2011, 5, 7))[0], "");
    EXPECT_EQ(due_cells(item, somebody(), day_of(2011, 5, 7))[4], "paused: evidence is pending");
}

TEST(DueLine, ObjectNamesEverything) {
    const Json json = due_json(breach(), somebody(), day_of(2011, 5, 7));

    EXPECT_EQ(json["type"], "due");
    EXPECT_EQ(json["rule"], "R5b");
    EXPECT_EQ(json["colour"], "red");
    EXPECT_EQ(json["due"], "2011-05-06");
    EXPECT_EQ(json["overdue"], true);
    EXPECT_TRUE(json["due_at"].is_null());
    EXPECT_EQ(json["pack"], "NS2011");
}

}  // namespace
}  // namespace sanderling::cli
