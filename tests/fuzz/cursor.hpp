// Takes an input apart where a target wants more than one thing from it. At its end it gives zeros.
#pragma once

#include "core/types/bytes.hpp"

#include <algorithm>

namespace sanderling::fuzz {

class Cursor {
  public:
    explicit Cursor(ByteView input) : rest_(input) {}

    bool at_end() const { return rest_.empty(); }
    ByteView rest() const { return rest_; }

    std::uint8_t u8() {
        if (rest_.empty()) return 0;
        const std::uint8_t first = rest_.front();
        rest_ = rest_.subspan(1);
        return first;
    }
    std::uint16_t u16() {
        const std::uint8_t high = u8();
        return static_cast<std::uint16_t>((high << 8U) | u8());
    }
    /// As many bytes as the two in front say, or those that are there.
    ByteView chunk() {
        const std::size_t wanted = u16();
        const std::size_t size = std::min(wanted, rest_.size());
        const ByteView out = rest_.first(size);
        rest_ = rest_.subspan(size);
        return out;
    }

  private:
    ByteView rest_;
};

/// The other direction, for seeds.
inline void append_chunk(Bytes& out, ByteView chunk) {
    out.push_back(static_cast<std::uint8_t>(chunk.size() >> 8U));
    out.push_back(static_cast<std::uint8_t>(chunk.size()));
    append(out, chunk);
}

}  // namespace sanderling::fuzz
