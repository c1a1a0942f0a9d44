// The application of one person on one device: replica, page and server on loopback, put together.
#pragma once

#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/http_server.hpp"

#include <functional>
#include <memory>
#include <string>

namespace sanderling::app {

struct ApplicationOptions {
    DeskOptions desk{};
    std::uint16_t port = 0;          // 0: any that is free
    std::filesystem::path page{};    // the folder that the build of the page made
    std::filesystem::path people{};  // may be empty
    std::filesystem::path looks{};   // empty: kept in memory only
    /// Where the next link for a browser goes; called at the start and whenever one was used.
    std::function<void(const std::string& link)> on_link{};
};

/// Serves from `start` until it goes.
class Application {
  public:
    /// Locked; `unlock` or the page opens it. Errors: io (the port is taken), not_found (the page
    /// was not built, or no list of people), malformed.
    static Result<std::unique_ptr<Application>> start(ApplicationOptions options);
    ~Application();

    Result<void> unlock(std::string_view passphrase) { return desk_.unlock(passphrase); }
    /// To be called every now and then: closes the vault when nobody is there, and notices
    /// midnight.
    void tend();
    std::uint16_t port() const { return server_->port(); }
    /// A link for one browser.
    std::string new_link() { return gate_.new_link(); }
    Answer handle(const Request& request) { return api_.handle(request); }

  private:
    Application(ApplicationOptions options, std::unique_ptr<HttpServer> server, PageFiles page,
                People people);

    ApplicationOptions options_;
    crypto::SystemRandom random_{};
    Changes changes_{};
    PageFiles page_;
    People people_;
    Looks looks_;
    Gate gate_;
    Desk desk_;
    Api api_;
    std::unique_ptr<HttpServer> server_;  // last: it uses the rest
};

}  // namespace sanderling::app
