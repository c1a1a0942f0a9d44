// One connection through the rough proxy: its two sockets, what is under way between them, and what
// was drawn for it. Private to rough_proxy.cpp.
#pragma once

#include "core/types/bytes.hpp"
#include "tests/support/spawn.hpp"

#include <chrono>
#include <deque>
#include <optional>
#include <random>

namespace sanderling::tests {

using ProxyClock = std::chrono::steady_clock;

/// What happens to a connection when so many bytes have passed.
enum class Fate : std::uint8_t {
    none,       // nothing: kills will end it
    cut,        // both ends are closed
    half_open,  // one direction falls silent; the sockets stay
    overtaken,  // the client's end is closed; what it had sent reaches the server later
};

struct Plan {
    Fate fate = Fate::none;
    std::uint64_t bytes = 0;              // after which it happens
    bool is_reset = false;                // a cut is a RST, else a FIN
    bool silences_server = false;         // which direction of a half-open one
    unsigned delay_ms_max = 0;            // of each piece
    std::chrono::milliseconds lingers{};  // of a half-open or overtaken one
};

Plan draw_plan(std::mt19937_64& random);

/// Bytes from one socket to the other, each piece with the time when it may go on.
struct Stream {
    struct Piece {
        ProxyClock::time_point due{};
        Bytes bytes{};
    };
    std::deque<Piece> pieces{};
    bool is_silent = false;  // takes bytes and gives none
    bool has_ended = false;  // the sender has closed
    std::size_t held() const;
};

class RoughLink {
  public:
    RoughLink(Descriptor client, Descriptor server, Plan plan, std::uint64_t number);

    /// Reads, writes and does what is due. False when the connection is over.
    bool turn(ProxyClock::time_point now, std::mt19937_64& random);

    int client() const { return client_.get(); }
    int server() const { return server_.get(); }
    const Plan& plan() const { return plan_; }
    std::uint64_t number() const { return number_; }
    std::uint64_t passed() const { return passed_; }
    bool has_met_its_fate() const { return doom_.has_value(); }
    /// Bytes reached the server although the client's end was closed.
    bool has_delivered_late() const { return delivered_late_; }
    /// When something is due next.
    std::optional<ProxyClock::time_point> next_due() const;

  private:
    bool read(Descriptor& from, Stream& into, ProxyClock::time_point now, std::mt19937_64& random);
    bool write(Stream& out, Descriptor& to, ProxyClock::time_point now);
    bool meet_fate(ProxyClock::time_point now);

    Descriptor client_;
    Descriptor server_;
    Plan plan_;
    std::uint64_t number_;
    std::uint64_t passed_ = 0;
    Stream up_{};                                   // client to server
    Stream down_{};                                 // server to client
    std::optional<ProxyClock::time_point> doom_{};  // when what lingers ends
    bool delivered_late_ = false;
};

}  // namespace sanderling::tests
