// The local socket of a running keyholder: commands in, results out, one JSON object a line each.
// For its owner only (mode 0600), so what may speak here may use the keyholder.
#pragma once

#include "client-sdk/keyholder/service.hpp"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sanderling::keyholder {

std::filesystem::path socket_path(const std::filesystem::path& directory);

/// Used on the thread that runs the io_context.
class ControlSocket {
  public:
    /// Replaces a socket that a killed keyholder left. Errors: io.
    static Result<ControlSocket> listen(boost::asio::io_context& io,
                                        const std::filesystem::path& directory, Service& service);
    ControlSocket(ControlSocket&&) noexcept;
    ~ControlSocket();

    void stop();

  private:
    class Listener;
    explicit ControlSocket(std::shared_ptr<Listener> listener);
    std::shared_ptr<Listener> listener_;  // shared with its pending accept
};

/// Sends each line to the keyholder that runs on `directory` and hands on each result as it comes.
/// Blocks. Errors: offline (none listens), closed (it ended before all were answered).
Result<void> ask_running(const std::filesystem::path& directory,
                         const std::vector<std::string>& lines,
                         const std::function<void(const nlohmann::ordered_json&)>& on_result);

}  // namespace sanderling::keyholder
