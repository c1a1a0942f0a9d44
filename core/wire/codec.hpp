// Messages to frames and back. A frame is one msgpack array: the message's number, then its members
// in order (docs/protocol.md §5). msgpack is never signed or hashed.
#pragma once

#include "core/wire/message.hpp"

namespace sanderling::wire {

/// The message's number on the wire.
std::uint8_t type_number(const Message& message);
/// For logs and errors: "PUSH".
std::string_view type_name(const Message& message);

/// One frame, at most limits::frame_bytes_max when the message was built within its limits.
Bytes encode(const Message& message);

/// Errors: too_large, malformed (naming the message and what was wrong), unknown_message.
Result<Message> decode(ByteView frame);

}  // namespace sanderling::wire
