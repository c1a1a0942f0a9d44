#include "client-sdk/agent/host.hpp"

#include "core/wire/codec.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace sanderling::agent {

namespace asio = boost::asio;
using namespace sync::client;

Host::Host(SessionStore& store, Identity identity, HostOptions options, crypto::Random& random,
           Board& board)
    : store_(store),
      options_(std::move(options)),
      board_(board),
      session_(std::move(identity), options_.patience, random),
      work_(asio::make_work_guard(io_)),
      timer_(io_) {}

// ---- From other threads ----------------------------------------------------------------------

void Host::stop() {
    asio::post(io_, [this] {
        dispatch(Stop{});
        work_.reset();
    });
}

void Host::wake() {
    asio::post(io_, [this] { dispatch(Wake{}); });
}

void Host::outbox_grew() {
    if (growth_posted_.exchange(true)) return;  // one in the queue tells of all of them
    asio::post(io_, [this] {
        growth_posted_.store(false);
        dispatch(OutboxGrew{});
    });
}

void Host::count_unsent() {
    asio::post(io_, [this] {
        is_counting_due_ = true;
        count();
    });
}

void Host::ask_history(wire::HistoryGet get, HistoryDone done) {
    asio::post(io_, [this, get, done = std::move(done)]() mutable {
        get.request = ++last_request_;
        histories_[get.request] = std::move(done);
        dispatch(HistoryWanted{get});
    });
}

// ---- The loop --------------------------------------------------------------------------------

void Host::run() {
    dispatch(Wake{});
    while (!io_.stopped()) run_guarded();
}

// A named seam: whatever an adapter throws means that this attempt is over.
void Host::run_guarded() {
    try {
        io_.run();
    } catch (const std::exception& thrown) {
        end_session(fail(Errc::internal, thrown.what()));
    }
}

void Host::dispatch(Event event) {
    events_.push_back(std::move(event));
    try {
        handle_all();
        count();
    } catch (const std::exception& thrown) {  // the same seam, with the event's effects undone
        end_session(fail(Errc::internal, thrown.what()));
    }
}

void Host::handle_all() {
    while (!events_.empty()) {
        const Event event = std::move(events_.front());
        events_.pop_front();
        for (Effect& effect : session_.handle(event)) {
            std::visit([this](auto& e) { perform(e); }, effect);
            if (local_error_) return end_session(*std::exchange(local_error_, std::nullopt));
        }
    }
}

// Whatever was under way is void; the session waits, and begins anew from what the store has.
void Host::end_session(Error reason) {
    local_error_.reset();
    events_.clear();
    drop_link();
    for (Effect& effect : session_.handle(LinkDown{std::move(reason)})) {
        if (const auto* timer = std::get_if<SetTimer>(&effect)) perform(*timer);
        if (const auto* report = std::get_if<Report>(&effect)) board_.post(report->progress);
    }
    noted_ = Phase::offline;
    static_cast<void>(store_.note_offline(options_.clock()));  // the store may be what has failed
}

template <class T>
void Host::take(Result<T> result) {
    if (!result) {
        local_error_ = result.error();
        return;
    }
    if constexpr (!std::is_void_v<T>) events_.emplace_back(std::move(*result));
}

// ---- The link --------------------------------------------------------------------------------

void Host::perform(const Connect&) {
    drop_link();
    link::Callbacks callbacks;
    callbacks.up = [this](const link::TlsKeyHash& seen) { dispatch(LinkUp{seen}); };
    callbacks.frame = [this](ByteView frame) { receive(frame); };
    callbacks.down = [this](Error reason) {
        drop_link();
        dispatch(LinkDown{std::move(reason)});
    };
    link_.emplace(io_, options_.link, std::move(callbacks));
}

// A session that has ended answers nothing more.
void Host::end_histories() {
    for (auto& [request, done] : std::exchange(histories_, {}))
        done({.request = request,
              .code = Errc::offline,
              .detail = "the connection ended before the older history had come"});
}

void Host::perform(const GiveHistory& effect) {
    auto asked = histories_.extract(effect.history.request);
    if (!asked.empty()) asked.mapped()(effect.history);
}

void Host::perform(const Disconnect&) {
    drop_link();
}

void Host::drop_link() {
    if (!link_) return;
    past_traffic_ = past_traffic_ + link_->traffic();
    link_->close();
    link_.reset();
    reached_.clear();
    awaited_.clear();  // the next session catches up before it is live
    board_.post_traffic({past_traffic_.sent, past_traffic_.received});
    end_histories();
}

void Host::perform(const Send& effect) {
    if (link_) link_->send(wire::encode(effect.message));
}

