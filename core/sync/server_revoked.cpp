// The server's half of a session with a device that was revoked (docs/protocol.md §6.7): its orders
// go to it, and what it has written is taken, to be quarantined. Nothing else is served.
#include "core/scope_log/purge_receipt.hpp"
#include "core/sync/server_session.hpp"
#include "core/wire/codec.hpp"

namespace sanderling::sync::server {

// An empty CONTROL, because nothing is pushed before one.
void ServerSession::hear_revoked(const DevicePeer& peer, std::uint64_t cursor, Effects& out) {
    out.emplace_back(Note{"revoked device connected", to_text(peer.certificate.device)});
    state_ = HearingRevoked{peer};
    for (const Bytes& order : peer.orders) out.emplace_back(Send{wire::DeviceOrdered{order}});
    out.emplace_back(Send{wire::Control{.directory_cursor = cursor}});
}

void ServerSession::on_revoked_message(const HearingRevoked& device, const wire::Message& message,
                                       Effects& out) {
    if (const auto* push = std::get_if<wire::Push>(&message)) {
        out.emplace_back(JudgePush{*push});
    } else if (const auto* wiped = std::get_if<wire::DeviceWiped>(&message)) {
        out.emplace_back(PutReceipt{device.peer.certificate.device, wiped->receipt});
    } else if (const auto* wish = std::get_if<wire::Subscribe>(&message)) {
        for (const wire::Subscription& s : wish->scopes)
            out.emplace_back(Send{wire::ScopeError{s.scope, Errc::device_revoked, {}}});
    } else if (std::holds_alternative<wire::DecisionsGet>(message)) {
        out.emplace_back(Send{wire::Decisions{}});
    } else if (std::holds_alternative<wire::QuarantineGet>(message) ||
               std::holds_alternative<wire::ReceiptGet>(message) ||
               std::holds_alternative<wire::Purged>(message) ||
               std::holds_alternative<wire::Credit>(message)) {
        return;  // sent by habit, and harmless
    } else {
        refuse(fail(Errc::device_revoked, std::string(wire::type_name(message))), out);
    }
}

// It comes back to hear why, in a session that serves nothing.
void ServerSession::on(const DeviceRevoked&, Effects& out) {
    if (std::holds_alternative<ServingDevice>(state_)) refuse(fail(Errc::device_revoked), out);
}

void ServerSession::on(const OrdersPut& e, Effects& out) {
    if (std::holds_alternative<ServingRegistrar>(state_)) out.emplace_back(Send{e.states});
}

namespace {

// A device's problem with one receipt is none of its session.
void answer_purge(const ReceiptPut& e, std::vector<Effect>& out) {
    const auto read = scope_log::decode_purge_receipt(e.receipt);
    if (!read) return;
    wire::PurgedTaken answer{.scope = read->receipt.scope, .index = read->receipt.index};
    if (!e.result) answer.code = e.result.error().code;
    out.emplace_back(Send{answer});
}

}  // namespace

void ServerSession::on(const ReceiptPut& e, Effects& out) {
    if (std::holds_alternative<ServingDevice>(state_)) return answer_purge(e, out);
    if (!std::holds_alternative<HearingRevoked>(state_)) return;
    if (!e.result) return refuse(e.result.error(), out);
    out.emplace_back(Note{"wiped", to_text(device()->certificate.device)});
    out.emplace_back(Send{wire::Bye{}});
    out.emplace_back(Close{fail(Errc::ok, "the device is wiped")});
    state_ = Closed{};
}

}  // namespace sanderling::sync::server
