// The JSON files beside this one, as text compiled into the program (see CMakeLists.txt).
#pragma once

#include <string_view>

namespace sanderling::caseload::embedded {

std::string_view vocabulary_json();
std::string_view names_json();
std::string_view phrases_json();

}  // namespace sanderling::caseload::embedded
