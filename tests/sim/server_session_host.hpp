// One connection's ServerSession and the hands that do what it says, in virtual time: the
// simulation's counterpart of sync-server/host/session_host.hpp. It decides nothing.
#pragma once

#include "tests/sim/server.hpp"

#include <deque>

namespace sanderling::sim {

class ServerSessionHost final : public server::HubMember {
  public:
    ServerSessionHost(Server& server, ConnectionId connection);

    void on_open();
    void on_frame(ByteView frame);
    void on_sent();
    void on_closed();

    void tell(const sync::server::Event& event) override;
    const sync::server::DevicePeer* device() const override { return session_.device(); }

  private:
    void perform(sync::server::Send& effect);
    void perform(sync::server::Close& effect);
    void perform(sync::server::CheckCertificate& effect);
    void perform(sync::server::ReadControl& effect);
    void perform(sync::server::JudgePush& effect);
    void perform(sync::server::ReadPage& effect);
    void perform(sync::server::Watch& effect);
    void perform(sync::server::Unwatch& effect);
    void perform(sync::server::ReadBuckets& effect);
    void perform(sync::server::ReadRecords& effect);
    void perform(sync::server::ReadLate& effect);
    void perform(sync::server::ReadDecisions& effect);
    void perform(sync::server::ReadReceipt& effect);
    void perform(sync::server::TakeOffer& effect);
    void perform(sync::server::Note& effect);
    /// What only keyholders and enrolments ask for; here they have their own way in.
    template <class Other>
    void perform(Other&) {}

    template <class T>
    void write(std::function<Result<T>(server::WriteGroup&)> act,
               std::function<void(ServerSessionHost&, Result<T>)> done);
    template <class T>
    void read(std::function<T(server::FeedReader&)> act,
              std::function<void(ServerSessionHost&, Result<T>)> done);
    void read_page(sync::server::ReadPage effect);

    Server& server_;
    ConnectionId connection_;
    server::SessionId id_{};
    sync::server::ServerSession session_;
    std::deque<sync::server::Event> events_;
    bool is_telling_ = false;
    std::optional<sync::server::ReadPage> held_page_{};
};

}  // namespace sanderling::sim
