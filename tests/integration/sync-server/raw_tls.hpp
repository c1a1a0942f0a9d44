// A peer that says whatever a test wants: bytes over TLS, and WebSocket frames made by hand.
#pragma once

#include "core/types/bytes.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace sanderling::server::testing {

class RawTls {
  public:
    enum class Opcode : std::uint8_t { text = 1, binary = 2 };

    /// Trusts any key.
    explicit RawTls(std::uint16_t port);
    ~RawTls();

    /// Sends bytes and returns what comes back until the server pauses or closes.
    std::string exchange(const std::string& request);
    void upgrade();
    void send_frame(Opcode opcode, ByteView content);
    /// Only the header of a binary frame of that many bytes.
    void announce_frame(std::uint64_t bytes);
    std::string receive_frame();
    /// The contents of every frame up to the end, one after the other.
    std::string receive_until_close();
    int close_code() const { return close_code_; }

    /// Connects, sends nothing, and waits for the server to hang up.
    static bool is_dropped_without_tls(std::uint16_t port, std::chrono::seconds within);

  private:
    struct Stream;
    bool fill(std::size_t bytes);

    std::unique_ptr<Stream> stream_;
    std::string received_;
    int close_code_ = 0;
    bool is_over_ = false;
};

}  // namespace sanderling::server::testing
