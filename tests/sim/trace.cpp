#include "tests/sim/trace.hpp"

#include "tests/sim/dice.hpp"

namespace sanderling::sim {

namespace {

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t h = 0xCBF29CE484222325ULL;
    for (const char c : text) h = (h ^ static_cast<std::uint8_t>(c)) * 0x100000001B3ULL;
    return h;
}

}  // namespace

void Trace::note(std::string_view what, std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    ++length_;
    hash_ = mixed(hash_ ^ static_cast<std::uint64_t>(time_.now().count()), hash_of(what) ^ a,
                  mixed(b, c));
    if (lines_max_ == 0) return;
    keep(std::string(what) + " " + std::to_string(a) + " " + std::to_string(b) + " " +
         std::to_string(c));
}

void Trace::remark(const std::string& line) {
    if (lines_max_ != 0) keep("  " + line);
}

void Trace::keep(std::string line) {
    lines_.push_back(std::to_string(time_.now().count() / 1000) + " ms  " + std::move(line));
    if (lines_.size() > lines_max_) lines_.pop_front();
}

}  // namespace sanderling::sim
