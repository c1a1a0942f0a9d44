#include "client-sdk/keyholder/passphrase.hpp"

#include "core/commit/canonical.hpp"
#include "core/sealing/box.hpp"

#include <sodium.h>

#include <algorithm>

namespace sanderling::keyholder {

namespace {

constexpr std::string_view magic = "sanderling-keyholder";
constexpr std::uint8_t version_1 = 1;
constexpr std::size_t front_bytes = magic.size() + 1 + 4 + 4 + 16;
// A changed file must not make this program take all memory, or never end.
constexpr std::uint32_t memory_kib_max = 1024 * 1024;
constexpr std::uint32_t passes_max = 64;

Bytes front(const PassphraseKey& key) {
    commit::CanonicalWriter out;
    out.raw(as_bytes(magic)).u8(version_1).u32(key.cost.passes).u32(key.cost.memory_kib);
    out.raw(key.salt);
    return out.take();
}

Result<void> derive(PassphraseKey& key, std::string_view passphrase) {
    if (crypto_pwhash(key.key.fill().data(), crypto::Secret<32>::size, passphrase.data(),
                      passphrase.size(), key.salt.data(), key.cost.passes,
                      std::size_t{key.cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(Errc::io, "not enough memory to derive a key from the passphrase");
    return {};
}

}  // namespace

Result<PassphraseKey> new_passphrase_key(std::string_view passphrase, Cost cost,
                                         crypto::Random& random) {
    if (passphrase.empty()) return fail(Errc::invalid_argument, "the passphrase is empty");
    PassphraseKey key;
    key.cost = cost;
    random.fill(key.salt);
    if (auto derived = derive(key, passphrase); !derived) return derived.error();
    return key;
}

Result<PassphraseKey> passphrase_key_of(ByteView sealed, std::string_view passphrase) {
    commit::CanonicalReader in(sealed);
    const ByteView found = in.raw(magic.size());
    if (!in.ok() || as_text(found) != magic)
        return fail(Errc::corrupt, "this is not a keyholder's file");
    if (sealed.size() < front_bytes)
        return fail(Errc::corrupt, "the keyholder's file is cut short");
    if (in.u8() != version_1)
        return fail(Errc::unsupported_version, "the keyholder's file is of a later version");
    PassphraseKey key;
    key.cost.passes = in.u32();
    key.cost.memory_kib = in.u32();
    in.fill(key.salt);
    const bool is_sane = key.cost.passes >= 1 && key.cost.passes <= passes_max &&
                         key.cost.memory_kib >= 8 && key.cost.memory_kib <= memory_kib_max;
    if (!in.ok() || !is_sane) return fail(Errc::corrupt, "the keyholder's file is damaged");
    if (auto derived = derive(key, passphrase); !derived) return derived.error();
    return key;
}

Bytes seal(const PassphraseKey& key, ByteView plain, crypto::Random& random) {
    Bytes sealed = front(key);
    append(sealed, sealing::seal_aead(key.key.view(), front(key), plain, random));
    return sealed;
}

Result<Bytes> open(const PassphraseKey& key, ByteView sealed) {
    if (sealed.size() < front_bytes)
        return fail(Errc::corrupt, "the keyholder's file is cut short");
    auto plain =
        sealing::open_aead(key.key.view(), sealed.first(front_bytes), sealed.subspan(front_bytes));
    if (!plain)
        return fail(Errc::wrong_key,
                    "a wrong passphrase, or the file was changed; try the passphrase again, and if "
                    "it is right, "
                    "`restore` a backup into a new directory");
    return plain;
}

}  // namespace sanderling::keyholder
