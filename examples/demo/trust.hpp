// The organisation: its sync server and its keyholder, each a process of its own, on loopback.
#pragma once

#include "examples/demo/programs.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sanderling::demo {

class Trust {
  public:
    Trust(const Programs& programs, const Workspace& workspace, std::string name);

    /// Makes both, starts both, and lets the keyholder find the server. Throws Failure.
    void open();
    /// Ends both processes in order.
    void close();
    /// The server is away, and comes back at the same address.
    void stop_server();
    void start_server();

    /// Commands of the keyholder in one connection; their results. Throws Failure at the first that
    /// is refused.
    std::vector<json> ask(const std::vector<json>& commands) const;
    /// The text of a one-use invite for a device of a person, by name.
    std::string invite(const std::string& person) const;
    /// Waits until the keyholder says that it has certified the device.
    void await_enrolled();

    /// "127.0.0.1:40123"
    const std::string& address() const { return address_; }
    const std::string& name() const { return name_; }

  private:
    std::vector<std::string> keyholder_flags() const;
    std::string make();
    void listen(const std::string& address);

    const Programs& programs_;
    const Workspace& workspace_;
    std::string name_;
    std::string address_{};
    std::optional<tests::Process> server_{};
    std::optional<tests::Process> keyholder_{};
};

}  // namespace sanderling::demo
