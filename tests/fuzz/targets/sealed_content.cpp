// The inside of a patch after its seal was opened (core/sealing/content.hpp): authentic bytes of a
// member whose program is wrong, or hostile. The seal is made here around any content.
#include "core/sealing/content.hpp"
#include "core/sealing/subkey.hpp"
#include "tests/fuzz/cursor.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/unit/core/commit/sample_commit.hpp"

#include <sodium.h>

#include <algorithm>

namespace sanderling::fuzz {

namespace {

class Zeros final : public crypto::Random {
  public:
    void fill(std::span<std::uint8_t> out) override { std::ranges::fill(out, std::uint8_t{0}); }
};

sealing::EpochKey epoch_key() {
    return sealing::EpochKey{};
}

commit::Patch patch_with(std::size_t paths) {
    commit::Patch patch = commit::sample_patch(0x50);
    patch.paths.resize(paths, patch.paths.front());
    return patch;
}

void seal_anything(commit::Patch& patch, const commit::Header& header, ByteView inside) {
    Bytes padded = to_bytes(inside);
    padded.resize(sealing::padded_size(padded.size()));
    commit::CanonicalWriter bound;
    bound.raw(commit::seal_identity(header, 0));
    commit::write_visible(bound, patch);
    const sealing::EpochKey key = epoch_key();
    const sealing::Subkey content_key(key.view(), sealing::Purpose::content);
    const commit::Nonce nonce{};
    Bytes sealed(padded.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data(), nullptr, padded.data(), padded.size(),
                                               bound.bytes().data(), bound.bytes().size(), nullptr,
                                               nonce.data(), content_key.view().data());
    patch.set_ciphertext(nonce, std::move(sealed));
}

/// What seal_patch puts inside, for a seed.
Bytes inside_of(const sealing::Plaintext& plaintext) {
    const commit::Header header = commit::sample_commit().header;
    commit::Patch patch = patch_with(plaintext.values.size());
    Zeros zeros;
    if (!sealing::seal_patch(patch, header, 0, plaintext, epoch_key(), zeros)) std::abort();
    // Under a nonce of zeros the seal is the content xored with the key stream, which is the seal
    // of zeros.
    commit::Patch blank = patch_with(plaintext.values.size());
    seal_anything(blank, header, Bytes(patch.ciphertext->size() - 16));
    Bytes inside(1, static_cast<std::uint8_t>(plaintext.values.size()));
    for (std::size_t i = 0; i + 16 < patch.ciphertext->size(); ++i)
        inside.push_back((*patch.ciphertext)[i] ^ (*blank.ciphertext)[i]);
    return inside;
}

}  // namespace

std::string_view problem_with(ByteView input) {
    Cursor in(input);
    const commit::Header header = commit::sample_commit().header;
    commit::Patch patch = patch_with(1 + in.u8() % 8U);
    seal_anything(patch, header, in.rest());
    const auto opened = sealing::open_patch(patch, header, 0, epoch_key());
    if (!opened) {
        const Errc code = opened.error().code;
        if (code == Errc::wrong_key) return "an authentic patch does not open";
        return {};
    }
    if (opened->values.size() != patch.paths.size()) return "not one value for each path";
    Zeros zeros;
    auto sealed = sealing::seal_patch(patch, header, 0, *opened, epoch_key(), zeros);
    if (!sealed) return "what was opened cannot be sealed again";
    const auto again = sealing::open_patch(patch, header, 0, epoch_key());
    if (!again || *again != *opened) return "content does not come back as it was";
    return {};
}

std::vector<Bytes> seeds() {
    const Bytes note(900, 'x');
    std::vector<Bytes> out{inside_of({7, {{1, {1, 2, 3}}}}), inside_of({7, {{1, note}, {2, {}}}})};
    for (Bytes& seed : out) --seed.front();  // counted from 1 there, from 0 in the input
    return out;
}

}  // namespace sanderling::fuzz
