// Bite-sized steps: small things to do by a day, and who did them when.
#pragma once

#include "client-sdk/practice/pictures/picture.hpp"
#include "client-sdk/practice/pictures/words.hpp"

#include <string>
#include <vector>

namespace sanderling::practice::pictures {

/// As in the schema; `contested` where people differ.
enum class StepState : std::uint8_t {
    not_started,
    in_progress,
    completed,
    cannot_yet,
    no_longer_needed,
    contested,
};

struct SmallStep {
    std::string description{};
    std::vector<std::string> actors{};  // who is to take it, as people say it
    StepState state = StepState::not_started;
    std::string due_on{};   // yyyy-mm-dd; may be empty
    std::string done_on{};  // yyyy-mm-dd; may be empty
    std::string done_by{};  // may be empty
};

struct SmallSteps {
    std::string title{};
    std::vector<SmallStep> steps{};
};

Picture draw_steps(const SmallSteps& steps, const Words& words, const std::string& id = "steps");

}  // namespace sanderling::practice::pictures
