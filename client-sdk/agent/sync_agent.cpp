#include "client-sdk/agent/host.hpp"
#include "client-sdk/link/address.hpp"
#include "client-sdk/link/server_signature.hpp"
#include "client-sdk/replica/enrolment.hpp"
#include "client-sdk/replica/history_call.hpp"
#include "client-sdk/replica/sync_store.hpp"
#include "core/scope_log/work_receipt.hpp"
#include "core/types/check.hpp"

#include <algorithm>
#include <future>
#include <mutex>
#include <thread>

#include "sanderling/sync.hpp"

namespace sanderling {

namespace {

using namespace sync::client;

class ReplicaStore final : public agent::SessionStore {
  public:
    explicit ReplicaStore(Store& store) : store_(store), sync_(store) {}

    Result<ControlStored> store_control(const wire::Control& control) override {
        return sync_.store_control(control);
    }
    Result<OutboxTaken> take_outbox(const TakeOutbox& wanted) override {
        return sync_.take_outbox(wanted);
    }
    Result<VerdictsStored> store_verdicts(const wire::Ack& ack) override {
        return sync_.store_verdicts(ack);
    }
    Result<DataStaged> stage_data(wire::Data data, std::uint64_t wire_bytes) override {
        return sync_.stage_data(std::move(data), wire_bytes);
    }
    Result<CheckpointApplied> apply_checkpoint(const wire::ScopeCheckpoint& checkpoint) override {
        return sync_.apply_checkpoint(checkpoint);
    }
    Result<LiveSetsStored> store_buckets(const wire::Buckets& buckets) override {
        return sync_.store_buckets(buckets);
    }
    Result<LiveSetsStored> store_records(const wire::Records& records) override {
        return sync_.store_records(records);
    }
    Result<RevokedStored> store_revoked(const wire::Revoked& revoked) override {
        return sync_.store_revoked(revoked);
    }
    Result<LateStored> store_late(const StoreLate& late) override {
        const auto* receipt = std::get_if<wire::Receipt>(&late.heard);
        if (receipt == nullptr || is_signed(*receipt)) return sync_.store_late(late);
        return sync_.store_late(
            {wire::Receipt{.scope = receipt->scope, .code = Errc::bad_signature}});
    }
    Result<GenerationNoted> note_generation(Generation generation) override {
        return sync_.note_generation(generation);
    }
    Result<void> note_contact(Instant server_now, Instant now) override {
        return sync_.note_contact(server_now, now);
    }
    Result<OrderObeyed> obey_order(ByteView order, Instant now) override {
        return sync_.obey_order(order, now);
    }
    Result<OfferTaken> take_offer(const TakeOffer& wanted) override {
        return sync_.take_offer(wanted);
    }
    Result<OfferEnded> end_offer(const wire::Offered& answer) override {
        return sync_.end_offer(answer);
    }
    Result<void> note_scope_error(const wire::ScopeError& error) override {
        return sync_.note_scope_error(error);
    }
    Result<void> note_online(Instant now) override { return sync_.note_online(now); }
    Result<void> note_offline(Instant now) override { return sync_.note_offline(now); }
    Result<std::uint64_t> unsent() override {
        auto status = store_.status();
        if (!status) return status.error();
        return status->unsent_transactions + status->waiting_decisions + sync_.late_unanswered();
    }
    replica::SyncStore& sync() { return sync_; }

  private:
    // By a key that this device trusts as the server's; one with a code says nothing.
    bool is_signed(const wire::Receipt& receipt) {
        if (receipt.code != Errc::ok || is_removed(Check::receipt_signature)) return true;
        const auto trust = replica::server_trust(store_);
        const link::TlsKeyHash key = link::tls_key_hash_of(receipt.key);
        return trust && std::ranges::find(trust->keys, key) != trust->keys.end() &&
               link::verify_server_signature(receipt.key, receipt.signature,
                                             scope_log::signed_text(receipt.content));
    }

    Store& store_;
    replica::SyncStore sync_;
};

/// Between writers, on any thread, and an agent that may be gone by the time they call.
class Doorbell {
  public:
    explicit Doorbell(agent::Host& host) : host_(&host) {}

    void ring() {
        const std::lock_guard lock(mutex_);
        if (host_ != nullptr) host_->outbox_grew();
    }
    void take_down() {
        const std::lock_guard lock(mutex_);
        host_ = nullptr;
    }

  private:
    std::mutex mutex_;  // guards `host_`
    agent::Host* host_;
};

Instant system_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

Result<link::LinkOptions> link_options(Store& store, const std::string& server) {
    const auto enrolled = replica::server_trust(store);
    if (!enrolled) return enrolled.error();
    link::LinkOptions out;
    out.server = {enrolled->address.host, enrolled->address.port};
    out.trust = link::Pinned{enrolled->keys,
                             link::KeyAnnouncer{enrolled->org, enrolled->root, enrolled->serial}};
    if (server.empty()) return out;
    auto moved = link::parse_server(server);
    if (!moved) return moved.error();
    out.server = *moved;
    return out;
}

}  // namespace

struct SyncAgent::State {
    State(Store& store_of_user, Identity identity, agent::HostOptions options)
        : store(store_of_user),
          sessions(store_of_user),
          host(sessions, std::move(identity), std::move(options), random, board) {}

