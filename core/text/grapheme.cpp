#include "core/text/grapheme.hpp"

#include <utf8proc.h>

namespace sanderling::text {

namespace {

// Below it there is no mark that joins what precedes it, apart from the line feed after a return.
constexpr char32_t first_mark = 0x300;

bool breaks(char32_t a, char32_t b, utf8proc_int32_t& state) {
    return utf8proc_grapheme_break_stateful(static_cast<utf8proc_int32_t>(a),
                                            static_cast<utf8proc_int32_t>(b), &state);
}

int break_class(char32_t c) {
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(c))->boundclass;
}

/// Whether a cluster begins at `b` whatever stands before `a`.
bool surely_breaks(char32_t a, char32_t b) {
    if (a < first_mark && b < first_mark) return a != U'\r' || b != U'\n';
    return break_class(b) == UTF8PROC_BOUNDCLASS_OTHER &&
           break_class(a) != UTF8PROC_BOUNDCLASS_PREPEND;
}

/// Goes through the text from `begin`, where a cluster begins.
bool breaks_before(std::u32string_view text, std::size_t begin, std::size_t at) {
    utf8proc_int32_t state = 0;
    bool is_break = true;
    for (std::size_t i = begin + 1; i <= at; ++i) is_break = breaks(text[i - 1], text[i], state);
    return is_break;
}

}  // namespace

std::optional<bool> is_boundary_in_part(std::u32string_view part, std::size_t at) {
    if (at >= part.size()) return true;
    for (std::size_t begin = at; begin > 0; --begin)
        if (surely_breaks(part[begin - 1], part[begin])) return breaks_before(part, begin, at);
    return std::nullopt;
}

bool is_boundary(std::u32string_view text, std::size_t at) {
    if (at == 0) return true;
    if (const auto known = is_boundary_in_part(text, at)) return *known;
    return breaks_before(text, 0, at);
}

std::vector<std::size_t> cluster_starts(std::u32string_view text) {
    std::vector<std::size_t> starts;
    utf8proc_int32_t state = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (i == 0 || breaks(text[i - 1], text[i], state)) starts.push_back(i);
    return starts;
}

}  // namespace sanderling::text
