// What each voice said of a plan, and whether it said it of the plan as it is now
// (docs/plans.md, "Agreement").
#pragma once

#include "client-sdk/practice/plans/plan_content.hpp"

#include <optional>
#include <string>

namespace sanderling::practice::plans {

enum class AgreementState : std::uint8_t {
    not_asked,
    agreed,                // to the plan as it is now
    changed_since_agreed,  // agreed to an earlier version
    does_not_agree,        // whatever has changed since
    could_not_answer,
};
std::string_view to_text(AgreementState standing);

struct VoiceAgreement {
    AgreementState standing = AgreementState::not_asked;
    std::optional<RecordId> record{};
    probation::Agreement said{};  // the latest of this voice, empty where it was not asked
};

struct PlanAgreement {
    VoiceAgreement om{};
    VoiceAgreement su{};
};

struct Signing {
    probation::Voice voice = probation::Voice::su;
    probation::AgreementStatus status = probation::AgreementStatus::agreed;
    std::string signer{};
    std::string reason{};  // where the signer does not agree
    Instant now{};
    Bytes mark{};  // as drawn on a screen; may be empty
};

/// Writes an agreement to exactly `seen`, which is what the page showed: if the plan has changed
/// since it was read, the agreement stands as given to the earlier version. The commit that holds
/// it is signed by the device. Errors: those of Store::write.
Result<RecordId> sign(Store& store, const PlanContent& seen, const Signing& signing);

/// Of each voice the latest by its own claim counts, of two at the same time the one that agrees
/// less. Errors: those of Store::query.
Result<PlanAgreement> read_agreement(const Store& store, const PlanContent& plan);

}  // namespace sanderling::practice::plans
