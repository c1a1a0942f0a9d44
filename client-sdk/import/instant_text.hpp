// Points in time as RFC 3339 spells them: "2011-04-18T09:30:00Z".
#pragma once

#include "core/types/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sanderling::import {

/// In UTC; milliseconds only where there are some.
std::string instant_text(Instant instant);

/// Years 0000 to 9999. Seconds and their fraction, of up to nine digits of which three count, may
/// be left out; a zone ("Z" or "+01:00") may not, since nobody could say which was meant.
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace sanderling::import
