// What the stories share: who plays, on which devices, what was written and must not be found.
#pragma once

#include "examples/demo/canary_list.hpp"
#include "examples/demo/cast.hpp"
#include "examples/demo/narrator.hpp"

namespace sanderling::demo {

struct Stage {
    Narrator& narrator;
    const Programs& programs;
    const Workspace& workspace;
    Trust& trust;
    Cast cast{};
    Device phone;    // the offender manager's
    Device duty;     // the duty officer's laptop
    Device manager;  // the team manager's laptop
    Device tablet;   // shared by the service-user group
    CanaryList canaries{};
};

}  // namespace sanderling::demo
