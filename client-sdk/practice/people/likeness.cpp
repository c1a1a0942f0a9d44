// Weights are judgement; what they add up to is tested on pairs that people would know.
#include "client-sdk/practice/people/likeness.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace sanderling::practice::people {
namespace {

struct Weight {
    std::string_view ground{};
    int points = 0;
};
constexpr Weight same_pnc{"same_pnc", 65};
constexpr Weight same_crn{"same_crn", 65};
constexpr Weight same_birth_date{"same_birth_date", 30};
constexpr Weight birth_date_turned{"birth_date_turned", 18};  // day and month, or one digit
constexpr Weight same_name{"same_name", 35};
constexpr Weight similar_name{"similar_name", 22};
constexpr Weight former_name{"former_name", 28};
constexpr Weight same_phone{"same_phone", 20};
constexpr Weight same_address{"same_address", 15};
constexpr int differing_number = 50;

// Letters of Latin-1 and Latin Extended-A as people type them without accents, by their second
// byte in UTF-8 after 0xC3, and after 0xC5 for the Welsh ŵ and ŷ. Nought for all others.
char plain_letter(unsigned char lead, unsigned char next) {
    constexpr std::string_view after_c3 =
        "aaaaaaaceeeeiiiidnooooo-ouuuuyts"
        "aaaaaaaceeeeiiiidnooooo-ouuuuyty";
    if (lead == 0xC3 && next >= 0x80 && next < 0xC0) return after_c3[next - 0x80U];
    if (lead == 0xC5 && (next == 0xB4 || next == 0xB5)) return 'w';
    if (lead == 0xC5 && (next == 0xB6 || next == 0xB7)) return 'y';
    return '\0';
}

std::string digits_of(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c >= '0' && c <= '9') out += c;
    // +44 161 … and 0161 … are one number.
    if (out.starts_with("44") && out.size() > 10) out = "0" + out.substr(2);
    return out;
}

std::string number_of(std::string_view text) {
    std::string out;
    for (const std::string& part : name_parts(text)) out += part;
    return out;
}

bool is_birth_date_turned(const std::string& one, const std::string& other) {
    if (one.size() != 10 || other.size() != 10) return false;
    const bool is_swapped = one.substr(0, 4) == other.substr(0, 4) &&
                            one.substr(5, 2) == other.substr(8, 2) &&
                            one.substr(8, 2) == other.substr(5, 2);
    int differing = 0;
    for (std::size_t i = 0; i < one.size(); ++i) differing += one[i] != other[i] ? 1 : 0;
    return is_swapped || differing == 1;
}

// At most one letter put in, left out, changed, or two neighbours swapped.
bool is_one_slip(const std::string& one, const std::string& other) {
    if (one.size() > other.size()) return is_one_slip(other, one);
    if (other.size() - one.size() > 1 || one.size() < 3) return false;
    std::size_t i = 0;
    while (i < one.size() && one[i] == other[i]) ++i;
    if (i == one.size()) return true;
    if (one.size() < other.size()) return one.substr(i) == other.substr(i + 1);
    if (one.substr(i + 1) == other.substr(i + 1)) return true;
    return i + 1 < one.size() && one[i] == other[i + 1] && one[i + 1] == other[i] &&
           one.substr(i + 2) == other.substr(i + 2);
}

enum class NameMatch { none, similar, same };

// All parts of the shorter name have a partner in the longer one: middle names may be missing, and
// the order does not matter. A single part is too little.
NameMatch match_names(std::string_view one, std::string_view other) {
    std::vector<std::string> few = name_parts(one);
    std::vector<std::string> many = name_parts(other);
    if (few.size() > many.size()) std::swap(few, many);
    if (few.size() < 2) return NameMatch::none;
    const bool is_as_long = few.size() == many.size();
    bool has_slip = false;
    for (const std::string& part : few) {
        auto found = std::ranges::find(many, part);
        if (found == many.end()) {
            found = std::ranges::find_if(many,
                                         [&](const auto& each) { return is_one_slip(part, each); });
            has_slip = true;
        }
        if (found == many.end()) return NameMatch::none;
        many.erase(found);
    }
    return has_slip || !is_as_long ? NameMatch::similar : NameMatch::same;
}

bool has_former_name(const PersonFacts& one, const PersonFacts& other) {
    return std::ranges::any_of(one.former_names, [&](const std::string& name) {
        return match_names(name, other.name) != NameMatch::none;
    });
}

