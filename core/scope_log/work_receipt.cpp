#include "core/scope_log/work_receipt.hpp"

#include "core/types/assert.hpp"

#include <string_view>

namespace sanderling::scope_log {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

// Of things that are signed; the others are in docs/protocol.md §6.
constexpr std::uint8_t type_work_receipt = 10;
constexpr std::uint8_t suite_1 = 1;
// Ends in a zero byte, as every domain does.
constexpr std::string_view domain{"sanderling/work-receipt/1\0", 26};

void write(CanonicalWriter& out, const ReceiptedWork& work) {
    out.id(work.dot.replica).u64(number(work.dot.counter)).hash(work.commit);
    out.code(work.fate).code(work.decision);
    out.u16(static_cast<std::uint16_t>(number(work.code)));
    out.u64(number(work.seq)).u64(static_cast<std::uint64_t>(work.t_eff));
}

ReceiptedWork read_work(CanonicalReader& in) {
    ReceiptedWork work;
    work.dot.replica = in.id<ReplicaId>();
    work.dot.counter = Counter{in.u64()};
    work.commit = in.hash();
    work.fate = in.code<WorkFate>();
    if (work.fate > WorkFate::quarantined) in.refuse("an unknown fate");
    work.decision = in.code<WorkDecision>();
    if (work.decision > WorkDecision::refused) in.refuse("an unknown decision");
    work.code = static_cast<Errc>(in.u16());
    work.seq = Seq{in.u64()};
    work.t_eff = HlcTime{in.u64()};
    if ((work.seq == Seq{0}) != (work.fate == WorkFate::not_here)) in.refuse("a place of nothing");
    return work;
}

}  // namespace

Bytes encode(const WorkReceipt& receipt) {
    SANDERLING_ASSERT(receipt.works.size() <= limits::works_a_receipt);
    CanonicalWriter out;
    out.u8(type_work_receipt).u8(suite_1).id(receipt.org).id(receipt.scope).id(receipt.device);
    out.u64(number(receipt.generation)).u64(static_cast<std::uint64_t>(receipt.at.ms));
    out.u64(number(receipt.head)).hash(receipt.chain);
    out.u32(static_cast<std::uint32_t>(receipt.works.size()));
    for (const ReceiptedWork& work : receipt.works) write(out, work);
    return out.take();
}

Result<WorkReceipt> decode_work_receipt(ByteView bytes) {
    constexpr const char* what = "a receipt for work";
    if (bytes.size() > limits::work_receipt_bytes) return fail(Errc::too_large, what);
    CanonicalReader in(bytes);
    if (in.u8() != type_work_receipt) in.refuse("something else");
    const std::uint8_t suite = in.u8();
    if (!in.ok()) return in.finish(what).error();
    if (suite != suite_1) return fail(Errc::unsupported_version, what);
    WorkReceipt out;
    out.org = in.id<OrgId>();
    out.scope = in.id<ScopeId>();
    out.device = in.id<DeviceId>();
    out.generation = Generation{in.u64()};
    const std::uint64_t at = in.u64();
    if (at > static_cast<std::uint64_t>(INT64_MAX)) in.refuse("a time before 1970");
    out.at = Instant{static_cast<std::int64_t>(at)};
    out.head = Seq{in.u64()};
    out.chain = in.hash();
    const std::uint32_t count = in.u32();
    if (count > limits::works_a_receipt) in.refuse("too much work");
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) out.works.push_back(read_work(in));
    if (auto done = in.finish(what); !done) return done.error();
    return out;
}

Bytes signed_text(ByteView encoded_receipt) {
    Bytes out(domain.begin(), domain.end());
    append(out, crypto::hash(crypto::HashType::work_receipt, encoded_receipt).view());
    return out;
}

}  // namespace sanderling::scope_log
