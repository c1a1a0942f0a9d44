#include "tests/sim/client_host.hpp"

#include "core/wire/codec.hpp"

namespace sanderling::sim {

using namespace std::chrono_literals;
using namespace sync::client;

ClientHost::ClientHost(replica::SyncStore& store, Identity identity,
                       ClientSurroundings surroundings)
    : store_(store),
      around_(std::move(surroundings)),
      session_(std::move(identity), {}, around_.random) {}

ClientHost::~ClientHost() {
    around_.time.cancel(timer_);
    around_.time.cancel(growth_);
    if (link_ != ConnectionId::none) around_.network.abandon(link_, Side::client);
}

void ClientHost::outbox_grew() {
    if (growth_ != Scheduler::TaskId::none) return;
    growth_ = around_.time.after(1ms, [this] {
        growth_ = Scheduler::TaskId::none;
        dispatch(OutboxGrew{});
    });
}

// ---- The loop ----------------------------------------------------------------------------------

void ClientHost::dispatch(Event event) {
    events_.push_back(std::move(event));
    if (is_handling_) return;
    is_handling_ = true;
    handle_all();
    is_handling_ = false;
}

void ClientHost::handle_all() {
    while (!events_.empty()) {
        const Event event = std::move(events_.front());
        events_.pop_front();
        for (Effect& effect : session_.handle(event)) {
            std::visit([this](auto& e) { perform(e); }, effect);
            if (!local_error_) continue;
            end_session(*std::exchange(local_error_, std::nullopt));
            break;
        }
    }
}

void ClientHost::end_session(Error reason) {
    around_.trace.note("device error", around_.device, static_cast<std::uint64_t>(reason.code));
    around_.trace.remark(reason.message());
    events_.clear();
    drop_link();
    for (Effect& effect : session_.handle(LinkDown{std::move(reason)}))
        if (const auto* timer = std::get_if<SetTimer>(&effect)) perform(*timer);
    noted_ = Phase::offline;
    static_cast<void>(store_.note_offline(around_.clock()));  // the store may be what has failed
    local_error_.reset();
    if (around_.on_error) around_.on_error();
}

template <class T>
void ClientHost::take(Result<T> result) {
    if (!result) {
        local_error_ = result.error();
        return;
    }
    if constexpr (!std::is_void_v<T>) events_.emplace_back(std::move(*result));
}

// ---- The link ----------------------------------------------------------------------------------

void ClientHost::perform(const Connect&) {
    drop_link();
    LinkEnd end;
    end.up = [this] { dispatch(LinkUp{}); };
    end.frame = [this](ByteView frame) { receive(frame); };
    end.down = [this](const Error& reason) {
        link_ = ConnectionId::none;
        dispatch(LinkDown{reason});
    };
    link_ = around_.network.connect(around_.device, std::move(end));
}

void ClientHost::perform(const Disconnect&) {
    drop_link();
}

void ClientHost::drop_link() {
    if (link_ == ConnectionId::none) return;
    around_.network.close(std::exchange(link_, ConnectionId::none), Side::client);
}

void ClientHost::perform(const Send& effect) {
    if (link_ == ConnectionId::none) return;
    Bytes frame = wire::encode(effect.message);
    around_.trace.note(wire::type_name(effect.message), around_.device, frame.size());
    around_.network.send(link_, Side::client, std::move(frame));
}

void ClientHost::receive(ByteView frame) {
    frame_bytes_ = frame.size();
    auto message = wire::decode(frame);
    if (message)
        dispatch(Received{std::move(*message)});
    else
        dispatch(ReceivedGarbage{message.error()});
}

void ClientHost::perform(const SetTimer& effect) {
    around_.time.cancel(timer_);
    timer_ = Scheduler::TaskId::none;
    if (effect.delay == std::chrono::milliseconds::zero()) return;
    timer_ = around_.time.after(effect.delay, [this] { dispatch(TimerFired{}); });
}

// ---- The store ---------------------------------------------------------------------------------

void ClientHost::perform(const StoreControl& effect) {
    take(store_.store_control(effect.control));
}

void ClientHost::perform(const StoreRevoked& effect) {
    take(store_.store_revoked(effect.revoked));
    if (!local_error_ && around_.on_revoked) around_.on_revoked(effect.revoked.scope);
}

void ClientHost::perform(const TakeOutbox& effect) {
    take(store_.take_outbox(effect));
}

void ClientHost::perform(const StoreVerdicts& effect) {
    take(store_.store_verdicts(effect.ack));
    if (!local_error_ && around_.on_ack) around_.on_ack(effect.ack);
}

void ClientHost::perform(StageData& effect) {
    take(store_.stage_data(std::move(effect.data), frame_bytes_));
}

void ClientHost::perform(const ApplyCheckpoint& effect) {
    auto applied = store_.apply_checkpoint(effect.checkpoint);
    const bool is_stopped = applied && applied->problem.code != Errc::ok;
    const bool is_flipped = applied && !is_stopped && !applied->is_deferred;
    if (is_stopped) {
        around_.trace.note("scope stopped", around_.device,
                           static_cast<std::uint64_t>(applied->problem.code));
        around_.trace.remark(applied->problem.message());
    }
    const auto outcome = applied ? std::optional(*applied) : std::nullopt;
    take(std::move(applied));
    if (is_flipped && around_.on_applied)
        around_.on_applied(effect.checkpoint.scope, effect.checkpoint.seq);
    if (outcome && around_.on_checkpoint) around_.on_checkpoint(effect.checkpoint, *outcome);
}

void ClientHost::perform(const NoteScopeError& effect) {
    around_.trace.note("scope error", around_.device,
                       static_cast<std::uint64_t>(effect.error.code));
    take(store_.note_scope_error(effect.error));
}

void ClientHost::perform(const StoreBuckets& effect) {
    take(store_.store_buckets(effect.buckets));
}

void ClientHost::perform(const StoreRecords& effect) {
    take(store_.store_records(effect.records));
}

void ClientHost::perform(const StoreLate& effect) {
    take(store_.store_late(effect));
}

void ClientHost::perform(const NoteGeneration& effect) {
    auto noted = store_.note_generation(effect.generation);
    // A write that died may have been committed all the same.
    const bool is_another = !noted || noted->change == GenerationNoted::Change::begins_anew;
    if (is_another && around_.on_generation) around_.on_generation();
    take(std::move(noted));
}

void ClientHost::perform(const TakeOffer& effect) {
    take(store_.take_offer(effect));
}

void ClientHost::perform(const EndOffer& effect) {
    auto ended = store_.end_offer(effect.answer);
    const bool is_anew = ended && ended->position && ended->position->after == Seq{0};
    take(std::move(ended));
    if (is_anew && around_.on_received_anew) around_.on_received_anew(effect.answer.scope);
}

void ClientHost::perform(const Report& effect) {
    const auto is_online = [](Phase p) {
        return p == Phase::control || p == Phase::catching_up || p == Phase::live;
    };
    const Phase phase = effect.progress.phase;
    if (is_online(phase) != is_online(noted_))
        take(is_online(phase) ? store_.note_online(around_.clock())
                              : store_.note_offline(around_.clock()));
    noted_ = phase;
}

}  // namespace sanderling::sim
