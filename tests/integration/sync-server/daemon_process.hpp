// A real `sanderlingd` in a process of its own, on a port that the system chose.
#pragma once

#include "client-sdk/link/blocking_link.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace sanderling::server::testing {

inline constexpr std::chrono::seconds patience{20};

struct Finished {
    int code = -1;  // 128 + signal when killed by one
    std::string output{};
};
/// Runs `sanderlingd` with `arguments` to its end.
Finished run_daemon(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment = {});

/// What a keyholder would write.
std::filesystem::path write_organisation_file(const std::filesystem::path& folder,
                                              const Trust& trust);

class DaemonProcess {
  public:
    /// Makes `folder` / "server" if it is not there, and starts in it.
    DaemonProcess(const std::filesystem::path& folder, const Trust& trust,
                  std::vector<std::string> environment = {});
    ~DaemonProcess();
    DaemonProcess(const DaemonProcess&) = delete;
    DaemonProcess& operator=(const DaemonProcess&) = delete;

    std::filesystem::path folder() const { return folder_; }
    std::uint16_t port() const { return port_; }
    link::TlsKeyHash pin() const { return pin_; }
    link::LinkOptions options() const;
    link::BlockingLink connect() const { return link::BlockingLink::connect(options()).value(); }
    /// Connected, and HELLO said.
    link::BlockingLink connect(const Colleague& as) const;
    link::BlockingLink connect_registrar(const Trust& trust) const;

    void kill(int signal);
    /// Waits for the end: the exit code, or 128 + signal.
    int wait();
    std::string log() const;

  private:
    std::filesystem::path folder_;
    std::filesystem::path log_;
    pid_t process_ = -1;
    std::uint16_t port_ = 0;
    link::TlsKeyHash pin_{};
};

}  // namespace sanderling::server::testing
