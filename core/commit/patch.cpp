#include "core/commit/patch.hpp"

#include "core/commit/limits.hpp"
#include "core/types/assert.hpp"

namespace sanderling::commit {

namespace {

bool is_known(Coverage c) {
    return number(c) <= number(Coverage::all_known);
}

// Rules and operations of a newer version are kept verbatim, so only the coverage, whose meaning
// decides what leaves a live set, is checked here.
PathWrite read_path(CanonicalReader& in) {
    PathWrite path;
    path.token = in.id<Token>();
    path.rule = in.code<Rule>();
    path.operation = in.code<Operation>();
    path.authority = in.code<AuthorityClass>();
    path.coverage = in.code<Coverage>();
    if (!is_known(path.coverage)) in.refuse("an unknown coverage");
    const std::uint16_t dots = in.u16();
    if (dots != 0 && path.coverage != Coverage::named) in.refuse("dots without named coverage");
    if (dots > limits::dots_a_path) in.refuse("too many dots");
    for (std::uint16_t i = 0; i < dots && in.ok(); ++i) path.dots.push_back(in.dot());
    return path;
}

}  // namespace

void Patch::set_ciphertext(const Nonce& fresh, Bytes sealed) {
    nonce = fresh;
    body_hash = commit::body_hash(nonce, sealed);
    ciphertext = std::move(sealed);
}

void Patch::drop_body() {
    nonce = {};
    ciphertext.reset();
}

void write_shape(CanonicalWriter& out, const Patch& patch) {
    SANDERLING_ASSERT(patch.paths.size() <= limits::paths_a_patch);
    out.code(patch.mode).u16(static_cast<std::uint16_t>(patch.paths.size()));
    for (const PathWrite& path : patch.paths) {
        out.id(path.token).code(path.rule).code(path.operation).code(path.authority);
        out.code(path.coverage).u16(static_cast<std::uint16_t>(path.dots.size()));
        for (const Dot& dot : path.dots) out.dot(dot);
    }
}

Bytes encode_visible(const Patch& patch) {
    CanonicalWriter out;
    out.reserve(19 + patch.paths.size() * 22);
    write_visible(out, patch);
    return out.take();
}

void write_visible(CanonicalWriter& out, const Patch& patch) {
    out.id(patch.record);
    write_shape(out, patch);
}

void read_shape(CanonicalReader& in, Patch& patch) {
    patch.mode = in.code<SealMode>();
    if (patch.mode != SealMode::scope_key && patch.mode != SealMode::deposit)
        in.refuse("an unknown seal mode");
    const std::uint16_t paths = in.u16();
    if (paths == 0 || paths > limits::paths_a_patch)
        in.refuse("a patch without paths, or too many");
    for (std::uint16_t i = 0; i < paths && in.ok(); ++i) patch.paths.push_back(read_path(in));
}

crypto::Hash body_hash(const Nonce& nonce, ByteView ciphertext) {
    return crypto::hash(crypto::HashType::body, {nonce, ciphertext});
}

crypto::Hash leaf_hash(const Patch& patch) {
    const Bytes visible = encode_visible(patch);
    return crypto::hash(crypto::HashType::leaf, {visible, patch.body_hash.view()});
}

}  // namespace sanderling::commit
