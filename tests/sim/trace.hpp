// What happened, in order: a hash that two runs of one seed must share, and the lines that a person
// reads when something is wrong.
#pragma once

#include "tests/sim/scheduler.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace sanderling::sim {

class Trace {
  public:
    explicit Trace(const Scheduler& time) : time_(time) {}

    /// Numbers only, so that a trace holds nothing but what follows from the seed.
    void note(std::string_view what, std::uint64_t a = 0, std::uint64_t b = 0, std::uint64_t c = 0);
    /// For people: not part of the hash.
    void remark(const std::string& line);

    std::uint64_t hash() const { return hash_; }
    std::uint64_t length() const { return length_; }

    /// Keeps the last so many lines; 0: none, which is faster.
    void keep_lines(std::size_t most) { lines_max_ = most; }
    bool keeps_lines() const { return lines_max_ != 0; }
    const std::deque<std::string>& lines() const { return lines_; }

  private:
    void keep(std::string line);

    const Scheduler& time_;
    std::uint64_t hash_ = 0;
    std::uint64_t length_ = 0;
    std::size_t lines_max_ = 0;
    std::deque<std::string> lines_{};
};

}  // namespace sanderling::sim
