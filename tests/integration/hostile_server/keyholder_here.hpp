// The organisation's keyholder, in the test program and connected to the proxy, while its process
// rests. It works on a copy of the folder, so what it is made to believe ends with it.
#pragma once

#include "client-sdk/keyholder/service.hpp"
#include "schema/model/schema.hpp"
#include "tests/support/organisation_fixture.hpp"

#include <mutex>
#include <thread>

namespace sanderling::tests {

/// Everything that the organisation's keyholder knows, as somebody who works with the server and
/// has a copy of its folder and the passphrase gives it away.
keyholder::State stolen_keyholder(OrganisationFixture& org, const std::string& name);

class KeyholderHere {
  public:
    KeyholderHere(OrganisationFixture& org, const std::string& name, std::uint16_t proxy);
    ~KeyholderHere();
    KeyholderHere(const KeyholderHere&) = delete;
    KeyholderHere& operator=(const KeyholderHere&) = delete;

    void submit(keyholder::Command command);
    /// Whether something like this was reported or answered.
    bool has_said(const std::function<bool(const nlohmann::ordered_json&)>& is_it);
    /// … with this member.
    bool has_said(const std::string& member, const std::string& value);

  private:
    void keep(const nlohmann::ordered_json& event);

    OrganisationFixture& org_;
    keyholder::State state_{};
    keyholder::StateFile file_;
    schema::Schema schema_;
    crypto::SystemRandom random_{};
    boost::asio::io_context io_{1};
    std::optional<keyholder::Service> service_{};
    std::mutex mutex_;
    std::vector<nlohmann::ordered_json> said_{};  // guarded by mutex_
    std::thread thread_{};
};

}  // namespace sanderling::tests
