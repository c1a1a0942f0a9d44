// What stands in the feed where quarantined work was accepted: the entry that says so, and the work
// itself, which until then had come without its bodies (docs/protocol.md §5.14).
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"

namespace sanderling::wire {

/// Scope log entries begin with 2, lost links with 3.
inline constexpr std::uint8_t accepted_work_format = 4;

struct AcceptedWork {
    ByteView entry{};
    ByteView work{};  // a packed commit, with bodies where a patch is live, or a remnant
};

constexpr bool is_accepted_work(ByteView content) {
    return !content.empty() && content[0] == accepted_work_format;
}

/// `u8 4, sized entry, work`.
Bytes encode(const AcceptedWork& accepted);
/// Views into `content`. Errors: malformed.
Result<AcceptedWork> decode_accepted_work(ByteView content);

/// The signed entry of a control item, whether or not work comes with it. Empty if malformed.
ByteView signed_entry_of(ByteView content);

}  // namespace sanderling::wire
