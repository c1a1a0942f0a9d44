#include "core/wire/packed_commit.hpp"

#include "core/commit/limits.hpp"
#include "core/types/assert.hpp"
#include "core/types/check.hpp"

#include <map>

namespace sanderling::wire {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;
using commit::Commit;
using commit::Header;
using commit::Patch;

constexpr std::uint8_t format_1 = 1;
constexpr std::uint8_t flag_stub = 1;

void write_varint(CanonicalWriter& out, std::uint64_t v) {
    while (v >= 0x80) {
        out.u8(static_cast<std::uint8_t>(v | 0x80U));
        v >>= 7U;
    }
    out.u8(static_cast<std::uint8_t>(v));
}

std::uint64_t read_varint(CanonicalReader& in) {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::uint8_t b = in.u8();
        v |= static_cast<std::uint64_t>(b & 0x7FU) << shift;
        if ((b & 0x80U) != 0) continue;
        if (b == 0 && shift > 0) in.refuse("a number longer than it needs to be");
        if (shift == 63 && b > 1) break;  // bits beyond 64
        return v;
    }
    in.refuse("a number that is too long");
    return 0;
}

// The paths of a patch in canonical form. Records of one collection written together mostly have
// the same, so a commit carries each distinct one once.
Bytes shape_of(const Patch& patch) {
    CanonicalWriter out;
    commit::write_shape(out, patch);
    return out.take();
}

void write_header(CanonicalWriter& out, const Header& h) {
    out.u8(h.suite);
    write_varint(out, number(h.epoch));
    out.id(h.device).id(h.replica);
    write_varint(out, number(h.counter));
    out.hash(h.previous).code(h.base.generation);
    write_varint(out, number(h.base.seq));
    out.raw(h.base.chain);
    write_varint(out, number(h.own));
    out.code(h.clock);
    write_varint(out, number(h.schema));
    out.id(h.transaction);
    write_varint(out, h.transaction_index);
    write_varint(out, h.transaction_count);
    out.u8(h.lineage ? 1 : 0);
    if (h.lineage) out.dot(*h.lineage);
}

template <class T>
T narrow(CanonicalReader& in) {
    const std::uint64_t v = read_varint(in);
    if (v > static_cast<std::uint64_t>(static_cast<T>(-1))) in.refuse("a number out of range");
    return static_cast<T>(v);
}

Header read_header(CanonicalReader& in) {
    Header h;
    h.suite = in.u8();
    if (h.suite != commit::suite_1) in.refuse("an unknown suite");
    h.epoch = KeyEpoch{narrow<std::uint32_t>(in)};
    h.device = in.id<DeviceId>();
    h.replica = in.id<ReplicaId>();
    h.counter = Counter{read_varint(in)};
    h.previous = in.hash();
    h.base.generation = in.code<Generation>();
    h.base.seq = Seq{read_varint(in)};
    in.fill(h.base.chain);
    h.own = Counter{read_varint(in)};
    h.clock = in.code<HlcTime>();
    h.schema = SchemaVersion{narrow<std::uint32_t>(in)};
    h.transaction = in.id<TransactionId>();
    h.transaction_index = narrow<std::uint16_t>(in);
    h.transaction_count = narrow<std::uint16_t>(in);
    const std::uint8_t lineage = in.u8();
    if (lineage > 1) in.refuse("a lineage flag that is neither 0 nor 1");
    if (lineage == 1) h.lineage = in.dot();
    return h;
}

std::vector<Patch> read_shapes(CanonicalReader& in) {
    std::vector<Patch> shapes;
    const std::uint64_t count = read_varint(in);
    if (count > commit::limits::patches_a_commit) in.refuse("too many shapes");
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        Patch shape;
        commit::read_shape(in, shape);
        shapes.push_back(std::move(shape));
    }
    return shapes;
}

std::size_t visible_bytes(const Patch& patch) {
    std::size_t size = sizeof(RecordId) + 3;
    for (const commit::PathWrite& path : patch.paths) size += 22 + path.dots.size() * 24;
    return size;
}

