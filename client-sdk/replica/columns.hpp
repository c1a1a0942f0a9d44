// Strong types in SQL: how ids, hashes and numbers are bound and read.
#pragma once

#include "client-sdk/vault/database.hpp"
#include "core/crypto/hash.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <algorithm>

namespace sanderling::replica {

template <class E>
std::int64_t as_int(E value) {
    return static_cast<std::int64_t>(number(value));
}
inline std::int64_t as_int(HlcTime value) {
    return static_cast<std::int64_t>(value);
}

template <class E>
E column_code(const vault::Statement& statement, int column) {
    return static_cast<E>(static_cast<std::underlying_type_t<E>>(statement.column_int(column)));
}

/// Anything with `bytes`: ids, hashes, keys. Zero if the column is null or has another size.
template <class Fixed>
Fixed column_fixed(const vault::Statement& statement, int column) {
    Fixed out;
    const ByteView blob = statement.column_blob(column);
    if (blob.size() == out.bytes.size()) std::copy(blob.begin(), blob.end(), out.bytes.begin());
    return out;
}

}  // namespace sanderling::replica
