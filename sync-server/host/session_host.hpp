// One connection's ServerSession and the hands that do what it says. It decides nothing: events in,
// effects performed, results back in as events (docs/protocol.md §5).
#pragma once

#include "sync-server/host/hub.hpp"
#include "sync-server/host/store_threads.hpp"
#include "sync-server/net/link.hpp"
#include "sync-server/net/tls_signer.hpp"

#include <deque>

namespace sanderling::server {

/// A line of the log: a stable event name, and ids.
struct LogLine {
    enum class Level : std::uint8_t { debug, info, warning, error };
    Level level = Level::info;
    std::string_view event;
    std::string detail{};
    std::optional<SessionId> session{};
};
using WriteLog = std::function<void(const LogLine&)>;

/// What sessions share. Outlives them.
struct SessionServices {
    StoreThreads& store;
    Hub& hub;
    crypto::Random& random;
    scope_log::TlsKeyHash tls_key{};
    WriteLog log;
    const TlsSigner& signer;
};

class SessionHost final : public LinkUser, public HubMember {
  public:
    SessionHost(Link& link, SessionServices& services);

    void on_open() override;
    void on_frame(Bytes frame) override;
    void on_bad_frame(Error error) override;
    void on_sent() override;
    void on_closed() override;

    void tell(const sync::server::Event& event) override;
    const sync::server::DevicePeer* device() const override { return session_.device(); }

  private:
    void perform(sync::server::Send& effect);
    void perform(sync::server::Close& effect);
    void perform(sync::server::CheckCertificate& effect);
    void perform(sync::server::ReadControl& effect);
    void perform(sync::server::JudgePush& effect);
    void perform(sync::server::ReadPage& effect);
    void perform(sync::server::ReadBuckets& effect);
    void perform(sync::server::ReadRecords& effect);
    void perform(sync::server::ReadHistory& effect);
    void perform(sync::server::ReadLate& effect);
    void perform(sync::server::ReadDecisions& effect);
    void perform(sync::server::ReadReceipt& effect);
    void sign(wire::Receipt& receipt);
    void perform(sync::server::Watch& effect);
    void perform(sync::server::Unwatch& effect);
    void perform(sync::server::PutLog& effect);
    void perform(sync::server::ReadLog& effect);
    void perform(sync::server::ReadInventory& effect);
    void perform(sync::server::PutDirectory& effect);
    void perform(sync::server::PutInvite& effect);
    void perform(sync::server::CancelInvite& effect);
    void perform(sync::server::FindInvite& effect);
    void perform(sync::server::ForwardEnrolment& effect);
    void perform(sync::server::ReadPendingEnrolments& effect);
    void perform(sync::server::AnswerEnrolment& effect);
    void perform(sync::server::TakeOffer& effect);
    void perform(sync::server::PutOrders& effect);
    void perform(sync::server::PutReceipt& effect);
    void perform(sync::server::Note& effect);

    void ask_for_frames();
    void push_judged(Result<std::vector<wire::CommitVerdict>> verdicts, const PreparedPush& push,
                     std::size_t bytes);
    template <class T>
    void write(std::function<Result<T>(WriteGroup&)> act,
               std::function<void(SessionHost&, Result<T>)> done);
    template <class T>
    void read(std::function<Result<T>(FeedReader&)> act,
              std::function<void(SessionHost&, Result<T>)> done);
    void put(std::uint64_t request, std::function<Result<void>(WriteGroup&)> act);

    Link& link_;
    SessionServices& services_;
    SessionId id_{};
    sync::server::ServerSession session_;
    std::deque<sync::server::Event> events_;
    bool is_telling_ = false;
    bool is_receiving_ = false;                          // a frame was asked for and has not come
    std::size_t frame_bytes_ = 0;                        // of the frame that is being handled
    std::size_t judging_bytes_ = 0;                      // of pushes that have no verdicts yet
    std::size_t waiting_requests_ = 0;                   // that the store has not answered yet
    DeviceId device_{};                                  // zero until one has proved itself
    std::optional<sync::server::ReadPage> held_page_{};  // until the queue to the device is shorter
};

}  // namespace sanderling::server
