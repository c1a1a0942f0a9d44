// The programme's newsletter as the first things that people find on their devices: bulletins for
// the whole organisation, discussions for the team, findings for the service-user group to take up.
#pragma once

#include "examples/demo/cast.hpp"

#include <cstdint>
#include <string>

namespace sanderling::demo {

struct Newsletter {
    fs::path file{};  // an export in the form that `sanderling import` reads
    std::uint64_t bulletins = 0;
    std::uint64_t threads = 0;
    std::uint64_t issues = 0;
    std::string group{};         // the record of the service-user group
    std::string first_thread{};  // record
    std::string sentence{};      // of a bulletin
};

Newsletter write_newsletter(const Cast& cast, const Workspace& workspace);

}  // namespace sanderling::demo
