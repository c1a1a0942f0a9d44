// salvage: a new replica of what can be read of a damaged one.
#include "sanderling/salvage.hpp"

#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/words.hpp"

namespace sanderling::cli {

namespace {

Json json_of(const SalvageReport& report) {
    Json scopes = Json::array();
    for (const SalvagedScope& scope : report.scopes)
        scopes.push_back({{"scope", to_text(scope.id)},
                          {"complete", scope.is_complete},
                          {"records", scope.records},
                          {"unsent", scope.unsent}});
    return {{"type", "salvaged"},
            {"pages", report.pages},
            {"pages_read", report.pages_read},
            {"enrolled", report.is_enrolled},
            {"records", report.records},
            {"unsent_commits", report.unsent_commits},
            {"losses", report.losses.size()},
            {"scopes", scopes}};
}

std::string words_of(const SalvageReport& report) {
    std::size_t complete = 0;
    for (const SalvagedScope& scope : report.scopes) complete += scope.is_complete ? 1 : 0;
    std::string out = count_text(report.pages_read) + " of " + count_text(report.pages, "page") +
                      " read\n" + count_text(report.records, "record") + " in " +
                      count_text(report.scopes.size(), "scope") + ", " + count_text(complete) +
                      " complete; " + count_text(report.unsent_commits, "unsent change") +
                      " saved\n";
    if (complete < report.scopes.size())
        out += "the next sync receives the other scopes from the beginning\n";
    if (!report.is_enrolled) out += "this device has to enrol anew\n";
    return out;
}

void tell(Output& out, const SalvageLoss& loss) {
    out.object({{"type", "lost"},
                {"table", loss.table},
                {"page", loss.page},
                {"what", loss.what},
                {"consequence", loss.consequence}});
    const std::string where = loss.table.empty() ? "" : " (" + loss.table + ")";
    out.words("lost: " + loss.what + where + ": " + loss.consequence);
}

}  // namespace

Result<Exit> run_salvage(Context& context, const SalvageOptionsGiven& options) {
    auto keys = context.key_twice();
    if (!keys) return keys.error();
    SalvageOptions salvaging;
    salvaging.freshness = context.keeper();
    salvaging.on_progress = [&context](std::uint64_t done, std::uint64_t total) {
        context.out.bar(count_text(done) + " of " + count_text(total, "page"));
    };
    const auto report =
        salvage(options.from, keys->first, options.to, keys->second, context.schema(), salvaging);
    if (!report) return report.error();
    for (const SalvageLoss& loss : report->losses) tell(context.out, loss);
    context.out.result(json_of(*report), words_of(*report));
    return report->losses.empty() ? Exit::ok : Exit::damaged;
}

}  // namespace sanderling::cli
