// One run: devices, server, keyholder, people and faults, all from a seed. The same seed gives the
// same trace; a step's chance depends on its number alone, so that steps can be left out to find
// which of them matter (docs/simulator.md).
#pragma once

#include "tests/sim/auditor.hpp"
#include "tests/sim/signature_memory.hpp"
#include "tests/sim/split_view.hpp"
#include "tests/sim/tamper.hpp"
#include "tests/sim/workload.hpp"
#include "tests/support/temporary_folder.hpp"

#include <memory>
#include <set>
#include <vector>

namespace sanderling::sim {

/// What may go wrong in a run; each can be left out.
enum class FaultKind : std::uint8_t {
    offline = 0,       // devices without a network, from minutes to months
    cuts = 1,          // links break, half open at times, and old ones are overtaken by new ones
    weather = 2,       // slow and lossy networks
    device_crash = 3,  // a process killed, or the power lost, also in the middle of a write
    server_crash = 4,
    clocks = 5,   // wrong by minutes to decades, and jumping
    members = 6,  // people join, leave, come back, and keys change, while others write
    disk_full = 7,
    byzantine = 8,   // the server lies
    rollback = 9,    // a device's files are put back to an older state of theirs
    restore = 10,    // the server is put back from a backup
    copies = 11,     // a device's files run on a second device too
    retention = 12,  // the server drops what was superseded, and its floor rises
    skew = 13,       // some devices have an earlier schema, and are updated at some time
    fork = 14,       // the server keeps two histories, each for some of the devices
    purge = 15,      // records are purged while others write to them
};
inline constexpr std::size_t fault_kinds = 16;
std::string_view to_text(FaultKind kind);
std::optional<FaultKind> parse_fault_kind(std::string_view text);

struct RunOptions {
    std::uint64_t seed = 1;
    SignatureMemory signatures = SignatureMemory::used;
    std::size_t steps = 600;
    std::size_t devices = 0;  // 0: by the seed
    std::set<FaultKind> without{};
    std::set<std::size_t> left_out{};  // steps
    std::optional<Habits> habits{};    // else by the schema
    std::size_t lines = 0;             // of the trace to keep
};

struct RunReport {
    std::uint64_t trace_hash = 0;
    std::uint64_t trace_length = 0;
    std::optional<Finding> finding{};
    std::size_t finding_step = 0;
    std::vector<std::string> lines{};

    std::size_t devices = 0;
    std::uint64_t path_writes = 0;
    std::uint64_t commits = 0;
    WorkCounts work{};
    std::uint64_t open_conflicts = 0;
    std::uint64_t crashes = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t lies = 0;
    std::uint64_t restores = 0;  // of the server
    std::uint64_t splits = 0;    // runs in which it kept two histories
    std::uint64_t raised = 0;    // paths that came to have several live values
    std::uint64_t settled = 0;   // and to have one again
    Duration virtual_time{};
    Duration convergence{};  // from the end of the faults until everything had drained
};

class Simulation {
  public:
    Simulation(const schema::Schema& schema, const RunOptions& options);
    ~Simulation();
    RunReport run();

  private:
    std::vector<Bytes> opened(const commit::Header& header, const commit::Patch& patch,
                              std::uint32_t index) const;
    void populate();
    void step(std::size_t number);
    void pass_time(Dice& dice);
    void audit(Dice& dice);
    void calm();
    bool has_drained();
    bool drains_in_time();
    void drain();
    std::string what_waits();
    /// Of this run: most kinds are in most runs, the gravest in a quarter of them.
    bool may(FaultKind kind) const { return kinds_.contains(kind); }
    bool is_split() const { return split_ != nullptr && !is_mended_; }
    void choose_kinds();

    void fault(Dice& dice);
    void take_offline(Device& device, Dice& dice);
    void bring_online(Device& device);
    void change_weather(Device& device, Dice& dice);
    void crash_device(Device& device, Dice& dice);
    void crash_server(Dice& dice);
    void change_clock(Dice& dice);
    void change_members(Dice& dice);
    void fill_disk(Dice& dice);
    void change_honesty(Dice& dice);
    void roll_back(Device& device, Dice& dice);
    void copy_device(Device& original);
    void drop_superseded(Dice& dice);
    /// Drawn apart from the others, so that a run without these is the one that it was.
    void late_fault(Dice& dice);
    void back_up();
    void restore_or_back_up(Dice& dice);
    void purge_records(Dice& dice);
    void split_view(Dice& dice);
    /// The fork is reported; and where nobody came from one history to the other, it is mended as
    /// an operator would: the server is put back from a backup, under a new generation.
    void end_split();

    const schema::Schema& schema_;
    schema::Schema earlier_schema_;
    RunOptions options_;
    std::set<FaultKind> kinds_{};
    tests::TemporaryFolder folder_{tests::TemporaryFolder::Where::memory};
    Scheduler time_{};
    Trace trace_{time_};
    Findings findings_{};
    Ledger ledger_;
    std::unique_ptr<Disk> disk_;
    std::unique_ptr<Network> network_;
    std::unique_ptr<Tamper> tamper_;
    std::unique_ptr<Keyholder> keyholder_;
    std::unique_ptr<Server> server_;
    std::unique_ptr<DeviceWorld> world_;
    std::unique_ptr<SplitView> split_{};
    std::vector<Place> places_{};
    std::vector<std::unique_ptr<Device>> devices_{};
    std::unique_ptr<Auditor> auditor_;
    std::unique_ptr<Workload> workload_;
    std::uint64_t restores_ = 0;
    bool is_mended_ = false;  // the split view is over
};

}  // namespace sanderling::sim
