// Scores by what is known of the respondents: means with confidence intervals, small groups
// suppressed, and what differs (docs/practice.md, "Engagement research").
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sanderling::practice {

/// One respondent in one wave.
struct Observation {
    std::map<std::string, std::string, std::less<>> attributes{};  // such as sex → female
    double score = 0;
};

struct Interval {
    double low = 0;
    double high = 0;
};

struct Group {
    std::string value{};
    bool is_suppressed = false;  // then nothing below is told
    int count = 0;
    double mean = 0;
    std::optional<Interval> interval{};  // of the mean, 95 %
};

struct BreakdownOptions {
    int group_min = 10;  // smaller ones are suppressed
    double confidence = 0.95;
};

/// By the values of an attribute, in their order; who has none is in no group. Where just one group
/// would be suppressed, the smallest other one is too, so that nobody takes it from a total.
std::vector<Group> breakdown(const std::vector<Observation>& observations,
                             const std::string& attribute, const BreakdownOptions& options = {});

enum class Direction : std::uint8_t { higher, lower, not_found };

/// Two groups against each other.
struct Contrast {
    std::string attribute{};
    std::string value{};    // is it higher or lower …
    std::string against{};  // … than this
    Direction direction = Direction::not_found;
    bool is_suppressed = false;
    double difference = 0;
    Interval interval{};  // of the difference; wide enough for all contrasts asked for together
};
struct Question {
    std::string attribute{};
    std::string value{};
    std::string against{};
};
/// By Welch's method, with the intervals of Bonferroni: of a set of contrasts without any
/// difference in truth, one in twenty finds any.
std::vector<Contrast> contrasts(const std::vector<Observation>& observations,
                                const std::vector<Question>& questions,
                                const BreakdownOptions& options = {});

/// The seven that the first report asked about: sex, length of probation experience, kind of order,
/// multiple experience, one officer throughout, plan discussed, involved.
std::vector<Question> questions_of_the_first_report();

}  // namespace sanderling::practice
