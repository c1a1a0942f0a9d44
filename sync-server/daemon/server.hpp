// The running server: builds the object graph, runs the sockets' thread, stops in order.
#pragma once

#include "sync-server/daemon/config.hpp"
#include "sync-server/daemon/working_folder.hpp"
#include "sync-server/host/session_host.hpp"

#include <boost/asio/signal_set.hpp>

namespace sanderling::server {

class Server {
  public:
    /// Opens the store and the port. Errors: in_use (folder or port), corrupt, not_found,
    /// invalid_argument (the store is of another organisation), disk_full, io.
    static Result<std::unique_ptr<Server>> open(const WorkingFolder& folder, const Config& config,
                                                WriteLog log);
    ~Server();

    boost::asio::ip::tcp::endpoint endpoint() const { return listener_->endpoint(); }
    /// Serves until SIGTERM or SIGINT, then drains.
    void run();

  private:
    Server(const Config& config, WriteLog log, FolderLock lock,
           std::unique_ptr<boost::asio::ssl::context> tls, scope_log::TlsKeyHash tls_key);
    Result<void> open_store(const WorkingFolder& folder);
    Result<void> listen();
    HttpAnswer answer(std::string_view path) const;
    void stop();
    void finish_when_drained();
    void end_expired_sessions();
    void tell_begun_and_ended();
    void trim();
    void trim_after(std::chrono::seconds pause);

    Config config_;
    WriteLog log_;
    FolderLock lock_;
    boost::asio::io_context io_{1};
    boost::asio::signal_set signals_{io_};
    boost::asio::steady_timer drain_timer_{io_};
    boost::asio::steady_timer expiry_timer_{io_};
    boost::asio::steady_timer retention_timer_{io_};
    std::unique_ptr<boost::asio::ssl::context> tls_;
    scope_log::TlsKeyHash tls_key_;
    std::unique_ptr<TlsSigner> signer_{};
    Instant told_until_{};  // up to when people were told of memberships that begin or end
    crypto::SystemRandom random_;
    Hub hub_;
    std::unique_ptr<StoreThreads> store_;
    std::unique_ptr<SessionServices> sessions_;
    std::unique_ptr<ConnectionServices> connections_;
    std::unique_ptr<Listener> listener_;
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    std::optional<std::chrono::steady_clock::time_point> drain_until_{};  // while stopping
};

}  // namespace sanderling::server
