// Who may ask: pages that this process served, and of these the ones that were let in (README.md,
// "What keeps others out").
#pragma once

#include "core/crypto/random.hpp"
#include "core/crypto/secret.hpp"
#include "core/types/error.hpp"
#include "examples/practitioner-app/http.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::app {

/// All methods from any thread. Secrets are compared in constant time.
class Gate {
  public:
    Gate(crypto::Random& random, std::uint16_t port);

    /// A new address for the browser, in place of the one before. Its secret is in the fragment,
    /// which browsers do not send, and works once.
    std::string new_link();
    /// A session for the secret of the newest link, which is used up by it. Errors:
    /// unauthenticated.
    Result<std::string> redeem(std::string_view secret);
    /// For somebody who has shown the passphrase.
    std::string new_session();
    bool is_let_in(const Request& request) const;
    /// Nobody is let in any more.
    void end_sessions();

    /// By a browser showing our own page, or by no browser: another site's page, or one that got
    /// here by a name that was made to point here, says so in Host, Origin or Sec-Fetch-Site.
    bool is_own_page(const Request& request) const;

  private:
    using Secret = crypto::Secret<32>;

    Secret draw();

    crypto::Random& random_;
    std::uint16_t port_;
    mutable std::mutex mutex_;  // guards what is below
    std::optional<Secret> link_{};
    std::vector<Secret> sessions_{};  // the oldest first
};

}  // namespace sanderling::app
