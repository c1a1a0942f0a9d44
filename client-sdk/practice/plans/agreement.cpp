// Agreements are records that are never changed; what they come to is computed from the hash.
#include "client-sdk/practice/plans/agreement.hpp"

namespace sanderling::practice::plans {
namespace {

using probation::AgreementStatus;

AgreementState standing_of(const probation::Agreement& said, const Bytes& current) {
    switch (said.status.value_or(AgreementStatus::draft)) {
        case AgreementStatus::agreed:
        case AgreementStatus::updated_agreed:
            return said.version_hash == current ? AgreementState::agreed
                                                : AgreementState::changed_since_agreed;
        case AgreementStatus::do_not_agree:
        case AgreementStatus::updated_do_not_agree:
            return AgreementState::does_not_agree;
        case AgreementStatus::could_not_answer:
            return AgreementState::could_not_answer;
        case AgreementStatus::draft:
            break;
    }
    return AgreementState::not_asked;
}

int reserve_of(AgreementState standing) {
    return standing == AgreementState::agreed || standing == AgreementState::changed_since_agreed
               ? 0
               : 1;
}

bool is_later(const VoiceAgreement& one, const VoiceAgreement& other) {
    const auto at = [](const VoiceAgreement& each) {
        return each.said.signed_at.value_or(Instant{});
    };
    if (at(one) != at(other)) return at(one) > at(other);
    return reserve_of(one.standing) > reserve_of(other.standing);
}

}  // namespace

std::string_view to_text(AgreementState standing) {
    switch (standing) {
        case AgreementState::agreed:
            return "agreed";
        case AgreementState::changed_since_agreed:
            return "changed_since_agreed";
        case AgreementState::does_not_agree:
            return "does_not_agree";
        case AgreementState::could_not_answer:
            return "could_not_answer";
        case AgreementState::not_asked:
            break;
    }
    return "not_asked";
}

Result<RecordId> sign(Store& store, const PlanContent& seen, const Signing& signing) {
    probation::Agreement record;
    record.plan_id = seen.id;
    record.voice = signing.voice;
    record.status = signing.status;
    record.signer = signing.signer;
    record.version_hash = version_hash(seen);
    record.signed_at = signing.now;
    if (!signing.reason.empty()) record.reason = signing.reason;
    if (!signing.mark.empty()) record.mark = signing.mark;
    RecordId id;
    auto written = store.write([&](Transaction& tx) -> Result<void> {
        auto made = tx.insert(seen.scope, record);
        if (!made) return made.error();
        id = *made;
        return {};
    });
    if (!written) return written.error();
    return id;
}

Result<PlanAgreement> read_agreement(const Store& store, const PlanContent& plan) {
    auto ids = ids_of(store, "SELECT id FROM agreement WHERE plan_id = ?1 ORDER BY id", plan.id);
    if (!ids) return ids.error();
    const Bytes current = version_hash(plan);
    PlanAgreement out;
    for (const RecordId& id : *ids) {
        auto said = store.get<probation::Agreement>(id);
        if (!said) return said.error();
        if (!*said || !(*said)->voice) continue;
        VoiceAgreement& kept = (*said)->voice == probation::Voice::om ? out.om : out.su;
        VoiceAgreement next{standing_of(**said, current), id, **std::move(said)};
        if (next.standing == AgreementState::not_asked) continue;
        if (!kept.record || is_later(next, kept)) kept = std::move(next);
    }
    return out;
}

}  // namespace sanderling::practice::plans
