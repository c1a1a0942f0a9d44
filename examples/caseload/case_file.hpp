// One case while it is being made: its properties, drawn first, and the records added so far.
#pragma once

#include "examples/caseload/note_writer.hpp"
#include "examples/caseload/options.hpp"
#include "examples/caseload/random.hpp"
#include "examples/caseload/staffing.hpp"
#include "schema/generated/probation/records.hpp"
#include "schema/model/value.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::caseload {

struct GeneratedRecord {
    std::string scope{};  // "case:17"
    std::string_view collection{};
    std::optional<RecordId> id{};  // none where the collection has a natural key
    schema::Row row{};
};
using Emit = std::function<void(const GeneratedRecord&)>;

/// An order, with what decides which contacts are made under it.
struct OrderSpell {
    probation::OrderType type{};
    Day starts{};
    Day ends{};  // its last day
    RecordId id{};
    std::optional<RecordId> unpaid_work{};
    std::optional<RecordId> programme{};
    std::optional<RecordId> drug_rehabilitation{};
};

/// Who sees the person from a day on.
struct Holder {
    Day from{};
    std::string staff{};
};

class CaseFile {
  public:
    CaseFile(const CaseloadOptions& options, const Staffing& staffing, std::uint32_t number,
             const Emit& emit);

    /// `made` is the time in its id. Parents first.
    template <class Record>
    RecordId add(const Record& record, Day made) {
        const RecordId id = random.record_id(london(made, std::chrono::hours{9}));
        constexpr bool is_plan = std::is_same_v<Record, probation::Plan> ||
                                 std::is_same_v<Record, probation::Goal> ||
                                 std::is_same_v<Record, probation::Step>;
        constexpr bool has_natural_key = std::is_same_v<Record, probation::RegisterFlag>;
        emit_({is_plan ? plan_scope : scope, Record::collection_name,
               has_natural_key ? std::nullopt : std::optional(id), record.to_row()});
        return id;
    }

    const OrderSpell& order_on(Day day) const;
    const std::string& staff_on(Day day) const;
    bool is_high_risk() const { return rosh >= probation::RoshLevel::high; }

    const CaseloadOptions& options;
    const Staffing& staffing;
    const std::uint32_t number;  // from 1
    Random random;
    std::string scope{};       // "case:17"
    std::string plan_scope{};  // the same, or "case_su:17"
    probation::Sex sex{};
    probation::RoshLevel rosh{};
    Name name{};
    NoteWriter notes;
    std::vector<OrderSpell> orders{};  // one after another, over the whole time
    std::vector<Holder> holders{};     // by day

  private:
    const Emit& emit_;
};

// The parts of a case, in the order in which they are written.
void add_person(CaseFile& file);
void add_orders(CaseFile& file);
void add_allocations(CaseFile& file);
void add_risk(CaseFile& file);
void add_plans(CaseFile& file);
void add_contacts(CaseFile& file);

}  // namespace sanderling::caseload
