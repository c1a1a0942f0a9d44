#include "core/sealing/token.hpp"

#include "core/commit/canonical.hpp"

namespace sanderling::sealing {

namespace {

/// What is hashed begins with its kind, so that a token is never an element's or a record's.
enum class Kind : std::uint8_t { field = 1, element = 2, record = 3, place = 4 };

Token token_of(Kind kind, const TokenKey& key, std::uint16_t collection, std::uint16_t field,
               ByteView element) {
    commit::CanonicalWriter out;
    out.reserve(9 + element.size());
    out.code(kind).u16(collection).u16(field).sized(element);
    return Token{crypto::keyed_hash_16(key.view(), out.bytes())};
}

}  // namespace

Token field_token(const TokenKey& key, std::uint16_t collection, std::uint16_t field) {
    commit::CanonicalWriter out;
    out.reserve(5);
    out.code(Kind::field).u16(collection).u16(field);
    return Token{crypto::keyed_hash_16(key.view(), out.bytes())};
}

Token element_token(const TokenKey& key, std::uint16_t collection, std::uint16_t field,
                    ByteView element) {
    return token_of(Kind::element, key, collection, field, element);
}

Token place_token(const TokenKey& key, std::uint16_t collection, std::uint16_t field,
                  ByteView element) {
    return token_of(Kind::place, key, collection, field, element);
}

RecordId natural_record_id(const TokenKey& key, std::uint16_t collection, ByteView natural_key) {
    commit::CanonicalWriter out;
    out.reserve(7 + natural_key.size());
    out.code(Kind::record).u16(collection).sized(natural_key);
    RecordId id{crypto::keyed_hash_16(key.view(), out.bytes())};
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0FU) | 0x80U);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3FU) | 0x80U);
    return id;
}

}  // namespace sanderling::sealing