    void stop() {
        const std::lock_guard lock(stopping);
        if (!thread.joinable()) return;
        sessions.sync().on_outbox_grew({});
        doorbell->take_down();
        host.stop();
        thread.join();
    }

    bool is_running() {
        const std::lock_guard lock(stopping);
        return thread.joinable();
    }

    Store& store;
    crypto::SystemRandom random;
    agent::Board board;
    ReplicaStore sessions;
    agent::Host host;
    // Shared with the store's callback, which a writer may be in while this goes.
    std::shared_ptr<Doorbell> doorbell = std::make_shared<Doorbell>(host);
    std::mutex asking;    // one question for a history at a time
    std::mutex stopping;  // guards `thread`
    std::thread thread;
};

SyncAgent::SyncAgent(std::unique_ptr<State> state) : state_(std::move(state)) {}
SyncAgent::SyncAgent(SyncAgent&&) noexcept = default;

SyncAgent& SyncAgent::operator=(SyncAgent&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
}

SyncAgent::~SyncAgent() {
    if (state_) state_->stop();
}

Result<SyncAgent> SyncAgent::start(Store& store, const SyncOptions& options) {
    auto identity = replica::SyncStore(store).identity();
    if (!identity) return identity.error();
    auto link = link_options(store, options.server);
    if (!link) return link.error();
    agent::HostOptions host{.link = std::move(*link),
                            .patience = options.patience,
                            .clock = options.clock ? options.clock : system_now};
    auto state = std::make_unique<State>(store, std::move(*identity), std::move(host));
    State* s = state.get();
    s->sessions.sync().on_outbox_grew([bell = s->doorbell] { bell->ring(); });
    s->thread = std::thread([s] { s->host.run(); });
    return SyncAgent(std::move(state));
}

void SyncAgent::stop() {
    state_->stop();
}

void SyncAgent::wake() {
    state_->host.wake();
}

SyncProgress SyncAgent::progress() const {
    return state_->board.progress();
}

void SyncAgent::on_progress(std::function<void(const SyncProgress&)> callback) {
    state_->board.on_progress(std::move(callback));
}

Result<void> SyncAgent::wait_until_live(std::chrono::milliseconds timeout) const {
    return state_->board.wait_until_live(timeout);
}

Result<void> SyncAgent::wait_until_drained(std::chrono::milliseconds timeout) const {
    return state_->board.wait_until_drained(timeout, [this] { state_->host.count_unsent(); });
}

SyncTraffic SyncAgent::traffic() const {
    const agent::BoardTraffic traffic = state_->board.traffic();
    return {traffic.sent, traffic.received};
}

namespace {

using Deadline = std::chrono::steady_clock::time_point;
// After "asked too often"; the server lets one through every half second.
constexpr std::chrono::milliseconds history_pause{600};

Result<wire::History> ask_once(agent::Host& host, const wire::HistoryGet& get, Deadline until) {
    const auto promise = std::make_shared<std::promise<wire::History>>();
    std::future<wire::History> answer = promise->get_future();
    host.ask_history(get,
                     [promise](wire::History history) { promise->set_value(std::move(history)); });
    if (answer.wait_until(until) != std::future_status::ready)
        return fail(Errc::timeout, "the older history has not come in time");
    return answer.get();
}

Result<wire::History> ask(agent::Host& host, const wire::HistoryGet& get, Deadline until) {
    while (true) {
        auto answer = ask_once(host, get, until);
        const bool is_too_often = answer && answer->code == Errc::busy;
        if (!is_too_often || std::chrono::steady_clock::now() + history_pause >= until)
            return answer;
        std::this_thread::sleep_for(history_pause);
    }
}

}  // namespace

Result<OlderHistory> SyncAgent::history(std::string_view collection, RecordId id,
                                        const HistoryRange& range,
                                        std::chrono::milliseconds timeout) {
    const Deadline until = std::chrono::steady_clock::now() + timeout;
    const std::lock_guard lock(state_->asking);
    if (!state_->is_running()) return fail(Errc::offline, "older history needs the network");
    auto call = replica::HistoryCall::begin(state_->store, collection, id, range);
    if (!call) return call.error();
    while (call->question()) {
        const auto page = ask(state_->host, *call->question(), until);
        if (!page) return page.error();
        if (auto taken = call->take(*page); !taken) return taken.error();
    }
    return call->finish();
}

}  // namespace sanderling
