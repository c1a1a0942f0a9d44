// Activity requirements and days; see activity_days.hpp.
#include "client-sdk/practice/store/activity_days.hpp"

#include "client-sdk/practice/store/reading.hpp"

namespace sanderling::practice {

namespace {

// The one row that a query finds by an id; not_found if there is none.
Result<Rows> one_row(const Store& store, std::string_view sql, const char* what, RecordId id) {
    auto rows = store.query(sql, {Scalar{id}});
    if (rows && rows->empty()) return fail(Errc::not_found, what);
    return rows;
}

bool is_used(std::string_view outcome) {
    return outcome == "attended" || outcome == "left_early";
}

}  // namespace

Result<Receipt> add_activity_requirement(Store& store, const ActivityRequirement& requirement,
                                         const Standards& standards) {
    const auto order = one_row(
        store,
        "SELECT scope, coalesce(sentenced_on, starts_on, '2011-04-05') FROM orders WHERE id = ?1",
        "no such order", requirement.order);
    if (!order) return order.error();
    const RowView row(*order, 0);
    const auto sentenced = parse_day(row.text(1));
    if (!sentenced) return sentenced.error();
    const auto others =
        store.query("SELECT days FROM requirement WHERE order_id = ?1 AND type = 'activity'",
                    {Scalar{requirement.order}});
    if (!others) return others.error();
    std::vector<int> days{requirement.days};
    for (std::size_t i = 0; i < others->size(); ++i)
        days.push_back(RowView(*others, i).number(0).value_or(0));
    if (const auto total = check_activity_days(days, *sentenced, standards); !total)
        return total.error();
    Row record = requirement.more;
    record["order_id"] = requirement.order;
    record["type"] = std::string("activity");
    record["days"] = std::int64_t{requirement.days};
    return store.write([&](Transaction& out) -> Result<void> {
        const auto id = out.insert(row.scope(0), "requirement", record);
        if (!id) return id.error();
        return {};
    });
}

Result<Receipt> record_activity_day(Store& store, const ActivityDay& day) {
    const auto requirement =
        one_row(store, "SELECT scope, days FROM requirement WHERE id = ?1 AND type = 'activity'",
                "no such activity requirement", day.requirement);
    if (!requirement) return requirement.error();
    const RowView of(*requirement, 0);
    const auto days =
        store.query("SELECT id, held_on, outcome FROM activity_day WHERE requirement_id = ?1",
                    {Scalar{day.requirement}});
    if (!days) return days.error();
    std::optional<RecordId> same;
    std::vector<ActivityEntry> others;
    for (std::size_t i = 0; i < days->size(); ++i) {
        const RowView row(*days, i);
        const auto held = row.day(1);
        if (!held) continue;
        if (*held == day.held)
            same = row.id(0);
        else
            others.push_back({*held, is_used(row.text(2))});
    }
    const std::string outcome{to_text(day.outcome)};
    const int allowed = of.number(1).value_or(0);
    if (is_used(outcome) && activity_use(others, allowed).left == 0)
        return fail(Errc::constraint, "R9 activity days: all " + std::to_string(allowed) +
                                          " days of this requirement are used");
    return store.write([&](Transaction& out) -> Result<void> {
        if (same) {
            if (const auto done = out.update("activity_day", *same, {{"outcome", outcome}}); !done)
                return done.error();
            return out.add("activity_day", *same, "recorders", day.recorder);
        }
        const auto id = out.insert(of.scope(0), "activity_day",
                                   {{"requirement_id", day.requirement},
                                    {"held_on", to_text(day.held)},
                                    {"outcome", outcome},
                                    {"recorders", List{day.recorder}}});
        if (!id) return id.error();
        return {};
    });
}

}  // namespace sanderling::practice
