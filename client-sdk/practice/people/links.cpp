// Links are found by both ids, of which the lower stands first.
#include "client-sdk/practice/people/links.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace sanderling::practice::people {
namespace {

using probation::Person;
using probation::PersonLink;
using probation::PersonLinkStatus;

constexpr std::array set_fields{Person::key::phones, Person::key::addresses,
                                Person::key::accessibility_needs, Person::key::interpreters,
                                Person::key::former_names};

struct Found {
    RecordId id;
    PersonLink link{};
    std::optional<PersonLinkStatus> status{};  // nothing while people decide differently
};

// To suspect is to decide nothing, so it stands in the way of no decision made meanwhile.
std::optional<PersonLinkStatus> decided(const List& statuses) {
    std::set<PersonLinkStatus> out;
    for (const Scalar& each : statuses) {
        const auto* text = std::get_if<std::string>(&each);
        PersonLinkStatus status{};
        if (text == nullptr || !probation::from_text(*text, status)) return std::nullopt;
        if (status != PersonLinkStatus::suspected) out.insert(status);
    }
    if (out.empty()) return PersonLinkStatus::suspected;
    return out.size() == 1 ? std::optional(*out.begin()) : std::nullopt;
}

Result<std::vector<Found>> read_links(const Store& store, const Result<Rows>& rows) {
    if (!rows) return rows.error();
    std::vector<Found> out;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const auto id = rows->get<RecordId>(i, "id");
        if (!id) continue;
        auto link = store.get<PersonLink>(*id);
        if (!link) return link.error();
        if (!*link || !(*link)->person_id || !(*link)->other_person_id) continue;
        auto statuses = store.values("person_link", *id, PersonLink::key::status);
        if (!statuses) return statuses.error();
        out.push_back({*id, **std::move(link), decided(*statuses)});
    }
    return out;
}

Result<std::vector<Found>> all_links(const Store& store) {
    return read_links(store, store.query("SELECT id FROM person_link ORDER BY id"));
}

Result<std::optional<Found>> find_link(const Store& store, RecordId one, RecordId other) {
    auto found = read_links(store, store.query("SELECT id FROM person_link WHERE person_id = ?1"
                                               " AND other_person_id = ?2 ORDER BY id LIMIT 1",
                                               {std::min(one, other), std::max(one, other)}));
    if (!found) return found.error();
    if (found->empty()) return std::optional<Found>{};
    return std::optional(std::move(found->front()));
}

Result<std::optional<RecordId>> scope_of(const Store& store, RecordId person) {
    auto rows = store.query("SELECT scope FROM person WHERE id = ?1", {person});
    if (!rows) return rows.error();
    return rows->empty() ? std::optional<RecordId>{} : rows->get<RecordId>(0, "scope");
}

std::string line_of(std::string_view deed, const Decider& decider) {
    return decider.who + ": " + std::string(deed) +
           (decider.reason.empty() ? "" : ". " + decider.reason);
}

// The link's record, made where there is none.
Result<RecordId> link_in(Transaction& tx, const std::optional<Found>& found, const Pair& pair) {
    if (found) return found->id;
    PersonLink link;
    link.person_id = std::min(pair.one, pair.other);
    link.other_person_id = std::max(pair.one, pair.other);
    return tx.insert(pair.kept_in, link);
}

Result<void> set_status(Transaction& tx, RecordId link, PersonLinkStatus status,
                        const std::string& line) {
    if (auto done =
            tx.update("person_link", link, {{"status", std::string(probation::to_text(status))}});
        !done)
        return done;
    return tx.append("person_link", link, PersonLink::key::account, line);
}

Result<void> written(const Result<Receipt>& receipt) {
    if (!receipt) return receipt.error();
    return {};
}

