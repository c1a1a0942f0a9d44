// Strong ids and numbers: what can be swapped by mistake has a type of its own.
#pragma once

#include "core/types/bytes.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sanderling {

/// Sixteen bytes that name something. Ordered by bytes; spelled as a UUID in text.
template <class Tag>
struct Id {
    std::array<std::uint8_t, 16> bytes{};

    friend auto operator<=>(const Id&, const Id&) = default;
    bool is_zero() const { return *this == Id{}; }
    ByteView view() const { return bytes; }
};

using OrgId = Id<struct OrgTag>;
using ScopeId = Id<struct ScopeTag>;
using PersonId = Id<struct PersonTag>;
using GroupId = Id<struct GroupTag>;
using DeviceId = Id<struct DeviceTag>;
using ReplicaId = Id<struct ReplicaTag>;
using RecordId = Id<struct RecordTag>;
using TransactionId = Id<struct TransactionTag>;
using RegistrarId = Id<struct RegistrarTag>;

/// Stands in for (collection, field, element) wherever the server can see it.
using Token = Id<struct TokenTag>;

enum class Seq : std::uint64_t {};         // the server's gap-free number in a scope, from 1
enum class Counter : std::uint64_t {};     // a replica's gap-free number in a scope, from 1
enum class Generation : std::uint64_t {};  // of a server store; compared for equality only
enum class KeyEpoch : std::uint32_t {};    // of a scope key or a person key, from 1
enum class SchemaVersion : std::uint32_t {};

template <class E>
requires std::is_enum_v<E>
constexpr auto number(E e) {
    return static_cast<std::underlying_type_t<E>>(e);
}

/// The identity of a commit within its scope.
struct Dot {
    ReplicaId replica{};
    Counter counter{};

    friend auto operator<=>(const Dot&, const Dot&) = default;
};

std::string uuid_text(ByteView sixteen_bytes);
bool parse_uuid(std::string_view text, std::span<std::uint8_t, 16> out);

template <class Tag>
std::string to_text(const Id<Tag>& id) {
    return uuid_text(id.view());
}

/// Reads a UUID with or without hyphens.
template <class IdType>
std::optional<IdType> parse_id(std::string_view text) {
    IdType id;
    if (!parse_uuid(text, id.bytes)) return std::nullopt;
    return id;
}

}  // namespace sanderling

template <class Tag>
struct std::hash<sanderling::Id<Tag>> {
    std::size_t operator()(const sanderling::Id<Tag>& id) const noexcept {
        // The low half of every id is random or a keyed hash, so it needs no further mixing.
        std::size_t h = 0;
        std::memcpy(&h, id.bytes.data() + 8, sizeof h);
        return h;
    }
};

template <>
struct std::hash<sanderling::Dot> {
    std::size_t operator()(const sanderling::Dot& dot) const noexcept {
        return std::hash<sanderling::ReplicaId>{}(dot.replica) ^
               (static_cast<std::size_t>(dot.counter) * 0x9E3779B97F4A7C15ULL);
    }
};
