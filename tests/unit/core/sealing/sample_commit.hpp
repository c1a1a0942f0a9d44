// A commit header and a patch of two fields, ready to be sealed.
#pragma once

#include "core/sealing/content.hpp"
#include "tests/unit/core/scope_log/organisation.hpp"
#include "tests/unit/core/sealing/fixed_random.hpp"

namespace sanderling::test {

inline commit::Header sample_header() {
    commit::Header header;
    header.org = id_of<OrgId>(0x0a);
    header.scope = id_of<ScopeId>(0x0c);
    header.epoch = KeyEpoch{1};
    header.device = id_of<DeviceId>(0x0d);
    header.replica = id_of<ReplicaId>(0x0e);
    header.counter = Counter{7};
    header.transaction = id_of<TransactionId>(0x0f);
    return header;
}

inline commit::Patch sample_patch() {
    commit::Patch patch;
    patch.record = id_of<RecordId>(0x10);
    patch.paths.resize(2);
    patch.paths[0].token = id_of<Token>(0x11);
    patch.paths[1].token = id_of<Token>(0x12);
    return patch;
}

inline sealing::Plaintext plaintext_of(std::string_view first, std::string_view second) {
    return {3, {{1, to_bytes(as_bytes(first))}, {2, to_bytes(as_bytes(second))}}};
}

}  // namespace sanderling::test
