#include "sync-server/host/session_host.hpp"

#include "core/wire/codec.hpp"
#include "core/wire/limits.hpp"

#include <utility>

namespace sanderling::server {

namespace {

using namespace sync::server;

// Past this no more pages are read for a device: the feed is state, so what is not sent now is read
// again later.
constexpr std::size_t queue_bytes_max = 256 * 1024;
// What a client's window allows twice over; past it the socket is not read.
constexpr std::size_t judging_bytes_max = 2 * wire::limits::push_window_bytes;
constexpr std::size_t requests_max = 256;

// What is wrong with this server has somebody look; what a client asked in vain is an ordinary day.
LogLine::Level level_of(const Error& error) {
    switch (error.code) {
        case Errc::internal:
        case Errc::io:
        case Errc::corrupt:
        case Errc::disk_full:
            return LogLine::Level::error;
        default:
            return LogLine::Level::info;
    }
}

// The same generic text for everybody; what happened is in the log.
template <class T>
Result<T> told(Result<T> outcome) {
    if (!outcome && outcome.error().code == Errc::internal) return fail(Errc::internal);
    return outcome;
}

}  // namespace

SessionHost::SessionHost(Link& link, SessionServices& services)
    : link_(link), services_(services) {}

void SessionHost::on_open() {
    id_ = services_.hub.join(*this);
    wire::Challenge32 nonce{};
    services_.random.fill(nonce);
    tell(Opened{nonce, services_.tls_key});
    ask_for_frames();
}

void SessionHost::on_closed() {
    services_.hub.leave(id_);
    if (!device_.is_zero()) {
        const DeviceId device = device_;
        services_.store.write<void>(
            [device](WriteGroup& group) -> Result<void> {
                group.note_departure(device);
                return {};
            },
            [](const Result<void>&) {});
    }
    services_.log({.level = LogLine::Level::debug, .event = "connection ended", .session = id_});
}

void SessionHost::on_frame(Bytes frame) {
    is_receiving_ = false;
    frame_bytes_ = frame.size();
    auto message = wire::decode(frame);
    if (message)
        tell(Received{std::move(*message), wall_clock()});
    else
        tell(ReceivedGarbage{message.error()});
    ask_for_frames();
}

void SessionHost::on_bad_frame(Error error) {
    is_receiving_ = false;
    tell(ReceivedGarbage{std::move(error)});
}

void SessionHost::on_sent() {
    if (held_page_ && link_.queued_bytes() <= queue_bytes_max) {
        ReadPage page = *std::exchange(held_page_, std::nullopt);
        perform(page);
    }
}

void SessionHost::ask_for_frames() {
    if (is_receiving_ || session_.is_closed() || judging_bytes_ > judging_bytes_max ||
        waiting_requests_ > requests_max)
        return;
    is_receiving_ = true;
    link_.receive();
}

void SessionHost::tell(const Event& event) {
    events_.push_back(event);
    if (is_telling_) return;
    is_telling_ = true;
    // The seam of a connection: what goes wrong in one ends that one.
    try {
        while (!events_.empty()) {
            const Event next = std::move(events_.front());
            events_.pop_front();
            for (Effect& effect : session_.handle(next))
                std::visit([this](auto& e) { perform(e); }, effect);
        }
    } catch (const std::exception& failure) {
        events_.clear();
        services_.log({.level = LogLine::Level::error,
                       .event = "session failed",
                       .detail = failure.what(),
                       .session = id_});
        link_.close(fail(Errc::internal));
    }
    is_telling_ = false;
}

// ---- The store, and back
// -------------------------------------------------------------------------

template <class T>
void SessionHost::write(std::function<Result<T>(WriteGroup&)> act,
                        std::function<void(SessionHost&, Result<T>)> done) {
    ++waiting_requests_;
    Hub& hub = services_.hub;
    const SessionId id = id_;
    services_.store.write<T>(std::move(act), [&hub, id, done = std::move(done)](Result<T> result) {
        auto* const host = static_cast<SessionHost*>(hub.find(id));
        if (host == nullptr) return;
        --host->waiting_requests_;
        done(*host, std::move(result));
        host->ask_for_frames();
    });
}

template <class T>
void SessionHost::read(std::function<Result<T>(FeedReader&)> act,
                       std::function<void(SessionHost&, Result<T>)> done) {
    ++waiting_requests_;
    Hub& hub = services_.hub;
    const SessionId id = id_;
    services_.store.read<T>(std::move(act), [&hub, id, done = std::move(done)](Result<T> result) {
        auto* const host = static_cast<SessionHost*>(hub.find(id));
        if (host == nullptr) return;
        --host->waiting_requests_;
        if (!result)
            host->services_.log({.level = level_of(result.error()),
                                 .event = "read failed",
                                 .detail = result.error().message(),
                                 .session = id});
        done(*host, std::move(result));
        host->ask_for_frames();
    });
}

// ---- Effects
// -------------------------------------------------------------------------------------

void SessionHost::perform(Send& effect) {
    link_.send(wire::encode(effect.message));
}

void SessionHost::perform(Close& effect) {
    link_.close(effect.reason);
}

void SessionHost::perform(Note& effect) {
    services_.log({.event = effect.event, .detail = std::move(effect.detail), .session = id_});
}

void SessionHost::perform(Watch& effect) {
    services_.hub.watch(id_, effect.scope);
}

void SessionHost::perform(Unwatch& effect) {
    services_.hub.unwatch(id_, effect.scope);
}

void SessionHost::perform(CheckCertificate& effect) {
    write<Peer>(
        [effect](WriteGroup& group) { return group.admit(effect.certificate, effect.replica); },
        [](SessionHost& host, Result<Peer> peer) {
            const Generation generation = host.services_.store.generation();
            if (peer)
                if (const auto* device = std::get_if<DevicePeer>(&*peer))
                    host.device_ = device->certificate.device;
            host.tell(CertificateChecked{told(std::move(peer)), generation, wall_clock()});
        });
}

void SessionHost::perform(ReadControl& effect) {
    read<ControlAnswer>(
        [effect](FeedReader& reader) -> Result<ControlAnswer> {
            return reader.control(effect, wall_clock());
        },
        [](SessionHost& host, Result<ControlAnswer> answer) {
            if (!answer) return host.tell(ReceivedGarbage{fail(Errc::internal)});
            host.tell(answer->read);
            if (answer->has_more) host.tell(DirectoryMoved{});
        });
}

void SessionHost::perform(JudgePush& effect) {
    auto push = prepare(effect.push, services_.store.organisation().org);
    if (!push) return tell(ReceivedGarbage{push.error()});
    const std::size_t bytes = frame_bytes_;
    judging_bytes_ += bytes;
    const auto shared = std::make_shared<const PreparedPush>(std::move(*push));
    write<std::vector<wire::CommitVerdict>>(
        [shared](WriteGroup& group) -> Result<std::vector<wire::CommitVerdict>> {
            return group.judge(*shared);
        },
        [shared, bytes](SessionHost& host, Result<std::vector<wire::CommitVerdict>> verdicts) {
            host.push_judged(std::move(verdicts), *shared, bytes);
        });
}

void SessionHost::push_judged(Result<std::vector<wire::CommitVerdict>> verdicts,
                              const PreparedPush& push, std::size_t bytes) {
    judging_bytes_ -= bytes;
    if (verdicts) return tell(PushJudged{std::move(*verdicts)});
    services_.log({.level = level_of(verdicts.error()),
                   .event = "push not stored",
                   .detail = verdicts.error().message(),
                   .session = id_});
    if (verdicts.error().code == Errc::busy) return tell(PushJudged{all_busy(push)});
    tell(ReceivedGarbage{fail(Errc::internal)});
}

void SessionHost::perform(TakeOffer& effect) {
    const ScopeId scope = effect.offer.scope;
    const auto shared = std::make_shared<const wire::Offer>(std::move(effect.offer));
    write<wire::Offered>(
        [shared](WriteGroup& group) -> Result<wire::Offered> { return group.take_offer(*shared); },
        [scope](SessionHost& host, Result<wire::Offered> answer) {
            const Errc code = answer ? answer->code : answer.error().code;
            if (code != Errc::ok)
                host.services_.log({.level = LogLine::Level::warning,
                                    .event = "offer not taken",
                                    .detail = answer ? answer->detail : answer.error().message(),
                                    .session = host.id_});
            if (!answer) return host.tell(OfferAnswered{{.scope = scope, .code = Errc::busy}});
            host.tell(OfferAnswered{std::move(*answer)});
        });
}

void SessionHost::perform(ReadPage& effect) {
    if (link_.queued_bytes() > queue_bytes_max) {
        held_page_ = effect;
        return;
    }
    const ScopeId scope = effect.from.scope;
    read<PageRead>(
        [effect](FeedReader& reader) -> Result<PageRead> {
            return reader.page(effect, wall_clock());
        },
        [scope](SessionHost& host, Result<PageRead> page) {
            host.tell(page ? *page : PageRead{scope, fail(Errc::internal)});
        });
}

void SessionHost::perform(ReadBuckets& effect) {
    const ScopeId scope = effect.get.scope;
    read<LiveSetsRead>(
        [effect](FeedReader& reader) -> Result<LiveSetsRead> {
            return reader.buckets(effect, wall_clock());
        },
        [scope](SessionHost& host, Result<LiveSetsRead> answer) {
            host.tell(answer ? *answer : LiveSetsRead{scope, fail(Errc::internal)});
        });
}

void SessionHost::perform(ReadRecords& effect) {
    const ScopeId scope = effect.get.scope;
    read<LiveSetsRead>(
        [effect](FeedReader& reader) -> Result<LiveSetsRead> {
            return reader.records(effect, wall_clock());
        },
        [scope](SessionHost& host, Result<LiveSetsRead> answer) {
            host.tell(answer ? *answer : LiveSetsRead{scope, fail(Errc::internal)});
        });
}

void SessionHost::perform(ReadHistory& effect) {
    const wire::HistoryGet get = effect.get;
    read<HistoryRead>(
        [effect](FeedReader& reader) -> Result<HistoryRead> {
            return HistoryRead{reader.history(effect, wall_clock())};
        },
        [get](SessionHost& host, Result<HistoryRead> answer) {
            if (answer) return host.tell(*answer);
            host.tell(
                HistoryRead{{.request = get.request, .scope = get.scope, .code = Errc::internal}});
        });
}

void SessionHost::perform(ReadLate& effect) {
    const ScopeId scope = effect.get.scope;
    read<LiveSetsRead>(
        [effect](FeedReader& reader) -> Result<LiveSetsRead> {
            return reader.late(effect, wall_clock());
        },
        [scope](SessionHost& host, Result<LiveSetsRead> answer) {
            host.tell(answer ? *answer : LiveSetsRead{scope, fail(Errc::internal)});
        });
}

void SessionHost::perform(ReadDecisions& effect) {
    read<LiveSetsRead>(
        [effect](FeedReader& reader) -> Result<LiveSetsRead> { return reader.decisions(effect); },
        [](SessionHost& host, Result<LiveSetsRead> answer) {
            // What cannot be read now is as good as undecided: the device asks again.
            host.tell(answer ? *answer : LiveSetsRead{{}, wire::Decisions{}});
        });
}

// The device keeps what it has until the answer is one.
void SessionHost::sign(wire::Receipt& receipt) {
    if (receipt.code != Errc::ok) return;
    auto signed_by = services_.signer.sign(scope_log::signed_text(receipt.content));
    if (!signed_by) {
        receipt = {.scope = receipt.scope, .code = signed_by.error().code};
        return;
    }
    receipt.key = std::move(signed_by->key);
    receipt.signature = std::move(signed_by->signature);
}

void SessionHost::perform(ReadReceipt& effect) {
    const ScopeId scope = effect.get.scope;
    read<wire::Receipt>(
        [effect](FeedReader& reader) -> Result<wire::Receipt> {
            return reader.receipt(effect, wall_clock());
        },
        [scope](SessionHost& host, Result<wire::Receipt> answer) {
            wire::Receipt receipt{.scope = scope, .code = Errc::busy};
            if (answer) receipt = std::move(*answer);
            host.sign(receipt);
            host.tell(LiveSetsRead{scope, std::move(receipt)});
        });
}

void SessionHost::put(std::uint64_t request, std::function<Result<void>(WriteGroup&)> act) {
    write<void>(std::move(act), [request](SessionHost& host, Result<void> outcome) {
        host.tell(RequestDone{request, told(outcome)});
    });
}

void SessionHost::perform(PutLog& effect) {
    put(effect.put.request,
        [put = std::move(effect.put)](WriteGroup& group) { return group.put_log(put); });
}

void SessionHost::perform(PutDirectory& effect) {
    put(effect.put.request,
        [put = std::move(effect.put)](WriteGroup& group) { return group.put_directory(put); });
}

void SessionHost::perform(PutInvite& effect) {
    put(effect.put.request,
        [put = std::move(effect.put)](WriteGroup& group) { return group.put_invite(put); });
}

void SessionHost::perform(CancelInvite& effect) {
    put(effect.cancel.request,
        [cancel = effect.cancel](WriteGroup& group) { return group.cancel_invite(cancel); });
}

void SessionHost::perform(PutOrders& effect) {
    const std::uint64_t request = effect.put.request;
    write<wire::DeviceStates>(
        [put = std::move(effect.put)](WriteGroup& group) { return group.put_orders(put); },
        [request](SessionHost& host, Result<wire::DeviceStates> states) {
            if (states) return host.tell(OrdersPut{std::move(*states)});
            host.tell(RequestDone{request, told(Result<void>(states.error()))});
        });
}

void SessionHost::perform(PutReceipt& effect) {
    write<void>(
        [effect](WriteGroup& group) { return group.put_receipt(effect.device, effect.receipt); },
        [receipt = effect.receipt](SessionHost& host, Result<void> outcome) {
            host.tell(ReceiptPut{told(outcome), receipt});
        });
}

void SessionHost::perform(ReadLog& effect) {
    const std::uint64_t request = effect.get.request;
    read<wire::LogEntries>(
        [get = effect.get](FeedReader& reader) -> Result<wire::LogEntries> {
            return reader.log(get);
        },
        [request](SessionHost& host, Result<wire::LogEntries> entries) {
            if (entries) return host.tell(LogRead{std::move(*entries)});
            host.tell(RequestDone{request, fail(Errc::internal)});
        });
}

void SessionHost::perform(ReadInventory& effect) {
    const std::uint64_t request = effect.get.request;
    read<wire::Inventory>(
        [get = effect.get](FeedReader& reader) -> Result<wire::Inventory> {
            return reader.inventory(get);
        },
        [request](SessionHost& host, Result<wire::Inventory> inventory) {
            if (inventory) return host.tell(InventoryRead{std::move(*inventory)});
            host.tell(RequestDone{request, fail(Errc::internal)});
        });
}

// ---- Enrolment
// -----------------------------------------------------------------------------------

void SessionHost::perform(FindInvite& effect) {
    read<Bytes>(
        [lookup = effect.lookup](FeedReader& reader) { return reader.offer(lookup, wall_clock()); },
        [](SessionHost& host, Result<Bytes> offer) {
            host.tell(InviteFound{told(std::move(offer))});
        });
}

void SessionHost::perform(ForwardEnrolment& effect) {
    const wire::EnrolRequest request = std::move(effect.request);
    write<void>([request](WriteGroup& group) { return group.keep_enrolment(request); },
                [request](SessionHost& host, Result<void> outcome) {
                    const Result<void> kept = told(outcome);
                    if (!kept) return host.tell(InviteFound{kept.error()});
                    host.services_.hub.await_answer(request.lookup, host.id_);
                    host.services_.hub.ask_keyholders(request);
                });
}

void SessionHost::perform(ReadPendingEnrolments&) {
    services_.hub.join_keyholders(id_);
    read<std::vector<wire::EnrolRequest>>(
        [](FeedReader& reader) -> Result<std::vector<wire::EnrolRequest>> {
            return reader.enrolments();
        },
        [](SessionHost& host, Result<std::vector<wire::EnrolRequest>> requests) {
            if (!requests) return;
            for (wire::EnrolRequest& request : *requests)
                host.tell(EnrolmentAsked{std::move(request)});
        });
}

// The invite is used up before the device hears of it, and not at all when no device is there to
// hear: it would be locked out.
void SessionHost::perform(AnswerEnrolment& effect) {
    const wire::EnrolAnswer answer = std::move(effect.answer);
    if (services_.hub.waiting_for(answer.lookup) == nullptr)
        return tell(RequestDone{answer.request, fail(Errc::closed, "the device has gone")});
    write<void>([answer](WriteGroup& group) { return group.answer_enrolment(answer); },
                [answer](SessionHost& host, Result<void> outcome) {
                    const Result<void> used = told(outcome);
                    wire::EnrolAnswer heard = answer;
                    if (!used) heard = {answer.request, answer.lookup, used.error().code, {}};
                    if (HubMember* const device = host.services_.hub.waiting_for(answer.lookup))
                        device->tell(EnrolmentAnswered{heard});
                    host.services_.hub.answered(answer.lookup);
                    host.tell(RequestDone{answer.request, used});
                });
}

}  // namespace sanderling::server
