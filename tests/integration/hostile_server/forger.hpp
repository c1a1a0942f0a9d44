// What an attacker who is the server knows of a scope, and how he makes a lie fit: whatever the
// items say, chain and digest of the checkpoint are those of a log that says just that. So a lie is
// stopped only by what was signed.
#pragma once

#include "core/merge/record_state.hpp"
#include "core/wire/message.hpp"
#include "tests/integration/hostile_server/proxy.hpp"

#include <map>
#include <vector>

namespace sanderling::tests {

/// What the server sends of one scope in one go.
struct Served {
    ScopeId scope{};
    Seq first{};
    std::vector<wire::FeedItem> items{};
    wire::ScopeCheckpoint checkpoint{};
};

/// Chain and digest of a log from its beginning.
struct LogSums {
    crypto::Hash chain{};
    merge::Digest digest{};
};
LogSums sums_of(OrgId org, ScopeId scope, const std::vector<wire::FeedItem>& log);

/// What one device has been told. Used on the proxy's thread.
class Told {
  public:
    explicit Told(OrgId org) : org_(org) {}

    void watch(const wire::Message& from_server);
    /// The items of a scope, from seq 1.
    const std::vector<wire::FeedItem>& log(ScopeId scope) { return logs_[scope]; }
    /// Makes the checkpoint that of the log which ends with these items.
    void fit(Served& delivery);

  private:
    OrgId org_;
    std::map<ScopeId, std::vector<wire::FeedItem>> logs_{};
};

}  // namespace sanderling::tests
