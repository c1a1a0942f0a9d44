// What a server signs for before a device lets go of a scope that its person has no access to any
// more: which of the device's commits it has, and what became of each (docs/protocol.md §6.10).
// Canonical bytes; the signature is of the server's TLS key, and made and checked where that is.
#pragma once

#include "core/commit/canonical.hpp"
#include "core/commit/chain.hpp"
#include "core/crypto/hash.hpp"
#include "core/types/error.hpp"
#include "core/types/time.hpp"

#include <vector>

namespace sanderling::scope_log {

enum class WorkFate : std::uint8_t {
    not_here = 0,  // no commit with this number and hash has a place in the scope's log
    accepted = 1,
    rejected = 2,
    quarantined = 3,
};

/// What was decided on it since, where it was quarantined.
enum class WorkDecision : std::uint8_t { none = 0, accepted = 1, refused = 2 };

struct ReceiptedWork {
    Dot dot{};
    crypto::Hash commit{};
    WorkFate fate = WorkFate::not_here;
    WorkDecision decision = WorkDecision::none;
    Errc code = Errc::ok;  // why it was not accepted
    Seq seq{};             // its place; 0: it has none
    HlcTime t_eff{};       // its effective time there
    friend bool operator==(const ReceiptedWork&, const ReceiptedWork&) = default;
};

struct WorkReceipt {
    OrgId org;
    ScopeId scope;
    DeviceId device;          // that asked
    Generation generation{};  // of the server
    Instant at{};             // by the server's clock
    Seq head{};               // of the scope's log, with the chain there
    crypto::Hash chain{};
    std::vector<ReceiptedWork> works{};  // in the order asked for
    friend bool operator==(const WorkReceipt&, const WorkReceipt&) = default;
};

Bytes encode(const WorkReceipt& receipt);
/// Errors: malformed, too_large; unsupported_version for one of a later version.
Result<WorkReceipt> decode_work_receipt(ByteView bytes);

/// What the server's key signs of an encoded receipt.
Bytes signed_text(ByteView encoded_receipt);

namespace limits {
// About 350 KB, so that a receipt fits a frame; who has more asks again.
inline constexpr std::size_t works_a_receipt = 4'096;
inline constexpr std::size_t work_receipt_bytes = 200 + 84 * works_a_receipt;
}  // namespace limits

}  // namespace sanderling::scope_log
