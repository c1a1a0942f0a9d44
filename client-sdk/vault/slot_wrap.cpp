#include "client-sdk/vault/slot_wrap.hpp"

#include "client-sdk/vault/endian.hpp"
#include "core/types/assert.hpp"

#include <sodium.h>

#include <optional>
#include <string_view>

namespace sanderling::vault {

namespace {

constexpr std::string_view associated_prefix = "sanderling/slot/1";

// Whatever decides how the key is derived or used is authenticated by the wrapping itself.
Bytes associated_data(const Slot& slot, const DatabaseIdentity& identity) {
    Bytes data;
    append(data, as_bytes(associated_prefix));
    std::array<std::uint8_t, 5> fields{};
    fields[0] = number(identity.cipher);
    store_le<std::uint32_t>(&fields[1], number(identity.epoch));
    append(data, fields);
    append(data, identity.id.view());
    append(data, slot_head(slot));
    return data;
}

void seal_slot(Slot& slot, const crypto::Secret<32>& wrapping, const crypto::Secret<32>& key,
               const DatabaseIdentity& identity) {
    const Bytes data = associated_data(slot, identity);
    unsigned long long size = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(slot.wrapped.data(), &size, key.view().data(),
                                               key.size, data.data(), data.size(), nullptr,
                                               slot.nonce.data(), wrapping.view().data());
    SANDERLING_ASSERT(size == slot.wrapped.size());
}

std::optional<crypto::Secret<32>> open_slot(const Slot& slot, const crypto::Secret<32>& wrapping,
                                            const DatabaseIdentity& identity) {
    const Bytes data = associated_data(slot, identity);
    crypto::Secret<32> key;
    unsigned long long size = 0;
    const int rc = crypto_aead_xchacha20poly1305_ietf_decrypt(
        key.fill().data(), &size, nullptr, slot.wrapped.data(), slot.wrapped.size(), data.data(),
        data.size(), slot.nonce.data(), wrapping.view().data());
    if (rc != 0 || size != key.size) return std::nullopt;
    return key;
}

// --- one kind of key each ----------------------------------------------------------------------

/// What is particular to a kind of key: how a slot of it is begun, and how its wrapping key comes
/// about later.
class Begin {
  public:
    Begin(Slot& slot, crypto::Random& random, const KdfCost& cost)
        : slot_(slot), random_(random), cost_(cost) {}

    Result<crypto::Secret<32>> operator()(const Passphrase& passphrase) {
        slot_.type = SlotType::passphrase;
        slot_.kdf = SlotKdf::argon2id;
        slot_.cost = cost_;
        return wrapping_key(passphrase, slot_.salt, cost_);
    }
    Result<crypto::Secret<32>> operator()(const RawKey& key) {
        slot_.type = SlotType::raw_key;
        return wrapping_key(key, slot_.salt);
    }
    Result<crypto::Secret<32>> operator()(const RecoveryCode& code) {
        slot_.type = SlotType::recovery_code;
        return wrapping_key(code, slot_.salt);
    }
    Result<crypto::Secret<32>> operator()(const KeystoreKey& key) {
        SANDERLING_ASSERT(key.keystore != nullptr);
        slot_.type = SlotType::keystore;
        RawKey secret;
        random_.fill(secret.bytes.fill());
        auto blob = key.keystore->wrap(secret.bytes);
        if (!blob) return blob.error();
        if (blob->size() > keystore_blob_bytes_max)
            return fail(Errc::too_large, "the keystore's blob is longer than a slot can hold");
        slot_.blob = std::move(*blob);
        return wrapping_key(secret, slot_.salt);
    }

  private:
    Slot& slot_;
    crypto::Random& random_;
    KdfCost cost_;
};

struct TypeOf {
    SlotType operator()(const Passphrase&) const { return SlotType::passphrase; }
    SlotType operator()(const RawKey&) const { return SlotType::raw_key; }
    SlotType operator()(const RecoveryCode&) const { return SlotType::recovery_code; }
    SlotType operator()(const KeystoreKey&) const { return SlotType::keystore; }
};

struct Again {
    const Slot& slot;

    Result<crypto::Secret<32>> operator()(const Passphrase& passphrase) const {
        if (!within_bounds(slot.cost))
            return fail(Errc::corrupt, "a key slot asks for an Argon2id cost out of bounds");
        return wrapping_key(passphrase, slot.salt, slot.cost);
    }
    Result<crypto::Secret<32>> operator()(const RawKey& key) const {
        return wrapping_key(key, slot.salt);
    }
    Result<crypto::Secret<32>> operator()(const RecoveryCode& code) const {
        return wrapping_key(code, slot.salt);
    }
    Result<crypto::Secret<32>> operator()(const KeystoreKey& key) const {
        SANDERLING_ASSERT(key.keystore != nullptr);
        auto secret = key.keystore->unwrap(slot.blob);
        if (!secret) return secret.error();
        return wrapping_key(RawKey{std::move(*secret)}, slot.salt);
    }
};

std::string_view name_of(SlotType type) {
    switch (type) {
        case SlotType::passphrase:
            return "passphrase";
        case SlotType::raw_key:
            return "raw key";
        case SlotType::recovery_code:
            return "recovery code";
        default:
            return "keystore";
    }
}

}  // namespace

Result<Slot> wrap(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
                  crypto::Random& random, const Key& key, const KdfCost& cost) {
    Slot slot;
    random.fill(slot.salt);
    random.fill(slot.nonce);
    auto wrapping = std::visit(Begin(slot, random, cost), key);
    if (!wrapping) return wrapping.error();
    seal_slot(slot, *wrapping, database_key, identity);
    return slot;
}

Result<OpenedSlot> open_slots(const SlotCopy& copy, const Key& key, const SlotChoice& choice) {
    const SlotType type = std::visit(TypeOf{}, key);
    std::optional<Error> keystore_said;
    for (std::size_t i = 0; i < slots_max; ++i) {
        const Slot& slot = copy.slots[i];
        if (slot.type != type || i == choice.except) continue;
        auto wrapping = std::visit(Again{slot}, key);
        if (!wrapping) {
            // A keystore may not know one slot's blob and know the next one's.
            if (type != SlotType::keystore) return wrapping.error();
            keystore_said = wrapping.error();
            continue;
        }
        if (auto opened = open_slot(slot, *wrapping, copy.identity))
            return OpenedSlot{i, std::move(*opened)};
    }
    if (keystore_said) return *keystore_said;
    return fail(Errc::wrong_key, "no key slot opens with this " + std::string(name_of(type)));
}

Result<crypto::Secret<32>> unwrap(const SlotCopy& copy, const Key& key) {
    auto opened = open_slots(copy, key);
    if (!opened) return opened.error();
    return std::move(opened->database_key);
}

}  // namespace sanderling::vault
