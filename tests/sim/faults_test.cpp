// A simulator that cannot fail proves nothing: each classic fault, put back by itself, is found
// within a bounded number of steps at the rates of every other run.
#include "core/types/check.hpp"
#include "core/types/fault.hpp"
#include "tests/sim/campaign.hpp"
#include "tests/sim/every_rule.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace sanderling::sim {
namespace {

constexpr std::size_t steps_a_run = 600;
constexpr std::uint64_t runs_max = 60;

/// A fault, and where the search for it begins: near what finds it, so that the test ends soon, and
/// still a search, because every change of the simulator makes other runs of the seeds.
struct Classic {
    const char* name;
    Fault fault;
    std::uint64_t first_seed = 1;
    std::optional<Check> removed{};  // a check that a lying server then gets past

    void put_back() const {
        chosen_fault = fault;
        removed_checks = removed ? std::uint64_t{1} << static_cast<unsigned>(*removed) : 0;
    }
    static void mend() {
        chosen_fault = Fault::none;
        removed_checks = 0;
    }
};

class ClassicFault : public testing::TestWithParam<Classic> {
  protected:
    void TearDown() override { Classic::mend(); }
};

TEST_P(ClassicFault, IsFound) {
    GetParam().put_back();

    std::size_t steps = 0;
    std::uint64_t last_seed = 0;
    std::optional<Finding> found;
    const std::uint64_t end = GetParam().first_seed + runs_max;
    for (std::uint64_t seed = GetParam().first_seed; seed < end && !found; ++seed) {
        const RunReport report = run_once(schema_for(seed), {.seed = seed, .steps = steps_a_run});
        steps += report.finding_step + 1;
        last_seed = seed;
        found = report.finding;
    }

    ASSERT_TRUE(found) << "not found in " << steps << " steps";
    std::cout << GetParam().name << ": found after " << steps << " steps, seed " << last_seed
              << ", by invariant " << static_cast<int>(found->invariant) << " ("
              << to_text(found->invariant) << "): " << found->text.substr(0, 200) << "\n";

    Classic::mend();
    EXPECT_FALSE(run_once(schema_for(last_seed), {.seed = last_seed, .steps = steps_a_run}).finding)
        << "what was found is there without the fault, too";
}

INSTANTIATE_TEST_SUITE_P(
    All, ClassicFault,
    testing::Values(Classic{"single_superseded_version", Fault::single_superseded_version},
                    Classic{"page_as_base", Fault::page_as_base},
                    Classic{"replica_id_kept", Fault::replica_id_kept},
                    Classic{"delete_hides_unseen_edit", Fault::delete_hides_unseen_edit},
                    Classic{"own_without_own", Fault::own_without_own},
                    Classic{"seq_outside_transaction", Fault::seq_outside_transaction},
                    Classic{"ack_before_commit", Fault::ack_before_commit},
                    Classic{"applied_page_by_page", Fault::applied_page_by_page},
                    Classic{"parts_judged_singly", Fault::parts_judged_singly},
                    Classic{"resealed_with_new_base", Fault::resealed_with_new_base, 38},
                    Classic{"numeric_base_after_restore", Fault::numeric_base_after_restore},
                    Classic{"fork_not_reported", Fault::none, 5, Check::base_chain},
                    Classic{"entry_of_a_ghost", Fault::none, 5, Check::entry_signature}),
    [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace sanderling::sim
