// Writes one SVG picture. Whatever comes from people goes through `escaped`.
#pragma once

#include "client-sdk/practice/pictures/picture.hpp"
#include "client-sdk/practice/pictures/words.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sanderling::practice::pictures {

/// For text and for attribute values: markup loses its meaning, and what XML 1.0 does not allow
/// (control characters, U+FFFE, U+FFFF) is replaced.
std::string escaped(std::string_view text);

/// At most one digit after the point, no exponent, no locale.
std::string number_text(double value);

/// Lines of at most so many units in letters of this size, by an estimate of their width that errs
/// to the wide side. A word that is too long is broken; what does not fit in `lines_max` lines ends
/// in an ellipsis.
enum class Weight : std::uint8_t { regular, bold };
std::vector<std::string> wrapped(std::string_view text, double width, double letters,
                                 std::size_t lines_max, Weight weight = Weight::regular);

struct Point {
    double x = 0;
    double y = 0;
};

using Attributes = std::initializer_list<std::pair<std::string_view, std::string>>;

struct Letters {
    double size = letters_min;
    std::string_view fill{};  // ink if empty
    std::string_view anchor = "start";
    bool bold = false;
};

class Svg {
  public:
    /// `id` begins every id in the picture, so that several can stand on one page.
    Svg(std::string id, const Words& words) : id_(std::move(id)), words_(words) {}

    void open(std::string_view tag, Attributes attributes = {});
    void close(std::string_view tag);
    void leaf(std::string_view tag, Attributes attributes);
    void line(Point from, Point to, std::string_view stroke, double width,
              std::string_view dashes = {});
    /// Baseline at `at`.
    void text(Point at, std::string_view words, const Letters& letters = {});
    /// The first baseline at `at`; the y below the last line.
    double lines(Point at, const std::vector<std::string>& lines, const Letters& letters = {});
    /// In defs, as markup that this program wrote.
    void define(std::string_view markup) { defs_ += markup; }
    std::string id(std::string_view part) const { return id_ + "-" + std::string(part); }
    std::string reference(std::string_view part) const { return "url(#" + id(part) + ")"; }

    /// `description` and the lines of the alternative become the desc.
    Picture finish(double width, double height, std::string_view title,
                   std::string_view description, std::vector<std::string> alternative) &&;

  private:
    void start(std::string_view tag, Attributes attributes);

    std::string id_;
    const Words& words_;
    std::string defs_{};
    std::string body_{};
};

}  // namespace sanderling::practice::pictures
