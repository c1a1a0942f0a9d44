// The data files of this room, as text compiled into the library (see CMakeLists.txt).
#pragma once

#include <string_view>

namespace sanderling::practice::embedded {

std::string_view bank_holidays();
std::string_view pack_ns2007();
std::string_view pack_ns2011();
std::string_view pack_today();

}  // namespace sanderling::practice::embedded
