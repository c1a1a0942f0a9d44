// How rows of a Store become facts: typed cells, one query a table, for all scopes or for one.
#pragma once

#include "client-sdk/practice/calendar/day.hpp"
#include "client-sdk/practice/store/case_file.hpp"

#include <set>
#include <tuple>

#include "sanderling/store.hpp"

namespace sanderling::practice {

/// Parts of a case that live in scopes of their own, such as what is shared with the service user:
/// their scope → the scope of the case. The schema does not say it, so the application does.
using ScopeLinks = std::map<ScopeId, ScopeId>;

/// A row of an answer, by column number.
class RowView {
  public:
    RowView(const Rows& rows, std::size_t row) : rows_(rows), row_(row) {}

    template <class T>
    const T* find(std::size_t column) const {
        return std::get_if<T>(&rows_.at(row_, column));
    }
    RecordId id(std::size_t column) const {
        const auto* found = find<RecordId>(column);
        return found != nullptr ? *found : RecordId{};
    }
    std::optional<RecordId> maybe_id(std::size_t column) const {
        const auto* found = find<RecordId>(column);
        return found != nullptr ? std::optional(*found) : std::nullopt;
    }
    ScopeId scope(std::size_t column) const { return ScopeId{id(column).bytes}; }
    std::string text(std::size_t column) const {
        const auto* found = find<std::string>(column);
        return found != nullptr ? *found : std::string();
    }
    std::optional<Day> day(std::size_t column) const;
    std::optional<Instant> instant(std::size_t column) const;
    std::optional<int> number(std::size_t column) const;
    std::optional<bool> flag(std::size_t column) const;
    /// Nothing if it is empty, or a value that this version does not know.
    template <class Enum>
    std::optional<Enum> one_of(std::size_t column) const {
        const auto* found = find<std::string>(column);
        Enum value{};
        if (found == nullptr || !from_text(*found, value)) return std::nullopt;
        return value;
    }

  private:
    const Rows& rows_;
    std::size_t row_;
};

/// Reads into case files. One thread; used once.
class CaseReading {
  public:
    CaseReading(const Store& store, const ScopeLinks& links, Day today)
        : store_(store), links_(links), today_(today) {}

    /// Of all scopes, or of one. Errors: those of Store::query.
    Result<void> read(const std::optional<ScopeId>& scope);

    std::map<ScopeId, CaseFile> take();

  private:
    using Field = std::tuple<std::string, std::string, RecordId>;  // collection, field, record

    Result<void> read_conflicts(const std::optional<ScopeId>& scope);
    Result<void> read_people(const std::optional<ScopeId>& scope);
    Result<void> read_orders(const std::optional<ScopeId>& scope);
    Result<void> read_requirements(const std::optional<ScopeId>& scope);
    Result<void> read_allocations(const std::optional<ScopeId>& scope);
    Result<void> read_evidence(const std::optional<ScopeId>& scope);
    Result<void> read_steps(const std::optional<ScopeId>& scope);
    Result<void> read_contacts(const std::optional<ScopeId>& scope);
    Result<void> read_activity_days(const std::optional<ScopeId>& scope);
    Result<void> read_risk(const std::optional<ScopeId>& scope);
    Result<void> read_reports(const std::optional<ScopeId>& scope);
    Result<void> read_plans(const std::optional<ScopeId>& scope);
    Result<void> read_involvement(const std::optional<ScopeId>& scope);
    Result<void> read_notes(const std::optional<ScopeId>& scope);
    Result<void> read_victims(const std::optional<ScopeId>& scope);

    void finish(CaseFile& file) const;
    void finish_plans(CaseFile& file) const;
    std::vector<LevelFacts> level_history(RecordId risk, const LevelFacts& now) const;

    Result<Rows> rows(std::string_view columns, std::string_view table,
                      const std::optional<ScopeId>& scope) const;
    CaseFile& file_of(ScopeId scope);
    /// All texts that count of a field about which people differ; empty if they do not.
    std::vector<std::string> differing(const char* collection, const char* field,
                                       RecordId record) const;

    const Store& store_;
    const ScopeLinks& links_;
    Day today_;
    std::map<ScopeId, CaseFile> files_{};
    std::pair<ScopeId, CaseFile*> last_{};  // rows of a scope often come together
    std::set<Field> conflicts_{};
    std::map<RecordId, std::vector<EvidenceFacts>> evidence_{};
    std::map<RecordId, std::vector<EnforcementStep>> steps_{};
    struct RequirementAt {
        RecordId order{};
        int days = 0;
        bool is_activity = false;
        std::vector<ActivityEntry> entries{};
    };
    std::map<RecordId, RequirementAt> requirements_{};
    struct PlanDays {
        std::vector<Day> discussed{};
        bool is_review = false;
    };
    std::map<RecordId, PlanDays> plan_days_{};
};

/// All cases of the replica, and the victims that it holds. Errors: those of Store::query.
/// Levels of risk from before the present one are looked up where it began in the week of `today`
/// or the one before.
Result<std::map<ScopeId, CaseFile>> read_cases(const Store& store, Day today,
                                               const ScopeLinks& links = {});
/// One, with its parts; nothing if there is nothing of it.
Result<std::optional<CaseFile>> read_case(const Store& store, ScopeId scope, Day today,
                                          const ScopeLinks& links = {});

}  // namespace sanderling::practice
