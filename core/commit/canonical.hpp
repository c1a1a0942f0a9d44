// The canonical encoding: big-endian, fixed order, no optional spellings (docs/protocol.md §3).
// What is signed or hashed is written by this and by nothing else.
#pragma once

#include "core/crypto/hash.hpp"
#include "core/types/error.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace sanderling::commit {

class CanonicalWriter {
  public:
    CanonicalWriter& u8(std::uint8_t v);
    CanonicalWriter& u16(std::uint16_t v);
    CanonicalWriter& u32(std::uint32_t v);
    CanonicalWriter& u64(std::uint64_t v);
    CanonicalWriter& raw(ByteView bytes);    // length known to the reader
    CanonicalWriter& sized(ByteView bytes);  // u32 length, then the bytes
    template <class Tag>
    CanonicalWriter& id(const Id<Tag>& v) {
        return raw(v.view());
    }
    CanonicalWriter& dot(const Dot& d) { return id(d.replica).u64(number(d.counter)); }
    CanonicalWriter& hash(const crypto::Hash& h) { return raw(h.view()); }
    template <class E>
    requires std::is_enum_v<E> CanonicalWriter& code(E e) {
        const auto n = number(e);
        if constexpr (sizeof n == 1)
            return u8(n);
        else if constexpr (sizeof n == 2)
            return u16(n);
        else if constexpr (sizeof n == 4)
            return u32(n);
        else
            return u64(n);
    }

    void reserve(std::size_t size) { bytes_.reserve(size); }
    const Bytes& bytes() const { return bytes_; }
    Bytes take() { return std::move(bytes_); }

  private:
    Bytes bytes_;
};

/// Reads what CanonicalWriter wrote. After a failure every further read yields zeros and `ok()` is
/// false, so a decoder checks once, at its end, with `finish()`.
class CanonicalReader {
  public:
    explicit CanonicalReader(ByteView bytes) : rest_(bytes) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(big_endian(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(big_endian(4)); }
    std::uint64_t u64() { return big_endian(8); }
    ByteView raw(std::size_t size);
    ByteView sized(std::size_t size_max);
    template <class IdType>
    IdType id() {
        IdType out;
        fill(out.bytes);
        return out;
    }
    Dot dot() {
        const auto replica = id<ReplicaId>();
        return {replica, Counter{u64()}};
    }
    crypto::Hash hash() {
        crypto::Hash out;
        fill(out.bytes);
        return out;
    }
    template <class E>
    E code() {
        return static_cast<E>(
            static_cast<std::underlying_type_t<E>>(big_endian(sizeof(std::underlying_type_t<E>))));
    }
    void fill(std::span<std::uint8_t> out);

    /// Marks the input as wrong: a value out of its range.
    void refuse(std::string_view what);
    bool ok() const { return problem_.empty(); }
    std::size_t left() const { return rest_.size(); }
    /// An error when anything was wrong or bytes are left over.
    Result<void> finish(std::string_view what) const;

  private:
    std::uint64_t big_endian(std::size_t size);

    ByteView rest_;
    std::string problem_;
};

}  // namespace sanderling::commit
