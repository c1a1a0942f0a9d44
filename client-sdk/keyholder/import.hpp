// Lists of staff, scopes and allocations from another system, as commands that may be given again
// without harm; what becomes of each row (docs/operations.md, "Import").
#pragma once

#include "client-sdk/keyholder/csv_table.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace sanderling::keyholder {

struct ImportOptions {
    enum class Trial : std::uint8_t { real, rehearsal };
    enum class Missing : std::uint8_t { stays, is_withdrawn };
    Trial trial = Trial::real;
    /// What becomes of a member of a scope in the list whose own row is not there.
    Missing missing = Missing::stays;
};

/// One owner thread. Touches no keyholder: whoever drives it sends `commands`, in order, and hands
/// each answer to `take`.
class Import {
  public:
    explicit Import(ImportOptions options) : options_(options) {}

    /// Its columns say what it lists: `person,name,role`, `scope,kind,name`, or
    /// `scope,person[,role][,from][,until]`. Errors: invalid_argument, naming columns that are
    /// missing, unknown or there twice.
    Result<void> add(std::string file, CsvTable table);

    /// Staff before scopes before allocations. Each has "verb" and what that needs.
    std::vector<std::string> commands() const;
    /// The answer to the next command → what to show of it, or nothing.
    nlohmann::ordered_json take(const nlohmann::ordered_json& answer);

    /// Of the answer to `scopes`, when all else was answered: who is to be withdrawn. Their
    /// commands come from `commands` again, and theirs alone.
    void add_withdrawals(const nlohmann::ordered_json& scopes);
    bool wants_withdrawals() const;

    /// {"import": "done" or "dry run", "add", "change", "withdraw", "nothing", "rejected",
    /// "not_reached"}: numbers of rows.
    nlohmann::ordered_json summary() const;
    /// What was refused, with a further column `reason`: file name → its text.
    std::map<std::string, std::string> rejected() const;
    std::size_t size() const { return rows_.size(); }

  private:
    enum class Kind : std::uint8_t { people, scopes, allocations };
    struct File {
        std::string name{};
        Kind kind{};
        CsvTable table{};
    };
    struct Row {
        std::size_t file = 0;
        std::size_t row = 0;
        nlohmann::ordered_json command{};
    };

    std::size_t none_file() const { return files_.size(); }
    bool is_to_come(const nlohmann::ordered_json& command) const;

    ImportOptions options_;
    std::vector<File> files_{};
    std::vector<Row> rows_{};
    std::size_t next_ = 0;   // the row that awaits its answer
    std::size_t first_ = 0;  // where the commands of this round begin
    std::map<std::string, std::size_t> counts_{};
    std::set<std::string> to_come_{};  // references that a rehearsal would add
    std::map<std::size_t, std::vector<std::pair<std::size_t, std::string>>> rejected_{};
};

}  // namespace sanderling::keyholder
