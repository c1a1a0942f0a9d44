// Counts what a picture has.
#pragma once

#include <string>
#include <string_view>

namespace sanderling::practice::pictures {

inline std::size_t count(std::string_view text, std::string_view wanted) {
    std::size_t out = 0;
    for (std::size_t at = text.find(wanted); at != std::string_view::npos;
         at = text.find(wanted, at + wanted.size()))
        ++out;
    return out;
}

}  // namespace sanderling::practice::pictures
