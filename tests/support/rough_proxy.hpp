// A TCP proxy that treats connections as bad networks do: cuts them at any byte, holds bytes back,
// leaves one half of a connection standing, and lets a later connection overtake an earlier one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace sanderling::tests {

/// What the proxy has done so far.
struct RoughFigures {
    std::uint64_t connections = 0;
    std::uint64_t bytes = 0;      // passed on, both directions
    std::uint64_t cut = 0;        // connections ended at a byte that was drawn
    std::uint64_t half_open = 0;  // one direction fell silent, nobody was told
    std::uint64_t overtaken = 0;  // bytes arrived after those of a later connection
    std::uint64_t refused = 0;    // there was no server to connect to

    std::string text() const;
};

/// Has a thread of its own. All methods may be called from any thread.
class RoughProxy {
  public:
    /// Passes connections to 127.0.0.1:`target` on, and decides what happens to each by `seed`.
    /// Throws std::runtime_error when it cannot listen.
    RoughProxy(std::uint16_t target, std::uint64_t seed);
    ~RoughProxy();
    RoughProxy(const RoughProxy&) = delete;
    RoughProxy& operator=(const RoughProxy&) = delete;

    /// "127.0.0.1:PORT"
    std::string address() const;
    RoughFigures figures() const;

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace sanderling::tests
