#include "core/sealing/deposit.hpp"

#include "core/sealing/token.hpp"
#include "tests/unit/core/sealing/sample_commit.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace sealing;

namespace {

class Deposit : public testing::Test {
  protected:
    commit::Patch deposited(const Plaintext& plaintext) {
        commit::Patch patch = sample_patch();
        if (auto done = seal_deposit(patch, header, 0, plaintext, to, random); !done)
            throw std::runtime_error(done.error().message());
        return patch;
    }
    Errc error_of(const commit::Patch& patch, const commit::Header& h, const EpochKey& with) {
        const auto opened = open_patch(patch, h, 0, with);
        return opened ? Errc::ok : opened.error().code;
    }

    commit::Header header = sample_header();
    EpochKey key = secret_of(0x42);
    crypto::BoxPublicKey to = deposit_keys(key).public_key;
    FixedRandom random;
    Plaintext answers = plaintext_of("he listens to me", "7");
};

}  // namespace

TEST_F(Deposit, IsReadByWhoHasTheEpochsKey) {
    const commit::Patch patch = deposited(answers);

    EXPECT_EQ(patch.mode, commit::SealMode::deposit);
    EXPECT_EQ(open_patch(patch, header, 0, key).value(), answers);
}

TEST_F(Deposit, IsReadByNobodyElse) {
    const commit::Patch patch = deposited(answers);

    EXPECT_EQ(error_of(patch, header, secret_of(0x43)), Errc::wrong_key);
}

TEST_F(Deposit, StaysWhatItIsUnderAnotherNumberOfItsAuthor) {
    const commit::Patch patch = deposited(answers);
    commit::Header moved = header;
    moved.replica = id_of<ReplicaId>(0x77);
    moved.counter = Counter{1};

    EXPECT_EQ(open_patch(patch, moved, 0, key).value(), answers);
}

TEST_F(Deposit, IsBoundToScopeDeviceTransactionAndPlace) {
    const commit::Patch patch = deposited(answers);
    commit::Header other_scope = header;
    other_scope.scope = id_of<ScopeId>(0x55);
    commit::Header other_device = header;
    other_device.device = id_of<DeviceId>(0x55);
    commit::Header other_transaction = header;
    other_transaction.transaction = id_of<TransactionId>(0x55);
    commit::Header other_epoch = header;
    other_epoch.epoch = KeyEpoch{2};
    commit::Patch other_record = patch;
    other_record.record = id_of<RecordId>(0x55);

    for (const auto& h : {other_scope, other_device, other_transaction, other_epoch})
        EXPECT_EQ(error_of(patch, h, key), Errc::wrong_key);
    EXPECT_EQ(error_of(other_record, header, key), Errc::wrong_key);
    EXPECT_EQ(open_patch(patch, header, 1, key).error().code, Errc::wrong_key);
}

// One whose tokens say nothing, so that nobody learns from them which field was written.
TEST_F(Deposit, HasTokensOfItsOwn) {
    const commit::Patch one = deposited(answers);
    const commit::Patch other = deposited(answers);

    EXPECT_NE(one.paths[0].token, one.paths[1].token);
    EXPECT_NE(one.paths[0].token, other.paths[0].token);
    EXPECT_NE(one.paths[0].token, field_token(key, 3, 1));
}

TEST_F(Deposit, RefusesWhatIsDamagedOrNew) {
    const commit::Patch patch = deposited(answers);
    commit::Patch newer = patch;
    (*newer.ciphertext)[0] = 2;
    commit::Patch cut = patch;
    cut.ciphertext->resize(81);
    commit::Patch damaged = patch;
    damaged.ciphertext->back() ^= 1U;
    commit::Patch stub = patch;
    stub.drop_body();

    EXPECT_EQ(error_of(newer, header, key), Errc::unsupported_version);
    EXPECT_EQ(error_of(cut, header, key), Errc::wrong_key);
    EXPECT_EQ(error_of(damaged, header, key), Errc::wrong_key);
    EXPECT_EQ(error_of(stub, header, key), Errc::not_found);
}

TEST_F(Deposit, IsNotTakenForWhatTheScopesKeySealed) {
    commit::Patch patch = deposited(answers);
    patch.mode = commit::SealMode::scope_key;

    EXPECT_EQ(error_of(patch, header, key), Errc::wrong_key);
}

TEST_F(Deposit, NeedsAKeyThatIsOne) {
    commit::Patch patch = sample_patch();

    const auto done = seal_deposit(patch, header, 0, answers, crypto::BoxPublicKey{}, random);

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::invalid_argument);
}

}  // namespace sanderling::test
