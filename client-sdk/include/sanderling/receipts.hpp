// What the server has signed for, of work written here in scopes that this person has no access to
// any more: kept after such a scope was destroyed, to be shown (docs/sdk.md, "The end of access").
#pragma once

#include "core/scope_log/work_receipt.hpp"
#include "core/types/error.hpp"

#include <vector>

namespace sanderling {

class Store;

struct WorkReceipt {
    ScopeId scope;
    Instant at{};       // by the server's clock
    Bytes content{};    // as docs/protocol.md §6.10 lays it out
    Bytes key{};        // the server's TLS key: a DER SubjectPublicKeyInfo
    Bytes signature{};  // verified when it came
    std::vector<scope_log::ReceiptedWork> works{};
};

/// In the order in which they came. Errors: those of Store::query.
Result<std::vector<WorkReceipt>> receipts(Store& store);

}  // namespace sanderling
