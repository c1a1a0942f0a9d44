// Whether a peer takes what it is sent. Apart, because the kernel's header for it and the C
// library's cannot be included together.
#pragma once

#include <cstdint>

namespace sanderling::server {

/// Bytes that the peer has acknowledged on this socket; 0 when the kernel does not say.
std::uint64_t tcp_acknowledged_bytes(int socket);

/// The kernel gives a connection up after unacknowledged data for that long.
void set_tcp_user_timeout(int socket, unsigned milliseconds);

}  // namespace sanderling::server
