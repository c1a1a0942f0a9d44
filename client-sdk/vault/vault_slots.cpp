// The key slots of a vault: who may open it (docs/storage.md §6). The pages are not touched.
#include "client-sdk/vault/vault_slots.hpp"

#include "client-sdk/vault/slot_file.hpp"
#include "client-sdk/vault/slot_wrap.hpp"
#include "client-sdk/vault/vault_state.hpp"

#include <algorithm>

namespace sanderling::vault {

namespace {

void clear(SlotCopy& copy, SlotType type) {
    for (Slot& slot : copy.slots) {
        if (slot.type == type) slot = Slot{};
    }
}

}  // namespace

std::vector<SlotInfo> infos_of(const SlotCopy& copy) {
    std::vector<SlotInfo> out;
    for (std::size_t i = 0; i < slots_max; ++i) {
        const Slot& slot = copy.slots[i];
        if (slot.type != SlotType::empty) out.push_back({i, slot.type, slot.cost});
    }
    return out;
}

Result<> put_key(SlotCopy& copy, const crypto::Secret<32>& database_key, const Key& key,
                 const KdfCost& cost) {
    const auto room =
        std::ranges::find(copy.slots, SlotType::empty, [](const Slot& slot) { return slot.type; });
    if (room == copy.slots.end()) return fail(Errc::too_large, "all key slots are taken");
    crypto::SystemRandom random;
    auto slot = wrap(database_key, copy.identity, random, key, cost);
    if (!slot) return slot.error();
    if (blob_bytes(copy) + slot->blob.size() > keystore_blob_bytes_max)
        return fail(Errc::too_large, "the keystores' blobs are longer than the slots can hold");
    *room = std::move(*slot);
    return {};
}

template <class Change>
Result<> Vault::change_slots(const Key& current, Change&& change) {
    const std::lock_guard lock(state_->slots);
    auto copy = read_slot_file(state_->slots_path());
    if (!copy) return copy.error();
    auto database_key = unwrap(*copy, current);
    if (!database_key) return database_key.error();
    if (auto changed = change(*copy, *database_key); !changed) return changed;
    return write_slot_file(state_->slots_path(), std::move(*copy));
}

Result<std::vector<SlotInfo>> Vault::slots() const {
    return slots_of(state_->directory);
}

Result<std::vector<SlotInfo>> Vault::slots_of(const std::filesystem::path& directory) {
    auto copy = read_slot_file(directory / slots_name);
    if (!copy) return copy.error();
    return infos_of(*copy);
}

Result<> Vault::change_passphrase(const Key& current, const Passphrase& next, const KdfCost& cost) {
    // Copied, because a Key owns its passphrase.
    const Key key(Passphrase(as_text(next.view())));
    return change_slots(current,
                        [&](SlotCopy& copy, const crypto::Secret<32>& database_key) -> Result<> {
                            clear(copy, SlotType::passphrase);
                            return put_key(copy, database_key, key, cost);
                        });
}

Result<RecoveryCode> Vault::make_recovery_code(const Key& current) {
    crypto::SystemRandom random;
    RecoveryCode code = RecoveryCode::generate(random);
    const Key key(code.clone());
    auto changed = change_slots(
        current, [&](SlotCopy& copy, const crypto::Secret<32>& database_key) -> Result<> {
            clear(copy, SlotType::recovery_code);
            return put_key(copy, database_key, key, {});
        });
    if (!changed) return changed.error();
    return code;
}

Result<> Vault::add_key(const Key& current, const Key& next, const KdfCost& cost) {
    return change_slots(current, [&](SlotCopy& copy, const crypto::Secret<32>& database_key) {
        return put_key(copy, database_key, next, cost);
    });
}

Result<> Vault::remove_slot(const Key& current, std::size_t index) {
    const std::lock_guard lock(state_->slots);
    auto copy = read_slot_file(state_->slots_path());
    if (!copy) return copy.error();
    if (index >= slots_max || copy->slots[index].type == SlotType::empty)
        return fail(Errc::not_found, "no key slot " + std::to_string(index));
    if (auto other = open_slots(*copy, current, {.except = index}); !other) {
        if (other.error().code != Errc::wrong_key) return other.error();
        return fail(Errc::wrong_key, "removing a key slot takes a key that opens another one");
    }
    copy->slots[index] = Slot{};
    return write_slot_file(state_->slots_path(), std::move(*copy));
}

}  // namespace sanderling::vault
