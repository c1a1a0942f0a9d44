#include "core/commit/header.hpp"

#include "core/commit/limits.hpp"

namespace sanderling::commit {

namespace {

constexpr std::uint8_t type_commit_header = 1;

}  // namespace

Bytes encode(const Header& h) {
    CanonicalWriter out;
    out.reserve(320 + h.leaves.size() * 32);
    out.u8(type_commit_header).u8(h.suite);
    out.id(h.org).id(h.scope).code(h.epoch).id(h.device).id(h.replica).code(h.counter);
    out.hash(h.previous);
    out.code(h.base.generation).code(h.base.seq).raw(h.base.chain).code(h.own);
    out.code(h.clock).code(h.schema);
    out.id(h.transaction).u16(h.transaction_index).u16(h.transaction_count);
    out.u8(h.lineage ? 1 : 0);
    if (h.lineage) out.dot(*h.lineage);
    out.u32(static_cast<std::uint32_t>(h.leaves.size()));
    for (const crypto::Hash& leaf : h.leaves) out.hash(leaf);
    return out.take();
}

Result<Header> decode_header(ByteView bytes) {
    CanonicalReader in(bytes);
    Header h;
    if (in.u8() != type_commit_header) in.refuse("not a commit header");
    h.suite = in.u8();
    if (h.suite != suite_1) in.refuse("an unknown suite");
    h.org = in.id<OrgId>();
    h.scope = in.id<ScopeId>();
    h.epoch = in.code<KeyEpoch>();
    h.device = in.id<DeviceId>();
    h.replica = in.id<ReplicaId>();
    h.counter = in.code<Counter>();
    h.previous = in.hash();
    h.base.generation = in.code<Generation>();
    h.base.seq = in.code<Seq>();
    in.fill(h.base.chain);
    h.own = in.code<Counter>();
    h.clock = in.code<HlcTime>();
    h.schema = in.code<SchemaVersion>();
    h.transaction = in.id<TransactionId>();
    h.transaction_index = in.u16();
    h.transaction_count = in.u16();
    const std::uint8_t has_lineage = in.u8();
    if (has_lineage > 1) in.refuse("a lineage flag that is neither 0 nor 1");
    if (has_lineage == 1) h.lineage = in.dot();
    const std::uint32_t leaves = in.u32();
    if (leaves > limits::patches_a_commit) in.refuse("too many patches");
    for (std::uint32_t i = 0; i < leaves && in.ok(); ++i) h.leaves.push_back(in.hash());
    if (auto done = in.finish("commit header"); !done) return done.error();
    return h;
}

crypto::Hash commit_hash(const Header& header) {
    return crypto::hash(crypto::HashType::commit, encode(header));
}

Bytes seal_identity(const Header& h, std::uint32_t patch_index) {
    CanonicalWriter out;
    out.reserve(128);
    out.u8(h.suite).id(h.org).id(h.scope).code(h.epoch).id(h.device).id(h.replica).code(h.counter);
    out.id(h.transaction).u32(patch_index);
    return out.take();
}

}  // namespace sanderling::commit
