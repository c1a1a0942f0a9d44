// Scores, breakdowns and extracts on generated respondents, with effects planted and without.
#include "client-sdk/practice/research/breakdown.hpp"
#include "client-sdk/practice/research/extract.hpp"
#include "client-sdk/practice/research/questionnaire.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace sanderling::practice {
namespace {

Instrument instrument() {
    return {"OWN",
            1,
            1,
            7,
            {{"q1", "trust", false},
             {"q2", "trust", true},
             {"q3", "trust", false},
             {"q4", "care", false},
             {"q5", "", false}}};
}

TEST(Questionnaire, ScoresSubscalesAndTurnsReversedItems) {
    const auto found = scores(instrument(), {{"q1", 7}, {"q2", 1}, {"q3", 4}, {"q5", 2}});

    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1U) << "nothing of care was answered";
    EXPECT_DOUBLE_EQ(found->at("trust").mean, 6.0);
    EXPECT_EQ(found->at("trust").answered, 3);
}

TEST(Questionnaire, LeavesOutWhatIsHardlyAnswered) {
    EXPECT_EQ(scores(instrument(), {{"q1", 7}, {"q2", 1}}).value().count("trust"), 1U);
    EXPECT_EQ(scores(instrument(), {{"q1", 7}}).value().count("trust"), 0U);
}

TEST(Questionnaire, RefusesAnswersThatAreNone) {
    EXPECT_EQ(scores(instrument(), {{"q1", 8}}).error().code, Errc::invalid_argument);
    EXPECT_EQ(scores(instrument(), {{"q9", 3}}).error().code, Errc::invalid_argument);
    EXPECT_EQ(parse_answers(R"({"q1": 7, "q2": null})").value(), (Answers{{"q1", 7}}));
    for (const char* wrong : {"", "[1]", R"({"q1": "7"})", R"({"q1": 1.5})", R"({"q1": -1})"})
        EXPECT_EQ(parse_answers(wrong).error().code, Errc::malformed) << wrong;
}

// Respondents as many as the Sheffield study had, each attribute drawn apart from the others.
std::vector<Observation> generated(std::uint64_t seed, double effect) {
    std::mt19937_64 engine(seed);
    const auto uniform = [&] { return static_cast<double>(engine() >> 11U) / 9007199254740992.0; };
    const auto noise = [&] {  // nearly normal, the same on every machine
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += uniform();
        return sum;
    };
    const auto lowers = [](const std::string& attribute) {
        return attribute == "order" || attribute == "multiple_experience";
    };
    std::vector<Observation> out;
    for (int i = 0; i < 482; ++i) {
        Observation each;
        each.score = 4.5 + noise();
        for (const Question& question : questions_of_the_first_report()) {
            const bool has = uniform() < (question.attribute == "sex" ? 0.3 : 0.5);
            each.attributes[question.attribute] = has ? question.value : question.against;
            if (has) each.score += lowers(question.attribute) ? -effect : effect;
        }
        out.push_back(std::move(each));
    }
    return out;
}

TEST(Research, FindsThePatternThatWasPlanted) {
    const auto found = contrasts(generated(1, 0.9), questions_of_the_first_report());

    ASSERT_EQ(found.size(), 7U);
    for (const Contrast& contrast : found) {
        const bool is_lower =
            contrast.attribute == "order" || contrast.attribute == "multiple_experience";
        EXPECT_EQ(contrast.direction, is_lower ? Direction::lower : Direction::higher)
            << contrast.attribute;
        EXPECT_LT(contrast.interval.low, contrast.difference);
        EXPECT_GT(contrast.interval.high, contrast.difference);
    }
}

TEST(Research, FindsNothingWhereNothingWasPlanted) {
    int runs_that_found = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const auto found = contrasts(generated(seed, 0), questions_of_the_first_report());
        runs_that_found += std::any_of(found.begin(), found.end(), [](const Contrast& contrast) {
            return contrast.direction != Direction::not_found;
        });
    }
    EXPECT_LE(runs_that_found, 4) << "about one in twenty";
}

