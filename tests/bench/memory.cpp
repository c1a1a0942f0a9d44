#include "tests/bench/memory.hpp"

#include "tests/bench/failure.hpp"

#include <fstream>

namespace sanderling::bench {

double resident_bytes(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    constexpr std::string_view key = "VmRSS:";
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(key)) return std::stod(line.substr(key.size())) * 1024;
    throw Failure("the memory of process " + std::to_string(process) + " cannot be read");
}

}  // namespace sanderling::bench
