#include "core/sealing/epoch_keys.hpp"

#include "core/sealing/subkey.hpp"
#include "core/types/check.hpp"

#include <algorithm>

namespace sanderling::sealing {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;
using scope_log::EpochChange;

constexpr std::uint8_t envelope_version = 1;

/// Which wrapped key it is: part of the associated data.
enum class Wrapped : std::uint8_t { previous = 1, token = 2 };

Bytes wrap_context(ScopeId scope, KeyEpoch epoch, Wrapped what) {
    CanonicalWriter out;
    out.code(what).id(scope).code(epoch);
    return out.take();
}

/// What is repeated inside an envelope, before the key.
Bytes envelope_context(const EpochPlace& place, KeyEpoch epoch, const scope_log::Principal& to,
                       KeyEpoch to_epoch) {
    CanonicalWriter out;
    out.reserve(160);
    out.u8(envelope_version).id(place.org).id(place.scope).code(epoch).u32(place.index);
    out.code(place.issuer.kind).raw(place.issuer.id);
    out.code(to.kind).raw(to.id).code(to_epoch);
    return out.take();
}

/// Takes a 32-byte key out of opened bytes and zeroes them.
Result<crypto::Secret<32>> take_key(Result<Bytes> opened) {
    if (!opened) return opened.error();
    if (opened->size() != 32) {
        wipe(*opened);
        return fail(Errc::malformed, "a wrapped key that does not have 32 bytes");
    }
    crypto::Secret<32> key(std::span<const std::uint8_t, 32>(opened->data(), 32));
    wipe(*opened);
    return key;
}

bool in_order(const Envelope& a, const Envelope& b) {
    return std::tie(a.to, a.to_epoch, a.sealed) < std::tie(b.to, b.to_epoch, b.sealed);
}

Result<void> finish(NewEpoch& made, const EpochPlace& place,
                    const std::vector<Recipient>& recipients, crypto::Random& random) {
    EpochChange& body = made.body;
    body.commitment = epoch_commitment(place.scope, body.epoch, made.key);
    body.deposit_key = deposit_keys(made.key).public_key;
    const Subkey wrap(made.key.view(), Purpose::wrap_token);
    body.wrapped_token =
        seal_aead(wrap.view(), wrap_context(place.scope, body.epoch, Wrapped::token),
                  made.token.view(), random);
    made.envelopes.reserve(recipients.size());
    for (const Recipient& recipient : recipients) {
        auto envelope = seal_envelope(place, body.epoch, made.key, recipient, random);
        if (!envelope) return envelope.error();
        made.envelopes.push_back(std::move(*envelope));
    }
    std::sort(made.envelopes.begin(), made.envelopes.end(), in_order);
    body.envelopes = envelopes_hash(made.envelopes);
    return {};
}

}  // namespace

Recipient recipient_of(const scope_log::PersonKeyCert& cert) {
    return {scope_log::Principal::of(cert.person), cert.epoch, cert.key};
}

Result<NewEpoch> make_first_epoch(const EpochPlace& place, const std::vector<Recipient>& recipients,
                                  crypto::Random& random) {
    NewEpoch made;
    random.fill(made.key.fill());
    random.fill(made.token.fill());
    made.body.epoch = KeyEpoch{1};
    if (auto done = finish(made, place, recipients, random); !done) return done.error();
    return made;
}

Result<NewEpoch> make_next_epoch(const EpochPlace& place, KeyEpoch previous,
                                 const EpochKey& previous_key, const TokenKey& token,
                                 const std::vector<Recipient>& recipients, crypto::Random& random) {
    NewEpoch made;
    random.fill(made.key.fill());
    made.token = token.clone();
    made.body.epoch = KeyEpoch{number(previous) + 1};
    const Subkey wrap(made.key.view(), Purpose::wrap_previous);
    made.body.wrapped_previous =
        seal_aead(wrap.view(), wrap_context(place.scope, made.body.epoch, Wrapped::previous),
                  previous_key.view(), random);
    if (auto done = finish(made, place, recipients, random); !done) return done.error();
    return made;
}

Result<Envelope> seal_envelope(const EpochPlace& place, KeyEpoch epoch, const EpochKey& key,
                               const Recipient& recipient, crypto::Random& random) {
    Bytes plain = envelope_context(place, epoch, recipient.to, recipient.to_epoch);
    plain.reserve(plain.size() + key.size);  // so that no copy of the key is left behind
    append(plain, key.view());
    auto sealed = seal_box(recipient.key, plain, random);
    wipe(plain);
    if (!sealed) return sealed.error();
    return Envelope{recipient.to, recipient.to_epoch, std::move(*sealed)};
}

