#include "core/sync/server_session.hpp"

#include "core/wire/codec.hpp"
#include "core/wire/limits.hpp"

#include <algorithm>

namespace sanderling::sync::server {

namespace {

constexpr std::size_t scopes_max = 10'000;  // of one subscription list: a whole trust's cases

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::size_t size_of(const wire::Data& data) {
    std::size_t size = 64;
    for (const wire::FeedItem& item : data.items) size += 32 + item.content.size();
    return size;
}

}  // namespace

std::vector<Effect> ServerSession::handle(const Event& event) {
    std::vector<Effect> out;
    if (is_closed()) return out;
    std::visit([&](const auto& e) { on(e, out); }, event);
    return out;
}

const DevicePeer* ServerSession::device() const {
    if (const auto* revoked = std::get_if<HearingRevoked>(&state_)) return &revoked->peer;
    const auto* live = std::get_if<ServingDevice>(&state_);
    return live == nullptr ? nullptr : &live->peer;
}

const RegistrarPeer* ServerSession::registrar() const {
    const auto* live = std::get_if<ServingRegistrar>(&state_);
    return live == nullptr ? nullptr : &live->peer;
}

void ServerSession::refuse(Error error, Effects& out) {
    out.emplace_back(Note{"session refused", error.message()});
    out.emplace_back(Send{wire::ErrorMessage{error.code, error.detail}});
    out.emplace_back(Close{std::move(error)});
    state_ = Closed{};
}

void ServerSession::on(const Opened& e, Effects& out) {
    const wire::Challenge challenge{e.nonce, wire::protocol_version_min, wire::protocol_version};
    state_ = AwaitingHello{challenge, e.tls_key};
    out.emplace_back(Send{challenge});
}

void ServerSession::on(const ReceivedGarbage& e, Effects& out) {
    refuse(e.error, out);
}

void ServerSession::on(const Received& e, Effects& out) {
    if (std::holds_alternative<wire::Bye>(e.message)) {
        out.emplace_back(Close{fail(Errc::ok, "the other side said goodbye")});
        state_ = Closed{};
    } else if (auto* device = std::get_if<ServingDevice>(&state_)) {
        on_device_message(*device, e.message, e.now, out);
    } else if (const auto* revoked = std::get_if<HearingRevoked>(&state_)) {
        on_revoked_message(*revoked, e.message, out);
    } else if (std::holds_alternative<ServingRegistrar>(state_)) {
        on_registrar_message(e.message, out);
    } else {
        on_stranger_message(e.message, out);
    }
}

// Before HELLO was accepted: prove who you are, or enrol.
void ServerSession::on_stranger_message(const wire::Message& message, Effects& out) {
    if (const auto* hello = std::get_if<wire::Hello>(&message);
        hello != nullptr && std::holds_alternative<AwaitingHello>(state_)) {
        if (hello->version < wire::protocol_version_min || hello->version > wire::protocol_version)
            return refuse(fail(Errc::unsupported_version,
                               "the client speaks version " + std::to_string(hello->version) +
                                   " of the protocol, this server " +
                                   std::to_string(wire::protocol_version_min) + " to " +
                                   std::to_string(wire::protocol_version)),
                          out);
        const AwaitingHello waiting = std::get<AwaitingHello>(state_);
        out.emplace_back(CheckCertificate{hello->certificate, hello->replica});
        state_ = CheckingHello{*hello, waiting.challenge, waiting.tls_key};
    } else if (const auto* lookup = std::get_if<wire::EnrolLookup>(&message);
               lookup != nullptr && std::holds_alternative<AwaitingHello>(state_)) {
        state_ = Enrolling{lookup->lookup};
        out.emplace_back(FindInvite{lookup->lookup});
    } else if (const auto* request = std::get_if<wire::EnrolRequest>(&message);
               request != nullptr && std::holds_alternative<Enrolling>(state_) &&
               std::get<Enrolling>(state_).lookup == request->lookup) {
        out.emplace_back(ForwardEnrolment{*request});
    } else {
        refuse(fail(Errc::unexpected_message, std::string(wire::type_name(message))), out);
    }
}

void ServerSession::on(const CertificateChecked& e, Effects& out) {
    auto* checking = std::get_if<CheckingHello>(&state_);
    if (checking == nullptr) return;
    if (!e.peer) return refuse(e.peer.error(), out);
    const crypto::Hash said =
        wire::handshake_hash(checking->challenge, checking->hello, checking->tls_key);
    const crypto::PublicKey key =
        std::visit([](const auto& peer) { return peer.certificate.sign_key; }, *e.peer);
    if (!crypto::verify(crypto::SignDomain::handshake, said, checking->hello.signature, key))
        return refuse(fail(Errc::unauthenticated, "the handshake's signature"), out);

    out.emplace_back(Send{wire::Welcome{checking->hello.version, e.generation, e.now}});
    const std::uint64_t cursor = checking->hello.directory_cursor;
    std::visit(
        Overloaded{
            [&](const DevicePeer& peer) {
                if (!peer.orders.empty()) return hear_revoked(peer, cursor, out);
                out.emplace_back(Note{"device connected", to_text(peer.certificate.device)});
                auto& live = state_.emplace<ServingDevice>();
                live.peer = peer;
                live.generation = e.generation;
                live.directory_cursor = cursor;
                live.credit = wire::limits::credit_bytes_initial;
                read_control(live, out);
            },
            [&](const RegistrarPeer& peer) {
                out.emplace_back(Note{"keyholder connected", to_text(peer.certificate.registrar)});
                state_ = ServingRegistrar{peer};
                out.emplace_back(ReadPendingEnrolments{});
            }},
        *e.peer);
}

void ServerSession::on_device_message(ServingDevice& device, const wire::Message& message,
                                      Instant now, Effects& out) {
    if (const auto* wish = std::get_if<wire::Subscribe>(&message)) {
        subscribe(device, *wish, out);
    } else if (const auto* push = std::get_if<wire::Push>(&message)) {
        out.emplace_back(JudgePush{*push});
    } else if (const auto* offer = std::get_if<wire::Offer>(&message)) {
        out.emplace_back(TakeOffer{*offer});
    } else if (const auto* credit = std::get_if<wire::Credit>(&message)) {
        constexpr std::uint64_t credit_max = 64 * wire::limits::credit_bytes_initial;
        device.credit = std::min(device.credit + std::min(credit->bytes, credit_max), credit_max);
        read_next(device, out);
    } else if (const auto* buckets = std::get_if<wire::BucketsGet>(&message)) {
        count_buckets(device, *buckets, now, out);
    } else if (const auto* records = std::get_if<wire::RecordsGet>(&message)) {
        read_in_turn(device, *records, out);
    } else if (const auto* history = std::get_if<wire::HistoryGet>(&message)) {
        read_history(device, *history, now, out);
    } else if (const auto* late = std::get_if<wire::QuarantineGet>(&message)) {
        read_in_turn(device, *late, out);
    } else if (const auto* held = std::get_if<wire::DecisionsGet>(&message)) {
        read_in_turn(device, *held, out);
    } else if (const auto* owed = std::get_if<wire::ReceiptGet>(&message)) {
        read_in_turn(device, *owed, out);
    } else if (const auto* purged = std::get_if<wire::Purged>(&message)) {
        out.emplace_back(PutReceipt{device.peer.certificate.device, purged->receipt});
    } else if (const auto* put = std::get_if<wire::LogPut>(&message)) {
        put_decision(device, *put, out);
    } else if (const auto* error = std::get_if<wire::ErrorMessage>(&message)) {
        out.emplace_back(Note{"client error", Error{error->code, error->detail}.message()});
    } else {
        refuse(fail(Errc::unexpected_message, std::string(wire::type_name(message))), out);
    }
}

// Members and keys are the keyholder's business; a device decides on late work, in its own name.
void ServerSession::put_decision(const ServingDevice& device, const wire::LogPut& put,
                                 Effects& out) {
    const auto entry = put.entries.size() == 1 && put.envelopes.empty()
                           ? scope_log::decode_entry(put.entries[0])
                           : Result<scope_log::SignedEntry>(fail(Errc::not_permitted));
    const bool is_own =
        entry && std::holds_alternative<scope_log::Decide>(entry->entry.body) &&
        entry->entry.issuer == scope_log::Issuer::of(device.peer.certificate.device);
    if (is_own)
        out.emplace_back(PutLog{put});
    else
        out.emplace_back(Send{wire::ResultOf{put.request, Errc::not_permitted,
                                             "a device puts its own decisions only"}});
}

void ServerSession::subscribe(ServingDevice& device, const wire::Subscribe& wish, Effects& out) {
    for (const wire::Subscription& s : wish.scopes) {
        if (device.scopes.size() >= scopes_max)
            return refuse(fail(Errc::too_large, "too many scopes"), out);
        const auto [at, is_new] = device.scopes.insert_or_assign(s.scope, Serving{s, true});
        if (is_new) out.emplace_back(Watch{s.scope});
        if (std::find(device.ready.begin(), device.ready.end(), s.scope) == device.ready.end())
            device.ready.push_back(s.scope);
    }
    read_next(device, out);
}

void ServerSession::read_next(ServingDevice& device, Effects& out) {
    if (device.reading || device.ready.empty() || device.credit == 0) return;
    const ScopeId scope = device.ready.front();
    device.ready.pop_front();
    const auto at = device.scopes.find(scope);
    if (at == device.scopes.end()) return read_next(device, out);
    device.reading = scope;
    at->second.is_behind = false;
    out.emplace_back(ReadPage{at->second.position, device.peer.certificate.person,
                              device.peer.replica, wire::limits::batch_bytes});
}

void ServerSession::on(const PageRead& e, Effects& out) {
    auto* device = std::get_if<ServingDevice>(&state_);
    if (device == nullptr) return;
    if (device->reading == e.scope) device->reading.reset();
    if (const auto at = device->scopes.find(e.scope); at != device->scopes.end())
        std::visit(
            Overloaded{
                [&](const Page& page) { send_page(*device, at->second, page, out); },
                [&](const wire::Revoked& revoked) {
                    drop_scope(*device, e.scope, out);
                    out.emplace_back(Send{revoked});
                },
                [&](const DepositPlace& deposit) {
                    drop_scope(*device, e.scope, out);
                    out.emplace_back(Send{deposit.log});
                    out.emplace_back(Send{wire::Checkpoint{{deposit.place}}});
                },
                [&](const Error& error) {
                    drop_scope(*device, e.scope, out);
                    out.emplace_back(Send{wire::ScopeError{e.scope, error.code, error.detail}});
                }},
            e.outcome);
    read_next(*device, out);
}

void ServerSession::send_page(ServingDevice& device, Serving& serving, const Page& page,
                              Effects& out) {
    device.credit -= std::min<std::uint64_t>(device.credit, size_of(page.data));
    if (!page.data.items.empty()) {
        serving.position.after = Seq{number(page.data.first) + page.data.items.size() - 1};
        serving.position.chain = page.chain;
        serving.position.generation = device.generation;
        out.emplace_back(Send{page.data});
    }
    if (page.checkpoint) {
        out.emplace_back(Send{wire::Checkpoint{{*page.checkpoint}}});
        if (serving.is_behind) device.ready.push_back(page.data.scope);
    } else {
        device.ready.push_front(page.data.scope);  // scope by scope: the first is usable soonest
    }
}

void ServerSession::drop_scope(ServingDevice& device, ScopeId scope, Effects& out) {
    out.emplace_back(Unwatch{scope});
    device.scopes.erase(scope);
}

// In turn, and of one scope not too often: a count reads all its records.
void ServerSession::count_buckets(ServingDevice& device, const wire::BucketsGet& get, Instant now,
                                  Effects& out) {
    if (device.bucket_counts.size() >= scopes_max)
        return refuse(fail(Errc::too_large, "too many scopes"), out);
    Allowance& allowance =
        device.bucket_counts.try_emplace(get.scope, buckets_at_once, buckets_every).first->second;
    if (!allowance.take(now)) {
        out.emplace_back(Send{wire::ScopeError{get.scope, Errc::busy, "compared too often"}});
        return;
    }
    // Worth a line: a device has other live sets than this server.
    out.emplace_back(Note{"digest differs", "device " + to_text(device.peer.certificate.device) +
                                                " scope " + to_text(get.scope)});
    read_in_turn(device, get, out);
}

void ServerSession::read_in_turn(ServingDevice& device, ServingDevice::Turn turn, Effects& out) {
    if (device.turns.size() >= 2 * scopes_max)
        return refuse(fail(Errc::too_large, "too much asked for at once"), out);
    device.turns.push_back(std::move(turn));
    next_turn(device, out);
}

void ServerSession::next_turn(ServingDevice& device, Effects& out) {
    if (device.is_turn_taken || device.turns.empty()) return;
    device.is_turn_taken = true;
    const PersonId person = device.peer.certificate.person;
    std::visit(Overloaded{[&](const wire::BucketsGet& get) {
                              out.emplace_back(ReadBuckets{get, person});
                          },
                          [&](const wire::RecordsGet& get) {
                              out.emplace_back(ReadRecords{get, person, wire::limits::batch_bytes});
                          },
                          [&](const wire::QuarantineGet& get) {
                              out.emplace_back(ReadLate{get, person, wire::limits::batch_bytes});
                          },
                          [&](const wire::DecisionsGet& get) {
                              out.emplace_back(ReadDecisions{get, device.peer.certificate.device});
                          },
                          [&](const wire::ReceiptGet& get) {
                              out.emplace_back(ReadReceipt{get, device.peer.certificate.device});
                          }},
               device.turns.front());
    device.turns.pop_front();
}

void ServerSession::on(const LiveSetsRead& e, Effects& out) {
    auto* device = std::get_if<ServingDevice>(&state_);
    if (device == nullptr) return;
    device->is_turn_taken = false;
    next_turn(*device, out);
    std::visit(
        Overloaded{[&](const Error& error) {
                       out.emplace_back(Send{wire::ScopeError{e.scope, error.code, error.detail}});
                   },
                   [&](const auto& answer) { out.emplace_back(Send{answer}); }},
        e.outcome);
}

// One at a time, and not too often: each reads commits that nothing else needs any more.
void ServerSession::read_history(ServingDevice& device, const wire::HistoryGet& get, Instant now,
                                 Effects& out) {
    if (device.is_history_read || !device.histories.take(now)) {
        out.emplace_back(Send{wire::History{.request = get.request,
                                            .scope = get.scope,
                                            .code = Errc::busy,
                                            .detail = "histories are asked for too often"}});
        return;
    }
    device.is_history_read = true;
    out.emplace_back(ReadHistory{get, device.peer.certificate.person, wire::limits::batch_bytes});
}

void ServerSession::on(const HistoryRead& e, Effects& out) {
    auto* device = std::get_if<ServingDevice>(&state_);
    if (device == nullptr) return;
    device->is_history_read = false;
    out.emplace_back(Send{e.history});
}

void ServerSession::on(const ScopeMoved& e, Effects& out) {
    auto* device = std::get_if<ServingDevice>(&state_);
    if (device == nullptr) return;
    const auto at = device->scopes.find(e.scope);
    if (at == device->scopes.end() || at->second.is_behind) return;
    at->second.is_behind = true;
    if (device->reading != e.scope &&
        std::find(device->ready.begin(), device->ready.end(), e.scope) == device->ready.end())
        device->ready.push_back(e.scope);
    read_next(*device, out);
}

void ServerSession::read_control(ServingDevice& device, Effects& out) {
    if (device.is_control_read) {
        device.is_directory_behind = true;
        return;
    }
    device.is_control_read = true;
    device.is_directory_behind = false;
    ReadControl read{device.peer.certificate.device, device.peer.certificate.person,
                     device.directory_cursor};
    for (const auto& [scope, serving] : device.scopes)
        read.serving.push_back({scope, serving.position.after});
    out.emplace_back(std::move(read));
}

void ServerSession::on(const DirectoryMoved&, Effects& out) {
    if (auto* device = std::get_if<ServingDevice>(&state_)) read_control(*device, out);
}

void ServerSession::on(const ControlRead& e, Effects& out) {
    auto* device = std::get_if<ServingDevice>(&state_);
    if (device == nullptr) return;
    device->is_control_read = false;
    device->directory_cursor = e.control.directory_cursor;
    out.emplace_back(Send{e.control});
    for (const wire::Revoked& revoked : e.revoked) {
        drop_scope(*device, revoked.scope, out);
        out.emplace_back(Send{revoked});
    }
    if (device->is_directory_behind) read_control(*device, out);
}

void ServerSession::on(const PushJudged& e, Effects& out) {
    out.emplace_back(Send{wire::Ack{e.verdicts}});
}

void ServerSession::on_registrar_message(const wire::Message& message, Effects& out) {
    if (const auto* put = std::get_if<wire::LogPut>(&message)) {
        out.emplace_back(PutLog{*put});
    } else if (const auto* get = std::get_if<wire::LogGet>(&message)) {
        out.emplace_back(ReadLog{*get});
    } else if (const auto* entries = std::get_if<wire::DirectoryPut>(&message)) {
        out.emplace_back(PutDirectory{*entries});
    } else if (const auto* invite = std::get_if<wire::InvitePut>(&message)) {
        out.emplace_back(PutInvite{*invite});
    } else if (const auto* cancel = std::get_if<wire::InviteCancel>(&message)) {
        out.emplace_back(CancelInvite{*cancel});
    } else if (const auto* answer = std::get_if<wire::EnrolAnswer>(&message)) {
        out.emplace_back(AnswerEnrolment{*answer});
    } else if (const auto* orders = std::get_if<wire::DeviceOrders>(&message)) {
        out.emplace_back(PutOrders{*orders});
    } else if (const auto* wanted = std::get_if<wire::InventoryGet>(&message)) {
        out.emplace_back(ReadInventory{*wanted});
    } else {
        refuse(fail(Errc::unexpected_message, std::string(wire::type_name(message))), out);
    }
}

void ServerSession::on(const InventoryRead& e, Effects& out) {
    if (std::holds_alternative<ServingRegistrar>(state_)) out.emplace_back(Send{e.inventory});
}

void ServerSession::on(const LogRead& e, Effects& out) {
    out.emplace_back(Send{e.entries});
}

void ServerSession::on(const RequestDone& e, Effects& out) {
    wire::ResultOf answer{.request = e.request};
    if (!e.result) {
        answer.code = e.result.error().code;
        answer.detail = e.result.error().detail;
    }
    out.emplace_back(Send{std::move(answer)});
}

void ServerSession::on(const InviteFound& e, Effects& out) {
    if (!std::holds_alternative<Enrolling>(state_)) return;
    if (!e.sealed_offer) return refuse(e.sealed_offer.error(), out);
    out.emplace_back(Send{wire::EnrolOffer{*e.sealed_offer}});
}

void ServerSession::on(const EnrolmentAsked& e, Effects& out) {
    if (std::holds_alternative<ServingRegistrar>(state_)) out.emplace_back(Send{e.request});
}

void ServerSession::on(const EnrolmentAnswered& e, Effects& out) {
    const auto* enrolling = std::get_if<Enrolling>(&state_);
    if (enrolling == nullptr || enrolling->lookup != e.answer.lookup) return;
    out.emplace_back(Send{e.answer});
    out.emplace_back(Close{fail(Errc::ok, "enrolment answered")});
    state_ = Closed{};
}

void ServerSession::on(const OfferAnswered& e, Effects& out) {
    if (std::holds_alternative<ServingDevice>(state_)) out.emplace_back(Send{e.answer});
}

void ServerSession::on(const Stop& e, Effects& out) {
    out.emplace_back(Send{wire::Bye{}});
    out.emplace_back(Close{fail(Errc::ok, e.reason)});
    state_ = Closed{};
}

}  // namespace sanderling::sync::server
