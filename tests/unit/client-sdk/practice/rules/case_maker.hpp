// Short ways to write down a case for the tests of the rules.
#pragma once

#include "client-sdk/practice/rules/derive.hpp"

#include <string_view>

namespace sanderling::practice {

inline Day on(std::string_view text) {
    return parse_day(text).value();
}

inline RecordId id_of(std::uint8_t number) {
    RecordId id{};
    id.bytes[15] = number;
    return id;
}

inline const Standards& shipped() {
    return Standards::shipped();
}

inline OrderFacts order_from(std::string_view start) {
    OrderFacts order;
    order.id = id_of(200);
    order.sentenced = on(start);
    order.starts = on(start);
    return order;
}

inline ContactFacts contact_on(std::uint8_t id, std::string_view day, Outcomes outcomes = {}) {
    ContactFacts contact;
    contact.id = id_of(id);
    contact.day = on(day);
    contact.outcomes = outcomes;
    return contact;
}

inline ContactFacts failure_on(std::uint8_t id, std::string_view day) {
    return contact_on(id, day, {Outcome::unacceptable_absence});
}

inline ContactFacts warned(ContactFacts contact, std::string_view day) {
    contact.steps.push_back({EnforcementAction::first_warning_letter, on(day), {}});
    return contact;
}

/// The items of one term about one record (or any), in order.
inline std::vector<DueItem> items_of(const CaseFacts& facts, Day today, Term term,
                                     std::optional<RecordId> about = {}) {
    std::vector<DueItem> out;
    for (const DueItem& item : due_items(facts, shipped(), today))
        if (item.term == term && (!about || item.about == *about)) out.push_back(item);
    return out;
}

}  // namespace sanderling::practice
