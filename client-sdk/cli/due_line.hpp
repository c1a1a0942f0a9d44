// One thing that is due, as a line for people and as an object for scripts (docs/cli.md, "due").
#pragma once

#include "client-sdk/cli/output.hpp"
#include "client-sdk/practice/store/caseload.hpp"

#include <string>
#include <vector>

namespace sanderling::cli {

/// RED, amber or nothing: red only what is mandatory.
std::string_view colour_word(practice::Colour colour);

/// "", WHEN, RULE, WHAT, STATE, CASE.
std::vector<std::string> due_cells(const practice::DueItem& item, const practice::CaseFile& of,
                                   practice::Day today);
Json due_json(const practice::DueItem& item, const practice::CaseFile& of, practice::Day today);

}  // namespace sanderling::cli
