// A whole caseload, case by case.
#pragma once

#include "examples/caseload/case_file.hpp"
#include "examples/caseload/options.hpp"
#include "examples/caseload/staffing.hpp"

#include <cstdint>
#include <functional>

namespace sanderling::caseload {

/// A scope of the caseload: an organisation, team or case, or what a case shares.
struct GeneratedScope {
    std::string scope{};  // "case:17"
    std::string kind{};   // of the probation schema
    std::string label{};  // "J. Marlow"
    /// Who is a member: staff reference and role. Members of `org` are everybody, so not listed.
    std::vector<std::pair<std::string, std::string>> members{};
};

struct CaseloadSinks {
    std::function<void(const Staff&)> staff{};
    std::function<void(const GeneratedScope&)> scope{};  // before its first record
    Emit record{};                                       // parents before children
    std::function<void(std::uint32_t cases_done)> progress{};
};

/// Calls the sinks in an order and with contents that depend on the options alone. Memory: the
/// staff and one case.
void generate(const CaseloadOptions& options, const CaseloadSinks& sinks);

}  // namespace sanderling::caseload
