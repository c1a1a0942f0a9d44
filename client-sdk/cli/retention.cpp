// retention: what is due to be purged, by the schedule of the practice (docs/operations.md).
#include "sanderling/retention.hpp"

#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/words.hpp"

#include <chrono>
#include <ctime>

namespace sanderling::cli {

namespace {

constexpr std::int32_t year = 365;

/// The defaults; an organisation that keeps other times gives its own rules to `retention_due`.
const std::vector<RetentionRule>& schedule() {
    static const std::vector<RetentionRule> rules{
        {.name = "case: six years after the last order ends",
         .scope_kind = "case",
         .ended_on = "SELECT max(coalesce(terminated_on, ends_on)) FROM orders WHERE scope = ?1"
                     " HAVING count(*) = count(coalesce(terminated_on, ends_on))",
         .kept_if = "SELECT 1 FROM risk_assessment WHERE scope = ?1"
                    " AND mappa_category IS NOT NULL UNION ALL SELECT 1 FROM orders"
                    " WHERE scope = ?1 AND offence_class = 'sexual'",
         .days = 6 * year + 2},
        {.name = "victim: one year after the scheme was left",
         .scope_kind = "victim",
         .ended_on = "SELECT max(closed_on) FROM victim_case WHERE scope = ?1",
         .kept_if = {},
         .days = year + 1},
    };
    return rules;
}

std::string today_text() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char out[16];
    const std::size_t size = std::strftime(out, sizeof out, "%Y-%m-%d", &parts);
    return {out, size};
}

}  // namespace

Result<Exit> run_retention(Context& context, const RetentionOptions& options) {
    auto store = context.open();
    if (!store) return store.error();
    const std::string today = options.today.empty() ? today_text() : options.today;
    const auto found = retention_due(*store, schedule(), today);
    if (!found) return found.error();
    for (const RetentionDue& one : *found) {
        const std::string state = !one.holds.empty() ? "held"
                                  : one.is_kept      ? "kept"
                                  : one.is_due       ? "due"
                                                     : "running";
        std::string words =
            state + "  " + to_text(one.scope) + "  from " + one.due_on + "  (" + one.rule + ")";
        for (const std::string& hold : one.holds) words += "\n    " + hold;
        context.out.result(Json{{"type", "retention"},
                                {"scope", to_text(one.scope)},
                                {"rule", one.rule},
                                {"ended_on", one.ended_on},
                                {"due_on", one.due_on},
                                {"state", state},
                                {"holds", one.holds}},
                           words);
    }
    return Exit::ok;
}

}  // namespace sanderling::cli
