#include "client-sdk/link/blocking_link.hpp"

#include "core/wire/codec.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <deque>

namespace sanderling::link {

using Clock = std::chrono::steady_clock;

struct BlockingLink::State {
    boost::asio::io_context io{1};
    std::deque<Bytes> frames{};          // received, not yet decoded
    std::deque<wire::Message> kept{};    // decoded, and passed over by `await`
    std::optional<TlsKeyHash> server{};  // once connected
    std::optional<Error> ended{};
    std::optional<Link> link{};  // last, so that it goes first

    /// Runs handlers until `done`, or the time is over.
    template <class Done>
    bool run(Clock::time_point until, Done done) {
        io.restart();
        while (!done()) {
            if (io.run_one_until(until) == 0) return done();
        }
        return true;
    }
};

BlockingLink::BlockingLink(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockingLink::BlockingLink(BlockingLink&&) noexcept = default;
BlockingLink& BlockingLink::operator=(BlockingLink&&) noexcept = default;

BlockingLink::~BlockingLink() {
    if (!state_ || !state_->link) return;
    state_->link->close();
    state_->io.restart();
    state_->io.run();  // ends by close_timeout
}

Result<BlockingLink> BlockingLink::connect(LinkOptions options) {
    auto state = std::make_unique<State>();
    State* s = state.get();
    Callbacks callbacks;
    callbacks.up = [s](const TlsKeyHash& seen) { s->server = seen; };
    callbacks.frame = [s](ByteView frame) { s->frames.push_back(to_bytes(frame)); };
    callbacks.down = [s](Error reason) { s->ended = std::move(reason); };
    const auto until = Clock::now() + options.connect_timeout + std::chrono::seconds(1);
    state->link.emplace(state->io, std::move(options), std::move(callbacks));
    const bool settled = state->run(until, [&] { return s->server || s->ended; });
    if (state->ended) return *state->ended;
    if (!settled) return fail(Errc::timeout, "the server does not answer");
    return BlockingLink(std::move(state));
}

const TlsKeyHash& BlockingLink::server_key() const {
    return *state_->server;
}

Result<void> BlockingLink::send(const wire::Message& message) {
    if (state_->ended) return *state_->ended;
    state_->link->send(wire::encode(message));
    state_->io.restart();
    state_->io.poll();
    return {};
}

Result<wire::Message> BlockingLink::next_frame(Clock::time_point until) {
    if (!state_->run(until, [&] { return !state_->frames.empty() || state_->ended; }))
        return fail(Errc::timeout, "the server did not answer");
    if (state_->frames.empty()) return *state_->ended;
    auto message = wire::decode(state_->frames.front());
    state_->frames.pop_front();
    if (!message) {
        state_->ended = message.error();
        state_->link->close();
    }
    return message;
}

Result<wire::Message> BlockingLink::receive(std::chrono::milliseconds timeout) {
    if (!state_->kept.empty()) {
        wire::Message out = std::move(state_->kept.front());
        state_->kept.pop_front();
        return out;
    }
    return next_frame(Clock::now() + timeout);
}

Result<wire::Message> BlockingLink::await(const std::function<bool(const wire::Message&)>& wanted,
                                          std::chrono::milliseconds timeout) {
    const auto until = Clock::now() + timeout;
    auto& kept = state_->kept;
    if (const auto at = std::ranges::find_if(kept, wanted); at != kept.end()) {
        wire::Message out = std::move(*at);
        kept.erase(at);
        return out;
    }
    while (true) {
        auto message = next_frame(until);
        if (!message || wanted(*message)) return message;
        if (const auto* error = std::get_if<wire::ErrorMessage>(&*message))
            return fail(error->code, error->detail);
        kept.push_back(std::move(*message));
    }
}

bool BlockingLink::has_ended() const {
    return state_->ended && state_->frames.empty() && state_->kept.empty();
}

Traffic BlockingLink::traffic() const {
    return state_->link->traffic();
}

Result<wire::Welcome> say_hello(BlockingLink& link, const Speaker& speaker, crypto::Random& random,
                                std::chrono::milliseconds timeout) {
    auto challenge = link.await<wire::Challenge>(timeout);
    if (!challenge) return challenge.error();
    if (challenge->version_max < wire::protocol_version_min ||
        challenge->version_min > wire::protocol_version)
        return fail(Errc::unsupported_version, "the server speaks versions " +
                                                   std::to_string(challenge->version_min) + " to " +
                                                   std::to_string(challenge->version_max));
    wire::Hello hello;
    hello.version = std::min(challenge->version_max, wire::protocol_version);
    hello.certificate = speaker.certificate;
    hello.replica = speaker.replica;
    hello.directory_cursor = speaker.directory_cursor;
    random.fill(hello.nonce);
    hello.signature =
        crypto::sign(crypto::SignDomain::handshake,
                     wire::handshake_hash(*challenge, hello, link.server_key()), speaker.key);
    if (auto sent = link.send(std::move(hello)); !sent) return sent.error();
    return link.await<wire::Welcome>(timeout);
}

}  // namespace sanderling::link
