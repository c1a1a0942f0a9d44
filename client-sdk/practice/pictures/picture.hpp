// What every picture of the practice layer is: SVG text that stands by itself, and the same said in
// lines of words (docs/plans.md, "Pictures").
#pragma once

#include <string>
#include <vector>

namespace sanderling::practice::pictures {

/// `svg` is one well-formed <svg> element without a prologue: 360 units wide where nothing else is
/// said, no letter smaller than `letters_min`, every colour from palette.hpp, no script, no link,
/// nothing loaded from elsewhere. It names itself to screen readers by title, desc and role="img".
/// `alternative` says all that is in it, a line each, in reading order; an application shows it as
/// a list beside the picture or in place of it. The desc holds the same lines.
struct Picture {
    std::string svg{};
    std::vector<std::string> alternative{};
};

/// Units of the viewBox. At the width of a small telephone, 320 pixels, 14 units are 12 pixels; on
/// paper 90 mm wide they are 3.5 mm.
inline constexpr double width_of_phone = 360;
inline constexpr double letters_min = 14;

}  // namespace sanderling::practice::pictures
