#include "core/scope_log/device_order.hpp"

#include "core/types/assert.hpp"

namespace sanderling::scope_log {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

// Of things that are signed; the others are in docs/protocol.md §6.
constexpr std::uint8_t type_order = 6;
constexpr std::uint8_t type_receipt = 7;
constexpr std::uint8_t suite_1 = 1;

void write(CanonicalWriter& out, Instant t) {
    out.u64(static_cast<std::uint64_t>(t.ms));
}

Instant read_instant(CanonicalReader& in) {
    const std::uint64_t ms = in.u64();
    if (ms > static_cast<std::uint64_t>(INT64_MAX)) in.refuse("a time before 1970");
    return {static_cast<std::int64_t>(ms)};
}

Bytes encode_body(const DeviceOrder& order) {
    CanonicalWriter out;
    out.u8(type_order).u8(suite_1).id(order.org).id(order.registrar).id(order.device);
    out.code(order.kind).code(order.reason);
    write(out, order.since);
    write(out, order.issued);
    return out.take();
}

Bytes encode_body(const WipeReceipt& receipt) {
    SANDERLING_ASSERT(receipt.unsent.size() <= limits::unsent_scopes);
    CanonicalWriter out;
    out.u8(type_receipt).u8(suite_1).id(receipt.org).id(receipt.device).hash(receipt.order);
    write(out, receipt.at);
    out.u32(static_cast<std::uint32_t>(receipt.unsent.size()));
    for (const UnsentIn& unsent : receipt.unsent) out.id(unsent.scope).u32(unsent.commits);
    return out.take();
}

crypto::Hash receipt_hash(const WipeReceipt& receipt) {
    return crypto::hash(crypto::HashType::wipe_receipt, encode_body(receipt));
}

// Nothing of another kind, and of no later version.
Result<void> read_head(CanonicalReader& in, std::uint8_t type, const char* what) {
    if (in.u8() != type) in.refuse("something else");
    const std::uint8_t suite = in.u8();
    if (!in.ok()) return in.finish(what).error();
    if (suite != suite_1) return fail(Errc::unsupported_version, what);
    return {};
}

}  // namespace

crypto::Hash order_hash(const DeviceOrder& order) {
    return crypto::hash(crypto::HashType::device_order, encode_body(order));
}

Bytes encode(const SignedOrder& order) {
    Bytes bytes = encode_body(order.order);
    append(bytes, order.signature.view());
    return bytes;
}

Bytes encode(const SignedReceipt& receipt) {
    Bytes bytes = encode_body(receipt.receipt);
    append(bytes, receipt.signature.view());
    return bytes;
}

Result<SignedOrder> decode_order(ByteView bytes) {
    if (bytes.size() > limits::order_bytes) return fail(Errc::too_large, "an order");
    CanonicalReader in(bytes);
    if (auto head = read_head(in, type_order, "an order to a device"); !head) return head.error();
    SignedOrder out;
    DeviceOrder& order = out.order;
    order.org = in.id<OrgId>();
    order.registrar = in.id<RegistrarId>();
    order.device = in.id<DeviceId>();
    order.kind = in.code<OrderKind>();
    if (in.ok() && order.kind != OrderKind::revoke && order.kind != OrderKind::wipe)
        return fail(Errc::unsupported_version, "an order of an unknown kind");
    order.reason = in.code<RevocationReason>();
    order.since = read_instant(in);
    order.issued = read_instant(in);
    in.fill(out.signature.bytes);
    if (auto done = in.finish("an order to a device"); !done) return done.error();
    return out;
}

Result<SignedReceipt> decode_receipt(ByteView bytes) {
    if (bytes.size() > limits::receipt_bytes) return fail(Errc::too_large, "a receipt");
    CanonicalReader in(bytes);
    if (auto head = read_head(in, type_receipt, "a receipt"); !head) return head.error();
    SignedReceipt out;
    WipeReceipt& receipt = out.receipt;
    receipt.org = in.id<OrgId>();
    receipt.device = in.id<DeviceId>();
    receipt.order = in.hash();
    receipt.at = read_instant(in);
    const std::uint32_t count = in.u32();
    if (count > limits::unsent_scopes) in.refuse("too many scopes");
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        UnsentIn unsent;
        unsent.scope = in.id<ScopeId>();
        unsent.commits = in.u32();
        if (i != 0 && unsent.scope <= receipt.unsent.back().scope)
            in.refuse("scopes that are not in order");
        receipt.unsent.push_back(unsent);
    }
    in.fill(out.signature.bytes);
    if (auto done = in.finish("a receipt"); !done) return done.error();
    return out;
}

SignedOrder sign_order(DeviceOrder order, const crypto::SigningKey& registrar) {
    const crypto::Signature signature =
        crypto::sign(crypto::SignDomain::device_order, order_hash(order), registrar);
    return {std::move(order), signature};
}

SignedReceipt sign_receipt(WipeReceipt receipt, const crypto::SigningKey& device) {
    const crypto::Signature signature =
        crypto::sign(crypto::SignDomain::wipe_receipt, receipt_hash(receipt), device);
    return {std::move(receipt), signature};
}

Result<DeviceOrder> verify_order(ByteView bytes, const Directory& directory) {
    const auto order = decode_order(bytes);
    if (!order) return order.error();
    const RegistrarCert* registrar = directory.registrar(order->order.registrar);
    if (order->order.org != directory.org() || registrar == nullptr)
        return fail(Errc::unauthenticated, "an order of nobody in this organisation");
    if (!crypto::verify(crypto::SignDomain::device_order, order_hash(order->order),
                        order->signature, registrar->sign_key))
        return fail(Errc::unauthenticated, "an order's signature");
    return order->order;
}

Result<WipeReceipt> verify_receipt(ByteView bytes, const Directory& directory) {
    const auto receipt = decode_receipt(bytes);
    if (!receipt) return receipt.error();
    const DeviceCert* device = directory.device(receipt->receipt.device);
    if (receipt->receipt.org != directory.org() || device == nullptr)
        return fail(Errc::unauthenticated, "a receipt of an unknown device");
    if (!crypto::verify(crypto::SignDomain::wipe_receipt, receipt_hash(receipt->receipt),
                        receipt->signature, device->sign_key))
        return fail(Errc::unauthenticated, "a receipt's signature");
    return receipt->receipt;
}

}  // namespace sanderling::scope_log
