// A whole organisation of real processes in a temporary folder: a keyholder that serves, and a sync
// server on a free port that nothing else gets while it is down. Everything is ended by its process
// id.
#pragma once

#include "core/scope_log/certificate.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::tests {

/// How long anything may take that normally takes milliseconds: two busy cores, and sanitizers.
inline constexpr std::chrono::seconds patience{30};

/// Where the programs of this build are.
struct Programs {
    std::filesystem::path server{};
    std::filesystem::path keyholder{};
};
Programs built_programs();

/// Until `is_met` says yes. False when that took longer than the patience.
bool wait_for(const std::function<bool()>& is_met,
              std::chrono::milliseconds timeout = std::chrono::seconds{30});

/// Every method throws std::runtime_error, with what the program said, when it does not succeed.
/// One owner thread.
class OrganisationFixture {
  public:
    /// The server works in `server_folder`; in the common folder if none is given.
    explicit OrganisationFixture(Programs programs, std::filesystem::path server_folder = {});
    ~OrganisationFixture();
    OrganisationFixture(const OrganisationFixture&) = delete;
    OrganisationFixture& operator=(const OrganisationFixture&) = delete;

    const std::filesystem::path& folder() const { return folder_.path(); }
    const std::filesystem::path& server_folder() const { return server_folder_; }
    /// As the keyholder founded it.
    OrgId organisation_id() const;
    std::filesystem::path keyholder_folder() const { return folder() / "keyholder"; }

    // The keyholder, asked over its local socket.
    PersonId hire(std::string_view name, std::string_view role);
    ScopeId found(std::string_view kind, std::string_view name);
    void allocate(ScopeId scope, PersonId person, std::string_view role = {});
    void withdraw(ScopeId scope, PersonId person);
    /// The text that a person types, and its id.
    struct Invite {
        std::string text{};
        std::string id{};
    };
    Invite invite(PersonId person, std::string_view expires = "24h");
    void cancel(const Invite& invite);
    /// Any command; its answer may be a refusal.
    nlohmann::ordered_json ask(const nlohmann::ordered_json& command);
    void start_keyholder();
    void stop_keyholder();

    // The server; started again, it has the same port.
    void start_server(std::vector<std::string> arguments = {});
    ProcessExit stop_server();
    void kill_server();
    bool is_server_running() const { return server_.has_value() && server_->is_running(); }
    std::uint16_t port() const { return port_; }
    pid_t server_process() const { return server_->pid(); }
    /// `sanderlingd backup` into `folder() / name`; it may be serving.
    void back_up(const std::string& name);
    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    const scope_log::TlsKeyHash& server_key() const { return server_key_; }
    /// What it said on standard error, all runs together.
    std::string server_log() const;

  private:
    void found_organisation();
    nlohmann::ordered_json must(const nlohmann::ordered_json& command);
    std::string run(const std::filesystem::path& program, std::vector<std::string> arguments);

    Programs programs_;
    TemporaryFolder folder_;
    std::filesystem::path server_folder_;
    std::optional<Process> server_{};
    std::optional<Process> keyholder_{};
    std::uint16_t port_ = 0;
    scope_log::TlsKeyHash server_key_{};
};

/// One organisation for the whole test program, ended with it.
OrganisationFixture& organisation();

}  // namespace sanderling::tests
