// What an item's state means to the eye; see due_item.hpp.
#include "client-sdk/practice/rules/due_item.hpp"

#include <tuple>

namespace sanderling::practice {

std::string_view to_text(State state) {
    constexpr std::array<std::string_view, 7> states{"open",     "arranged",  "done",  "paused",
                                                     "excepted", "otherwise", "lapsed"};
    return states[static_cast<std::size_t>(state)];
}

bool is_late(const DueItem& item) {
    if (item.state != State::done) return false;
    if (item.due_at && item.done_at) return *item.done_at > *item.due_at;
    return item.done_on && *item.done_on > item.due;
}

bool is_overdue(const DueItem& item, Day today) {
    return (item.state == State::open || item.state == State::arranged) && item.due < today;
}

Colour colour_of(const DueItem& item) {
    if (item.state == State::excepted) return Colour::amber;
    if (item.state != State::open) return Colour::none;
    return item.kind == Kind::advisory ? Colour::amber : Colour::red;
}

bool comes_before(const DueItem& a, const DueItem& b) {
    const auto key = [](const DueItem& item) {
        return std::make_tuple(item.due, -static_cast<int>(colour_of(item)), item.rule, item.term,
                               item.about, item.trigger);
    };
    return key(a) < key(b);
}

}  // namespace sanderling::practice
