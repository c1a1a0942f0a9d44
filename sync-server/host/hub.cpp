#include "sync-server/host/hub.hpp"

namespace sanderling::server {

namespace {

bool concerns(const Moves& moves, const sync::server::DevicePeer& peer) {
    return moves.has_certificates || moves.persons.contains(peer.certificate.person) ||
           moves.devices.contains(peer.certificate.device);
}

}  // namespace

SessionId Hub::join(HubMember& member) {
    members_[++last_] = &member;
    return SessionId{last_};
}

void Hub::leave(SessionId id) {
    for (const ScopeId scope : watched_[number(id)])
        if (const auto at = watchers_.find(scope); at != watchers_.end()) {
            at->second.erase(id);
            if (at->second.empty()) watchers_.erase(at);
        }
    watched_.erase(number(id));
    keyholders_.erase(id);
    std::erase_if(waiting_, [id](const auto& entry) { return entry.second == id; });
    members_.erase(number(id));
}

HubMember* Hub::find(SessionId id) const {
    const auto at = members_.find(number(id));
    return at == members_.end() ? nullptr : at->second;
}

void Hub::watch(SessionId id, ScopeId scope) {
    watchers_[scope].insert(id);
    watched_[number(id)].insert(scope);
}

void Hub::unwatch(SessionId id, ScopeId scope) {
    if (const auto at = watchers_.find(scope); at != watchers_.end()) {
        at->second.erase(id);
        if (at->second.empty()) watchers_.erase(at);
    }
    watched_[number(id)].erase(scope);
}

void Hub::tell_if_there(SessionId id, const sync::server::Event& event) {
    if (HubMember* const member = find(id)) member->tell(event);
}

void Hub::moved(const Moves& moves) {
    for (const ScopeId scope : moves.scopes) {
        const auto at = watchers_.find(scope);
        if (at == watchers_.end()) continue;
        const std::set<SessionId> told = at->second;  // telling may change who watches
        for (const SessionId id : told) tell_if_there(id, sync::server::ScopeMoved{scope});
    }
    end_revoked(moves.revoked);
    if (!moves.has_certificates && moves.persons.empty() && moves.devices.empty()) return;
    std::vector<SessionId> told;
    for (const auto& [id, member] : members_)
        if (const auto* peer = member->device(); peer != nullptr && concerns(moves, *peer))
            told.push_back(SessionId{id});
    for (const SessionId id : told) tell_if_there(id, sync::server::DirectoryMoved{});
}

void Hub::end_revoked(const std::set<DeviceId>& revoked) {
    if (revoked.empty()) return;
    std::vector<SessionId> told;
    for (const auto& [id, member] : members_)
        if (const auto* peer = member->device();
            peer != nullptr && revoked.contains(peer->certificate.device))
            told.push_back(SessionId{id});
    for (const SessionId id : told) tell_if_there(id, sync::server::DeviceRevoked{});
}

void Hub::end_expired(Instant now) {
    std::vector<SessionId> told;
    for (const auto& [id, member] : members_)
        if (const auto* peer = member->device();
            peer != nullptr && peer->certificate.validity.not_after <= now)
            told.push_back(SessionId{id});
    for (const SessionId id : told)
        tell_if_there(id, sync::server::ReceivedGarbage{fail(Errc::certificate_expired)});
}

void Hub::tell_all(const sync::server::Event& event) {
    std::vector<SessionId> told;
    for (const auto& [id, member] : members_) told.push_back(SessionId{id});
    for (const SessionId id : told) tell_if_there(id, event);
}

void Hub::ask_keyholders(const wire::EnrolRequest& request) {
    const std::set<SessionId> told = keyholders_;
    for (const SessionId id : told) tell_if_there(id, sync::server::EnrolmentAsked{request});
}

HubMember* Hub::waiting_for(wire::InviteLookup lookup) const {
    const auto at = waiting_.find(lookup);
    return at == waiting_.end() ? nullptr : find(at->second);
}

}  // namespace sanderling::server
