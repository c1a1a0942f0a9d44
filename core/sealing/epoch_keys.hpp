// The keys of a scope: one content key an epoch, one constant token key, wrapped so that a member
// walks back through history, and carried to each member in an envelope (docs/protocol.md §6).
#pragma once

#include "core/crypto/random.hpp"
#include "core/scope_log/scope_log.hpp"
#include "core/sealing/box.hpp"

#include <vector>

namespace sanderling::sealing {

using EpochKey = crypto::Secret<32>;
using TokenKey = crypto::Secret<32>;

/// The key of one epoch on its way to one principal. What is sealed repeats the whole context, so
/// an envelope cannot be moved to another scope, epoch, place in the log, issuer or reader.
struct Envelope {
    scope_log::Principal to{};
    KeyEpoch to_epoch{};  // of the principal's own key
    Bytes sealed{};
    friend bool operator==(const Envelope&, const Envelope&) = default;
};

/// Where the epoch entry is going to stand, and who signs it.
struct EpochPlace {
    OrgId org;
    ScopeId scope;
    std::uint32_t index = 0;
    scope_log::Issuer issuer{};
};

struct Recipient {
    scope_log::Principal to{};
    KeyEpoch to_epoch{};
    crypto::BoxPublicKey key{};
};
Recipient recipient_of(const scope_log::PersonKeyCert& cert);

struct NewEpoch {
    scope_log::EpochChange body{};
    EpochKey key{};
    TokenKey token{};
    std::vector<Envelope> envelopes{};  // sorted as the hash in the body wants them
};

/// Epoch 1 of a scope, with a new token key. Errors: invalid_argument (a recipient's key is none).
Result<NewEpoch> make_first_epoch(const EpochPlace& place, const std::vector<Recipient>& recipients,
                                  crypto::Random& random);
/// The epoch after `previous`. The token key stays. Errors: as above.
Result<NewEpoch> make_next_epoch(const EpochPlace& place, KeyEpoch previous,
                                 const EpochKey& previous_key, const TokenKey& token,
                                 const std::vector<Recipient>& recipients, crypto::Random& random);

/// For a member who joins without a new epoch: the current key in one more envelope, bound to the
/// entry that made the epoch. It is outside that entry's hash; the commitment is what proves it.
Result<Envelope> seal_envelope(const EpochPlace& place, KeyEpoch epoch, const EpochKey& key,
                               const Recipient& recipient, crypto::Random& random);

/// The key inside, checked against the signed entry: place, issuer, reader, commitment.
/// Errors: wrong_key (not for this reader's key), unauthenticated (sealed for another place, or not
/// the key that was committed to), malformed.
Result<EpochKey> open_envelope(const Envelope& envelope, OrgId org, ScopeId scope,
                               const scope_log::EpochRecord& entry, const BoxKeyPair& reader);

/// One step back: the key of epoch n − 1 from that of epoch n. Errors: not_found for epoch 1,
/// wrong_key, unauthenticated (not the key that `before` committed to).
Result<EpochKey> unwrap_previous(ScopeId scope, const scope_log::EpochChange& entry,
                                 const EpochKey& key, const scope_log::EpochChange& before);
/// Errors: wrong_key.
Result<TokenKey> unwrap_token_key(ScopeId scope, const scope_log::EpochChange& entry,
                                  const EpochKey& key);

crypto::Hash epoch_commitment(ScopeId scope, KeyEpoch epoch, const EpochKey& key);
/// The key pair whose public half is in the epoch entry.
BoxKeyPair deposit_keys(const EpochKey& key);

/// Over all of them, whatever their order.
crypto::Hash envelopes_hash(const std::vector<Envelope>& envelopes);
Bytes encode(const Envelope& envelope);
/// Errors: malformed, unsupported_version.
Result<Envelope> decode_envelope(ByteView bytes);

namespace limits {
// Context and key sealed are 183 bytes; room for a larger suite.
inline constexpr std::size_t envelope_sealed_bytes = 512;
}  // namespace limits

}  // namespace sanderling::sealing
