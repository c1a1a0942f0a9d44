// The rows of the benchmark: what each is called, what it means, and what it should reach
// (docs/benchmarks.md).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::bench {

enum class Unit : std::uint8_t { milliseconds, bytes };

/// What a row is held against.
struct Target {
    enum class Of : std::uint8_t { none, value, ratio };
    Of of = Of::none;
    double at_most = 0;
};

/// What has to run for a row.
enum class Stage : std::uint8_t { local, sync, local_spread, sync_spread, engines, sdk };

/// Libraries that encrypt by themselves, where they are measured too.
enum class Peers : std::uint8_t { none, all_slower };

struct Row {
    std::string name;
    Stage stage;
    Unit unit;
    std::string_view durability;
    std::string work;  // at 10,000 records
    Target target{};
    Peers peers = Peers::none;
};

/// The rows of `./dev bench replica`, which runs on its own.
inline constexpr std::string_view replica_group = "replica";
bool is_of_replica_group(const Row& row);
std::vector<Row> replica_rows();

/// Who is measured in a row of engines, beside the peers.
inline constexpr std::string_view measured = "vault";
inline constexpr std::string_view baseline = "plain";

/// In the order in which they are reported.
const std::vector<Row>& all_rows();
const Row* find_row(std::string_view name);

/// What was measured, run after run.
class Figures {
  public:
    void add(std::string_view row, double value) { of_[std::string(row)].values.push_back(value); }
    void add_pair(std::string_view row, double value, double plain);
    /// `who` is `measured`, `baseline`, or the name of a peer.
    void add_of(std::string_view row, std::string_view who, double value);

    struct Summary {
        double value = 0;
        std::optional<double> baseline{};
        std::optional<double> ratio{};  // of the medians
        std::map<std::string, double> peers{};
    };
    /// Medians; nothing if the row was not measured.
    std::optional<Summary> summary(std::string_view row) const;

  private:
    struct Samples {
        std::vector<double> values{};
        std::vector<double> baselines{};
        std::map<std::string, std::vector<double>> peers{};
    };
    std::map<std::string, Samples, std::less<>> of_{};
};

/// `part` of the samples are at most this; samples must not be empty.
double quantile(std::vector<double> samples, double part);

/// An array of {name, value, unit, durability, baseline, ratio}, and {peers} where there are any.
void print_json(std::ostream& out, const std::vector<const Row*>& rows, const Figures& figures);
/// For people, with targets; the targets are those of 10,000 records.
enum class Targets : std::uint8_t { shown, left_out };
void print_table(std::ostream& out, const std::vector<const Row*>& rows, const Figures& figures,
                 Targets targets);

}  // namespace sanderling::bench