Result<EpochKey> open_envelope(const Envelope& envelope, OrgId org, ScopeId scope,
                               const scope_log::EpochRecord& entry, const BoxKeyPair& reader) {
    auto opened = open_box(envelope.sealed, reader);
    if (!opened) return opened.error();
    const KeyEpoch epoch = entry.body.epoch;
    const Bytes context = envelope_context({org, scope, entry.index, entry.issuer}, epoch,
                                           envelope.to, envelope.to_epoch);
    const bool fits = opened->size() == context.size() + EpochKey::size &&
                      std::equal(context.begin(), context.end(), opened->begin());
    if (!fits && !is_removed(Check::envelope_context)) {
        wipe(*opened);
        return fail(Errc::unauthenticated, "an envelope of another scope, epoch, place or reader");
    }
    const ByteView raw = ByteView(*opened).subspan(context.size());
    EpochKey key(std::span<const std::uint8_t, 32>(raw.data(), 32));
    wipe(*opened);
    const bool is_committed = epoch_commitment(scope, epoch, key) == entry.body.commitment;
    if (!is_committed && !is_removed(Check::key_commitment))
        return fail(Errc::unauthenticated, "an envelope with another key than was committed to");
    return key;
}

Result<EpochKey> unwrap_previous(ScopeId scope, const EpochChange& entry, const EpochKey& key,
                                 const EpochChange& before) {
    if (number(entry.epoch) <= 1) return fail(Errc::not_found, "no epoch before the first");
    const Subkey wrap(key.view(), Purpose::wrap_previous);
    auto previous = take_key(open_aead(
        wrap.view(), wrap_context(scope, entry.epoch, Wrapped::previous), entry.wrapped_previous));
    if (!previous) return previous.error();
    if (number(before.epoch) + 1 != number(entry.epoch) ||
        epoch_commitment(scope, before.epoch, *previous) != before.commitment)
        return fail(Errc::unauthenticated, "another key than the epoch before committed to");
    return previous;
}

Result<TokenKey> unwrap_token_key(ScopeId scope, const EpochChange& entry, const EpochKey& key) {
    const Subkey wrap(key.view(), Purpose::wrap_token);
    return take_key(open_aead(wrap.view(), wrap_context(scope, entry.epoch, Wrapped::token),
                              entry.wrapped_token));
}

crypto::Hash epoch_commitment(ScopeId scope, KeyEpoch epoch, const EpochKey& key) {
    CanonicalWriter context;
    context.id(scope).code(epoch);
    return crypto::hash(crypto::HashType::epoch_commitment, {context.bytes(), key.view()});
}

BoxKeyPair deposit_keys(const EpochKey& key) {
    return BoxKeyPair::from_seed(Subkey(key.view(), Purpose::deposit).view());
}

crypto::Hash envelopes_hash(const std::vector<Envelope>& envelopes) {
    std::vector<const Envelope*> sorted;
    sorted.reserve(envelopes.size());
    for (const Envelope& envelope : envelopes) sorted.push_back(&envelope);
    std::sort(sorted.begin(), sorted.end(),
              [](const Envelope* a, const Envelope* b) { return in_order(*a, *b); });
    CanonicalWriter out;
    out.u32(static_cast<std::uint32_t>(sorted.size()));
    for (const Envelope* envelope : sorted) out.raw(encode(*envelope));
    return crypto::hash(crypto::HashType::envelopes, out.bytes());
}

Bytes encode(const Envelope& envelope) {
    CanonicalWriter out;
    out.reserve(26 + envelope.sealed.size());
    out.u8(envelope_version).code(envelope.to.kind).raw(envelope.to.id).code(envelope.to_epoch);
    out.sized(envelope.sealed);
    return out.take();
}

Result<Envelope> decode_envelope(ByteView bytes) {
    CanonicalReader in(bytes);
    Envelope envelope;
    if (in.u8() != envelope_version && in.ok())
        return fail(Errc::unsupported_version, "an envelope of an unknown version");
    envelope.to.kind = in.code<scope_log::PrincipalKind>();
    in.fill(envelope.to.id);
    envelope.to_epoch = in.code<KeyEpoch>();
    envelope.sealed = to_bytes(in.sized(limits::envelope_sealed_bytes));
    if (auto done = in.finish("envelope"); !done) return done.error();
    return envelope;
}

}  // namespace sanderling::sealing
