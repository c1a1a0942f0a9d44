// The caseload of one officer: 40 cases of two years, about 120 contacts each, with the shares of
// levels and outcomes of docs/practice.md's sources.
#pragma once

#include "tests/support/device.hpp"

#include <vector>

namespace sanderling::bench {

inline constexpr std::size_t cases_of_an_officer = 40;
inline constexpr std::size_t contacts_of_a_case = 120;
inline constexpr std::string_view caseload_ends = "2013-04-18";

/// Writes it, and brings it to the server and back, so that it is confirmed. The scopes.
std::vector<ScopeId> make_caseload(tests::Organisation& organisation, tests::Device& device);

}  // namespace sanderling::bench
