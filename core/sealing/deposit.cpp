#include "core/sealing/deposit.hpp"

#include "core/commit/limits.hpp"
#include "core/sealing/body.hpp"
#include "core/sealing/subkey.hpp"
#include "core/sealing/token.hpp"

#include <algorithm>

namespace sanderling::sealing {

namespace {

using commit::CanonicalWriter;

constexpr std::uint8_t format_1 = 1;
constexpr std::size_t boxed_bytes = 32 + box_overhead_bytes;
constexpr std::size_t front_bytes = 1 + boxed_bytes;
constexpr std::uint8_t token_kind = 5;  // those of 1 to 4 are in token.cpp

/// Encrypts one patch and names its paths; only the box holds it.
using OneTimeKey = EpochKey;

Token path_token(const OneTimeKey& key, std::size_t path) {
    const Subkey subkey(key.view(), Purpose::deposit_token);
    CanonicalWriter out;
    out.u8(token_kind).u16(static_cast<std::uint16_t>(path));
    return Token{crypto::keyed_hash_16(subkey.view(), out.bytes())};
}

// What moves to another number of its author stays sealed as it is.
commit::Header without_number(const commit::Header& header) {
    commit::Header out = header;
    out.replica = {};
    out.counter = {};
    return out;
}

Result<OneTimeKey> open_key(ByteView boxed, const EpochKey& key) {
    auto plain = open_box(boxed, deposit_keys(key));
    if (!plain) return plain.error();
    OneTimeKey out(std::span<const std::uint8_t, 32>(plain->data(), 32));
    wipe(*plain);
    return out;
}

}  // namespace

Result<void> seal_deposit(commit::Patch& patch, const commit::Header& header, std::uint32_t index,
                          const Plaintext& plaintext, const crypto::BoxPublicKey& to,
                          crypto::Random& random) {
    OneTimeKey key;
    random.fill(key.fill());
    patch.mode = commit::SealMode::deposit;
    for (std::size_t i = 0; i < patch.paths.size(); ++i) patch.paths[i].token = path_token(key, i);
    if (auto sealed = seal_patch(patch, without_number(header), index, plaintext, key, random);
        !sealed)
        return sealed;
    const auto boxed = seal_box(to, key.view(), random);
    if (!boxed) return boxed.error();
    Bytes body{format_1};
    append(body, *boxed);
    append(body, *patch.ciphertext);
    if (body.size() > commit::limits::ciphertext_bytes)
        return fail(Errc::too_large, "a patch whose values exceed 512 KiB");
    const commit::Nonce nonce = patch.nonce;
    patch.set_ciphertext(nonce, std::move(body));
    return {};
}

Result<Plaintext> open_deposit(const commit::Patch& patch, const commit::Header& header,
                               std::uint32_t index, const EpochKey& key) {
    if (!patch.ciphertext)
        return fail(Errc::not_found, "the content of a superseded patch is gone");
    if (patch.mode != commit::SealMode::deposit || patch.ciphertext->size() <= front_bytes)
        return fail(Errc::wrong_key, "a patch that is no deposit");
    const ByteView body = *patch.ciphertext;
    if (body[0] != format_1)
        return fail(Errc::unsupported_version, "a deposit of an unknown format");
    const auto one_time = open_key(body.subspan(1, boxed_bytes), key);
    if (!one_time) return one_time.error();
    auto opened =
        open_body(body.subspan(front_bytes), patch, without_number(header), index, *one_time);
    if (!opened) return opened;
    for (std::size_t i = 0; i < patch.paths.size(); ++i) {
        const bool is_life = patch.paths[i].rule == commit::Rule::life;
        if (is_life != (opened->values[i].field == life_field))
            return fail(Errc::malformed, "a life that is none");
        if (path_token(*one_time, i) != patch.paths[i].token)
            return fail(Errc::malformed, "another deposit's token");
    }
    return opened;
}

bool has_deposit(const commit::Commit& commit) {
    return std::any_of(commit.patches.begin(), commit.patches.end(),
                       [](const commit::Patch& p) { return p.mode == commit::SealMode::deposit; });
}

}  // namespace sanderling::sealing
