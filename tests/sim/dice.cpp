#include "tests/sim/dice.hpp"

#include <sodium.h>

#include <bit>
#include <cstdlib>
#include <cstring>

namespace sanderling::sim {

namespace {

std::uint64_t splitmix(std::uint64_t& state) {
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

// libsodium has one generator a process, so this has one state.
Dice& beneath_libsodium() {
    static Dice dice(0);
    return dice;
}

const char* generator_name() {
    return "sanderling simulator";
}
std::uint32_t draw_word() {
    return static_cast<std::uint32_t>(beneath_libsodium().next());
}
void draw_bytes(void* out, std::size_t size) {
    beneath_libsodium().fill({static_cast<std::uint8_t*>(out), size});
}

randombytes_implementation generator{generator_name, draw_word,  nullptr,
                                     nullptr,        draw_bytes, nullptr};

}  // namespace

std::uint64_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    std::uint64_t state = a;
    std::uint64_t out = splitmix(state);
    state ^= b * 0xD6E8FEB86659FD93ULL;
    out ^= splitmix(state);
    state ^= c * 0xA0761D6478BD642FULL;
    return out ^ splitmix(state);
}

Dice::Dice(std::uint64_t seed) {
    for (std::uint64_t& word : state_) word = splitmix(seed);
}

std::uint64_t Dice::next() {
    const std::uint64_t out = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t moved = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= moved;
    state_[3] = std::rotl(state_[3], 45);
    return out;
}

std::uint64_t Dice::under(std::uint64_t bound) {
    // The bias of a modulo by such small numbers is far below what any test could see.
    return bound == 0 ? 0 : next() % bound;
}

std::chrono::microseconds Dice::between(std::chrono::microseconds least,
                                        std::chrono::microseconds most) {
    const auto span = static_cast<std::uint64_t>((most - least).count()) + 1;
    return least + std::chrono::microseconds(static_cast<std::int64_t>(under(span)));
}

void Dice::fill(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const std::uint64_t word = next();
        const std::size_t part = std::min(out.size(), sizeof word);
        std::memcpy(out.data(), &word, part);
        out = out.subspan(part);
    }
}

void seed_libsodium(std::uint64_t seed) {
    randombytes_set_implementation(&generator);
    if (sodium_init() < 0) std::abort();  // draws once, in the first run of a process only
    beneath_libsodium() = Dice(seed);
}

}  // namespace sanderling::sim
