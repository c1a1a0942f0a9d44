// Certificates and the directory that takes them in (core/scope_log). Each chunk of the input is a
// certificate; it is tried as it is, and again with issuer and signature made good.
#include "core/scope_log/certificate.hpp"

#include "tests/fuzz/cursor.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/vector_seeds.hpp"
#include "tests/unit/core/scope_log/organisation.hpp"

#include <algorithm>

namespace sanderling::fuzz {

namespace {

using namespace scope_log;

const test::Organisation& organisation() {
    static const test::Organisation organisation;
    return organisation;
}

template <class Body>
Bytes made_good(Body body) {
    body.org = organisation().org;
    if constexpr (std::is_same_v<Body, RegistrarCert>) {
        return encode(sign_certificate(body, organisation().root));
    } else {
        body.registrar = organisation().registrar_id();
        return encode(sign_certificate(body, organisation().registrar));
    }
}

std::string_view problem_with_certificate(Directory& directory, ByteView bytes) {
    const auto cert = decode_certificate(bytes);
    if (!cert) return {};
    if (!std::ranges::equal(encode(*cert), bytes)) return "a certificate has two encodings";
    static_cast<void>(directory.add(bytes));
    const Bytes good =
        std::visit([](const auto& signed_body) { return made_good(signed_body.body); }, *cert);
    const auto added = directory.add(good);
    if (!added && added.error().code != Errc::already_exists &&
        added.error().code != Errc::unauthenticated)
        return "a sound certificate is refused for another reason";
    if (added && !directory.add(good)) return "the same certificate again is refused";
    return {};
}

}  // namespace

std::string_view problem_with(ByteView input) {
    Cursor in(input);
    Directory directory = organisation().directory;
    for (int n = 0; !in.at_end() && n < 16; ++n) {
        const auto problem = problem_with_certificate(directory, in.chunk());
        if (!problem.empty()) return problem;
    }
    return {};
}

std::vector<Bytes> seeds() {
    std::vector<Bytes> out(1);
    for (const Bytes& certificate : vectors("certificates.json")) {
        append_chunk(out.front(), certificate);
        append_chunk(out.emplace_back(), certificate);
    }
    return out;
}

}  // namespace sanderling::fuzz
