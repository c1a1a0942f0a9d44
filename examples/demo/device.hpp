// One device of one person: a replica in a folder of its own, used through the program
// `sanderling`, each time in a process of its own. Off the network it is simply not told to sync.
#pragma once

#include "examples/demo/programs.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::demo {

/// Who it belongs to and what it is.
struct DeviceInfo {
    std::string folder{};  // "phone"
    std::string title{};   // "Hannah Fell's phone"
    std::string person{};  // as the keyholder knows them
    std::string role{};    // of the probation schema
};

/// How far a sync is.
struct SyncStep {
    std::uint64_t records_done = 0;
    std::uint64_t records_expected = 0;
};

class Device {
  public:
    Device(const Programs& programs, const Workspace& workspace, DeviceInfo info);

    const DeviceInfo& info() const { return info_; }
    fs::path folder() const { return folder_; }
    fs::path passphrase() const { return passphrase_; }

    // All throw Failure when the program does not end well.

    void enrol(const std::string& invite) const;
    /// What the program says when the invite is not good any more: its exit code and words.
    int try_enrol(const std::string& invite, const fs::path& folder, std::string& error) const;
    /// Until everything has arrived, and everything written has its verdict. The last line.
    json sync() const;
    /// Starts to sync and goes on with it, as a process that stays; comes back once everything has
    /// arrived. Until `go_offline` nothing else can be done with the device.
    void go_online(const std::function<void(const SyncStep&)>& on_step);
    void go_offline();

    /// Lines of `sanderling write`, each a transaction, or all of them one. The ids, in order.
    std::vector<std::string> write(const std::vector<json>& lines) const;
    /// Adds to a set, as `sanderling edit` does.
    void add_to_set(const std::string& collection, const std::string& record,
                    const std::string& field, const std::vector<std::string>& elements) const;
    /// An export; `labels` says which scope each of its labels means.
    json import(const fs::path& file, const fs::path& labels) const;

    std::vector<json> query(const std::string& sql,
                            const std::vector<std::string>& parameters = {}) const;
    /// The only number of the only row.
    std::uint64_t count(const std::string& sql,
                        const std::vector<std::string>& parameters = {}) const;
    /// One cell as text; empty for null or no row.
    std::string cell(const std::string& sql, const std::vector<std::string>& parameters = {}) const;

    std::vector<json> scopes() const;
    json status() const;
    std::vector<json> conflicts() const;
    /// `choice` counts from 1.
    void resolve(const std::string& conflict, std::size_t choice, const std::string& reason) const;

    /// What somebody types, in the workspace's folder, to do the same.
    std::string command_line(std::string_view verb_and_arguments) const;

  private:
    ProgramCall call(std::vector<std::string> arguments) const;

    const Programs& programs_;
    DeviceInfo info_;
    fs::path folder_;
    fs::path passphrase_;
    std::optional<tests::Process> syncing_{};
};

}  // namespace sanderling::demo
