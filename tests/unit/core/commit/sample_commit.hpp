// A commit that uses every field of the format, for tests of encodings.
#pragma once

#include "core/commit/commit.hpp"

namespace sanderling::commit {

template <class IdType>
IdType numbered_id(std::uint8_t first) {
    IdType id;
    for (std::size_t i = 0; i < id.bytes.size(); ++i)
        id.bytes[i] = static_cast<std::uint8_t>(first + i);
    return id;
}

inline Patch sample_patch(std::uint8_t first) {
    Patch patch;
    patch.record = numbered_id<RecordId>(first);
    patch.paths.push_back({.token = numbered_id<Token>(0x20),
                           .rule = Rule::life,
                           .operation = Operation::create,
                           .coverage = Coverage::all_known});
    patch.paths.push_back({.token = numbered_id<Token>(0x30),
                           .rule = Rule::cautious,
                           .operation = Operation::resolve,
                           .authority = AuthorityClass{2},
                           .coverage = Coverage::named,
                           .dots = {{numbered_id<ReplicaId>(0x40), Counter{7}}}});
    Nonce nonce{};
    nonce.fill(first);
    patch.set_ciphertext(nonce, Bytes(80, static_cast<std::uint8_t>(first + 1)));
    return patch;
}

inline crypto::SigningKey sample_key() {
    // A test key, derived here so that none is kept in a file.
    const crypto::Hash seed =
        crypto::hash(crypto::HashType::key_id, as_bytes("sanderling test key, of no value"));
    return crypto::SigningKey::from_seed(std::span<const std::uint8_t, 32>(seed.bytes));
}

inline Commit sample_commit() {
    Commit commit;
    Header& h = commit.header;
    h.org = numbered_id<OrgId>(0x01);
    h.scope = numbered_id<ScopeId>(0x02);
    h.epoch = KeyEpoch{3};
    h.device = numbered_id<DeviceId>(0x04);
    h.replica = numbered_id<ReplicaId>(0x05);
    h.counter = Counter{6};
    h.previous = crypto::hash(crypto::HashType::commit, as_bytes("the one before"));
    h.base = {Generation{0x1122334455667788}, Seq{41}, {1, 2, 3, 4, 5, 6, 7, 8}};
    h.own = Counter{5};
    h.clock = hlc_at(Instant{1'303'120'800'000});
    h.schema = SchemaVersion{1};
    h.transaction = numbered_id<TransactionId>(0x06);
    h.transaction_index = 1;
    h.transaction_count = 2;
    h.lineage = Lineage{numbered_id<ReplicaId>(0x07), Counter{9}};
    commit.patches = {sample_patch(0x50), sample_patch(0x60)};
    seal_header(commit, sample_key());
    return commit;
}

}  // namespace sanderling::commit
