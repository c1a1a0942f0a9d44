// The loop that hosts a client session: it performs the session's effects on a link and a store,
// and feeds the results back. It decides nothing (core/sync/client_session.hpp does).
#pragma once

#include "client-sdk/agent/board.hpp"
#include "client-sdk/agent/session_store.hpp"
#include "client-sdk/link/link.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace sanderling::agent {

struct HostOptions {
    link::LinkOptions link{};
    sync::client::Patience patience{};
    std::function<Instant()> clock{};
};

class Host {
  public:
    Host(SessionStore& store, sync::client::Identity identity, HostOptions options,
         crypto::Random& random, Board& board);

    /// The agent's thread: until stop() was called and the link is closed. Does not throw.
    void run();

    /// Any thread.
    void stop();
    void wake();
    void outbox_grew();
    void count_unsent();
    /// `done` runs on the agent's thread, once: with the answer, or `offline` in its code when
    /// there is no session or it ends before. Gone without a call only with the host.
    using HistoryDone = std::function<void(wire::History)>;
    void ask_history(wire::HistoryGet get, HistoryDone done);

  private:
    using Event = sync::client::Event;

    void run_guarded();
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
    void perform(const sync::client::StoreBuckets& effect);
    void perform(const sync::client::StoreRecords& effect);
    void perform(const sync::client::StoreLate& effect);
    void perform(const sync::client::NoteScopeError& effect);
    void perform(const sync::client::NoteGeneration& effect);
    void perform(const sync::client::NoteContact& effect);
    void perform(const sync::client::ObeyOrder& effect);
    void perform(const sync::client::TakeOffer& effect);
    void perform(const sync::client::EndOffer& effect);
    void perform(const sync::client::GiveHistory& effect);
    void perform(const sync::client::Report& effect);

    /// A result becomes the event it is; an error of this device ends the session.
    template <class T>
    void take(Result<T> result);
    void receive(ByteView frame);
    void await_own(const wire::Ack& ack);
    void note(sync::client::Phase phase);
    void drop_link();
    void end_histories();
    void count();

    SessionStore& store_;
    HostOptions options_;
    Board& board_;
    sync::client::ClientSession session_;

    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer timer_;
    std::uint64_t timer_serial_ = 0;  // tells a timer that was replaced after it had run out
    std::optional<link::Link> link_{};
    link::Traffic past_traffic_{};  // of the links before
    std::deque<Event> events_{};
    std::uint64_t frame_bytes_ = 0;       // of the message being handled
    std::optional<Error> local_error_{};  // of an effect of the event being handled
    std::map<ScopeId, Seq> reached_{};    // the last checkpoints of this session
    std::map<ScopeId, Seq> awaited_{};    // own commits that were accepted and have not come back
    std::set<ScopeId> unfed_{};           // those of which the feed brings nothing
    std::map<std::uint64_t, HistoryDone> histories_{};  // by request
    std::uint64_t last_request_ = 0;
    bool is_counting_due_ = false;
    sync::client::Phase noted_ = sync::client::Phase::offline;
    std::atomic<bool> growth_posted_{false};
};

}  // namespace sanderling::agent
