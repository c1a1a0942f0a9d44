// due: what practice asks for, of the cases on this replica.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/due_line.hpp"
#include "client-sdk/cli/table.hpp"
#include "client-sdk/practice/calendar/london.hpp"

#include <fstream>
#include <sstream>

namespace sanderling::cli {

namespace {

using practice::Caseload;
using practice::Day;

Result<Day> today_of(const DueOptionsGiven& options) {
    if (!options.today.empty()) return practice::parse_day(options.today);
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return practice::london_day(
        {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()});
}

Result<std::string> text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    if (!in || !(out << in.rdbuf())) return fail(Errc::io, "cannot read " + file);
    return out.str();
}

// The shipped standards with the organisation's own packs and bank holidays.
Result<std::shared_ptr<const practice::Standards>> standards_of(const DueOptionsGiven& options) {
    auto standards = std::make_shared<practice::Standards>(practice::Standards::shipped());
    if (!options.bank_holidays.empty()) {
        const auto text = text_of(options.bank_holidays);
        if (!text) return text.error();
        auto days = standards->days.extended_by(*text);
        if (!days) return days.error();
        standards->days = *std::move(days);
    }
    for (const std::string& file : options.packs) {
        const auto text = text_of(file);
        if (!text) return text.error();
        auto pack = practice::parse_pack(*text);
        if (!pack) return pack.error();
        if (const auto done = standards->book.add(*std::move(pack)); !done) return done.error();
    }
    return std::shared_ptr<const practice::Standards>(std::move(standards));
}

std::string summary(const std::vector<Caseload::Due>& due) {
    std::size_t red = 0;
    for (const Caseload::Due& each : due)
        if (practice::colour_of(each.item) == practice::Colour::red) ++red;
    return std::to_string(due.size()) + " due, " + std::to_string(red) + " of them mandatory";
}

}  // namespace

Result<Exit> run_due(Context& context, const DueOptionsGiven& options) {
    const auto today = today_of(options);
    if (!today) return today.error();
    const auto standards = standards_of(options);
    if (!standards) return standards.error();
    auto store = context.open();
    if (!store) return store.error();
    std::optional<ScopeId> only;
    if (!options.scope.empty()) {
        const auto scope = find_scope(*store, options.scope);
        if (!scope) return scope.error();
        only = *scope;
    }
    const auto caseload = Caseload::read(*store, {*today, {}, *standards});
    if (!caseload) return caseload.error();
    const Day until =
        options.days > 0 ? *today + practice::Days{options.days - 1} : practice::sunday_of(*today);
    std::vector<Caseload::Due> due = caseload->due_by(until);
    if (only) std::erase_if(due, [&](const Caseload::Due& each) { return each.scope != *only; });
    Table table({"", "DUE", "RULE", "WHAT", "STATE", "CASE"});
    for (const auto& [scope, item] : due) {
        const practice::CaseFile& of = caseload->find(scope)->file;
        context.out.object(due_json(item, of, *today));
        table.add(due_cells(item, of, *today));
    }
    context.out.words(table.empty() ? "nothing is due" : table.text() + summary(due));
    return Exit::ok;
}

}  // namespace sanderling::cli
