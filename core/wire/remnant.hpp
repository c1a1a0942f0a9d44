// What a server sends of a commit whose content it has dropped: enough to follow chain and
// numbering past it, and nothing of what it wrote (docs/protocol.md §5.11).
#pragma once

#include "core/commit/header.hpp"
#include "core/types/error.hpp"

#include <optional>

namespace sanderling::wire {

struct Remnant {
    crypto::Hash what{};  // the commit hash
    DeviceId device{};
    Dot dot{};
    std::optional<commit::Lineage> lineage{};

    friend bool operator==(const Remnant&, const Remnant&) = default;
};

/// Packed commits and headers begin with 1.
inline constexpr std::uint8_t remnant_format = 2;

constexpr bool is_remnant(ByteView content) {
    return !content.empty() && content[0] == remnant_format;
}

/// `u8 2, commit hash, device, dot, u8 has lineage [, dot]`.
Bytes encode(const Remnant& remnant);
/// Errors: malformed.
Result<Remnant> decode_remnant(ByteView bytes);
Remnant remnant_of(const commit::Header& header);

}  // namespace sanderling::wire
