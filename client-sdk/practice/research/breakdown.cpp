// Breakdowns and contrasts; see breakdown.hpp.
#include "client-sdk/practice/research/breakdown.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

namespace sanderling::practice {

namespace {

struct Sample {
    double sum = 0;
    double squares = 0;
    int count = 0;

    void add(double value) {
        sum += value;
        squares += value * value;
        ++count;
    }
    double mean() const { return count == 0 ? 0 : sum / count; }
    double variance() const {  // of the population, estimated
        if (count < 2) return 0;
        return std::max(0.0, (squares - sum * sum / count) / (count - 1));
    }
};

std::map<std::string, Sample> samples_of(const std::vector<Observation>& observations,
                                         const std::string& attribute) {
    std::map<std::string, Sample> out;
    for (const Observation& each : observations)
        if (const auto found = each.attributes.find(attribute); found != each.attributes.end())
            out[found->second].add(each.score);
    return out;
}

// Half the width, in standard errors, of an interval that misses with this probability.
double quantile(double miss, double freedom) {
    return boost::math::quantile(
        boost::math::complement(boost::math::students_t(std::max(1.0, freedom)), miss / 2));
}

}  // namespace

std::vector<Group> breakdown(const std::vector<Observation>& observations,
                             const std::string& attribute, const BreakdownOptions& options) {
    std::vector<Group> groups;
    for (const auto& [value, sample] : samples_of(observations, attribute)) {
        Group group{value, sample.count < options.group_min, sample.count, sample.mean(), {}};
        if (sample.count > 1) {
            const double reach = quantile(1 - options.confidence, sample.count - 1) *
                                 std::sqrt(sample.variance() / sample.count);
            group.interval = Interval{group.mean - reach, group.mean + reach};
        }
        groups.push_back(std::move(group));
    }
    const auto is_hidden = [](const Group& group) { return group.is_suppressed; };
    if (std::count_if(groups.begin(), groups.end(), is_hidden) == 1 && groups.size() > 1) {
        Group* smallest = nullptr;
        for (Group& group : groups)
            if (!group.is_suppressed && (smallest == nullptr || group.count < smallest->count))
                smallest = &group;
        smallest->is_suppressed = true;
    }
    for (Group& group : groups)
        if (group.is_suppressed) group = Group{group.value, true, 0, 0, {}};
    return groups;
}

std::vector<Contrast> contrasts(const std::vector<Observation>& observations,
                                const std::vector<Question>& questions,
                                const BreakdownOptions& options) {
    std::vector<Contrast> out;
    const double miss = (1 - options.confidence) / static_cast<double>(questions.size());
    for (const Question& question : questions) {
        auto samples = samples_of(observations, question.attribute);
        const Sample one = samples[question.value];
        const Sample other = samples[question.against];
        Contrast contrast{question.attribute, question.value, question.against, {}, false, 0, {}};
        contrast.direction = Direction::not_found;
        contrast.is_suppressed = std::min(one.count, other.count) < std::max(2, options.group_min);
        if (!contrast.is_suppressed) {
            const double a = one.variance() / one.count;
            const double b = other.variance() / other.count;
            const double spread = a * a / (one.count - 1) + b * b / (other.count - 1);
            const double freedom = spread > 0 ? (a + b) * (a + b) / spread : 1;
            const double reach = quantile(miss, freedom) * std::sqrt(a + b);
            contrast.difference = one.mean() - other.mean();
            contrast.interval = {contrast.difference - reach, contrast.difference + reach};
            if (contrast.interval.low > 0) contrast.direction = Direction::higher;
            if (contrast.interval.high < 0) contrast.direction = Direction::lower;
        }
        out.push_back(std::move(contrast));
    }
    return out;
}

std::vector<Question> questions_of_the_first_report() {
    return {{"sex", "female", "male"},         {"experience", "longer", "shorter"},
            {"order", "licence", "community"}, {"multiple_experience", "yes", "no"},
            {"one_officer", "yes", "no"},      {"plan_discussed", "yes", "no"},
            {"involved", "yes", "no"}};
}

}  // namespace sanderling::practice
