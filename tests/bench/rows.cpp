#include "tests/bench/rows.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace sanderling::bench {

namespace {

constexpr std::string_view wal_full = "WAL FULL";
constexpr std::string_view read_only = "none (reads)";
constexpr std::string_view not_stored = "none";
// The receiver may lose what it can fetch again.
constexpr std::string_view push_durability =
    "device and server WAL FULL before the acknowledgement";
constexpr std::string_view pull_durability = "WAL NORMAL (can be fetched again)";
constexpr std::string_view edit_durability = "author and server WAL FULL, receiver WAL NORMAL";

constexpr Target three_times{Target::Of::ratio, 3};
constexpr Target at_most(double value) {
    return {Target::Of::value, value};
}

std::string_view name_of(Unit unit) {
    return unit == Unit::milliseconds ? "ms" : "bytes";
}

std::string shown(double value, Unit unit) {
    if (unit == Unit::bytes) return fmt::format("{:.2f} MB", value / 1e6);
    if (value < 10) return fmt::format("{:.2f} ms", value);
    return fmt::format("{:.0f} ms", value);
}

std::string shown(const Target& target, Unit unit) {
    if (target.of == Target::Of::none) return "";
    if (target.of == Target::Of::ratio) return fmt::format("≤ {:.2f} ×", target.at_most);
    return "≤ " + shown(target.at_most, unit);
}

bool is_reached(const Target& target, const Figures::Summary& summary) {
    if (target.of == Target::Of::none) return true;
    const double reached =
        target.of == Target::Of::ratio ? summary.ratio.value_or(HUGE_VAL) : summary.value;
    return reached <= target.at_most;
}

std::string_view verdict(const Row& row, const Target& target, const Figures::Summary& summary) {
    if (target.of == Target::Of::none && row.peers == Peers::none) return "";
    const bool is_fastest =
        std::all_of(summary.peers.begin(), summary.peers.end(),
                    [&](const auto& peer) { return summary.value < peer.second; });
    return is_reached(target, summary) && is_fastest ? "met" : "MISSED";
}

/// "0.61 × sqlcipher, "
std::string beside_peers(const Figures::Summary& summary) {
    std::string out;
    for (const auto& [name, value] : summary.peers)
        out += fmt::format("{:.2f} × {}, ", summary.value / value, name);
    return out;
}

double rounded(double value) {
    return std::round(value * 1000) / 1000;
}

nlohmann::ordered_json or_null(const std::optional<double>& value) {
    return value ? nlohmann::ordered_json(rounded(*value)) : nlohmann::ordered_json();
}

std::vector<Row> product_rows() {
    using enum Stage;
    constexpr Unit ms = Unit::milliseconds;
    constexpr Unit bytes = Unit::bytes;
    std::vector<Row> rows{
        {"insert_100", local, ms, wal_full, "10,000 inserts, 100 a transaction, each in one case",
         three_times},
        {"insert_1", local, ms, wal_full, "1,000 inserts, one a transaction", three_times},
        {"update", local, ms, wal_full, "one field of 5,000 records, 100 a transaction"},
        {"get", local, ms, read_only, "10,000 reads by id, in random order"},
        {"query", local, ms, read_only, "1,000 × the 20 newest of a case"},
        {"push", sync, ms, push_durability, "10,000 offline records until acknowledged",
         at_most(1500)},
        {"bootstrap", sync, ms, pull_durability, "10,000 records to a second device",
         at_most(1500)},
        {"edit_median", sync, ms, edit_durability, "one edit until seen on the other device",
         at_most(5)},
        {"edit_p99", sync, ms, edit_durability, "the same, 99 of 100 are faster"},
        {"bytes_up", sync, bytes, not_stored, "sent over TCP by that push; baseline: as JSON"},
        {"bytes_down", sync, bytes, not_stored, "received by that bootstrap; baseline: as JSON"},
        {"rss_client", sync, bytes, not_stored, "memory of the second device's process"},
        {"rss_server", sync, bytes, not_stored, "memory of sanderlingd after all that"},
        {"insert_100_spread", local_spread, ms, wal_full, "insert_100 over 400 cases at random"},
        {"push_spread", sync_spread, ms, push_durability, "push of those"},
        {"bootstrap_spread", sync_spread, ms, pull_durability, "bootstrap of those"},
        {"bytes_up_spread", sync_spread, bytes, not_stored, "bytes_up of those"},
        {"bytes_down_spread", sync_spread, bytes, not_stored, "bytes_down of those"},
    };
    return rows;
}

}  // namespace

