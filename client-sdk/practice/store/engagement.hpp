// Questionnaires and their answers as a Store has them, and what a breakdown asks of a case
// (docs/practice.md, "Engagement research").
#pragma once

#include "client-sdk/practice/research/breakdown.hpp"
#include "client-sdk/practice/research/questionnaire.hpp"
#include "client-sdk/practice/store/case_file.hpp"

#include "sanderling/store.hpp"

namespace sanderling::practice {

/// All that were loaded into scopes that this replica has. Errors: those of Store::query.
Result<std::vector<Instrument>> read_instruments(const Store& store);

struct Response {
    RecordId id{};
    ScopeId scope{};
    std::string instrument{};
    int edition = 0;
    probation::Wave wave = probation::Wave::start;
    probation::Voice respondent = probation::Voice::om;
    /// Nothing where they are sealed: this device cannot read them.
    std::optional<Answers> answers{};
};
/// Answers that are no JSON object of numbers count as not given. Errors: those of Store::query.
Result<std::vector<Response>> read_responses(const Store& store);

/// Scores of one subscale in one wave by one kind of respondent, with the attributes of their case:
/// what `breakdown` and `contrasts` take. A response without a case here, without its instrument or
/// with answers that the instrument refuses is left out.
struct ScoreQuestion {
    std::string instrument{};
    int edition = 1;
    std::string subscale{};
    probation::Wave wave = probation::Wave::start;
    probation::Voice respondent = probation::Voice::su;
};
std::vector<Observation> observations(const std::vector<Instrument>& instruments,
                                      const std::vector<Response>& responses,
                                      const std::map<ScopeId, CaseFile>& cases,
                                      const std::map<ScopeId, ScopeId>& links,
                                      const ScoreQuestion& question, Day today);

/// The attributes of the first report (questions_of_the_first_report), as far as they are known.
std::map<std::string, std::string, std::less<>> attributes_of(const CaseFile& file, Day today);

}  // namespace sanderling::practice
