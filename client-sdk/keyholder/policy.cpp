#include "client-sdk/keyholder/policy.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <fstream>
#include <iterator>

namespace sanderling::keyholder {

namespace {

using std::chrono::hours;

constexpr std::array<std::string_view, 7> day_names{"sun", "mon", "tue", "wed",
                                                    "thu", "fri", "sat"};

Error wrong(std::string why) {
    return fail(Errc::invalid_argument, "policy: " + std::move(why));
}

Result<std::set<std::string>> texts(const toml::node& node, const std::string& key) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return wrong(key + " is not a list of texts");
    std::set<std::string> out;
    for (const toml::node& one : *list) {
        const auto text = one.value<std::string>();
        if (!text) return wrong(key + " is not a list of texts");
        out.insert(*text);
    }
    // "none" must never be read as "all".
    if (out.empty()) return wrong(key + " is empty; leave it out to allow all");
    return out;
}

Result<std::uint32_t> limit(const toml::node& node, const std::string& key) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > 1'000'000)
        return wrong(key + " is not a number from 1 to 1000000; leave it out for no limit");
    return static_cast<std::uint32_t>(*value);
}

/// "07:30", or "24:00".
Result<int> minute(const toml::node& node, const std::string& key) {
    const std::string text = node.value<std::string>().value_or("");
    int hour = -1;
    int past = -1;
    if (text.size() == 5 && text[2] == ':') {
        std::from_chars(text.data(), text.data() + 2, hour);
        std::from_chars(text.data() + 3, text.data() + 5, past);
    }
    const int total = hour * 60 + past;
    if (hour < 0 || past < 0 || past > 59 || total > 24 * 60)
        return wrong(key + " is not a time of day, as in \"07:30\"");
    return total;
}

template <class T>
Result<void> set(T& to, Result<T> value) {
    if (!value) return value.error();
    to = std::move(*value);
    return {};
}

Result<void> take_rate(RateLimit& to, const std::string& name, const toml::node& node,
                       const std::string& key) {
    if (name == "per_hour") return set(to.per_hour, limit(node, key));
    if (name == "per_person_per_day") return set(to.per_person_per_day, limit(node, key));
    return wrong("unknown key " + key);
}

Result<void> take_hours(Policy& policy, const std::string& name, const toml::node& node,
                        const std::string& key) {
    if (name == "from") return set(policy.from_minute, minute(node, key));
    if (name == "until") return set(policy.until_minute, minute(node, key));
    if (name != "days") return wrong("unknown key " + key);
    auto names = texts(node, key);
    if (!names) return names.error();
    for (const std::string& day : *names) {
        const auto at = std::find(day_names.begin(), day_names.end(), day);
        if (at == day_names.end())
            return wrong(key + ": a day is mon, tue, wed, thu, fri, sat, sun");
        policy.days.insert(static_cast<int>(at - day_names.begin()));
    }
    return {};
}

Result<void> take(Policy& policy, const std::string& table, const std::string& name,
                  const toml::node& node) {
    const std::string key = table + "." + name;
    if (table == "enrol" && name == "roles") return set(policy.roles, texts(node, key));
    if (table == "enrol") return take_rate(policy.enrolments, name, node, key);
    if (table == "allocate") return take_rate(policy.allocations, name, node, key);
    if (table == "socket" && name == "verbs") return set(policy.verbs, texts(node, key));
    if (table == "hours") return take_hours(policy, name, node, key);
    return wrong("unknown key " + key);
}

void forget_before(std::deque<Instant>& times, Instant since) {
    while (!times.empty() && times.front() <= since) times.pop_front();
}

}  // namespace

Result<Policy> parse_policy(std::string_view text) {
    try {
        const toml::table parsed = toml::parse(text);
        Policy policy;
        for (const auto& [table, content] : parsed) {
            const toml::table* inner = content.as_table();
            if (inner == nullptr) return wrong("unknown key " + std::string(table.str()));
            for (const auto& [name, node] : *inner)
                if (auto taken =
                        take(policy, std::string(table.str()), std::string(name.str()), node);
                    !taken)
                    return taken.error();
        }
        if (policy.from_minute >= policy.until_minute)
            return wrong("hours.from is not before hours.until");
        return policy;
    } catch (const toml::parse_error& problem) {
        return wrong("line " + std::to_string(problem.source().begin.line) + ": " +
                     std::string(problem.description()));
    }
}

Result<Policy> read_policy(const std::filesystem::path& path) {
    std::ifstream in(path);
    if (!in) return fail(Errc::not_found, "no policy " + path.string());
    return parse_policy(std::string{std::istreambuf_iterator<char>(in), {}});
}

LocalTime local_time(Instant t) {
    const std::time_t seconds = t.ms / 1000;
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    return {parts.tm_wday, parts.tm_hour * 60 + parts.tm_min};
}

Result<void> PolicyGate::check_hours(Instant now) const {
    const LocalTime local = clock_(now);
    const bool is_day = policy_.days.empty() || policy_.days.contains(local.day_of_week);
    if (is_day && policy_.from_minute <= local.minute_of_day &&
        local.minute_of_day < policy_.until_minute)
        return {};
    return fail(Errc::not_permitted,
                "outside the hours of the keyholder's policy; try again within them, or ask an "
                "administrator");
}

Result<void> PolicyGate::check(Count& count, const RateLimit& limit, std::string_view person,
                               const char* what, Instant now) {
    forget_before(count.all, now + -hours{1});
    if (limit.per_hour != 0 && count.all.size() >= limit.per_hour)
        return fail(Errc::busy, "the policy allows " + std::to_string(limit.per_hour) + " " + what +
                                    " an hour; the next at " +
                                    instant_text(count.all.front() + hours{1}));
    const auto at = count.by_person.find(person);
    if (at == count.by_person.end()) return {};
    forget_before(at->second, now + -hours{24});
    if (limit.per_person_per_day != 0 && at->second.size() >= limit.per_person_per_day)
        return fail(Errc::busy, "the policy allows " + std::to_string(limit.per_person_per_day) +
                                    " " + what + " a person and day; the next for this person at " +
                                    instant_text(at->second.front() + hours{24}));
    return {};
}

void PolicyGate::note(Count& count, std::string_view person, Instant now) {
    count.all.push_back(now);
    count.by_person[std::string(person)].push_back(now);
}

Result<void> PolicyGate::may_enrol(PersonId person, std::string_view role, Instant now) {
    if (!policy_.roles.empty() && !policy_.roles.contains(std::string(role)))
        return fail(Errc::not_permitted, "the keyholder's policy enrols no \"" + std::string(role) +
                                             "\" unattended (enrol.roles); ask an administrator");
    if (auto open = check_hours(now); !open) return open;
    return check(enrolments_, policy_.enrolments, to_text(person), "enrolments", now);
}

Result<void> PolicyGate::may_run(std::string_view verb) const {
    if (policy_.verbs.empty() || policy_.verbs.contains(std::string(verb))) return {};
    return fail(Errc::not_permitted, "the policy of this keyholder takes no \"" +
                                         std::string(verb) +
                                         "\" while it serves (socket.verbs); stop it, and do it by "
                                         "the command line with the passphrase");
}

Result<void> PolicyGate::may_allocate(std::string_view person, Instant now) {
    if (auto open = check_hours(now); !open) return open;
    return check(allocations_, policy_.allocations, person, "allocations", now);
}

void PolicyGate::enrolled(PersonId person, Instant now) {
    note(enrolments_, to_text(person), now);
}

void PolicyGate::allocated(std::string_view person, Instant now) {
    note(allocations_, person, now);
}

}  // namespace sanderling::keyholder
