#include "core/merge/digest.hpp"

namespace sanderling::merge {

void Digest::add(const crypto::Hash& entry) {
    unsigned carry = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const unsigned s = unsigned{sum_[i]} + entry.bytes[i] + carry;
        sum_[i] = static_cast<std::uint8_t>(s);
        carry = s >> 8U;
    }
}

void Digest::subtract(const crypto::Hash& entry) {
    unsigned borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const unsigned s = 256U + sum_[i] - entry.bytes[i] - borrow;
        sum_[i] = static_cast<std::uint8_t>(s);
        borrow = s < 256U ? 1 : 0;
    }
}

crypto::Hash digest_entry(RecordId record, Token token, const Dot& dot, Operation operation) {
    commit::CanonicalWriter out;
    out.reserve(64);
    out.id(record).id(token).dot(dot).code(operation);
    return crypto::hash(crypto::HashType::digest_entry, out.bytes());
}

}  // namespace sanderling::merge
