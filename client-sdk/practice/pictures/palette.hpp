// The colours of the pictures. Each stands on white with a contrast of at least 4.5 to 1, and the
// two voices stay apart in the common kinds of colour blindness; nothing is told by colour alone:
// lines differ by dashes, points by shape. A test computes all this.
#pragma once

#include <array>
#include <string_view>

namespace sanderling::practice::pictures::palette {

inline constexpr std::string_view paper = "#ffffff";
inline constexpr std::string_view ink = "#1a1a1a";
inline constexpr std::string_view quiet = "#505a5f";    // rings, rulers, what is still to come
inline constexpr std::string_view officer = "#12408a";  // solid lines, round points
inline constexpr std::string_view person = "#b34000";   // dashed lines, square points
inline constexpr std::string_view reached = "#005a30";  // with a tick
inline constexpr std::string_view flagged = "#942514";  // with an exclamation mark
inline constexpr std::string_view ground = "#f3f2f1";   // behind letters in ink

/// Those that carry a meaning on paper.
inline constexpr std::array strong{ink, quiet, officer, person, reached, flagged};

}  // namespace sanderling::practice::pictures::palette
