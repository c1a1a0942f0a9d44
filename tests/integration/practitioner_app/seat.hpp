// One person at their application: asks as the page does, with its session.
#pragma once

#include "examples/practitioner-app/application.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <memory>
#include <string>

namespace sanderling::tests {

/// What came back over a socket.
struct HttpText {
    unsigned status = 0;
    std::string head{};
    std::string body{};
};

/// Sends these bytes to a port of this machine and reads until the other side closes.
HttpText send_http(std::uint16_t port, const std::string& request);

class Seat {
  public:
    /// Enrols a replica, closes it, and starts an application over it: locked, with a link.
    Seat(OrganisationFixture& organisation, PersonId person, const std::string& name,
         app::ApplicationOptions options = {});
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

    app::Application& application() { return *application_; }
    const std::string& link() const { return link_; }
    std::string secret() const { return link_.substr(link_.find('#') + 1); }

    /// Unlocks, and lets itself in.
    void sit_down();
    /// As the page asks; the body of the answer. Throws std::runtime_error unless it is a 200.
    app::Json get(const std::string& target);
    app::Json post(const std::string& path, const app::Json& body);
    /// The same with whatever answer, and the session of `session`.
    app::Response ask(const std::string& method, const std::string& target,
                      const app::Json& body = app::Json::object());
    std::string session{};

    void go_offline() { post("/api/network", {{"off", true}}); }
    void go_online() { post("/api/network", {{"off", false}}); }
    /// Until everything is exchanged in both directions.
    void wait_until_settled();

  private:
    std::string link_{};
    std::unique_ptr<app::Application> application_{};
};

}  // namespace sanderling::tests
