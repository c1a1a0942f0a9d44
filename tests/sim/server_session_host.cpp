#include "tests/sim/server_session_host.hpp"

#include "core/wire/codec.hpp"

namespace sanderling::sim {

using namespace std::chrono_literals;
using namespace sync::server;
using server::FeedReader;
using server::WriteGroup;

namespace {
constexpr std::size_t queue_bytes_max = 256 * 1024;  // as of the product's host
}

ServerSessionHost::ServerSessionHost(Server& server, ConnectionId connection)
    : server_(server), connection_(connection) {}

void ServerSessionHost::on_open() {
    id_ = server_.hub_->join(*this);
    wire::Challenge32 nonce{};
    server_.dice_.fill(nonce);
    tell(Opened{nonce, {}});
}

void ServerSessionHost::on_closed() {
    server_.hub_->leave(id_);
}

void ServerSessionHost::on_frame(ByteView frame) {
    auto message = wire::decode(frame);
    if (message)
        tell(Received{std::move(*message), server_.clock()});
    else
        tell(ReceivedGarbage{message.error()});
}

void ServerSessionHost::on_sent() {
    if (held_page_ && server_.network_.queued_bytes(connection_, Side::server) <= queue_bytes_max)
        read_page(*std::exchange(held_page_, std::nullopt));
}

void ServerSessionHost::tell(const Event& event) {
    events_.push_back(event);
    if (is_telling_) return;
    is_telling_ = true;
    while (!events_.empty()) {
        const Event next = std::move(events_.front());
        events_.pop_front();
        for (Effect& effect : session_.handle(next))
            std::visit([this](auto& e) { perform(e); }, effect);
    }
    is_telling_ = false;
}

// ---- The store, and back -----------------------------------------------------------------------

template <class T>
void ServerSessionHost::write(std::function<Result<T>(WriteGroup&)> act,
                              std::function<void(ServerSessionHost&, Result<T>)> done) {
    auto result = std::make_shared<std::optional<Result<T>>>();
    Server& server = server_;
    const server::SessionId id = id_;
    server_.enqueue(
        {[result, act = std::move(act)](WriteGroup& group) { result->emplace(act(group)); },
         [result, id, &server, done = std::move(done)](const std::optional<Error>& failure) {
             auto* const host = static_cast<ServerSessionHost*>(server.hub_->find(id));
             if (host == nullptr) return;
             done(*host, failure ? Result<T>(*failure) : std::move(**result));
         }});
}

template <class T>
void ServerSessionHost::read(std::function<T(FeedReader&)> act,
                             std::function<void(ServerSessionHost&, Result<T>)> done) {
    Server& server = server_;
    server_.soon(2ms, [&server, id = id_, act = std::move(act), done = std::move(done)] {
        auto* const host = static_cast<ServerSessionHost*>(server.hub_->find(id));
        if (host == nullptr) return;
        Result<T> result = fail(Errc::internal);
        try {
            result = act(*server.reader_);
        } catch (const server::SqliteFailure& failure) {
            result = fail(Errc::internal, failure.what());
        }
        done(*host, std::move(result));
    });
}

// ---- Effects -----------------------------------------------------------------------------------

void ServerSessionHost::perform(Send& effect) {
    Bytes frame = wire::encode(effect.message);
    server_.trace_.note(wire::type_name(effect.message), static_cast<std::uint64_t>(connection_),
                        frame.size());
    server_.network_.send(connection_, Side::server, std::move(frame));
}

void ServerSessionHost::perform(Close&) {
    server_.network_.close(connection_, Side::server);
    server_.time_.after(0us, [&server = server_, id = connection_] { server.end_session(id); });
}

void ServerSessionHost::perform(Note& effect) {
    server_.trace_.remark("server: " + std::string(effect.event) + " " + effect.detail);
}

void ServerSessionHost::perform(Watch& effect) {
    server_.hub_->watch(id_, effect.scope);
}

void ServerSessionHost::perform(Unwatch& effect) {
    server_.hub_->unwatch(id_, effect.scope);
}

void ServerSessionHost::perform(CheckCertificate& effect) {
    write<server::Peer>(
        [effect](WriteGroup& group) { return group.admit(effect.certificate, effect.replica); },
        [](ServerSessionHost& host, Result<server::Peer> peer) {
            const Server& server = host.server_;
            host.tell(
                CertificateChecked{std::move(peer), server.store_->generation(), server.clock()});
        });
}

void ServerSessionHost::perform(ReadControl& effect) {
    read<server::ControlAnswer>(
        [effect, now = server_.clock()](FeedReader& reader) { return reader.control(effect, now); },
        [](ServerSessionHost& host, Result<server::ControlAnswer> answer) {
            if (!answer) return host.tell(ReceivedGarbage{fail(Errc::internal)});
            host.tell(answer->read);
            if (answer->has_more) host.tell(DirectoryMoved{});
        });
}

void ServerSessionHost::perform(JudgePush& effect) {
    auto push = server::prepare(effect.push, server_.organisation().org);
    if (!push) return tell(ReceivedGarbage{push.error()});
    const auto shared = std::make_shared<const server::PreparedPush>(std::move(*push));
    using Verdicts = std::vector<wire::CommitVerdict>;
    write<Verdicts>(
        [shared](WriteGroup& group) -> Result<Verdicts> { return group.judge(*shared); },
        [shared](ServerSessionHost& host, Result<Verdicts> verdicts) {
            if (verdicts) return host.tell(PushJudged{std::move(*verdicts)});
            if (verdicts.error().code == Errc::busy)
                return host.tell(PushJudged{server::all_busy(*shared)});
            host.tell(ReceivedGarbage{fail(Errc::internal)});
        });
}

void ServerSessionHost::perform(ReadBuckets& effect) {
    read<LiveSetsRead>(
        [effect, now = server_.clock()](FeedReader& reader) { return reader.buckets(effect, now); },
        [scope = effect.get.scope](ServerSessionHost& host, Result<LiveSetsRead> answer) {
            host.tell(answer ? *answer : LiveSetsRead{scope, fail(Errc::internal)});
        });
}

void ServerSessionHost::perform(ReadRecords& effect) {
    read<LiveSetsRead>(
        [effect, now = server_.clock()](FeedReader& reader) { return reader.records(effect, now); },
        [scope = effect.get.scope](ServerSessionHost& host, Result<LiveSetsRead> answer) {
            host.tell(answer ? *answer : LiveSetsRead{scope, fail(Errc::internal)});
        });
}

void ServerSessionHost::perform(ReadLate& effect) {
    read<LiveSetsRead>(
        [effect, now = server_.clock()](FeedReader& reader) { return reader.late(effect, now); },
        [scope = effect.get.scope](ServerSessionHost& host, Result<LiveSetsRead> answer) {
            host.tell(answer ? *answer : LiveSetsRead{scope, fail(Errc::internal)});
        });
}

void ServerSessionHost::perform(ReadDecisions& effect) {
    read<LiveSetsRead>([effect](FeedReader& reader) { return reader.decisions(effect); },
                       [](ServerSessionHost& host, Result<LiveSetsRead> answer) {
                           host.tell(answer ? *answer : LiveSetsRead{{}, wire::Decisions{}});
                       });
}

// Not signed: there is no TLS here, and the agent, which would check it, is not either.
void ServerSessionHost::perform(ReadReceipt& effect) {
    read<wire::Receipt>(
        [effect, now = server_.clock()](FeedReader& reader) { return reader.receipt(effect, now); },
        [scope = effect.get.scope](ServerSessionHost& host, Result<wire::Receipt> answer) {
            wire::Receipt receipt{.scope = scope, .code = Errc::busy};
            if (answer) receipt = std::move(*answer);
            host.tell(LiveSetsRead{scope, std::move(receipt)});
        });
}

void ServerSessionHost::perform(TakeOffer& effect) {
    const ScopeId scope = effect.offer.scope;
    const auto shared = std::make_shared<const wire::Offer>(std::move(effect.offer));
    write<wire::Offered>(
        [shared](WriteGroup& group) -> Result<wire::Offered> { return group.take_offer(*shared); },
        [scope](ServerSessionHost& host, Result<wire::Offered> answer) {
            if (!answer) return host.tell(OfferAnswered{{.scope = scope, .code = Errc::busy}});
            host.tell(OfferAnswered{std::move(*answer)});
        });
}

void ServerSessionHost::perform(ReadPage& effect) {
    if (server_.network_.queued_bytes(connection_, Side::server) > queue_bytes_max)
        held_page_ = effect;
    else
        read_page(effect);
}

void ServerSessionHost::read_page(ReadPage effect) {
    effect.bytes = std::min(effect.bytes, server_.page_bytes);
    read<PageRead>(
        [effect, now = server_.clock()](FeedReader& reader) { return reader.page(effect, now); },
        [scope = effect.from.scope](ServerSessionHost& host, Result<PageRead> page) {
            host.tell(page ? *page : PageRead{scope, fail(Errc::internal)});
        });
}

}  // namespace sanderling::sim
