#include "core/sealing/content.hpp"

#include "core/commit/limits.hpp"
#include "core/sealing/body.hpp"
#include "core/sealing/deposit.hpp"
#include "core/sealing/subkey.hpp"

#include <sodium.h>
#include <zstd.h>

#include <algorithm>
#include <bit>
#include <memory>

namespace sanderling::sealing {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

/// The first byte inside the seal.
enum class Format : std::uint8_t { plain = 0, zstd = 1 };

constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t plain_front_bytes = 1 + 4;     // format, length
constexpr std::size_t zstd_front_bytes = 1 + 4 + 4;  // format, dictionary, length
constexpr std::size_t padded_bytes_min = 64;
constexpr int compression_level = 1;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// Making a context costs more than compressing a record, so each thread keeps one.
ZSTD_CCtx* compressor() {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    return context.get();
}
ZSTD_DCtx* decompressor() {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    return context.get();
}

std::size_t inner_size(const Plaintext& plaintext) {
    std::size_t size = 4;
    for (const FieldValue& value : plaintext.values) size += 6 + value.value.size();
    return size;
}

void write_inner(CanonicalWriter& out, const Plaintext& plaintext) {
    out.u16(plaintext.collection).u16(static_cast<std::uint16_t>(plaintext.values.size()));
    for (const FieldValue& value : plaintext.values) out.u16(value.field).sized(value.value);
}

/// Empty when compression gains nothing.
Bytes compressed(ByteView inner) {
    Bytes frame(ZSTD_compressBound(inner.size()));
    const std::size_t size = ZSTD_compressCCtx(compressor(), frame.data(), frame.size(),
                                               inner.data(), inner.size(), compression_level);
    if (ZSTD_isError(size) != 0 || size + 4 >= inner.size()) return {};
    frame.resize(size);
    return frame;
}

/// Format, length, content and padding, with room behind for the tag.
Bytes framed(const Plaintext& plaintext, std::size_t size) {
    CanonicalWriter out;
    const std::size_t padded = padded_size(plain_front_bytes + size);
    out.reserve(padded + tag_bytes);
    out.code(Format::plain).u32(static_cast<std::uint32_t>(size));
    write_inner(out, plaintext);
    if (size > limits::compress_above_bytes) {
        const ByteView inner = ByteView(out.bytes()).subspan(plain_front_bytes);
        if (const Bytes frame = compressed(inner); !frame.empty()) {
            CanonicalWriter smaller;
            smaller.reserve(padded_size(zstd_front_bytes + frame.size()) + tag_bytes);
            smaller.code(Format::zstd).u32(0).sized(frame);
            out = std::move(smaller);
        }
    }
    Bytes bytes = out.take();
    bytes.resize(padded_size(bytes.size()));
    return bytes;
}

Bytes associated_data(const commit::Patch& patch, const commit::Header& header,
                      std::uint32_t index) {
    CanonicalWriter out;
    out.reserve(128 + patch.paths.size() * 22);
    out.raw(commit::seal_identity(header, index));
    commit::write_visible(out, patch);
    return out.take();
}

Result<Bytes> inflated(ByteView frame) {
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return fail(Errc::malformed, "sealed content: not a compressed frame with its size");
    if (size > limits::inflated_bytes)
        return fail(Errc::too_large, "sealed content: too large when inflated");
    Bytes inner(static_cast<std::size_t>(size));
    const std::size_t written =
        ZSTD_decompressDCtx(decompressor(), inner.data(), inner.size(), frame.data(), frame.size());
    if (ZSTD_isError(written) != 0 || written != inner.size())
        return fail(Errc::malformed, "sealed content: does not inflate");
    return inner;
}

Result<Plaintext> read_inner(ByteView bytes, std::size_t values) {
    CanonicalReader in(bytes);
    Plaintext plaintext;
    plaintext.collection = in.u16();
    if (in.u16() != values) in.refuse("not one value for each path");
    plaintext.values.reserve(values);
    for (std::size_t i = 0; i < values && in.ok(); ++i) {
        const std::uint16_t field = in.u16();
        plaintext.values.push_back({field, to_bytes(in.sized(limits::inflated_bytes))});
    }
    if (auto done = in.finish("sealed content"); !done) return done.error();
    return plaintext;
}

bool all_zero(ByteView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; });
}

