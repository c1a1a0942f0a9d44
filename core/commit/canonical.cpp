#include "core/commit/canonical.hpp"

#include "core/types/assert.hpp"

#include <algorithm>

namespace sanderling::commit {

CanonicalWriter& CanonicalWriter::u8(std::uint8_t v) {
    bytes_.push_back(v);
    return *this;
}

CanonicalWriter& CanonicalWriter::u16(std::uint16_t v) {
    return u8(static_cast<std::uint8_t>(v >> 8U)).u8(static_cast<std::uint8_t>(v));
}

CanonicalWriter& CanonicalWriter::u32(std::uint32_t v) {
    return u16(static_cast<std::uint16_t>(v >> 16U)).u16(static_cast<std::uint16_t>(v));
}

CanonicalWriter& CanonicalWriter::u64(std::uint64_t v) {
    return u32(static_cast<std::uint32_t>(v >> 32U)).u32(static_cast<std::uint32_t>(v));
}

CanonicalWriter& CanonicalWriter::raw(ByteView bytes) {
    append(bytes_, bytes);
    return *this;
}

CanonicalWriter& CanonicalWriter::sized(ByteView bytes) {
    SANDERLING_ASSERT(bytes.size() <= UINT32_MAX);
    return u32(static_cast<std::uint32_t>(bytes.size())).raw(bytes);
}

std::uint64_t CanonicalReader::big_endian(std::size_t size) {
    std::uint64_t v = 0;
    for (const std::uint8_t b : raw(size)) v = v << 8U | b;
    return v;
}

ByteView CanonicalReader::raw(std::size_t size) {
    if (!ok() || rest_.size() < size) {
        refuse("cut short");
        return {};
    }
    const ByteView out = rest_.first(size);
    rest_ = rest_.subspan(size);
    return out;
}

ByteView CanonicalReader::sized(std::size_t size_max) {
    const std::uint32_t size = u32();
    if (size > size_max) {
        refuse("a length beyond its limit");
        return {};
    }
    return raw(size);
}

void CanonicalReader::fill(std::span<std::uint8_t> out) {
    const ByteView in = raw(out.size());
    if (in.size() == out.size()) std::copy(in.begin(), in.end(), out.begin());
}

void CanonicalReader::refuse(std::string_view what) {
    if (problem_.empty()) problem_ = what;
}

Result<void> CanonicalReader::finish(std::string_view what) const {
    if (!ok()) return fail(Errc::malformed, std::string(what) + ": " + problem_);
    if (!rest_.empty()) return fail(Errc::malformed, std::string(what) + ": bytes left over");
    return {};
}

}  // namespace sanderling::commit
