// An organisation to measure: `sanderlingd` and `sanderling-keyholder` as processes on loopback,
// one officer, and the cases allocated to them.
#pragma once

#include "core/types/ids.hpp"
#include "tests/support/process.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sanderling::bench {

class Organisation {
  public:
    /// Beneath `folder`, which it makes. Throws Failure.
    Organisation(std::filesystem::path folder, std::size_t cases, std::stop_token stop);

    const std::vector<ScopeId>& cases() const { return cases_; }
    /// The text of an invite for one more device of the officer.
    std::string invite();
    pid_t server_pid() const { return server_->pid(); }

  private:
    using Json = nlohmann::json;

    /// The lines that it printed, each a JSON object.
    std::vector<Json> run(const std::string& program, std::vector<std::string> arguments,
                          const std::string& input = {}) const;
    tests::Process start(const std::string& program, std::vector<std::string> arguments) const;
    std::vector<std::string> keyholder(std::vector<std::string> arguments) const;
    std::vector<Json> ask(const std::vector<Json>& commands) const;
    void found();
    void allocate(std::size_t cases);

    std::filesystem::path folder_;
    std::stop_token stop_;
    std::optional<tests::Process> server_{};
    std::optional<tests::Process> keyholder_{};
    std::vector<ScopeId> cases_{};
};

/// The folder that this program is in, and the others beside it.
std::filesystem::path own_program();

}  // namespace sanderling::bench
