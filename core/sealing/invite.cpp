#include "core/sealing/invite.hpp"

#include "core/types/assert.hpp"
#include "core/types/check.hpp"

namespace sanderling::sealing {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

constexpr std::uint8_t version_1 = 1;
constexpr std::uint8_t derived_proof = 3;  // 1 and 2 are the lookup id and the key
constexpr std::size_t certificate_bytes = scope_log::limits::certificate_bytes;

/// Which of the three letters it is, and so its direction: none can be sent back as another.
enum class Letter : std::uint8_t { offer = 1, request = 2, answer = 3 };

Bytes associated(const InviteSecret& invite, Letter letter) {
    CanonicalWriter out;
    out.id(invite.id()).code(letter);
    return out.take();
}

Bytes seal(const InviteSecret& invite, Letter letter, CanonicalWriter&& content,
           crypto::Random& random) {
    return seal_aead(invite.key().view(), associated(invite, letter), content.bytes(), random);
}

Result<Bytes> open(const InviteSecret& invite, Letter letter, ByteView sealed) {
    if (sealed.size() > limits::letter_bytes) return fail(Errc::too_large, "enrolment");
    auto opened = open_aead(invite.key().view(), associated(invite, letter), sealed);
    if (!opened && is_removed(Check::invite_seal)) opened = to_bytes(sealed);
    if (!opened) return fail(Errc::unauthenticated, "not sealed under this invite");
    if (opened->empty() || opened->front() != version_1)
        return fail(Errc::unsupported_version, "an enrolment of an unknown version");
    return opened;
}

CanonicalWriter begin() {
    CanonicalWriter out;
    out.u8(version_1);
    return out;
}

crypto::Hash proof_hash(const Request& request, const InviteSecret& invite,
                        const scope_log::TlsKeyHash& server) {
    CanonicalWriter out;
    out.u8(derived_proof).id(invite.id()).raw(server.view());
    out.raw(request.sign_key.view()).raw(request.box_key.view());
    return crypto::hash(crypto::HashType::invite, out.bytes());
}

void write_list(CanonicalWriter& out, const std::vector<Bytes>& list) {
    SANDERLING_ASSERT(list.size() <= limits::person_keys_an_answer);
    out.u16(static_cast<std::uint16_t>(list.size()));
    for (const Bytes& bytes : list) out.sized(bytes);
}

std::vector<Bytes> read_list(CanonicalReader& in) {
    std::vector<Bytes> list;
    const std::uint16_t count = in.u16();
    if (count > limits::person_keys_an_answer) in.refuse("too many person keys");
    for (std::uint16_t i = 0; i < count && in.ok(); ++i)
        list.push_back(to_bytes(in.sized(certificate_bytes)));
    return list;
}

}  // namespace

Bytes seal_offer(const Offer& offer, const InviteSecret& invite, crypto::Random& random) {
    CanonicalWriter out = begin();
    out.id(offer.org).raw(offer.root.view()).raw(offer.server.view());
    out.u64(static_cast<std::uint64_t>(offer.expires.ms));
    return seal(invite, Letter::offer, std::move(out), random);
}

Result<Offer> open_offer(ByteView sealed, const InviteSecret& invite, Instant now) {
    const auto opened = open(invite, Letter::offer, sealed);
    if (!opened) return opened.error();
    CanonicalReader in(*opened);
    in.u8();
    Offer offer;
    offer.org = in.id<OrgId>();
    in.fill(offer.root.bytes);
    in.fill(offer.server.bytes);
    offer.expires = Instant{static_cast<std::int64_t>(in.u64())};
    if (auto done = in.finish("offer"); !done) return done.error();
    if (offer.expires <= now && !is_removed(Check::offer_expiry))
        return fail(Errc::invite_expired, "by this device's clock");
    return offer;
}

Request make_request(const crypto::SigningKey& device, const crypto::BoxPublicKey& box,
                     const InviteSecret& invite, const scope_log::TlsKeyHash& seen) {
    Request request{device.public_key, box, {}};
    request.proof =
        crypto::sign(crypto::SignDomain::request, proof_hash(request, invite, seen), device);
    return request;
}

Bytes seal_request(const Request& request, const InviteSecret& invite, crypto::Random& random) {
    CanonicalWriter out = begin();
    out.raw(request.sign_key.view()).raw(request.box_key.view()).raw(request.proof.view());
    return seal(invite, Letter::request, std::move(out), random);
}

Result<Request> open_request(ByteView sealed, const InviteSecret& invite,
                             const scope_log::TlsKeyHash& server) {
    const auto opened = open(invite, Letter::request, sealed);
    if (!opened) return opened.error();
    CanonicalReader in(*opened);
    in.u8();
    Request request;
    in.fill(request.sign_key.bytes);
    in.fill(request.box_key.bytes);
    in.fill(request.proof.bytes);
    if (auto done = in.finish("enrolment request"); !done) return done.error();
    const bool is_proven =
        crypto::verify(crypto::SignDomain::request, proof_hash(request, invite, server),
                       request.proof, request.sign_key);
    if (!is_proven && !is_removed(Check::request_proof))
        return fail(Errc::unauthenticated,
                    "the device's proof does not verify: it speaks to another server, or the "
                    "server's TLS key is not the pinned one");
    return request;
}

Bytes seal_answer(const Answer& answer, const InviteSecret& invite, crypto::Random& random) {
    SANDERLING_ASSERT(answer.organisation.size() <= limits::organisation_name_bytes);
    CanonicalWriter out = begin();
    out.id(answer.person).sized(as_bytes(answer.organisation));
    out.sized(answer.registrar).sized(answer.device);
    write_list(out, answer.person_keys);
    write_list(out, answer.person_key_envelopes);
    return seal(invite, Letter::answer, std::move(out), random);
}

Result<Answer> open_answer(ByteView sealed, const InviteSecret& invite) {
    const auto opened = open(invite, Letter::answer, sealed);
    if (!opened) return opened.error();
    CanonicalReader in(*opened);
    in.u8();
    Answer answer;
    answer.person = in.id<PersonId>();
    answer.organisation = as_text(in.sized(limits::organisation_name_bytes));
    answer.registrar = to_bytes(in.sized(certificate_bytes));
    answer.device = to_bytes(in.sized(certificate_bytes));
    answer.person_keys = read_list(in);
    answer.person_key_envelopes = read_list(in);
    if (auto done = in.finish("enrolment answer"); !done) return done.error();
    return answer;
}

}  // namespace sanderling::sealing
