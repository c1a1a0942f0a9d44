// Records, scopes and staff as lines of JSON, in the form that client-sdk/import reads.
#pragma once

#include "examples/caseload/generate.hpp"

#include <string>

namespace sanderling::caseload {

// Without line endings.
std::string json_line(const GeneratedRecord& record);
std::string json_line(const GeneratedScope& scope);
std::string json_line(const Staff& staff);

}  // namespace sanderling::caseload