template <class Normal>
bool share_any(const std::vector<std::string>& one, const std::vector<std::string>& other,
               Normal normal) {
    return std::ranges::any_of(one, [&](const std::string& a) {
        const std::string wanted = normal(a);
        return wanted.size() >= 6 && std::ranges::any_of(other, [&](const std::string& b) {
                   return normal(b) == wanted;
               });
    });
}

std::set<std::string> keys_of(const PersonFacts& person) {
    std::set<std::string> out;
    const auto add = [&](std::string_view kind, const std::string& value) {
        if (!value.empty()) out.insert(std::string(kind) + value);
    };
    add("pnc:", number_of(person.pnc));
    add("crn:", number_of(person.crn));
    add("born:", person.born_on);
    for (const std::string& phone : person.phones) add("phone:", digits_of(phone));
    const auto add_names = [&](const std::string& name) {
        // A slip may be in the first letters or in the last, hardly in both.
        for (const std::string& part : name_parts(name)) {
            if (part.size() < 3) continue;
            add("begins:", part.substr(0, 3));
            add("ends:", part.substr(part.size() - 3));
        }
    };
    add_names(person.name);
    for (const std::string& name : person.former_names) add_names(name);
    return out;
}

}  // namespace

std::vector<std::string> name_parts(std::string_view name) {
    std::vector<std::string> out;
    bool is_within = false;
    const auto add = [&](char letter) {
        if (!is_within) out.emplace_back();
        is_within = true;
        out.back() += letter;
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto c = static_cast<unsigned char>(name[i]);
        if (c >= 'A' && c <= 'Z') {
            add(static_cast<char>(c - 'A' + 'a'));
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            add(static_cast<char>(c));
        } else if (c == '\'') {
            continue;  // O'Brien and OBrien
        } else if (c >= 0x80) {
            const auto next =
                i + 1 < name.size() ? static_cast<unsigned char>(name[i + 1]) : std::uint8_t{0};
            const char plain = plain_letter(c, next);
            add(plain != '\0' ? plain : name[i]);  // other scripts byte by byte
            if (plain != '\0') ++i;
        } else {
            is_within = false;
        }
    }
    return out;
}

Likeness likeness(const PersonFacts& one, const PersonFacts& other) {
    Likeness out;
    const auto count = [&](const Weight& weight) {
        out.score += weight.points;
        out.grounds.emplace_back(weight.ground);
    };
    const auto compare_numbers = [&](const std::string& a, const std::string& b,
                                     const Weight& weight) {
        if (a.empty() || b.empty()) return;
        if (number_of(a) == number_of(b)) {
            count(weight);
        } else {
            out.score -= differing_number;
        }
    };
    compare_numbers(one.pnc, other.pnc, same_pnc);
    if (!one.crn.empty() && number_of(one.crn) == number_of(other.crn)) count(same_crn);
    if (!one.born_on.empty() && one.born_on == other.born_on) {
        count(same_birth_date);
    } else if (is_birth_date_turned(one.born_on, other.born_on)) {
        count(birth_date_turned);
    }
    const NameMatch names = match_names(one.name, other.name);
    if (names == NameMatch::same) {
        count(same_name);
    } else if (names == NameMatch::similar) {
        count(similar_name);
    } else if (has_former_name(one, other) || has_former_name(other, one)) {
        count(former_name);
    }
    if (share_any(one.phones, other.phones, digits_of)) count(same_phone);
    if (share_any(one.addresses, other.addresses, number_of)) count(same_address);
    out.score = std::clamp(out.score, 0, 100);
    return out;
}

std::vector<Likely> likely_duplicates(const std::vector<PersonFacts>& people) {
    std::map<std::string, std::vector<std::size_t>> blocks;
    for (std::size_t i = 0; i < people.size(); ++i)
        for (const std::string& key : keys_of(people[i])) blocks[key].push_back(i);
    std::set<std::pair<std::size_t, std::size_t>> pairs;
    for (const auto& [key, members] : blocks)
        for (std::size_t a = 0; a < members.size(); ++a)
            for (std::size_t b = a + 1; b < members.size(); ++b)
                pairs.emplace(members[a], members[b]);
    std::vector<Likely> out;
    for (const auto& [a, b] : pairs) {
        Likeness found = likeness(people[a], people[b]);
        if (found.score < score_suspected) continue;
        out.push_back({std::min(people[a].id, people[b].id), std::max(people[a].id, people[b].id),
                       std::move(found)});
    }
    std::ranges::sort(out, [](const Likely& one, const Likely& other) {
        if (one.likeness.score != other.likeness.score)
            return one.likeness.score > other.likeness.score;
        return std::pair(one.person, one.other) < std::pair(other.person, other.other);
    });
    return out;
}

}  // namespace sanderling::practice::people
