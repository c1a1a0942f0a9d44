// The afternoon, part by part. Each throws Failure when something that it says is not so.
#pragma once

#include "examples/demo/newsletter.hpp"
#include "examples/demo/stage.hpp"

#include <array>
#include <string>

namespace sanderling::demo {

struct Visit {
    std::string scope{};    // of the case
    std::string person{};   // who is visited
    std::string contact{};  // the appointment's record
};

/// What the stories need of each other.
struct Afternoon {
    Newsletter newsletter{};
    std::array<Visit, 4> visits{};
    std::string risk{};                  // the assessment, of the case of the third visit
    std::array<std::string, 2> steps{};  // of the case of the fourth
    std::string post{};
    std::string meeting{};
    std::string issue{};
    std::uint64_t contacts = 0;  // on the phone before it went out of reach
};

// Everybody gets ready while there is a network.
void open_trust(Stage& stage);
void enrol_devices(Stage& stage);
void bring_in_caseload(Stage& stage, Afternoon& afternoon);
void bootstrap_phone(Stage& stage);
void read_newsletter(Stage& stage, const Afternoon& afternoon);
void plan_visits(Stage& stage, Afternoon& afternoon);

// The phone is out of reach, the office is not, and neither knows of the other.
void make_visits(Stage& stage, Afternoon& afternoon);
void work_at_the_office(Stage& stage, const Afternoon& afternoon);
void meet_group(Stage& stage, Afternoon& afternoon);

// The network is back.
void meet_again(Stage& stage, const Afternoon& afternoon);
void show_what_differs(Stage& stage, const Afternoon& afternoon);
void show_group_answer(Stage& stage, const Afternoon& afternoon);
void resolve(Stage& stage, const Afternoon& afternoon);

// What it all comes to.
void compare_digests(Stage& stage);
void look_for_canaries(Stage& stage);
enum class Folder : std::uint8_t { kept, removed };
/// Removed or kept, the commands that are shown for a kept folder are tried.
void show_where_to_look(Stage& stage, const Afternoon& afternoon, Folder afterwards);

}  // namespace sanderling::demo
