#include "core/scope_log/purge_receipt.hpp"

namespace sanderling::scope_log {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

// Of things that are signed; the others are in docs/protocol.md §6.
constexpr std::uint8_t type_purge_receipt = 11;
constexpr std::uint8_t suite_1 = 1;

Bytes encode_body(const PurgeReceipt& receipt) {
    CanonicalWriter out;
    out.u8(type_purge_receipt).u8(suite_1).id(receipt.org).id(receipt.device).id(receipt.scope);
    out.u32(receipt.index).hash(receipt.entry);
    out.u64(static_cast<std::uint64_t>(receipt.at.ms));
    return out.take();
}

crypto::Hash hash_of(const PurgeReceipt& receipt) {
    return crypto::hash(crypto::HashType::purge_receipt, encode_body(receipt));
}

}  // namespace

bool is_purge_receipt(ByteView bytes) {
    return !bytes.empty() && bytes[0] == type_purge_receipt;
}

Bytes encode(const SignedPurgeReceipt& receipt) {
    Bytes bytes = encode_body(receipt.receipt);
    append(bytes, receipt.signature.view());
    return bytes;
}

Result<SignedPurgeReceipt> decode_purge_receipt(ByteView bytes) {
    constexpr const char* what = "a receipt for a purge";
    if (bytes.size() > limits::purge_receipt_bytes) return fail(Errc::too_large, what);
    CanonicalReader in(bytes);
    if (in.u8() != type_purge_receipt) in.refuse("something else");
    const std::uint8_t suite = in.u8();
    if (!in.ok()) return in.finish(what).error();
    if (suite != suite_1) return fail(Errc::unsupported_version, what);
    SignedPurgeReceipt out;
    PurgeReceipt& receipt = out.receipt;
    receipt.org = in.id<OrgId>();
    receipt.device = in.id<DeviceId>();
    receipt.scope = in.id<ScopeId>();
    receipt.index = in.u32();
    receipt.entry = in.hash();
    const std::uint64_t ms = in.u64();
    if (ms > static_cast<std::uint64_t>(INT64_MAX)) in.refuse("a time before 1970");
    receipt.at = Instant{static_cast<std::int64_t>(ms)};
    in.fill(out.signature.bytes);
    if (auto done = in.finish(what); !done) return done.error();
    return out;
}

SignedPurgeReceipt sign_purge_receipt(const PurgeReceipt& receipt,
                                      const crypto::SigningKey& device) {
    return {receipt, crypto::sign(crypto::SignDomain::purge_receipt, hash_of(receipt), device)};
}

Result<PurgeReceipt> verify_purge_receipt(ByteView bytes, const Directory& directory) {
    const auto read = decode_purge_receipt(bytes);
    if (!read) return read.error();
    const DeviceCert* device = directory.device(read->receipt.device);
    if (read->receipt.org != directory.org() || device == nullptr)
        return fail(Errc::unauthenticated, "a receipt for a purge, of an unknown device");
    if (!crypto::verify(crypto::SignDomain::purge_receipt, hash_of(read->receipt), read->signature,
                        device->sign_key))
        return fail(Errc::unauthenticated, "the signature of a receipt for a purge");
    return read->receipt;
}

}  // namespace sanderling::scope_log
