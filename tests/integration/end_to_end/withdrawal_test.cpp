// A person leaves a case: the server stops, the device destroys what it holds, and what it had not
// sent is not lost in silence.
#include "client-sdk/link/blocking_link.hpp"
#include "client-sdk/replica/sync_store.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string canary = "He keeps the ferret in the coal shed";

class WithdrawalTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    PersonId ben_ = org_.hire("Ben " + name_, "officer");
    ScopeId case_ = org_.found("case", "case of " + name_);

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
    }
    Phone phone_of(PersonId person, const std::string& what) {
        return Phone(org_, person, name_ + "-" + what);
    }
};

TEST_F(WithdrawalTest, TheDeviceDestroysTheCaseAndKeepsWhatItHadNotSent) {
    Phone ann = phone_of(ann_, "ann");
    ann.visit(ScopeId{}, canary);
}

}  // namespace
}  // namespace sanderling::tests
