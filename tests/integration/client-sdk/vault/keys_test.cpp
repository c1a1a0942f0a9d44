// Who may open a vault, and how that changes (docs/storage.md §6).
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <gtest/gtest.h>

#include <map>

namespace sanderling::vault {
namespace {

using namespace testing;

/// A keystore that keeps small items and gives back their names, as libsecret does.
class Items final : public Keystore {
  public:
    Result<Bytes> wrap(const crypto::Secret<32>& secret) override {
        const std::string name = "item " + std::to_string(items_.size());
        items_.emplace(name, secret.clone());
        return to_bytes(as_bytes(name));
    }
    Result<crypto::Secret<32>> unwrap(ByteView blob) override {
        if (is_declined) return fail(Errc::not_permitted, "the person declined");
        const auto at = items_.find(std::string(as_text(blob)));
        if (at == items_.end()) return fail(Errc::wrong_key, "no such item");
        return at->second.clone();
    }
    bool is_declined = false;

  private:
    std::map<std::string, crypto::Secret<32>> items_{};
};

Errc code_of_open(const std::filesystem::path& folder, const Key& key) {
    auto opened = Vault::open(folder, key, quick);
    return opened ? Errc::ok : opened.error().code;
}

std::vector<SlotType> types_of(const std::filesystem::path& folder) {
    std::vector<SlotType> types;
    for (const SlotInfo& slot : *Vault::slots_of(folder)) types.push_back(slot.type);
    return types;
}

TEST(Keys, OpensByAKeystore) {
    const Folder folder;
    const auto items = std::make_shared<Items>();
    ASSERT_TRUE(Vault::create(folder / "r", KeystoreKey{items}, quick));

    EXPECT_EQ(code_of_open(folder / "r", KeystoreKey{items}), Errc::ok);
    EXPECT_EQ(code_of_open(folder / "r", KeystoreKey{std::make_shared<Items>()}), Errc::wrong_key);
    EXPECT_EQ(code_of_open(folder / "r", Passphrase("p")), Errc::wrong_key);
    items->is_declined = true;
    EXPECT_EQ(code_of_open(folder / "r", KeystoreKey{items}), Errc::not_permitted);
}

TEST(Keys, OpensByTheLatestRecoveryCode) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", Passphrase("forgotten"), quick);
    auto first = vault->make_recovery_code(Passphrase("forgotten"));
    ASSERT_TRUE(first) << first.error().message();
    auto second = vault->make_recovery_code(Passphrase("forgotten"));
    ASSERT_TRUE(second);
    vault = fail(Errc::closed);

    EXPECT_EQ(types_of(folder / "r"), (std::vector{SlotType::passphrase, SlotType::recovery_code}));
    EXPECT_EQ(code_of_open(folder / "r", first->clone()), Errc::wrong_key);
    auto recovered = Vault::open(folder / "r", *RecoveryCode::parse(second->text()), quick);
    ASSERT_TRUE(recovered) << recovered.error().message();
    ASSERT_TRUE(recovered->change_passphrase(second->clone(), Passphrase("remembered"), quick.kdf));
    recovered = fail(Errc::closed);
    EXPECT_EQ(code_of_open(folder / "r", Passphrase("remembered")), Errc::ok);
    EXPECT_EQ(code_of_open(folder / "r", Passphrase("forgotten")), Errc::wrong_key);
}

TEST(Keys, RemovesASlotOnlyForWhoOpensAnother) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", Passphrase("p"), quick);
    const auto items = std::make_shared<Items>();
    ASSERT_TRUE(vault->add_key(Passphrase("p"), KeystoreKey{items}));
    const auto slots = vault->slots();
    ASSERT_EQ(slots->size(), 2U);
    EXPECT_EQ((*slots)[0].cost.operations, 1U);

    EXPECT_EQ(vault->remove_slot(Passphrase("p"), 0).error().code, Errc::wrong_key);
    EXPECT_EQ(vault->remove_slot(Passphrase("guess"), 1).error().code, Errc::wrong_key);
    EXPECT_EQ(vault->remove_slot(Passphrase("p"), 5).error().code, Errc::not_found);
    EXPECT_EQ(vault->remove_slot(Passphrase("p"), 99).error().code, Errc::not_found);
    ASSERT_TRUE(vault->remove_slot(KeystoreKey{items}, 0));
    EXPECT_EQ(vault->remove_slot(KeystoreKey{items}, 1).error().code, Errc::wrong_key);
    vault = fail(Errc::closed);

    EXPECT_EQ(types_of(folder / "r"), std::vector{SlotType::keystore});
    EXPECT_EQ(code_of_open(folder / "r", Passphrase("p")), Errc::wrong_key);
    EXPECT_EQ(code_of_open(folder / "r", KeystoreKey{items}), Errc::ok);
}

TEST(Keys, HasEightSlots) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", raw_key("0"), quick);
    for (int i = 1; i < 8; ++i)
        ASSERT_TRUE(vault->add_key(raw_key("0"), raw_key(std::to_string(i))));

    EXPECT_EQ(vault->add_key(raw_key("0"), raw_key("8")).error().code, Errc::too_large);
    EXPECT_EQ(vault->slots()->size(), 8U);
}

}  // namespace
}  // namespace sanderling::vault
