#include "core/sealing/token.hpp"

#include "tests/unit/core/sealing/fixed_random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sanderling::test {

using namespace sealing;

TEST(Token, IsTheSameForTheSameAndDiffersForAnythingElse) {
    const TokenKey key = secret_of(1);
    const Bytes element{1, 2};

    EXPECT_EQ(field_token(key, 1, 2), field_token(key, 1, 2));
    const std::set<Token> all{field_token(key, 1, 2),
                              field_token(key, 2, 1),
                              field_token(key, 1, life_field),
                              field_token(secret_of(2), 1, 2),
                              element_token(key, 1, 2, element),
                              element_token(key, 1, 2, Bytes{}),
                              element_token(key, 1, 2, Bytes{1}),
                              place_token(key, 1, 2, Bytes{1})};
    EXPECT_EQ(all.size(), 8U);
}

TEST(Token, GivesNaturalKeysARecordIdOfVersionEight) {
    const TokenKey key = secret_of(1);

    const RecordId id = natural_record_id(key, 1, as_bytes("2011-05-03"));

    EXPECT_EQ(id, natural_record_id(key, 1, as_bytes("2011-05-03")));
    EXPECT_NE(id, natural_record_id(key, 2, as_bytes("2011-05-03")));
    EXPECT_EQ(id.bytes[6] >> 4U, 8);
    EXPECT_EQ(id.bytes[8] >> 6U, 2);
}

}  // namespace sanderling::test
