// The data files of this room, as text compiled into the library (see CMakeLists.txt).
#pragma once

#include <string_view>

namespace sanderling::practice::embedded {

std::string_view bank_holidays();

}  // namespace sanderling::practice::embedded
