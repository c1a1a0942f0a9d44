// What people do how often, in a hundred.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sanderling::sim {

struct Weights {
    std::uint64_t insert = 0;
    std::uint64_t edit = 0;
    std::uint64_t edit_part = 0;  // a set, a log, a counter, an ordered list, a text
    std::uint64_t open_form = 0;
    std::uint64_t save_form = 0;
    std::uint64_t set_life = 0;
    std::uint64_t edit_several = 0;
    std::uint64_t resolve = 0;  // and what is left of a hundred: dismiss
};

enum class Habits : std::uint8_t {
    /// Entries above all, as in a case that has 60 contacts a year, of which every other was
    /// planned
    /// and gets its outcome later.
    recording,
    /// The same few records again and again, by everybody.
    meeting,
};

constexpr Weights weights(Habits habits) {
    if (habits == Habits::recording)
        return {.insert = 50,
                .edit = 18,
                .edit_part = 9,
                .open_form = 4,
                .save_form = 6,
                .set_life = 4,
                .edit_several = 3,
                .resolve = 5};
    return {.insert = 24,
            .edit = 34,
            .edit_part = 12,
            .open_form = 6,
            .save_form = 7,
            .set_life = 5,
            .edit_several = 3,
            .resolve = 7};
}

constexpr std::string_view to_text(Habits habits) {
    return habits == Habits::recording ? "recording" : "meeting";
}

constexpr std::optional<Habits> parse_habits(std::string_view text) {
    for (const Habits habits : {Habits::recording, Habits::meeting})
        if (text == to_text(habits)) return habits;
    return std::nullopt;
}

}  // namespace sanderling::sim