/// `room` is what patches may still take together.
Patch read_patch(CanonicalReader& in, const std::vector<Patch>& shapes, std::size_t& room) {
    const auto record = in.id<RecordId>();
    const std::uint64_t shape = read_varint(in);
    if (shape >= shapes.size()) {
        in.refuse("a patch without a shape");
        return {};
    }
    const std::size_t size = visible_bytes(shapes[shape]);
    if (size > room && !is_removed(Check::visible_limit)) {
        in.refuse("patches beyond their limit together");
        return {};
    }
    room -= std::min(room, size);
    Patch patch = shapes[shape];
    patch.record = record;
    const std::uint8_t flags = in.u8();
    if (flags > flag_stub) in.refuse("unknown flags");
    if (flags == flag_stub) {
        patch.body_hash = in.hash();
        return patch;
    }
    commit::Nonce nonce{};
    in.fill(nonce);
    const std::uint64_t sealed = read_varint(in);
    if (sealed > commit::limits::ciphertext_bytes) in.refuse("a patch beyond its limit");
    const ByteView body = in.raw(in.ok() ? static_cast<std::size_t>(sealed) : 0);
    patch.set_ciphertext(nonce, to_bytes(body));
    return patch;
}

}  // namespace

std::size_t visible_bytes(const Commit& commit) {
    std::size_t size = 0;
    for (const Patch& patch : commit.patches) size += visible_bytes(patch);
    return size;
}

Bytes pack(const Commit& commit) {
    // By their text, because g++ 12 takes the comparison of byte vectors for an overread.
    const auto before = [](const Bytes& a, const Bytes& b) { return as_text(a) < as_text(b); };
    std::map<Bytes, std::uint64_t, decltype(before)> numbers(before);
    std::vector<Bytes> shapes;
    std::vector<std::uint64_t> shape_numbers;
    std::size_t bodies = 0;
    for (const Patch& patch : commit.patches) {
        Bytes shape = shape_of(patch);
        const auto [at, is_new] = numbers.try_emplace(shape, shapes.size());
        if (is_new) shapes.push_back(std::move(shape));
        shape_numbers.push_back(at->second);
        bodies += 48 + (patch.ciphertext ? patch.ciphertext->size() : 32);
    }

    CanonicalWriter out;
    out.reserve(320 + bodies);
    out.u8(format_1);
    write_header(out, commit.header);
    out.raw(commit.signature.view());
    write_varint(out, shapes.size());
    for (const Bytes& shape : shapes) out.raw(shape);
    write_varint(out, commit.patches.size());
    for (std::size_t i = 0; i < commit.patches.size(); ++i) {
        const Patch& patch = commit.patches[i];
        out.id(patch.record);
        write_varint(out, shape_numbers[i]);
        out.u8(patch.ciphertext ? 0 : flag_stub);
        if (patch.ciphertext) {
            out.raw(patch.nonce);
            write_varint(out, patch.ciphertext->size());
            out.raw(*patch.ciphertext);
        } else {
            out.hash(patch.body_hash);
        }
    }
    return out.take();
}

Result<Commit> unpack(ByteView bytes, OrgId org, ScopeId scope) {
    if (bytes.size() > commit::limits::commit_bytes)
        return fail(Errc::too_large, "a commit of " + std::to_string(bytes.size()) + " bytes");
    CanonicalReader in(bytes);
    if (in.u8() != format_1) in.refuse("an unknown format");
    Commit commit;
    commit.header = read_header(in);
    commit.header.org = org;
    commit.header.scope = scope;
    in.fill(commit.signature.bytes);
    const std::vector<Patch> shapes = read_shapes(in);
    const std::uint64_t patches = read_varint(in);
    if (patches > commit::limits::patches_a_commit) in.refuse("too many patches");
    std::size_t room = commit::limits::visible_bytes_a_commit;
    for (std::uint64_t i = 0; i < patches && in.ok(); ++i)
        commit.patches.push_back(read_patch(in, shapes, room));
    if (auto done = in.finish("packed commit"); !done) return done.error();
    commit.header.leaves.reserve(commit.patches.size());
    for (const Patch& patch : commit.patches)
        commit.header.leaves.push_back(commit::leaf_hash(patch));
    return commit;
}

}  // namespace sanderling::wire
