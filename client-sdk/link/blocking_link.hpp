// A link for programs that ask and wait: the keyholder and an enrolment. It runs its own event loop
// inside each call, on the thread of the caller (docs/protocol.md §5, §6).
#pragma once

#include "client-sdk/link/link.hpp"
#include "core/crypto/random.hpp"
#include "core/wire/message.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace sanderling::link {

/// Used by one thread at a time. Between calls nothing is read and no ping is answered, so a
/// program that stays connected calls `receive` again within the server's patience (two minutes).
class BlockingLink {
  public:
    /// Errors: those of Callbacks::down, all of them before anything was sent.
    static Result<BlockingLink> connect(LinkOptions options);

    BlockingLink(BlockingLink&&) noexcept;
    BlockingLink& operator=(BlockingLink&&) noexcept;
    /// Closes in order, waiting LinkOptions::close_timeout at most.
    ~BlockingLink();

    /// The key of the server.
    const TlsKeyHash& server_key() const;

    /// Queues the message; it leaves during this and the next calls. Errors: the link's end.
    Result<void> send(const wire::Message& message);

    /// The next message, in order. Errors: timeout (the link stays), the reason why the link ended,
    /// those of wire::decode (the link is ended).
    Result<wire::Message> receive(std::chrono::milliseconds timeout);

    /// Receives until `wanted` says yes and returns that message; the others are kept, in order,
    /// for `receive`. An ERROR of the server is returned as its error.
    Result<wire::Message> await(const std::function<bool(const wire::Message&)>& wanted,
                                std::chrono::milliseconds timeout);

    template <class M>
    Result<M> await(std::chrono::milliseconds timeout) {
        auto got =
            await([](const wire::Message& m) { return std::holds_alternative<M>(m); }, timeout);
        if (!got) return got.error();
        return std::get<M>(std::move(*got));
    }

    /// No message comes any more: every call answers with the reason.
    bool has_ended() const;

    Traffic traffic() const;

  private:
    struct State;  // at a fixed address, as the link calls back into it

    explicit BlockingLink(std::unique_ptr<State> state);
    Result<wire::Message> next_frame(std::chrono::steady_clock::time_point until);

    std::unique_ptr<State> state_;
};

/// Who says HELLO: a device, or a registrar.
struct Speaker {
    Bytes certificate{};
    const crypto::SigningKey& key;
    ReplicaId replica{};
    std::uint64_t directory_cursor = 0;
};

/// CHALLENGE → HELLO → WELCOME. Errors: those of `receive`, unsupported_version, and the server's
/// own: unauthenticated, certificate_expired.
Result<wire::Welcome> say_hello(BlockingLink& link, const Speaker& speaker, crypto::Random& random,
                                std::chrono::milliseconds timeout);

}  // namespace sanderling::link
