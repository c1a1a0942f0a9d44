#include "examples/practitioner-app/group_seat.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace sanderling::app {

namespace {

constexpr int wrong_max = 5;
constexpr std::chrono::minutes wrong_pause{1};
constexpr std::chrono::minutes absence_max{2};

}  // namespace

Result<Bytes> pin_check(std::string_view pin) {
    const bool is_pin = pin.size() >= 4 && pin.size() <= 8 &&
                        std::ranges::all_of(pin, [](char c) { return c >= '0' && c <= '9'; });
    if (!is_pin) return fail(Errc::invalid_argument, "a PIN is 4 to 8 digits");
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str(text.data(), pin.data(), pin.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return fail(Errc::io, "no memory for the PIN");
    return to_bytes(as_bytes(std::string(text.data())));
}

bool opens(std::string_view pin, ByteView check) {
    const std::string text(as_text(check));
    return text.size() < crypto_pwhash_STRBYTES &&
           crypto_pwhash_str_verify(text.c_str(), pin.data(), pin.size()) == 0;
}

Result<void> GroupSeat::enter(Member member, std::string_view pin, ByteView check) {
    const std::lock_guard lock(mutex_);
    Wrong& wrong = wrong_[member.record];
    if (wrong.count >= wrong_max && clock_() < wrong.at + wrong_pause)
        return fail(Errc::busy, "too many wrong PINs: wait a minute");
    if (!opens(pin, check)) {
        wrong = {.count = wrong.count + 1, .at = clock_()};
        return fail(Errc::wrong_key, "that is not the PIN");
    }
    wrong = {};
    member_ = std::move(member);
    touched_ = clock_();
    return {};
}

void GroupSeat::leave() {
    const std::lock_guard lock(mutex_);
    member_.reset();
}

std::optional<GroupSeat::Member> GroupSeat::member() {
    const std::lock_guard lock(mutex_);
    if (member_ && clock_() > touched_ + absence_max) member_.reset();
    return member_;
}

std::optional<GroupSeat::Member> GroupSeat::acting() {
    auto found = member();
    const std::lock_guard lock(mutex_);
    if (found) touched_ = clock_();
    return found;
}

}  // namespace sanderling::app
