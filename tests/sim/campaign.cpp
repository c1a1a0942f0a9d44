#include "tests/sim/campaign.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace sanderling::sim {

namespace {

std::string grouped(std::uint64_t n) {
    std::string out = std::to_string(n);
    for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
    return out;
}

std::string line(const std::string& what, const std::string& how_much) {
    std::string out = what + ":";
    out.resize(std::max<std::size_t>(out.size() + 1, 30), ' ');
    return out + how_much + "\n";
}

std::string seconds_text(std::uint64_t ms) {
    if (ms < 60'000) return std::to_string((ms + 500) / 1000) + " s";
    return std::to_string((ms + 30'000) / 60'000) + " min";
}

}  // namespace

void Totals::add(const RunReport& report) {
    const auto ms = static_cast<std::uint64_t>(report.convergence.count()) / 1000;
    add(Totals{
        .runs = 1,
        .devices = report.devices,
        .path_writes = report.path_writes,
        .commits = report.commits,
        .transactions = report.work.transactions,
        .raised = report.raised,
        .settled = report.settled,
        .open = report.open_conflicts,
        .crashes = report.crashes,
        .lies = report.lies,
        .restores = report.restores,
        .bytes = report.bytes_sent,
        .virtual_seconds = static_cast<std::uint64_t>(report.virtual_time.count()) / 1'000'000,
        .convergence_ms = ms,
        .convergence_ms_max = ms,
        .findings = report.finding ? 1U : 0U});
}

void Totals::add(const Totals& other) {
    runs += other.runs;
    devices += other.devices;
    path_writes += other.path_writes;
    commits += other.commits;
    transactions += other.transactions;
    raised += other.raised;
    settled += other.settled;
    open += other.open;
    crashes += other.crashes;
    lies += other.lies;
    restores += other.restores;
    bytes += other.bytes;
    virtual_seconds += other.virtual_seconds;
    convergence_ms += other.convergence_ms;
    convergence_ms_max = std::max(convergence_ms_max, other.convergence_ms_max);
    findings += other.findings;
    run_seconds += other.run_seconds;
}

std::string in_words(const Totals& totals, unsigned processes) {
    const std::uint64_t runs = std::max<std::uint64_t>(totals.runs, 1);
    const std::uint64_t writes = std::max<std::uint64_t>(totals.path_writes, 1);
    const auto rate = static_cast<std::uint64_t>(static_cast<double>(writes) /
                                                 std::max(totals.run_seconds, 1e-3) * processes);
    std::string out;
    out += line("runs", grouped(totals.runs) + ", with " + std::to_string(totals.devices / runs) +
                            " devices on average, over " +
                            grouped(totals.virtual_seconds / 86'400) + " simulated days");
    out += line("values written",
                grouped(totals.path_writes) + ", in " + grouped(totals.commits) + " commits");
    out += line("values lost", std::to_string(totals.findings == 0 ? 0 : totals.findings) +
                                   (totals.findings == 0 ? "" : " runs broke a promise"));
    out += line("crashes, lies survived", grouped(totals.crashes) + ", " + grouped(totals.lies));
    out += line("server restored", grouped(totals.restores) + " times from a backup");
    out += line("value conflicts", grouped(totals.raised) + " raised, " + grouped(totals.settled) +
                                       " settled by people and by later edits");
    out += line("open at the end",
                grouped(totals.open) + " conflicts: values, contested deletes, proposals");
    out += line("time to converge",
                seconds_text(totals.convergence_ms / runs) + " on average, at most " +
                    seconds_text(totals.convergence_ms_max) + " after the last fault");
    out += line("bytes over the network",
                grouped(totals.bytes) + ", " + grouped(totals.bytes / writes) + " a value");
    out += line("speed", grouped(rate) + " values a second");
    return out;
}

RunReport run_once(const schema::Schema& schema, const RunOptions& options) {
    return std::make_unique<Simulation>(schema, options)->run();
}

// ---- Which run, in text ------------------------------------------------------------------------

std::string ranges(const std::set<std::size_t>& numbers) {
    std::string out;
    for (auto at = numbers.begin(); at != numbers.end();) {
        const std::size_t first = *at;
        std::size_t last = first;
        while (++at != numbers.end() && *at == last + 1) ++last;
        out += (out.empty() ? "" : ",") + std::to_string(first);
        if (last != first) out += "-" + std::to_string(last);
    }
    return out;
}

std::set<std::size_t> parse_ranges(std::string_view text) {
    std::set<std::size_t> out;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find(','));
        std::size_t first = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), first);
        std::size_t last = first;
        if (read.ptr != part.data() + part.size())
            std::from_chars(read.ptr + 1, part.data() + part.size(), last);
        for (std::size_t i = first; i <= last; ++i) out.insert(i);
        text.remove_prefix(std::min(text.size(), part.size() + 1));
    }
    return out;
}

std::string replay_command(const RunOptions& options) {
    std::string out = "./dev sim --trace --seed " + std::to_string(options.seed) + " --steps " +
                      std::to_string(options.steps);
    if (options.devices != 0) out += " --devices " + std::to_string(options.devices);
    for (const FaultKind kind : options.without) out += " --without " + std::string(to_text(kind));
    if (!options.left_out.empty()) out += " --leave-out " + ranges(options.left_out);
    if (options.habits) out += " --habits " + std::string(to_text(*options.habits));
    if (options.signatures == SignatureMemory::unused) out += " --verify-all";
    return out;
}

// ---- Shrinking ---------------------------------------------------------------------------------

namespace {

class Shrinker {
  public:
    Shrinker(const schema::Schema& schema, const RunOptions& options, const RunReport& failed,
             std::size_t tries_max)
        : schema_(schema), tries_max_(tries_max), best_{options, failed, 0} {
        best_.options.steps = failed.finding_step + 1;
    }

    Shrunk run() {
        fewer_faults();
        fewer_steps();
        return std::move(best_);
    }

  private:
    bool may_try() const { return best_.tries < tries_max_; }

    bool still_fails(const RunOptions& options) {
        if (!may_try()) return false;
        ++best_.tries;
        RunReport report = run_once(schema_, options);
        if (!report.finding || report.finding->invariant != best_.report.finding->invariant)
            return false;
        best_.options = options;
        best_.options.steps = std::min(options.steps, report.finding_step + 1);
        best_.report = std::move(report);
        return true;
    }

    void fewer_faults() {
        for (std::size_t i = 0; i < fault_kinds; ++i) {
            RunOptions fewer = best_.options;
            if (fewer.without.insert(static_cast<FaultKind>(i)).second) still_fails(fewer);
        }
    }

    // Leaves out runs of steps, long ones first.
    void fewer_steps() {
        for (std::size_t part = best_.options.steps / 2; part >= 1; part /= 2)
            for (std::size_t from = 0; from < best_.options.steps && may_try(); from += part) {
                RunOptions fewer = best_.options;
                std::size_t added = 0;
                for (std::size_t i = from; i < from + part && i < fewer.steps; ++i)
                    added += fewer.left_out.insert(i).second ? 1U : 0U;
                if (added != 0) still_fails(fewer);
            }
    }

    const schema::Schema& schema_;
    std::size_t tries_max_;
    Shrunk best_;
};

}  // namespace

Shrunk shrink(const schema::Schema& schema, const RunOptions& options, const RunReport& failed,
              std::size_t tries_max) {
    Shrunk out = Shrinker(schema, options, failed, tries_max).run();
    RunOptions shown = out.options;
    shown.lines = 400;
    out.report = run_once(schema, shown);
    return out;
}

}  // namespace sanderling::sim
