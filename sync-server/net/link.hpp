// One client's connection as the rest of the server sees it: frames in, frames out.
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"

#include <functional>
#include <memory>
#include <string>

namespace sanderling::server {

/// A WebSocket connection that was accepted. Used on the thread of the sockets only. Calls never
/// call back before they return.
class Link {
  public:
    virtual ~Link() = default;
    /// Queues one frame.
    virtual void send(Bytes frame) = 0;
    /// Ends the connection after what is queued has left. The reason chooses the WebSocket code.
    virtual void close(const Error& reason) = 0;
    /// Asks for one more frame. One frame is delivered for each call.
    virtual void receive() = 0;
    virtual std::size_t queued_bytes() const = 0;
};

/// Who serves a link. Destroyed after `on_closed`.
class LinkUser {
  public:
    virtual ~LinkUser() = default;
    virtual void on_open() = 0;
    virtual void on_frame(Bytes frame) = 0;
    /// A frame beyond the limit, or not binary. Nothing more will come.
    virtual void on_bad_frame(Error error) = 0;
    /// Something left; `queued_bytes` is less than before.
    virtual void on_sent() = 0;
    virtual void on_closed() = 0;
};

using MakeLinkUser = std::function<std::unique_ptr<LinkUser>(Link&)>;

}  // namespace sanderling::server