std::vector<std::string> texts(const Row& row, std::string_view field) {
    std::vector<std::string> out;
    const auto found = row.find(field);
    const auto* list = found != row.end() ? std::get_if<List>(&found->second) : nullptr;
    if (list == nullptr) return out;
    for (const Scalar& element : *list)
        if (const auto* text = std::get_if<std::string>(&element)) out.push_back(*text);
    return out;
}

std::string entry_of(const nlohmann::json& added) {
    return nlohmann::json{{"added", added}}.dump();
}

// Adds to the survivor what it lacks; the answer says what, by field.
Result<std::string> take_over(Transaction& tx, RecordId survivor, RecordId absorbed) {
    auto to = tx.get("person", survivor);
    if (!to) return to.error();
    auto from = tx.get("person", absorbed);
    if (!from) return from.error();
    if (!*to || !*from) return fail(Errc::not_found, "no such person");
    nlohmann::json added = nlohmann::json::object();
    for (const std::string_view field : set_fields) {
        std::vector<std::string> wanted = texts(**from, field);
        if (field == Person::key::former_names)
            wanted.push_back(Person::from_row(**from).name.value_or(""));
        const std::vector<std::string> there = texts(**to, field);
        for (const std::string& text : wanted) {
            const bool is_known = text.empty() || std::ranges::find(there, text) != there.end() ||
                                  text == Person::from_row(**to).name;
            if (is_known) continue;
            if (auto done = tx.add("person", survivor, field, text); !done) return done.error();
            added[std::string(field)].push_back(text);
        }
    }
    return entry_of(added);
}

// Null where a merge added nothing, or what it wrote is not readable.
nlohmann::json latest_added(const PersonLink& link) {
    if (link.taken_over.empty()) return {};
    auto entry = nlohmann::json::parse(link.taken_over.back(), nullptr, false);
    return entry.is_object() && entry.contains("added") ? entry["added"] : nlohmann::json{};
}

Result<void> give_back(Transaction& tx, const PersonLink& link) {
    const nlohmann::json added = latest_added(link);
    if (!link.survivor || !added.is_object()) return {};
    for (const std::string_view field : set_fields) {
        const auto list = added.find(std::string(field));
        if (list == added.end() || !list->is_array()) continue;
        for (const auto& text : *list) {
            if (!text.is_string()) continue;
            auto done = tx.remove("person", *link.survivor, field, text.get<std::string>());
            // Gone already: somebody took it away meanwhile.
            if (!done && done.error().code != Errc::not_found) return done;
        }
    }
    return {};
}

PersonFacts facts_of(RecordId id, const Person& person) {
    return {.id = id,
            .name = person.name.value_or(""),
            .former_names = person.former_names,
            .born_on = person.born_on.value_or(""),
            .crn = person.crn.value_or(""),
            .pnc = person.pnc.value_or(""),
            .phones = person.phones,
            .addresses = person.addresses};
}

}  // namespace

Result<std::vector<Likely>> find_duplicates(const Store& store) {
    auto rows = store.query("SELECT id FROM person ORDER BY id");
    if (!rows) return rows.error();
    std::vector<PersonFacts> people;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const auto id = rows->get<RecordId>(i, "id");
        if (!id) continue;
        auto person = store.get<Person>(*id);
        if (!person) return person.error();
        if (*person) people.push_back(facts_of(*id, **person));
    }
    auto links = all_links(store);
    if (!links) return links.error();
    std::set<std::pair<RecordId, RecordId>> known;
    for (const Found& each : *links) {
        const bool is_open =
            each.status == PersonLinkStatus::suspected || each.status == PersonLinkStatus::unmerged;
        if (!is_open) known.emplace(*each.link.person_id, *each.link.other_person_id);
    }
    std::vector<Likely> out = likely_duplicates(people);
    std::erase_if(out, [&](const Likely& each) {
        return known.contains(std::pair(each.person, each.other));
    });
    return out;
}

