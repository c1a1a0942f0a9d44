// The loop that hosts a device's client session in virtual time: the simulation's counterpart of
// client-sdk/agent/host.hpp. It decides nothing.
#pragma once

#include "client-sdk/replica/sync_store.hpp"
#include "core/sync/client_session.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/trace.hpp"

#include <deque>
#include <functional>
#include <optional>

namespace sanderling::sim {

struct ClientSurroundings {
    std::size_t device = 0;
    Scheduler& time;
    Network& network;
    Trace& trace;
    crypto::Random& random;
    std::function<Instant()> clock{};
    /// A scope was flipped to this seq.
    std::function<void(ScopeId, Seq)> on_applied{};
    std::function<void(const wire::ScopeCheckpoint&, const sync::client::CheckpointApplied&)>
        on_checkpoint{};
    std::function<void(ScopeId)> on_revoked{};
    /// A scope begins again at seq 0, after the server was restored.
    std::function<void(ScopeId)> on_received_anew{};
    /// It is another generation of the server than before.
    std::function<void()> on_generation{};
    std::function<void(const wire::Ack&)> on_ack{};
    /// The store refused something: perhaps the machine has died in it.
    std::function<void()> on_error{};
};

class ClientHost {
  public:
    ClientHost(replica::SyncStore& store, sync::client::Identity identity,
               ClientSurroundings surroundings);
    /// As when its process is killed: nothing is said to anybody.
    ~ClientHost();
    ClientHost(const ClientHost&) = delete;
    ClientHost& operator=(const ClientHost&) = delete;

    void wake() { dispatch(sync::client::Wake{}); }
    void outbox_grew();
    const sync::client::Progress& progress() const { return session_.progress(); }

  private:
    using Event = sync::client::Event;

    void dispatch(Event event);
    void handle_all();
    void end_session(Error reason);

    void perform(const sync::client::Connect& effect);
    void perform(const sync::client::Disconnect& effect);
    void perform(const sync::client::Send& effect);
    void perform(const sync::client::SetTimer& effect);
    void perform(const sync::client::StoreControl& effect);
    void perform(const sync::client::StoreRevoked& effect);
    void perform(const sync::client::TakeOutbox& effect);
    void perform(const sync::client::StoreVerdicts& effect);
    void perform(sync::client::StageData& effect);
    void perform(const sync::client::ApplyCheckpoint& effect);
    void perform(const sync::client::NoteScopeError& effect);
    void perform(const sync::client::StoreBuckets& effect);
    void perform(const sync::client::StoreRecords& effect);
    void perform(const sync::client::StoreLate& effect);
    void perform(const sync::client::NoteGeneration& effect);
    void perform(const sync::client::NoteContact&) {}  // no device is lost here
    void perform(const sync::client::ObeyOrder&) {}
    void perform(const sync::client::TakeOffer& effect);
    void perform(const sync::client::EndOffer& effect);
    void perform(const sync::client::GiveHistory&) {}  // nobody asks here
    void perform(const sync::client::Report& effect);

    template <class T>
    void take(Result<T> result);
    void receive(ByteView frame);
    void drop_link();

    replica::SyncStore& store_;
    ClientSurroundings around_;
    sync::client::ClientSession session_;
    Scheduler::TaskId timer_ = Scheduler::TaskId::none;
    Scheduler::TaskId growth_ = Scheduler::TaskId::none;
    ConnectionId link_ = ConnectionId::none;
    std::deque<Event> events_{};
    bool is_handling_ = false;
    std::uint64_t frame_bytes_ = 0;
    std::optional<Error> local_error_{};
    sync::client::Phase noted_ = sync::client::Phase::offline;
};

}  // namespace sanderling::sim
