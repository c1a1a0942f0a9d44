#include "examples/demo/narrator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sanderling::demo {

namespace {

constexpr std::size_t width = 96;
constexpr std::string_view bold = "1";
constexpr std::string_view dim = "2";
constexpr std::string_view green = "32";
constexpr std::string_view cyan = "36";

/// Characters, not bytes: every name in the story is one column a character.
std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

}  // namespace

Narrator::Narrator(std::ostream& out, Look look)
    : out_(out), look_(look), started_(std::chrono::steady_clock::now()) {}

std::string Narrator::painted(std::string_view code, std::string_view text) const {
    if (look_ == Look::plain) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::chrono::milliseconds Narrator::elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 started_);
}

void Narrator::heading(std::string_view title) {
    progress_done();
    const double seconds = static_cast<double>(elapsed().count()) / 1000.0;
    out_ << "\n"
         << painted(bold, title) << painted(dim, fmt::format("   [{:.1f} s]", seconds)) << "\n"
         << std::flush;
}

void Narrator::end(std::string_view text) {
    progress_done();
    out_ << "\n" << painted(bold, text) << "\n" << std::flush;
}

void Narrator::wrapped(std::string text, std::string_view first, std::string_view rest,
                       std::string_view who) {
    progress_done();
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] -= 'a' - 'A';
    std::string line;
    std::string_view indent = first;
    std::size_t painted_bytes = who.size();
    const auto flush = [&] {
        const std::size_t front = std::min(std::exchange(painted_bytes, 0), line.size());
        out_ << indent;
        if (front != 0) out_ << painted(bold, std::string_view(line).substr(0, front));
        out_ << std::string_view(line).substr(front) << "\n";
        indent = rest;
        line.clear();
    };
    std::string_view left = text;
    while (!left.empty()) {
        const std::size_t space = std::min(left.find(' '), left.size());
        const std::string_view word = left.substr(0, space);
        left.remove_prefix(std::min(space + 1, left.size()));
        if (!line.empty() && columns(rest) + columns(line) + 1 + columns(word) > width) flush();
        if (!line.empty()) line += ' ';
        line += word;
    }
    flush();
    out_ << std::flush;
}

void Narrator::say(std::string_view text) {
    wrapped(std::string(text), "  ", "  ");
}

void Narrator::act(std::string_view who, std::string_view what) {
    wrapped(fmt::format("{} {}", who, what), painted(cyan, "  · "), "    ", who);
}

void Narrator::check(bool holds, std::string_view claim, std::string_view found_instead) {
    if (!holds) {
        progress_done();
        throw Failure(fmt::format("This was to be seen, and is not so: {}\n  Instead: {}", claim,
                                  found_instead));
    }
    ++claims_;
    wrapped(std::string(claim), painted(green, "  ✓ "), "    ");
}

void Narrator::command(std::string_view line) {
    progress_done();
    out_ << "    " << painted(cyan, line) << "\n" << std::flush;
}

void Narrator::progress(std::string_view what, std::uint64_t done, std::uint64_t total) {
    if (total == 0) return;
    done = std::min(done, total);
    if (look_ == Look::terminal) {
        constexpr std::uint64_t cells = 40;
        std::string bar;
        for (std::uint64_t i = 0; i < cells; ++i) bar += i * total < done * cells ? "█" : "░";
        out_ << fmt::format("\r\x1b[2K    {} {} {:>3} %  {} of {}", painted(cyan, bar), what,
                            100 * done / total, grouped(done), grouped(total))
             << std::flush;
        is_bar_open_ = true;
        return;
    }
    const std::uint64_t quarter = 4 * done / total;
    if (quarter == 0 || quarter <= quarter_shown_) return;
    quarter_shown_ = quarter;
    out_ << fmt::format("    {} {:>3} %  {} of {}\n", what, 100 * done / total, grouped(done),
                        grouped(total))
         << std::flush;
}

void Narrator::progress_done() {
    quarter_shown_ = 0;
    if (!is_bar_open_) return;
    is_bar_open_ = false;
    out_ << "\n" << std::flush;
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

}  // namespace sanderling::demo
