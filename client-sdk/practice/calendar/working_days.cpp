// Working days, and the file of bank holidays; see working_days.hpp.
#include "client-sdk/practice/calendar/working_days.hpp"

#include "client-sdk/practice/embedded.hpp"
#include "core/types/assert.hpp"

#include <algorithm>
#include <charconv>

namespace sanderling::practice {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<int> year_of(std::string_view text) {
    int year = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    if (error != std::errc{} || end != text.data() + text.size() || year < 1 || year > 9999)
        return std::nullopt;
    return year;
}

}  // namespace

const WorkingDays& WorkingDays::of_england_and_wales() {
    static const WorkingDays days = [] {
        auto read = parse(embedded::bank_holidays());
        SANDERLING_ASSERT(read.has_value());  // a test reads the file, too
        return *std::move(read);
    }();
    return days;
}

Result<WorkingDays> WorkingDays::parse(std::string_view text) {
    WorkingDays out;
    if (const auto done = out.read(text); !done) return done.error();
    return out;
}

Result<WorkingDays> WorkingDays::extended_by(std::string_view text) const {
    WorkingDays out = *this;
    if (const auto done = out.read(text); !done) return done.error();
    return out;
}

Result<void> WorkingDays::read(std::string_view text) {
    std::size_t number = 1;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        if (!line.empty() && line.front() != '#') {
            if (const auto done = read_line(line); !done)
                return fail(Errc::malformed, "bank holidays, line " + std::to_string(number) +
                                                 ": " + done.error().detail);
        }
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        ++number;
    }
    return {};
}

Result<void> WorkingDays::read_line(std::string_view line) {
    if (line.starts_with("covers ")) {
        const std::string_view years = trimmed(line.substr(7));
        const auto space = years.find(' ');
        const auto first = year_of(years.substr(0, space));
        const auto last =
            space == std::string_view::npos ? first : year_of(trimmed(years.substr(space)));
        if (!first || !last || *last < *first)
            return fail(Errc::malformed, "covers FIRST-YEAR LAST-YEAR is expected");
        covered_.push_back({*first, *last});
        return {};
    }
    const bool taken_away = line.front() == '-';
    if (taken_away) line.remove_prefix(1);
    const auto day = parse_day(line.substr(0, line.find(' ')));
    if (!day) return fail(Errc::malformed, day.error().detail);
    const auto at = std::lower_bound(holidays_.begin(), holidays_.end(), *day);
    const bool is_there = at != holidays_.end() && *at == *day;
    if (taken_away && is_there) holidays_.erase(at);
    if (!taken_away && !is_there) holidays_.insert(at, *day);
    return {};
}

bool WorkingDays::is_bank_holiday(Day day) const {
    return std::binary_search(holidays_.begin(), holidays_.end(), day);
}

bool WorkingDays::covers(Day day) const {
    const int year{std::chrono::year_month_day{day}.year()};
    return std::any_of(covered_.begin(), covered_.end(),
                       [&](const Years& of) { return of.first <= year && year <= of.last; });
}

Day WorkingDays::after(Day trigger, int count) const {
    SANDERLING_ASSERT(count >= 0);
    while (count > 0)
        if (is_working(trigger += Days{1})) --count;
    return trigger;
}

Day WorkingDays::back(Day day) const {
    while (!is_working(day)) day -= Days{1};
    return day;
}

Day WorkingDays::forward(Day day) const {
    while (!is_working(day)) day += Days{1};
    return day;
}

int WorkingDays::between(Day from, Day to) const {
    int count = 0;
    for (Day day = from + Days{1}; day <= to; day += Days{1})
        if (is_working(day)) ++count;
    return count;
}

}  // namespace sanderling::practice