Result<void> suspect(Store& store, const Likely& likely, ScopeId kept_in) {
    auto found = find_link(store, likely.person, likely.other);
    if (!found) return found.error();
    if (*found) return {};
    PersonLink link;
    link.person_id = likely.person;
    link.other_person_id = likely.other;
    link.status = PersonLinkStatus::suspected;
    link.score = likely.likeness.score;
    link.grounds = likely.likeness.grounds;
    return written(store.write([&](Transaction& tx) -> Result<void> {
        auto made = tx.insert(kept_in, link);
        if (!made) return made.error();
        return {};
    }));
}

Result<void> say_different(Store& store, const Pair& pair, const Decider& decider) {
    if (pair.one == pair.other) return fail(Errc::invalid_argument, "one person twice");
    auto found = find_link(store, pair.one, pair.other);
    if (!found) return found.error();
    return written(store.write([&](Transaction& tx) -> Result<void> {
        auto link = link_in(tx, *found, pair);
        if (!link) return link.error();
        return set_status(tx, *link, PersonLinkStatus::different_people,
                          line_of("different people", decider));
    }));
}

Result<void> merge(Store& store, const Pair& pair, RecordId survivor, const Decider& decider) {
    if (pair.one == pair.other || (survivor != pair.one && survivor != pair.other))
        return fail(Errc::invalid_argument, "a merge is of two people into one of them");
    const RecordId absorbed = survivor == pair.one ? pair.other : pair.one;
    auto found = find_link(store, pair.one, pair.other);
    if (!found) return found.error();
    auto one = scope_of(store, pair.one);
    if (!one) return one.error();
    auto other = scope_of(store, pair.other);
    if (!other) return other.error();
    if (!*one || !*other) return fail(Errc::not_found, "no such person");
    return written(store.write([&](Transaction& tx) -> Result<void> {
        auto link = link_in(tx, *found, pair);
        if (!link) return link.error();
        std::string entry = entry_of(nlohmann::json::object());
        if (**one == **other) {
            auto taken = take_over(tx, survivor, absorbed);
            if (!taken) return taken.error();
            entry = *std::move(taken);
        }
        if (auto done = tx.append("person_link", *link, PersonLink::key::taken_over, entry); !done)
            return done;
        if (auto done = tx.update("person_link", *link, {{"survivor", survivor}}); !done)
            return done;
        return set_status(tx, *link, PersonLinkStatus::merged, line_of("merged", decider));
    }));
}

Result<void> unmerge(Store& store, const Pair& pair, const Decider& decider) {
    auto found = find_link(store, pair.one, pair.other);
    if (!found) return found.error();
    if (!*found || (*found)->status != PersonLinkStatus::merged)
        return fail(Errc::invalid_argument, "they are not merged");
    return written(store.write([&](Transaction& tx) -> Result<void> {
        if (auto done = give_back(tx, (*found)->link); !done) return done;
        return set_status(tx, (*found)->id, PersonLinkStatus::unmerged,
                          line_of("merge undone", decider));
    }));
}

Result<std::map<RecordId, RecordId>> shown_as(const Store& store) {
    auto links = all_links(store);
    if (!links) return links.error();
    std::map<RecordId, RecordId> next;
    for (const Found& each : *links) {
        if (each.status != PersonLinkStatus::merged || !each.link.survivor) continue;
        const RecordId survivor = *each.link.survivor;
        const bool is_first = survivor == *each.link.person_id;
        next.emplace(is_first ? *each.link.other_person_id : *each.link.person_id, survivor);
    }
    std::map<RecordId, RecordId> out;
    for (const auto& [person, first] : next) {
        // In a circle of merges, which two devices can make, nobody gives way to somebody else.
        RecordId at = first;
        std::set<RecordId> seen{person};
        while (next.contains(at) && seen.insert(at).second) at = next.at(at);
        if (!seen.contains(at)) out.emplace(person, at);
    }
    return out;
}

}  // namespace sanderling::practice::people