void Host::receive(ByteView frame) {
    frame_bytes_ = frame.size();
    auto message = wire::decode(frame);
    if (message) {
        dispatch(Received{std::move(*message)});
    } else {
        dispatch(ReceivedGarbage{message.error()});
    }
    if (!link_) return;
    const link::Traffic all = past_traffic_ + link_->traffic();
    board_.post_traffic({all.sent, all.received});
}

void Host::perform(const SetTimer& effect) {
    ++timer_serial_;
    timer_.cancel();
    if (effect.delay == std::chrono::milliseconds::zero()) return;
    timer_.expires_after(effect.delay);
    timer_.async_wait([this, serial = timer_serial_](boost::system::error_code why) {
        if (!why && serial == timer_serial_) dispatch(TimerFired{});
    });
}

// ---- The store -------------------------------------------------------------------------------

void Host::perform(const StoreControl& effect) {
    take(store_.store_control(effect.control));
}

void Host::perform(const StoreRevoked& effect) {
    // What is pushed there, such as a deposit (docs/protocol.md §6.11), is brought back by no feed.
    unfed_.insert(effect.revoked.scope);
    awaited_.erase(effect.revoked.scope);
    take(store_.store_revoked(effect.revoked));
}

void Host::perform(const TakeOutbox& effect) {
    take(store_.take_outbox(effect));
}

void Host::perform(const StoreVerdicts& effect) {
    await_own(effect.ack);
    take(store_.store_verdicts(effect.ack));
    is_counting_due_ = true;
}

// A write is settled when its checkpoint has been applied: only then is it no longer pending here.
void Host::await_own(const wire::Ack& ack) {
    for (const wire::CommitVerdict& verdict : ack.verdicts) {
        if (verdict.verdict != commit::Verdict::accepted || verdict.code != Errc::ok) continue;
        if (unfed_.contains(verdict.scope)) continue;
        // A page that was read at the same time may bring a commit before its answer comes.
        const auto reached = reached_.find(verdict.scope);
        if (reached != reached_.end() && verdict.seq <= reached->second) continue;
        Seq& awaited = awaited_[verdict.scope];
        awaited = std::max(awaited, verdict.seq);
    }
}

void Host::perform(StageData& effect) {
    unfed_.erase(effect.data.scope);
    take(store_.stage_data(std::move(effect.data), frame_bytes_));
}

void Host::perform(const ApplyCheckpoint& effect) {
    const wire::ScopeCheckpoint& checkpoint = effect.checkpoint;
    take(store_.apply_checkpoint(checkpoint));
    reached_[checkpoint.scope] = checkpoint.seq;
    const auto awaited = awaited_.find(checkpoint.scope);
    if (awaited == awaited_.end() || checkpoint.seq < awaited->second) return;
    awaited_.erase(awaited);
    is_counting_due_ = true;
}

void Host::perform(const StoreBuckets& effect) {
    take(store_.store_buckets(effect.buckets));
}

void Host::perform(const StoreRecords& effect) {
    take(store_.store_records(effect.records));
}

void Host::perform(const StoreLate& effect) {
    take(store_.store_late(effect));
    is_counting_due_ = true;
}

void Host::perform(const NoteScopeError& effect) {
    awaited_.erase(effect.error.scope);
    take(store_.note_scope_error(effect.error));
}

void Host::perform(const NoteGeneration& effect) {
    take(store_.note_generation(effect.generation));
}

void Host::perform(const NoteContact& effect) {
    take(store_.note_contact(effect.server_now, options_.clock()));
}

void Host::perform(const ObeyOrder& effect) {
    take(store_.obey_order(effect.order, options_.clock()));
}

void Host::perform(const TakeOffer& effect) {
    take(store_.take_offer(effect));
}

void Host::perform(const EndOffer& effect) {
    take(store_.end_offer(effect.answer));
}

// ---- What people see -------------------------------------------------------------------------

void Host::perform(const Report& effect) {
    note(effect.progress.phase);
    board_.post(effect.progress);
}

// Keeps when this device was last in contact, at each edge and not at each message.
void Host::note(Phase phase) {
    const auto is_online = [](Phase p) {
        return p == Phase::control || p == Phase::catching_up || p == Phase::live;
    };
    if (is_online(phase) != is_online(noted_))
        take(is_online(phase) ? store_.note_online(options_.clock())
                              : store_.note_offline(options_.clock()));
    noted_ = phase;
}

void Host::count() {
    if (!is_counting_due_ || !board_.is_unsent_wanted()) return;
    is_counting_due_ = false;
    if (const auto unsent = store_.unsent()) board_.post_unsent(*unsent + awaited_.size());
}

}  // namespace sanderling::agent
