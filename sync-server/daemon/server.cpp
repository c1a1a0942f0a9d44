#include "sync-server/daemon/server.hpp"

#include "sync-server/daemon/tls_command.hpp"

#include <sys/resource.h>

#include <csignal>
#include <cstdlib>

namespace sanderling::server {

namespace {

constexpr std::chrono::milliseconds drain_look{20};
constexpr std::chrono::seconds expiry_look{5};
// Pushes wait no longer than for so many commits; the next ones go a moment later.
constexpr std::size_t trim_commits = 200;
constexpr std::chrono::seconds trim_pause{1};
constexpr std::chrono::hours trim_look{1};

// Ten thousand connections need as many descriptors; the soft limit is often 1,024.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(const WorkingFolder& folder, const Config& config,
                                             WriteLog log) {
    auto lock = FolderLock::take(folder);
    if (!lock) return lock.error();
    if (auto carried = carry_newest_list(folder); !carried) return carried.error();
    auto tls = load_tls(folder.tls());
    if (!tls) return tls.error();
    const auto tls_key = tls_key_hash(folder.tls().certificate);
    if (!tls_key) return tls_key.error();
    auto signer = TlsSigner::load(folder.tls());
    if (!signer) return signer.error();
    std::unique_ptr<Server> server(
        new Server(config, std::move(log), std::move(*lock), std::move(*tls), *tls_key));
    server->signer_ = std::move(*signer);
    if (auto opened = server->open_store(folder); !opened) return opened.error();
    if (auto listening = server->listen(); !listening) return listening.error();
    return server;
}

Server::Server(const Config& config, WriteLog log, FolderLock lock,
               std::unique_ptr<boost::asio::ssl::context> tls, scope_log::TlsKeyHash tls_key)
    : config_(config),
      log_(std::move(log)),
      lock_(std::move(lock)),
      tls_(std::move(tls)),
      tls_key_(tls_key) {
    // A peer or a log reader that went away is an error to handle, not a reason to die.
    std::signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();
}

Server::~Server() {
    if (store_) store_->stop();
}

Result<void> Server::open_store(const WorkingFolder& folder) {
    auto store = Store::open(folder.store(), {.bytes_max = config_.store_bytes_max});
    if (!store) return store.error();
    if ((*store)->organisation().org != config_.organisation)
        return fail(Errc::invalid_argument,
                    "the store belongs to organisation " + to_text((*store)->organisation().org) +
                        ", the configuration names " + to_text(config_.organisation));
    auto reader = FeedReader::open(folder.store());
    if (!reader) return reader.error();
    StoreWatch watch;
    watch.on_moved = [this](const Moves& moves) { hub_.moved(moves); };
    watch.on_lost = [log = log_](const Error& error) {
        log({LogLine::Level::error, "store lost", error.message()});
        // Not even destructors: nothing more may reach the disk or a client.
        std::_Exit(EXIT_FAILURE);
    };
    store_ = std::make_unique<StoreThreads>(std::move(*store), std::move(*reader),
                                            io_.get_executor(), std::move(watch));
    sessions_ = std::make_unique<SessionServices>(
        SessionServices{*store_, hub_, random_, tls_key_, log_, *signer_});
    return {};
}

Result<void> Server::listen() {
    const MakeLinkUser make_user = [this](Link& link) {
        return std::make_unique<SessionHost>(link, *sessions_);
    };
    connections_ = std::make_unique<ConnectionServices>(
        ConnectionServices{*tls_, config_.connection_limits, make_user,
                           [this](std::string_view path) { return answer(path); }});
    auto listener = Listener::open(io_, config_.listen, *connections_, config_.listen_limits);
    if (!listener) return listener.error();
    listener_ = std::move(*listener);
    return {};
}

HttpAnswer Server::answer(std::string_view path) const {
    if (path != "/healthz" && path != "/readyz") return {404, "no such page\n", "text/plain"};
    const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::steady_clock::now() - started_);
    const bool is_draining = drain_until_.has_value();
    std::array<std::uint8_t, 8> generation{};
    for (std::size_t i = 0; i < generation.size(); ++i)
        generation[i] = static_cast<std::uint8_t>(number(store_->generation()) >> (56 - 8 * i));
    return {is_draining ? 503U : 200U,
            std::string("{\"status\":\"") + (is_draining ? "draining" : "ok") +
                "\",\"generation\":\"" + to_hex(generation) +
                "\",\"uptime_s\":" + std::to_string(uptime.count()) + "}\n"};
}

void Server::run() {
    signals_.add(SIGTERM);
    signals_.add(SIGINT);
    signals_.async_wait([this](boost::system::error_code ec, int) {
        if (!ec) stop();
    });
    listener_->start();
    end_expired_sessions();
    if (config_.retention.count() != 0) trim();
    io_.run();
    store_->stop();
    log_({.event = "stopped"});
}

void Server::end_expired_sessions() {
    hub_.end_expired(wall_clock());
    tell_begun_and_ended();
    expiry_timer_.expires_after(expiry_look);
    expiry_timer_.async_wait([this](boost::system::error_code ec) {
        if (!ec) end_expired_sessions();
    });
}

// A cover begins and ends by itself: nobody writes anything then that would move a session.
void Server::tell_begun_and_ended() {
    const Instant after = told_until_;
    const Instant now = wall_clock();
    told_until_ = now;
    if (after.ms == 0 || hub_.size() == 0) return;
    store_->read<std::set<PersonId>>(
        [after, now](FeedReader& reader) -> Result<std::set<PersonId>> {
            return reader.members_changing(after, now);
        },
        [this](Result<std::set<PersonId>> persons) {
            if (persons && !persons->empty()) hub_.moved({.persons = std::move(*persons)});
        });
}

void Server::trim_after(std::chrono::seconds pause) {
    retention_timer_.expires_after(pause);
    retention_timer_.async_wait([this](boost::system::error_code ec) {
        if (!ec) trim();
    });
}

void Server::trim() {
    const Instant before{wall_clock().ms - std::chrono::milliseconds(config_.retention).count()};
    store_->write<Trimmed>(
        [before](WriteGroup& group) -> Result<Trimmed> { return group.trim(before, trim_commits); },
        [this](Result<Trimmed> trimmed) {
            const bool has_more = trimmed && trimmed->has_more;
            if (trimmed && trimmed->commits != 0)
                log_({.event = "retention",
                      .detail = std::to_string(trimmed->commits) + " commits, " +
                                std::to_string(trimmed->bytes) + " bytes"});
            trim_after(has_more ? trim_pause : std::chrono::seconds(trim_look));
        });
}

void Server::stop() {
    log_({.event = "stopping"});
    drain_until_ = std::chrono::steady_clock::now() + config_.drain;
    listener_->stop();
    hub_.tell_all(sync::server::Stop{"draining"});
    finish_when_drained();
}

void Server::finish_when_drained() {
    if (hub_.size() == 0 || std::chrono::steady_clock::now() >= *drain_until_) return io_.stop();
    drain_timer_.expires_after(drain_look);
    drain_timer_.async_wait([this](boost::system::error_code ec) {
        if (!ec) finish_when_drained();
    });
}

}  // namespace sanderling::server
