// check: every page and frame is read, and what is damaged is named.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/words.hpp"

#include <algorithm>

namespace sanderling::cli {

namespace {

std::string_view word_of(FindingKind kind) {
    switch (kind) {
        case FindingKind::key_slots:
            return "key_slots";
        case FindingKind::page:
            return "page";
        case FindingKind::log:
            return "log";
        case FindingKind::structure:
            return "structure";
        case FindingKind::reference:
            return "reference";
        case FindingKind::full_text:
            return "full_text";
    }
    return "";
}

void tell(Output& out, const Finding& finding) {
    Json object{{"type", "finding"}, {"kind", word_of(finding.kind)}};
    object["number"] = finding.number ? Json(*finding.number) : Json(nullptr);
    object["place"] = finding.place;
    object["consequence"] = finding.consequence;
    out.object(object);
    std::string where = finding.place;
    if (finding.kind == FindingKind::page)
        where = "page " + std::to_string(*finding.number) + " of " + where;
    if (finding.kind == FindingKind::log && finding.number)
        where = "frame " + std::to_string(*finding.number) + " of " + where;
    out.words("damaged: " + where + "\n  " + finding.consequence);
}

std::string words_of(const CheckReport& report) {
    std::string read = "read " + count_text(report.pages, "page") + " (" +
                       count_text(report.pages_free) + " free)";
    if (report.frames != 0) read += " and " + count_text(report.frames, "frame") + " of the log";
    if (report.is_sound()) return read + ": all of it is sound";
    read += ": " + count_text(report.findings.size(), "finding");
    if (!report.is_structure_checked)
        read += "; the structure was not checked, because pages cannot be read";
    return read;
}

}  // namespace

Result<Exit> run_check(Context& context) {
    auto folder = context.folder();
    if (!folder) return folder.error();
    auto key = context.key();
    if (!key) return key.error();
    CheckOptions options;
    options.on_progress = [&context](std::uint64_t done, std::uint64_t total) {
        context.out.bar("reading " +
                        std::to_string(100 * done / std::max<std::uint64_t>(total, 1)) + " % …");
    };
    const auto report = check_replica(*folder, *key, options);
    context.out.clear_bar();
    if (!report) return report.error();
    for (const Finding& finding : report->findings) tell(context.out, finding);
    for (const std::string& what : report->unchecked) context.out.note("not checked: " + what);
    context.out.result(Json{{"type", "checked"},
                            {"sound", report->is_sound()},
                            {"pages", report->pages},
                            {"pages_free", report->pages_free},
                            {"frames", report->frames},
                            {"structure_checked", report->is_structure_checked},
                            {"unchecked", report->unchecked},
                            {"findings", report->findings.size()}},
                       words_of(*report));
    return report->is_sound() ? Exit::ok : Exit::damaged;
}

}  // namespace sanderling::cli