Result<Plaintext> read_framed(ByteView padded, std::size_t values) {
    CanonicalReader in(padded);
    const auto format = in.code<Format>();
    if (format != Format::plain && format != Format::zstd)
        return fail(Errc::unsupported_version,
                    "sealed content of unknown format " + std::to_string(number(format)));
    if (format == Format::zstd && in.u32() != 0)
        return fail(Errc::unsupported_version, "sealed content needs an unknown dictionary");
    const ByteView content = in.sized(padded.size());
    if (!all_zero(in.raw(in.left()))) in.refuse("padding that is not zero");
    if (auto done = in.finish("sealed content"); !done) return done.error();
    if (format == Format::plain) return read_inner(content, values);
    auto inner = inflated(content);
    if (!inner) return inner.error();
    return read_inner(*inner, values);
}

}  // namespace

std::size_t padded_size(std::size_t size) {
    if (size <= padded_bytes_min) return padded_bytes_min;
    // Padmé: keep the top log2(log2(size)) + 1 bits of the size, round the rest up.
    const auto exponent = static_cast<unsigned>(std::bit_width(size)) - 1;
    const auto kept = static_cast<unsigned>(std::bit_width(exponent));
    const std::size_t mask = (std::size_t{1} << (exponent - kept)) - 1;
    return (size + mask) & ~mask;
}

Result<void> seal_patch(commit::Patch& patch, const commit::Header& header, std::uint32_t index,
                        const Plaintext& plaintext, const EpochKey& key, crypto::Random& random) {
    if (plaintext.values.size() != patch.paths.size())
        return fail(Errc::invalid_argument, "not one value for each path");
    const std::size_t size = inner_size(plaintext);
    if (size > limits::inflated_bytes) return fail(Errc::too_large, "a patch beyond 1 MiB");
    Bytes bytes = framed(plaintext, size);
    if (bytes.size() + tag_bytes > commit::limits::ciphertext_bytes)
        return fail(Errc::too_large, "a patch whose values exceed 512 KiB");

    commit::Nonce nonce;
    random.fill(nonce);
    const Bytes associated = associated_data(patch, header, index);
    const Subkey content_key(key.view(), Purpose::content);
    const std::size_t padded = bytes.size();
    bytes.resize(padded + tag_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes.data(), nullptr, bytes.data(), padded,
                                               associated.data(), associated.size(), nullptr,
                                               nonce.data(), content_key.view().data());
    patch.set_ciphertext(nonce, std::move(bytes));
    return {};
}

Result<Plaintext> open_patch(const commit::Patch& patch, const commit::Header& header,
                             std::uint32_t index, const EpochKey& key) {
    if (!patch.ciphertext)
        return fail(Errc::not_found, "the content of a superseded patch is gone");
    if (patch.mode == commit::SealMode::deposit) return open_deposit(patch, header, index, key);
    return open_body(*patch.ciphertext, patch, header, index, key);
}

Result<Plaintext> open_body(ByteView sealed, const commit::Patch& patch,
                            const commit::Header& header, std::uint32_t index,
                            const EpochKey& key) {
    if (sealed.size() < padded_bytes_min + tag_bytes)
        return fail(Errc::wrong_key, "a patch that is not sealed under the scope's key");
    const Bytes associated = associated_data(patch, header, index);
    const Subkey content_key(key.view(), Purpose::content);
    Bytes padded(sealed.size() - tag_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            padded.data(), nullptr, nullptr, sealed.data(), sealed.size(), associated.data(),
            associated.size(), patch.nonce.data(), content_key.view().data()) != 0)
        return fail(Errc::wrong_key, "patch " + std::to_string(index) + " of commit " +
                                         std::to_string(number(header.counter)));
    return read_framed(padded, patch.paths.size());
}

}  // namespace sanderling::sealing
