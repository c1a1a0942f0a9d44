#include "tests/bench/contacts.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace sanderling::bench {

namespace {

// What officers write about, so that what is compressed before it is sealed is like a note.
constexpr std::array<std::string_view, 96> words{
    "attended",   "on",        "time",          "and",
    "engaged",    "well",      "with",          "the",
    "session",    "discussed", "job",           "search",
    "housing",    "benefit",   "claim",         "appointment",
    "next",       "week",      "reported",      "no",
    "change",     "in",        "circumstances", "mother",
    "partner",    "present",   "for",           "part",
    "of",         "visit",     "alcohol",       "use",
    "down",       "to",        "weekends",      "only",
    "says",       "he",        "she",           "is",
    "sleeping",   "better",    "agreed",        "contact",
    "drug",       "worker",    "before",        "Friday",
    "missed",     "bus",       "called",        "office",
    "evidence",   "from",      "employer",      "seen",
    "today",      "thinking",  "skills",        "exercise",
    "completed",  "homework",  "set",           "reviewed",
    "risk",       "plan",      "goal",          "two",
    "achieved",   "college",   "place",         "offered",
    "debt",       "advice",    "referred",      "health",
    "team",       "letter",    "sent",          "unpaid",
    "work",       "hours",     "remaining",     "anger",
    "management", "programme", "start",         "date",
    "confirmed",  "licence",   "conditions",    "explained",
    "understood", "signed",    "curfew",        "varied",
};

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t first_day_ms = 1'302'220'800'000;  // 8 April 2011

}  // namespace

std::string ContactMaker::sentence() {
    std::string out;
    const std::size_t wanted = 8 + below(18);
    for (std::size_t i = 0; i < wanted; ++i) {
        if (i != 0) out += ' ';
        out += words[below(words.size())];
    }
    return out + ".";
}

Contact ContactMaker::next() {
    Contact contact;
    contact.type = one_to<probation::ContactType>(7);
    contact.category = one_to<probation::ContactCategory>(6);
    const auto slot = static_cast<std::int64_t>(below(std::uint64_t{2} * 365 * 96));
    contact.starts = Instant{first_day_ms + slot * 15 * minute_ms};
    contact.ends = Instant{contact.starts->ms + 30 * minute_ms};
    contact.place = one_to<probation::Place>(6);
    contact.staff = "N07A" + std::to_string(100 + below(40));
    contact.ns_flag = below(2) == 0;
    contact.planned = below(2) == 0;
    contact.notes.push_back(sentence());
    return contact;
}

std::vector<Contact> ContactMaker::take(std::size_t count) {
    std::vector<Contact> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) out.push_back(next());
    return out;
}

std::vector<std::size_t> places(Layout layout, std::size_t records, std::size_t transaction,
                                std::size_t cases, std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    std::vector<std::size_t> out(records);
    for (std::size_t i = 0; i < records; ++i)
        out[i] = layout == Layout::by_case ? (i / transaction) % cases : engine() % cases;
    return out;
}

std::size_t json_bytes(const Contact& c) {
    const nlohmann::json object{
        {"type", to_text(*c.type)},   {"category", to_text(*c.category)},
        {"starts", c.starts->ms},     {"ends", c.ends->ms},
        {"place", to_text(*c.place)}, {"staff", *c.staff},
        {"ns_flag", *c.ns_flag},      {"planned", *c.planned},
        {"notes", c.notes},
    };
    return object.dump().size();
}

}  // namespace sanderling::bench
