// Who is connected and what each wants to hear of: changes in the store find their sessions here.
#pragma once

#include "sync-server/store/store.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace sanderling::server {

enum class SessionId : std::uint64_t {};

/// A session as the hub knows it.
class HubMember {
  public:
    virtual ~HubMember() = default;
    virtual void tell(const sync::server::Event& event) = 0;
    /// Null until it has proved to be a device.
    virtual const sync::server::DevicePeer* device() const = 0;
};

/// Used on the thread of the sockets only. Members are borrowed until they leave.
class Hub {
  public:
    SessionId join(HubMember& member);
    void leave(SessionId id);
    /// Null when it has left; answers from other threads find their session by this.
    HubMember* find(SessionId id) const;
    std::size_t size() const { return members_.size(); }

    void watch(SessionId id, ScopeId scope);
    void unwatch(SessionId id, ScopeId scope);
    void moved(const Moves& moves);
    /// Certificate expiry ends sessions.
    void end_expired(Instant now);
    void tell_all(const sync::server::Event& event);

    /// Enrolments go to every connected keyholder.
    void join_keyholders(SessionId id) { keyholders_.insert(id); }
    void ask_keyholders(const wire::EnrolRequest& request);
    /// The device that waits for the answer to an invite, the latest one if there were several.
    void await_answer(wire::InviteLookup lookup, SessionId id) { waiting_[lookup] = id; }
    HubMember* waiting_for(wire::InviteLookup lookup) const;
    void answered(wire::InviteLookup lookup) { waiting_.erase(lookup); }

  private:
    void end_revoked(const std::set<DeviceId>& revoked);
    void tell_if_there(SessionId id, const sync::server::Event& event);

    std::uint64_t last_ = 0;
    std::unordered_map<std::uint64_t, HubMember*> members_;
    std::unordered_map<ScopeId, std::set<SessionId>> watchers_;
    std::unordered_map<std::uint64_t, std::set<ScopeId>> watched_;
    std::set<SessionId> keyholders_;
    std::map<wire::InviteLookup, SessionId> waiting_;
};

}  // namespace sanderling::server