std::vector<Observation> in_groups(std::initializer_list<std::pair<const char*, int>> sizes) {
    std::vector<Observation> out;
    for (const auto& [value, size] : sizes)
        for (int i = 0; i < size; ++i) out.push_back({{{"team", value}}, double(i % 5)});
    return out;
}

TEST(Breakdown, HasMeansWithTheirIntervals) {
    const auto groups = breakdown(in_groups({{"a", 10}, {"b", 25}}), "team");

    ASSERT_EQ(groups.size(), 2U);
    EXPECT_DOUBLE_EQ(groups[0].mean, 2.0);
    // t of 9 degrees of freedom, 2.2622, times the root of 20/9/10.
    EXPECT_NEAR(groups[0].interval->high, 3.0664, 0.0005);
    EXPECT_LT(groups[1].interval->high, groups[0].interval->high);
    EXPECT_TRUE(breakdown(in_groups({{"a", 10}}), "no_such").empty());
}

TEST(Breakdown, SuppressesSmallGroupsAndWhatWouldGiveThemAway) {
    const auto groups = breakdown(in_groups({{"a", 9}, {"b", 12}, {"c", 40}}), "team");

    ASSERT_EQ(groups.size(), 3U);
    EXPECT_TRUE(groups[0].is_suppressed);
    EXPECT_EQ(groups[0].count, 0) << "nothing of it is told";
    EXPECT_FALSE(groups[0].interval);
    EXPECT_TRUE(groups[1].is_suppressed) << "else a would be the total less the others";
    EXPECT_FALSE(groups[2].is_suppressed);

    const auto two = breakdown(in_groups({{"a", 9}, {"b", 8}, {"c", 40}}), "team");
    EXPECT_FALSE(two[2].is_suppressed);
    EXPECT_TRUE(contrasts(in_groups({{"a", 9}, {"b", 40}}), {{"team", "a", "b"}})[0].is_suppressed);
}

TEST(Extract, PseudonymsAreOfOneProject) {
    const std::array<std::uint8_t, 32> one{1};
    const std::array<std::uint8_t, 32> two{2};
    const ProjectKey first{std::span<const std::uint8_t, 32>(one)};
    const ProjectKey second{std::span<const std::uint8_t, 32>(two)};

    EXPECT_EQ(pseudonym(first, "X1").size(), 32U);
    EXPECT_EQ(pseudonym(first, "X1"), pseudonym(first, "X1"));
    EXPECT_NE(pseudonym(first, "X1"), pseudonym(first, "X2"));
    EXPECT_NE(pseudonym(first, "X1"), pseudonym(second, "X1"));
    EXPECT_EQ(month_of(day_of(2011, 4, 18)), "2011-04");
}

TEST(Extract, NoCombinationStandsOut) {
    std::mt19937_64 engine(7);
    std::vector<ExtractRow> rows;
    for (int i = 0; i < 300; ++i) {
        const auto one_of = [&](int count) {
            return std::to_string(engine() % static_cast<unsigned>(count));
        };
        rows.push_back({std::to_string(engine()), {one_of(2), one_of(4), one_of(20)}, {}});
    }
    rows.push_back({"alone", {"9", "9", "9"}, {}});

    const Extract extract = safe_extract(rows);

    std::map<std::vector<std::string>, int> counts;
    for (const ExtractRow& row : extract.rows) ++counts[row.attributes];
    for (const auto& [attributes, count] : counts) EXPECT_GE(count, 10);
    EXPECT_EQ(extract.rows.size() + static_cast<std::size_t>(extract.withheld), rows.size());
    EXPECT_GE(extract.withheld, 1);
    EXPECT_LE(extract.withheld, 9);
    EXPECT_GT(extract.blanked, 0);
}

TEST(Extract, KeepsWhatIsCommon) {
    std::vector<ExtractRow> rows(12, {"p", {"female", "2011-04"}, {{"trust.start", 5.5}}});

    const Extract extract = safe_extract(rows);
    EXPECT_EQ(extract.rows.size(), 12U);
    EXPECT_EQ(extract.blanked, 0);
    EXPECT_EQ(safe_extract({rows.begin(), rows.begin() + 9}).rows.size(), 0U);
}

}  // namespace
}  // namespace sanderling::practice
