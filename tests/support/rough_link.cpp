#include "tests/support/rough_link.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>

namespace sanderling::tests {

namespace {

constexpr std::size_t held_bytes_max = 256 * 1024;  // then the sender has to wait

std::uint64_t below(std::mt19937_64& random, std::uint64_t n) {
    return random() % n;
}

void close_hard(Descriptor& socket) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    socket.reset();
}

}  // namespace

Plan draw_plan(std::mt19937_64& random) {
    Plan plan;
    const std::uint64_t dice = below(random, 100);
    plan.fate = dice < 20   ? Fate::none
                : dice < 60 ? Fate::cut
                : dice < 75 ? Fate::half_open
                            : Fate::overtaken;
    // Between 1 byte and 128 KiB, each power of two as often: handshakes are cut as well as feeds.
    plan.bytes = 1 + below(random, std::uint64_t{2} << below(random, 17));
    plan.is_reset = below(random, 2) == 0;
    plan.silences_server = below(random, 2) == 0;
    plan.delay_ms_max = below(random, 3) == 0 ? static_cast<unsigned>(below(random, 80)) : 0;
    plan.lingers = std::chrono::milliseconds{
        plan.fate == Fate::half_open ? 1000 + below(random, 5000) : 100 + below(random, 2500)};
    return plan;
}

std::size_t Stream::held() const {
    std::size_t sum = 0;
    for (const Piece& piece : pieces) sum += piece.bytes.size();
    return sum;
}

RoughLink::RoughLink(Descriptor client, Descriptor server, Plan plan, std::uint64_t number)
    : client_(std::move(client)), server_(std::move(server)), plan_(plan), number_(number) {}

bool RoughLink::read(Descriptor& from, Stream& into, ProxyClock::time_point now,
                     std::mt19937_64& random) {
    if (!from.is_open() || into.has_ended || into.held() > held_bytes_max) return true;
    std::array<std::uint8_t, 16 * 1024> buffer{};
    // Up to the byte at which something happens, and no further.
    std::size_t room = buffer.size();
    if (plan_.fate != Fate::none && !doom_)
        room = static_cast<std::size_t>(
            std::min<std::uint64_t>(room, plan_.bytes - std::min(passed_, plan_.bytes)));
    if (room == 0) return true;
    const ssize_t n = ::recv(from.get(), buffer.data(), room, MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    if (n == 0) {
        into.has_ended = true;
        return true;
    }
    passed_ += static_cast<std::uint64_t>(n);
    if (into.is_silent) return true;
    auto due = now;
    if (plan_.delay_ms_max > 0)
        due += std::chrono::milliseconds{below(random, plan_.delay_ms_max + 1)};
    if (!into.pieces.empty()) due = std::max(due, into.pieces.back().due);
    into.pieces.push_back({due, Bytes(buffer.begin(), buffer.begin() + n)});
    return true;
}

bool RoughLink::write(Stream& out, Descriptor& to, ProxyClock::time_point now) {
    while (!out.pieces.empty() && out.pieces.front().due <= now && to.is_open()) {
        Bytes& bytes = out.pieces.front().bytes;
        const ssize_t n = ::send(to.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0) return errno == EAGAIN || errno == EINTR;
        if (&to == &server_ && !client_.is_open()) delivered_late_ = true;
        bytes.erase(bytes.begin(), bytes.begin() + n);
        if (!bytes.empty()) return true;
        out.pieces.pop_front();
    }
    if (out.pieces.empty() && out.has_ended && to.is_open()) ::shutdown(to.get(), SHUT_WR);
    return true;
}

bool RoughLink::meet_fate(ProxyClock::time_point now) {
    switch (plan_.fate) {
        case Fate::none:
            return true;
        case Fate::cut:
            if (!up_.pieces.empty() || !down_.pieces.empty()) return true;  // those go first
            doom_ = now;
            if (plan_.is_reset) {
                close_hard(client_);
                close_hard(server_);
            }
            return false;
        case Fate::half_open:
            (plan_.silences_server ? down_ : up_).is_silent = true;
            break;
        case Fate::overtaken:
            // The client comes back by another connection, before what it sent by this one arrives.
            close_hard(client_);
            down_.pieces.clear();
            for (Stream::Piece& piece : up_.pieces) piece.due = now + plan_.lingers / 2;
            break;
    }
    doom_ = now + plan_.lingers;
    return true;
}

bool RoughLink::turn(ProxyClock::time_point now, std::mt19937_64& random) {
    if (!read(client_, up_, now, random) || !read(server_, down_, now, random)) return false;
    if (plan_.fate != Fate::none && !doom_ && passed_ >= plan_.bytes && !meet_fate(now))
        return false;
    if (!write(up_, server_, now) || !write(down_, client_, now)) return false;
    if (doom_) return now < *doom_;
    return !(up_.has_ended && up_.pieces.empty()) && !(down_.has_ended && down_.pieces.empty());
}

std::optional<ProxyClock::time_point> RoughLink::next_due() const {
    std::optional<ProxyClock::time_point> due = doom_;
    for (const Stream* stream : {&up_, &down_})
        if (!stream->pieces.empty() && (!due || stream->pieces.front().due < *due))
            due = stream->pieces.front().due;
    return due;
}

}  // namespace sanderling::tests
