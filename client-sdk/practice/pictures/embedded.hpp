// The files in words/, compiled in, so that an application needs no file beside it.
#pragma once

#include <string_view>

namespace sanderling::practice::pictures::embedded {

extern const std::string_view english;
extern const std::string_view welsh;

}  // namespace sanderling::practice::pictures::embedded