const std::vector<Row>& all_rows() {
    static const std::vector<Row> rows = [] {
        std::vector<Row> all = product_rows();
        for (Row& row : replica_rows()) all.push_back(std::move(row));
        return all;
    }();
    return rows;
}

bool is_of_replica_group(const Row& row) {
    return row.stage == Stage::engines || row.stage == Stage::sdk;
}

const Row* find_row(std::string_view name) {
    const auto& rows = all_rows();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
    return found != rows.end() ? &*found : nullptr;
}

double quantile(std::vector<double> samples, double part) {
    std::sort(samples.begin(), samples.end());
    const double at = part * static_cast<double>(samples.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, samples.size() - 1);
    return samples[low] + (samples[high] - samples[low]) * (at - static_cast<double>(low));
}

void Figures::add_pair(std::string_view row, double value, double plain) {
    add_of(row, measured, value);
    add_of(row, baseline, plain);
}

void Figures::add_of(std::string_view row, std::string_view who, double value) {
    Samples& samples = of_[std::string(row)];
    if (who == measured)
        samples.values.push_back(value);
    else if (who == baseline)
        samples.baselines.push_back(value);
    else
        samples.peers[std::string(who)].push_back(value);
}

std::optional<Figures::Summary> Figures::summary(std::string_view row) const {
    const auto found = of_.find(row);
    if (found == of_.end() || found->second.values.empty()) return std::nullopt;
    Summary out{.value = quantile(found->second.values, 0.5)};
    for (const auto& [name, values] : found->second.peers) out.peers[name] = quantile(values, 0.5);
    if (found->second.baselines.empty()) return out;
    out.baseline = quantile(found->second.baselines, 0.5);
    if (*out.baseline > 0) out.ratio = out.value / *out.baseline;
    return out;
}

void print_json(std::ostream& out, const std::vector<const Row*>& rows, const Figures& figures) {
    nlohmann::ordered_json array = nlohmann::ordered_json::array();
    for (const Row* row : rows) {
        const auto summary = figures.summary(row->name);
        if (!summary) continue;
        array.push_back({{"name", row->name},
                         {"value", rounded(summary->value)},
                         {"unit", name_of(row->unit)},
                         {"durability", row->durability},
                         {"baseline", or_null(summary->baseline)},
                         {"ratio", or_null(summary->ratio)}});
        for (const auto& [name, value] : summary->peers)
            array.back()["peers"][name] = rounded(value);
    }
    out << array.dump(2) << "\n";
}

void print_table(std::ostream& out, const std::vector<const Row*>& rows, const Figures& figures,
                 Targets targets) {
    out << fmt::format("{:<30} {:>10} {:>10} {:>7}  {:<9} {:<7} {}\n", "row", "here", "baseline",
                       "ratio", "target", "", "work; durability");
    for (const Row* row : rows) {
        const auto summary = figures.summary(row->name);
        if (!summary) continue;
        const Target target = targets == Targets::shown ? row->target : Target{};
        out << fmt::format("{:<30} {:>10} {:>10} {:>7}  {:<9} {:<7} {}{}; {}\n", row->name,
                           shown(summary->value, row->unit),
                           summary->baseline ? shown(*summary->baseline, row->unit) : "",
                           summary->ratio ? fmt::format("{:.2f} ×", *summary->ratio) : "",
                           shown(target, row->unit), verdict(*row, target, *summary),
                           beside_peers(*summary), row->work, row->durability);
    }
}

}  // namespace sanderling::bench
