// What people do how often, in a hundred.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace sanderling::sim {

struct Weights {
    std::uint64_t insert = 0;
    std::uint64_t edit = 0;
    std::uint64_t edit_part = 0;  // a set, a log, a counter, an ordered list, a text
    std::uint64_t open_form = 0;
    std::uint64_t save_form = 0;
    std::uint64_t set_life = 0;
    std::uint64_t edit_several = 0;
    std::uint64_t resolve = 0;
    std::uint64_t restore = 0;  // an earlier value; and what is left of a hundred: dismiss

    std::uint64_t at_once_max = 1;  // things that somebody who sits down to write does
};

enum class Habits : std::uint8_t {
    /// Entries above all, as in a case that has 60 contacts a year, of which every other was
    /// planned
    /// and gets its outcome later; several at a time, after a day of visits.
    recording,
    /// The same few records again and again, by everybody.
    meeting,
    /// So, too, and they look at what was there before. The first seeds that were kept know nothing
    /// of it.
    reviewing,
};

constexpr Weights weights(Habits habits) {
    switch (habits) {
        case Habits::recording:
            return {.insert = 50,
                    .edit = 18,
                    .edit_part = 9,
                    .open_form = 4,
                    .save_form = 6,
                    .set_life = 4,
                    .edit_several = 2,
                    .resolve = 5,
                    .restore = 1,
                    .at_once_max = 4};
        case Habits::reviewing:
            return {.insert = 24,
                    .edit = 32,
                    .edit_part = 12,
                    .open_form = 6,
                    .save_form = 7,
                    .set_life = 5,
                    .edit_several = 3,
                    .resolve = 6,
                    .restore = 3};
        case Habits::meeting:
            break;
    }
    return {.insert = 24,
            .edit = 34,
            .edit_part = 12,
            .open_form = 6,
            .save_form = 7,
            .set_life = 5,
            .edit_several = 3,
            .resolve = 7};
}

inline constexpr std::array<std::pair<Habits, std::string_view>, 3> habit_names{
    {{Habits::recording, "recording"},
     {Habits::meeting, "meeting"},
     {Habits::reviewing, "reviewing"}}};

constexpr std::string_view to_text(Habits habits) {
    for (const auto& [each, name] : habit_names)
        if (each == habits) return name;
    return {};
}

constexpr std::optional<Habits> parse_habits(std::string_view text) {
    for (const auto& [each, name] : habit_names)
        if (name == text) return each;
    return std::nullopt;
}

}  // namespace sanderling::sim
