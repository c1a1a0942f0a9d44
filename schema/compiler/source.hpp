// Text being generated: names as C++ spells them, literals, wrapped comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sanderling::schema {

/// "risk_assessment" → "RiskAssessment".
std::string camel_case(std::string_view name);

/// The name, with an underscore after it where C++ or the generated struct needs the word itself.
std::string identifier(std::string_view name);

/// In quotes, escaped.
std::string literal(std::string_view text);

/// Lines of at most `width` columns, broken at spaces, each after `prefix`.
std::string wrapped(std::string_view text, std::string_view prefix, std::size_t width = 100);

/// The parts after one another with ", ", broken before a part that would pass column 100.
std::string filled(const std::vector<std::string>& parts, std::string_view indent);

}  // namespace sanderling::schema
