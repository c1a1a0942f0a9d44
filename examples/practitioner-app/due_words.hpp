// What is due, as the pages have it: each item with its case, its rule and how it stands.
#pragma once

#include "client-sdk/practice/store/caseload.hpp"
#include "examples/practitioner-app/call.hpp"

namespace sanderling::app {

/// One item of a case. `today` says what is overdue.
Json due_words(const Call& call, const practice::CaseFile& of, const practice::DueItem& item,
               practice::Day today);
/// Everything of one case that a person may have to see: what is open, and what was decided
/// otherwise within the last four weeks.
Reply due_of_case(const Call& call, ScopeId scope);
/// The steps of enforcement of a case, each with a line of everybody who took it.
Reply enforcement_words(const Call& call, ScopeId scope);
/// What is due until the end of this week, for whoever has this staff reference; empty: for all.
/// {"today", "until", "red", "amber", "overdue", "items", "more"}
Reply due_this_week(const Call& call, const std::string& staff);
/// Who sees the person on that day, by staff reference; empty where nobody was ever allocated.
std::string officer_of(const practice::CaseFile& of, practice::Day today);

}  // namespace sanderling::app
