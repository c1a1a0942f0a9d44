// What two devices and a server do together: push, bootstrap, edits, and what it takes of the
// network and of memory.
#pragma once

#include "tests/bench/organisation.hpp"
#include "tests/bench/rows.hpp"
#include "tests/bench/workload.hpp"

namespace sanderling::bench {

class SyncRun {
  public:
    /// All outlive it.
    SyncRun(const Workload& work, Organisation& organisation, std::filesystem::path folder,
            std::stop_token stop, Figures& figures);

    /// Every row, or for the spread layout the ones that end in _spread.
    void run();

    /// Of all runs, milliseconds each.
    const std::vector<double>& edits() const { return edits_; }

  private:
    std::string row(const std::string& name) const;
    void note(const std::string& name, double value);
    void push(Device& device);
    void edit(Device& device, class SecondDevice& other, const std::vector<RecordId>& ids);

    const Workload& work_;
    Organisation& organisation_;
    std::filesystem::path folder_;
    std::stop_token stop_;
    Figures& figures_;
    std::vector<double> edits_{};
};

}  // namespace sanderling::bench
