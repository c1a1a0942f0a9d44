// Contrast as WCAG 2.1 computes it, and how far colours stay apart for somebody without one kind of
// cones (the matrices of Machado, Oliveira and Fernandes, 2009, at full severity).
#include "client-sdk/practice/pictures/palette.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

namespace sanderling::practice::pictures {
namespace {

using Colour = std::array<double, 3>;  // linear light, 0 to 1

Colour parse(std::string_view text) {
    Colour out{};
    for (std::size_t i = 0; i < 3; ++i) {
        const double value = std::stoi(std::string(text.substr(1 + 2 * i, 2)), nullptr, 16) / 255.0;
        out[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    }
    return out;
}

double luminance(const Colour& colour) {
    return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2];
}

double contrast(std::string_view one, std::string_view other) {
    const double a = luminance(parse(one));
    const double b = luminance(parse(other));
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

using Matrix = std::array<std::array<double, 3>, 3>;
constexpr Matrix everybody{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix deuteranopia{{{0.367322, 0.860646, -0.227968},
                               {0.280085, 0.672501, 0.047413},
                               {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix protanopia{{{0.152286, 1.052583, -0.204868},
                             {0.114503, 0.786281, 0.099216},
                             {-0.003882, -0.048116, 1.051998}}};

// CIE L*a*b* under D65.
Colour lab(const Colour& rgb) {
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047;
    const double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    const double z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883;
    return {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
}

Colour seen(std::string_view text, const Matrix& eyes) {
    const Colour rgb = parse(text);
    Colour out{};
    for (std::size_t i = 0; i < 3; ++i)
        out[i] =
            std::clamp(eyes[i][0] * rgb[0] + eyes[i][1] * rgb[1] + eyes[i][2] * rgb[2], 0.0, 1.0);
    return lab(out);
}

double distance(std::string_view one, std::string_view other, const Matrix& eyes) {
    const Colour a = seen(one, eyes);
    const Colour b = seen(other, eyes);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

TEST(Palette, StandsOutFromPaper) {
    EXPECT_NEAR(contrast("#000000", "#ffffff"), 21, 0.01);
    EXPECT_LT(contrast("#808080", palette::paper), 4.5);

    for (const std::string_view colour : palette::strong) {
        EXPECT_GE(contrast(colour, palette::paper), 4.5) << colour;
        EXPECT_GE(contrast(palette::paper, colour), 4.5) << "white on " << colour;
    }
    EXPECT_GE(contrast(palette::ink, palette::ground), 7);
    EXPECT_GE(contrast(palette::officer, palette::ground), 4.5);
}

TEST(Palette, KeepsTheVoicesApartForEveryEye) {
    // What a simulation is for: these two are well apart for most, and hardly for some.
    ASSERT_GT(distance("#c00000", "#3f7a00", everybody), 60);
    ASSERT_LT(distance("#c00000", "#3f7a00", deuteranopia), 35);

    for (const Matrix& eyes : {everybody, deuteranopia, protanopia}) {
        EXPECT_GT(distance(palette::officer, palette::person, eyes), 50);
        EXPECT_GT(distance(palette::officer, palette::flagged, eyes), 40);
    }
}

}  // namespace
}  // namespace sanderling::practice::pictures
