#include "core/commit/path_form.hpp"

#include <gtest/gtest.h>

namespace sanderling::commit {
namespace {

bool goes(Rule rule, Operation operation, Coverage coverage) {
    return is_well_formed({.rule = rule, .operation = operation, .coverage = coverage});
}

TEST(PathForm, TakesWhatWritersSend) {
    for (const Rule rule : {Rule::register_, Rule::group, Rule::multi_value, Rule::cautious}) {
        EXPECT_TRUE(goes(rule, Operation::put, Coverage::all_known));
        EXPECT_TRUE(goes(rule, Operation::put, Coverage::named));
        EXPECT_TRUE(goes(rule, Operation::resolve, Coverage::all_known));
    }
    EXPECT_TRUE(goes(Rule::set, Operation::add, Coverage::all_known));
    EXPECT_TRUE(goes(Rule::log, Operation::append, Coverage::none));
    EXPECT_TRUE(goes(Rule::life, Operation::touch, Coverage::all_known));
    EXPECT_TRUE(goes(Rule::counter, Operation::append, Coverage::none));
    EXPECT_TRUE(goes(Rule::counter, Operation::append, Coverage::named));
    EXPECT_TRUE(goes(Rule::ordered_list, Operation::put, Coverage::all_known));
    EXPECT_TRUE(goes(Rule::ordered_list, Operation::touch, Coverage::none));
    EXPECT_TRUE(goes(Rule::immutable, Operation::put, Coverage::none));
}

TEST(PathForm, RefusesWhatWouldRemoveMoreThanItsRuleLets) {
    EXPECT_FALSE(goes(Rule::log, Operation::append, Coverage::all_known));
    EXPECT_FALSE(goes(Rule::counter, Operation::append, Coverage::all_known));
    EXPECT_FALSE(goes(Rule::immutable, Operation::put, Coverage::all_known));
    EXPECT_FALSE(goes(Rule::ordered_list, Operation::touch, Coverage::all_known));
}

TEST(PathForm, RefusesWhatWouldNotRemoveWhatItSaysItDoes) {
    EXPECT_FALSE(goes(Rule::life, Operation::undelete, Coverage::none));
    EXPECT_FALSE(goes(Rule::cautious, Operation::resolve, Coverage::none));
    EXPECT_FALSE(goes(Rule::set, Operation::remove, Coverage::none));
}

TEST(PathForm, RefusesAnotherRulesOperation) {
    EXPECT_FALSE(goes(Rule::register_, Operation::add, Coverage::all_known));
    EXPECT_FALSE(goes(Rule::set, Operation::put, Coverage::all_known));
    EXPECT_FALSE(goes(Rule::counter, Operation::put, Coverage::none));
    EXPECT_FALSE(goes(Rule::life, Operation::put, Coverage::all_known));
}

TEST(PathForm, LeavesToNewerWritersWhatItDoesNotKnow) {
    EXPECT_TRUE(goes(Rule{99}, Operation::put, Coverage::none));
    EXPECT_TRUE(goes(Rule::register_, Operation{99}, Coverage::none));
}

}  // namespace
}  // namespace sanderling::commit
