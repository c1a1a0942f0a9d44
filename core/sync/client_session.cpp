#include "core/sync/client_session.hpp"

#include "core/types/check.hpp"
#include "core/wire/codec.hpp"
#include "core/wire/limits.hpp"

#include <algorithm>

namespace sanderling::sync::client {

namespace {

constexpr std::chrono::milliseconds push_retry{1'000};  // after the first "not yet" for a commit
constexpr std::uint64_t credit_step = wire::limits::credit_bytes_initial / 8;

std::uint64_t content_bytes(const wire::Data& data) {
    std::uint64_t size = 0;
    for (const wire::FeedItem& item : data.items) size += item.content.size();
    return size;
}

// As the server counts it when it takes credit.
std::uint64_t credit_bytes(const wire::Data& data) {
    return 64 + 32 * data.items.size() + content_bytes(data);
}

std::string range_text(std::uint32_t from, std::uint32_t to) {
    return std::to_string(from) + " to " + std::to_string(to);
}

// What no further attempt of the same device with the same program can mend.
bool is_final(Errc code) {
    return code == Errc::unsupported_version || code == Errc::unauthenticated ||
           code == Errc::certificate_expired;
}

}  // namespace

std::string_view to_text(Phase phase) {
    switch (phase) {
        case Phase::offline:
            return "offline";
        case Phase::connecting:
            return "connecting";
        case Phase::control:
            return "control";
        case Phase::catching_up:
            return "catching_up";
        case Phase::live:
            return "live";
        case Phase::stopped:
            return "stopped";
    }
    return "unknown";
}

ClientSession::ClientSession(Identity identity, Patience patience, crypto::Random& random)
    : identity_(std::move(identity)), patience_(patience), random_(random) {}

std::vector<Effect> ClientSession::handle(const Event& event) {
    std::vector<Effect> out;
    std::visit([&](const auto& e) { on(e, out); }, event);
    return out;
}

// ---- Connecting -----

unsigned ClientSession::attempts() const {
    if (const auto* s = std::get_if<Waiting>(&state_)) return s->attempts;
    if (const auto* s = std::get_if<Connecting>(&state_)) return s->attempts;
    if (const auto* s = std::get_if<AwaitingChallenge>(&state_)) return s->attempts;
    if (const auto* s = std::get_if<AwaitingWelcome>(&state_)) return s->attempts;
    if (const auto* s = std::get_if<Live>(&state_)) return s->attempts;
    return 0;
}

void ClientSession::connect(unsigned attempts, Effects& out) {
    state_ = Connecting{attempts};
    out.emplace_back(SetTimer{patience_.answer_max});
    out.emplace_back(Connect{});
    report(Phase::connecting, out);
}

// Full jitter, so that a fleet whose server was away does not come back as one wave.
std::chrono::milliseconds ClientSession::backoff(std::chrono::milliseconds first,
                                                 unsigned attempts) {
    const auto doubled = first.count() << std::min(attempts, 16U);
    const auto bound = std::min<std::int64_t>(doubled, patience_.backoff_max.count());
    const auto delay =
        1 + random_.below(static_cast<std::uint64_t>(std::max<std::int64_t>(bound, 1)));
    return std::chrono::milliseconds{delay};
}

void ClientSession::wait(unsigned attempts, Error reason, Effects& out) {
    const auto delay = backoff(patience_.backoff_min, attempts);
    state_ = Waiting{attempts + 1};
    if (reason.code != Errc::ok) progress_.problem = std::move(reason);
    out.emplace_back(SetTimer{delay});
    report(Phase::offline, out);
}

// The server leaves out of the feed what the named replica wrote, so a new name needs a new
// session.
void ClientSession::begin_anew(ReplicaId replica, Effects& out) {
    identity_.replica = replica;
    if (!std::holds_alternative<Live>(state_)) return;
    out.emplace_back(Disconnect{});
    // Nobody has to do anything about it, so it is no error that ends a wait.
    wait(0, fail(Errc::closed, "this replica goes on under a new id"), out);
}

void ClientSession::stop_for_good(Error problem, Effects& out) {
    state_ = Stopped{};
    progress_.problem = std::move(problem);
    out.emplace_back(SetTimer{});
    out.emplace_back(Disconnect{});
    report(Phase::stopped, out);
}

void ClientSession::on(const Wake&, Effects& out) {
    const bool is_resting = std::holds_alternative<Idle>(state_) ||
                            std::holds_alternative<Waiting>(state_) ||
                            std::holds_alternative<Stopped>(state_);
    if (is_resting) connect(0, out);
}

void ClientSession::on(const TimerFired&, Effects& out) {
    if (std::holds_alternative<Waiting>(state_)) {
        connect(attempts(), out);
    } else if (receipt_ && std::holds_alternative<Live>(state_)) {
        out.emplace_back(Disconnect{});
        wait(attempts(), fail(Errc::timeout, "the receipt was not taken"), out);
    } else if (auto* live = std::get_if<Live>(&state_)) {
        if (live->unanswered_commits != 0) {
            out.emplace_back(SetTimer{push_retry});
        } else if (live->pushing != Pushing::held) {
            live->pushing = Pushing::from_start;
            push_more(*live, out);
        }
    } else if (!std::holds_alternative<Idle>(state_) && !std::holds_alternative<Stopped>(state_)) {
        out.emplace_back(Disconnect{});
        wait(attempts(), fail(Errc::timeout, "the server did not answer"), out);
    }
}

void ClientSession::on(const LinkUp& e, Effects&) {
    if (std::holds_alternative<Connecting>(state_))
        state_ = AwaitingChallenge{attempts(), e.tls_key};
}

void ClientSession::on(const LinkDown& e, Effects& out) {
    const bool had_link = !std::holds_alternative<Idle>(state_) &&
                          !std::holds_alternative<Waiting>(state_) &&
                          !std::holds_alternative<Stopped>(state_);
    if (had_link) wait(attempts(), e.reason, out);
}

void ClientSession::on(const Stop&, Effects& out) {
    if (std::holds_alternative<Live>(state_)) out.emplace_back(Send{wire::Bye{}});
    state_ = Idle{};
    out.emplace_back(SetTimer{});
    out.emplace_back(Disconnect{});
    report(Phase::offline, out);
}

void ClientSession::answer(const wire::Challenge& challenge, Effects& out) {
    const auto waiting = std::get<AwaitingChallenge>(state_);
    const bool is_spoken = challenge.version_max >= wire::protocol_version_min &&
                           challenge.version_min <= wire::protocol_version;
    if (!is_spoken && !is_removed(Check::version_range))
        return stop_for_good(
            fail(Errc::unsupported_version,
                 "the server speaks versions " +
                     range_text(challenge.version_min, challenge.version_max) +
                     " of the protocol, this program " +
                     range_text(wire::protocol_version_min, wire::protocol_version) + ": the " +
                     (challenge.version_min > wire::protocol_version ? "program" : "server") +
                     " has to be updated"),
            out);
    wire::Hello hello;
    hello.version = std::min(challenge.version_max, wire::protocol_version);
    hello.certificate = identity_.certificate;
    hello.replica = identity_.replica;
    hello.directory_cursor = identity_.directory_cursor;
    random_.fill(hello.nonce);
    hello.signature =
        crypto::sign(crypto::SignDomain::handshake,
                     wire::handshake_hash(challenge, hello, waiting.tls_key), identity_.key);
    state_ = AwaitingWelcome{waiting.attempts};
    out.emplace_back(Send{std::move(hello)});
}

// ---- Receiving -----

void ClientSession::on_server_error(const Error& error, Effects& out) {
    if (is_final(error.code)) return stop_for_good(error, out);
    out.emplace_back(Disconnect{});
    wait(attempts(), error, out);
}

void ClientSession::on(const ReceivedGarbage& e, Effects& out) {
    out.emplace_back(Send{wire::ErrorMessage{e.error.code, e.error.detail}});
    out.emplace_back(Disconnect{});
    wait(attempts(), e.error, out);
}

void ClientSession::on(const Received& e, Effects& out) {
    if (const auto* error = std::get_if<wire::ErrorMessage>(&e.message)) {
        on_server_error({error->code, error->detail}, out);
    } else if (std::holds_alternative<wire::Bye>(e.message)) {
        if (receipt_ && std::holds_alternative<Live>(state_))
            return stop_for_good(fail(Errc::device_wiped), out);
        out.emplace_back(Disconnect{});
        wait(attempts(), fail(Errc::closed, "the server said goodbye"), out);
    } else if (receipt_ && std::holds_alternative<Live>(state_)) {
        return;  // of what is destroyed nothing is of interest
    } else if (auto* live = std::get_if<Live>(&state_)) {
        on_live_message(*live, e.message, out);
    } else if (const auto* challenge = std::get_if<wire::Challenge>(&e.message);
               challenge != nullptr && std::holds_alternative<AwaitingChallenge>(state_)) {
        answer(*challenge, out);
    } else if (std::holds_alternative<wire::Welcome>(e.message) &&
               std::holds_alternative<AwaitingWelcome>(state_)) {
        Live begun;
        begun.attempts = attempts();
        state_ = std::move(begun);
        if (receipt_) return hand_in_receipt(out);
        out.emplace_back(SetTimer{});
        out.emplace_back(NoteContact{std::get<wire::Welcome>(e.message).server_now});
        out.emplace_back(NoteGeneration{std::get<wire::Welcome>(e.message).generation});
        report(Phase::control, out);
    } else {
        on(ReceivedGarbage{fail(Errc::unexpected_message, std::string(wire::type_name(e.message)))},
           out);
    }
}

void ClientSession::on_live_message(Live& live, const wire::Message& message, Effects& out) {
    if (const auto* control = std::get_if<wire::Control>(&message)) {
        for (const wire::ScopeHead& head : control->scopes) live.heads[head.scope] = head;
        out.emplace_back(StoreControl{*control});
    } else if (const auto* data = std::get_if<wire::Data>(&message)) {
        take_data(live, *data, out);
    } else if (const auto* checkpoint = std::get_if<wire::Checkpoint>(&message)) {
        for (const wire::ScopeCheckpoint& scope : checkpoint->scopes)
            out.emplace_back(ApplyCheckpoint{scope});
    } else if (const auto* ack = std::get_if<wire::Ack>(&message)) {
        out.emplace_back(StoreVerdicts{*ack});
        live.unanswered_commits -= std::min(live.unanswered_commits, ack->verdicts.size());
        if (live.unanswered_commits == 0) live.unanswered_bytes = 0;
        const auto waiting = std::count_if(ack->verdicts.begin(), ack->verdicts.end(), [](auto& v) {
            return v.seq == Seq{0} && traits(v.code).retry;
        });
        if (static_cast<std::size_t>(waiting) < ack->verdicts.size()) live.deferrals = 0;
        if (waiting != 0) out.emplace_back(SetTimer{backoff(push_retry, live.deferrals++)});
    } else if (const auto* revoked = std::get_if<wire::Revoked>(&message)) {
        out.emplace_back(StoreRevoked{*revoked});
    } else if (const auto* buckets = std::get_if<wire::Buckets>(&message)) {
        out.emplace_back(StoreBuckets{*buckets});
    } else if (const auto* records = std::get_if<wire::Records>(&message)) {
        out.emplace_back(StoreRecords{*records});
    } else if (const auto* history = std::get_if<wire::History>(&message)) {
        out.emplace_back(GiveHistory{*history});
    } else if (const auto* late = std::get_if<wire::Quarantine>(&message)) {
        out.emplace_back(StoreLate{*late});
    } else if (const auto* decisions = std::get_if<wire::Decisions>(&message)) {
        out.emplace_back(StoreLate{*decisions});
    } else if (const auto* result = std::get_if<wire::ResultOf>(&message)) {
        out.emplace_back(StoreLate{*result});
    } else if (const auto* receipt = std::get_if<wire::Receipt>(&message)) {
        out.emplace_back(StoreLate{*receipt});
    } else if (const auto* taken = std::get_if<wire::PurgedTaken>(&message)) {
        out.emplace_back(StoreLate{*taken});
    } else if (const auto* error = std::get_if<wire::ScopeError>(&message)) {
        on_scope_error(live, *error, out);
    } else if (const auto* ordered = std::get_if<wire::DeviceOrdered>(&message)) {
        out.emplace_back(ObeyOrder{ordered->order});
    } else if (const auto* offered = std::get_if<wire::Offered>(&message)) {
        on_offered(live, *offered, out);
    } else {
        on(ReceivedGarbage{fail(Errc::unexpected_message, std::string(wire::type_name(message)))},
           out);
    }
}

void ClientSession::on_scope_error(Live& live, const wire::ScopeError& error, Effects& out) {
    const bool may_be_lost = error.code == Errc::base_unknown || error.code == Errc::unknown_scope;
    if (may_be_lost && live.stale.erase(error.scope) != 0) {
        live.offering[error.scope] = wire::OfferStanding::unknown;
        out.emplace_back(TakeOffer{error.scope, Seq{0}});
        return;
    }
    out.emplace_back(NoteScopeError{error});
    live.subscribed.erase(error.scope);
    live.behind.erase(error.scope);
    settle(live, out);
}

// ---- Orders about this device -----

// Only what a registrar has signed is an order. A server that shows anything else is left.
void ClientSession::on(const OrderObeyed& e, Effects& out) {
    if (!std::holds_alternative<Live>(state_)) return;
    if (e.receipt) {
        receipt_ = e.receipt;
        hand_in_receipt(out);
    } else if (e.problem.code == Errc::device_revoked) {
        progress_.problem = e.problem;
    } else if (e.problem.code != Errc::ok) {
        on(ReceivedGarbage{e.problem}, out);
    }
}

// Until the server takes leave: then it has it.
void ClientSession::hand_in_receipt(Effects& out) {
    progress_.problem = fail(Errc::device_wiped);
    out.emplace_back(Send{wire::DeviceWiped{*receipt_}});
    out.emplace_back(SetTimer{patience_.answer_max});
}

// ---- The feed -----

void ClientSession::take_data(Live& live, const wire::Data& data, Effects& out) {
    const std::uint64_t content = content_bytes(data);
    if (live.behind.contains(data.scope)) {
        if (live.measured.insert(data.scope).second) {
            const std::uint64_t before = data.bytes - std::min(data.bytes, content);
            const std::uint64_t whole = std::max(live.heads[data.scope].bytes, data.bytes);
            progress_.bytes_total += whole - before;
        }
        progress_.bytes_done += content;
        progress_.bytes_total = std::max(progress_.bytes_total, progress_.bytes_done);
    }
    live.credit_due += credit_bytes(data);
    out.emplace_back(StageData{data});
}

void ClientSession::on(const DataStaged&, Effects& out) {
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    live->attempts = 0;
    if (live->credit_due >= credit_step) {
        out.emplace_back(Send{wire::Credit{live->credit_due}});
        live->credit_due = 0;
    }
    if (!live->behind.empty()) report(Phase::catching_up, out);
}

void ClientSession::on(const ControlStored& e, Effects& out) {
    identity_.directory_cursor = e.directory_cursor;
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    wire::Subscribe wish;
    for (const wire::Subscription& position : e.positions) {
        if (!live->subscribed.insert(position.scope).second) continue;
        live->behind.insert(position.scope);
        if (live->stale.contains(position.scope)) {
            offer_first(*live, position, out);
        } else {
            wish.scopes.push_back(position);
        }
        const auto head = live->heads.find(position.scope);
        if (head != live->heads.end() && head->second.head > position.after)
            progress_.records_total += head->second.records;
    }
    progress_.scopes_total = live->subscribed.size();
    if (live->pushing == Pushing::held) live->pushing = Pushing::from_start;
    if (!wish.scopes.empty()) out.emplace_back(Send{std::move(wish)});
    push_more(*live, out);
    out.emplace_back(StoreLate{});
    settle(*live, out);
}

void ClientSession::on(const CheckpointApplied& e, Effects& out) {
    if (e.renewed) return begin_anew(*e.renewed, out);
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    if (e.ask) out.emplace_back(Send{*e.ask});
    if (e.fetch) out.emplace_back(Send{*e.fetch});
    if (e.is_deferred) return;
    if (e.problem.code != Errc::ok) {
        progress_.problem = e.problem;
    } else {
        live->attempts = 0;
        if (live->behind.contains(e.scope)) progress_.records_done += e.records;
    }
    live->behind.erase(e.scope);
    settle(*live, out);
    // Its log may tell of late work, or have made room for a decision that waits.
    out.emplace_back(StoreLate{});
}

void ClientSession::on(const LateStored& e, Effects& out) {
    if (!std::holds_alternative<Live>(state_)) return;
    for (const wire::Message& message : e.say) out.emplace_back(Send{message});
}

void ClientSession::on(const LiveSetsStored& e, Effects& out) {
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    if (e.problem.code != Errc::ok) {
        progress_.problem = e.problem;
        live->behind.erase(e.scope);
        return settle(*live, out);
    }
    if (e.ask) out.emplace_back(Send{*e.ask});
    if (e.ready) out.emplace_back(ApplyCheckpoint{*e.ready});
}

void ClientSession::on(const RevokedStored& e, Effects& out) {
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    live->subscribed.erase(e.scope);
    live->behind.erase(e.scope);
    progress_.scopes_total = live->subscribed.size();
    settle(*live, out);
    out.emplace_back(StoreLate{});  // what is owed for it may be asked for
}

// Says where the catching-up stands, and when it has ended.
void ClientSession::settle(Live& live, Effects& out) {
    progress_.scopes_ready = live.subscribed.size() - live.behind.size();
    progress_.records_total = std::max(progress_.records_total, progress_.records_done);
    if (!live.behind.empty()) return report(Phase::catching_up, out);
    progress_.records_total = progress_.records_done;
    progress_.bytes_total = progress_.bytes_done;
    report(Phase::live, out);
}

void ClientSession::report(Phase phase, Effects& out) {
    const bool begins = phase == Phase::control;
    if (begins) progress_ = Progress{};
    progress_.phase = phase;
    out.emplace_back(Report{progress_});
}

// ---- History -----

void ClientSession::on(const HistoryWanted& e, Effects& out) {
    if (std::holds_alternative<Live>(state_)) {
        out.emplace_back(Send{e.get});
        return;
    }
    out.emplace_back(GiveHistory{{.request = e.get.request,
                                  .scope = e.get.scope,
                                  .code = Errc::offline,
                                  .detail = "older history needs the network"}});
}

}  // namespace sanderling::sync::client
