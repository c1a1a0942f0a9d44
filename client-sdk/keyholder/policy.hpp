// What a keyholder may do while nobody watches it: whom it enrols, what it takes from its socket,
// how often and when (docs/operations.md, "Unattended").
#pragma once

#include "client-sdk/keyholder/command.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

namespace sanderling::keyholder {

/// Zero: without limit. A sliding hour, a sliding day.
struct RateLimit {
    std::uint32_t per_hour = 0;
    std::uint32_t per_person_per_day = 0;
};

struct Policy {
    std::set<std::string> roles{};  // that are enrolled; empty: every role
    std::set<std::string> verbs{};  // that the socket takes; empty: every verb
    RateLimit enrolments{};
    RateLimit allocations{};
    std::set<int> days{};  // 0 Sunday to 6 Saturday; empty: every day
    int from_minute = 0;
    int until_minute = 24 * 60;  // the first minute outside
};

/// Errors: not_found, invalid_argument (naming the key that is unknown, or what is wrong).
Result<Policy> read_policy(const std::filesystem::path& path);
Result<Policy> parse_policy(std::string_view toml);

/// A moment as the clock on the wall shows it.
struct LocalTime {
    int day_of_week = 0;  // 0: Sunday
    int minute_of_day = 0;
};
using LocalClock = std::function<LocalTime(Instant)>;
/// By the machine's time zone.
LocalTime local_time(Instant t);

/// Asked before something is done, told when it was. One owner thread.
class PolicyGate {
  public:
    PolicyGate(Policy policy, LocalClock clock)
        : policy_(std::move(policy)), clock_(std::move(clock)) {}

    /// Errors: not_permitted (a role, a verb, an hour), busy (a limit, with the time when it goes
    /// again).
    Result<void> may_enrol(PersonId person, std::string_view role, Instant now);
    Result<void> may_run(std::string_view verb) const;
    Result<void> may_allocate(std::string_view person, Instant now);

    void enrolled(PersonId person, Instant now);
    void allocated(std::string_view person, Instant now);

  private:
    struct Count {
        std::deque<Instant> all{};                                            // of the last hour
        std::map<std::string, std::deque<Instant>, std::less<>> by_person{};  // of the last day
    };
    Result<void> check_hours(Instant now) const;
    static Result<void> check(Count& count, const RateLimit& limit, std::string_view person,
                              const char* what, Instant now);
    static void note(Count& count, std::string_view person, Instant now);

    Policy policy_;
    LocalClock clock_;
    Count enrolments_{};
    Count allocations_{};
};

}  // namespace sanderling::keyholder
