// The stable spellings of the public enums, for JSON and for people.
#include "sanderling/store.hpp"

namespace sanderling {

std::string_view to_text(ScopeState state) {
    switch (state) {
        case ScopeState::absent:
            return "absent";
        case ScopeState::keyless:
            return "keyless";
        case ScopeState::bootstrap:
            return "bootstrap";
        case ScopeState::ready:
            return "ready";
        case ScopeState::catching_up:
            return "catching_up";
        case ScopeState::revoked:
            return "revoked";
        case ScopeState::stopped:
            return "stopped";
        case ScopeState::leaving:
            return "leaving";
        case ScopeState::deposit:
            return "deposit";
    }
    return "unknown";
}

std::string_view to_text(ConflictKind kind) {
    switch (kind) {
        case ConflictKind::value:
            return "value";
        case ConflictKind::contested_delete:
            return "contested_delete";
        case ConflictKind::proposal:
            return "proposal";
    }
    return "unknown";
}

std::string_view to_text(Delivery delivery) {
    switch (delivery) {
        case Delivery::waiting:
            return "waiting";
        case Delivery::sent:
            return "sent";
        case Delivery::accepted:
            return "accepted";
        case Delivery::rejected:
            return "rejected";
        case Delivery::quarantined:
            return "quarantined";
    }
    return "unknown";
}

std::string_view to_text(RenewalReason reason) {
    switch (reason) {
        case RenewalReason::created:
            return "created";
        case RenewalReason::copied:
            return "copied";
        case RenewalReason::rolled_back:
            return "rolled_back";
        case RenewalReason::forked:
            return "forked";
        case RenewalReason::renumbered:
            return "renumbered";
        case RenewalReason::salvaged:
            return "salvaged";
    }
    return "unknown";
}

std::string_view to_text(LateKind kind) {
    if (kind == LateKind::lost_device) return "lost_device";
    return kind == LateKind::entry ? "late_entry" : "proposal";
}

std::string_view to_text(Decision decision) {
    return decision == Decision::accept ? "accept" : "refuse";
}

std::string_view to_text(DecisionReason reason) {
    switch (reason) {
        case DecisionReason::none_given:
            return "none_given";
        case DecisionReason::written_elsewhere:
            return "written_elsewhere";
        case DecisionReason::mistaken:
            return "mistaken";
        case DecisionReason::not_the_authors:
            return "not_the_authors";
        case DecisionReason::other:
            return "other";
        case DecisionReason::by_policy:
            return "by_policy";
    }
    return "unknown";
}

std::string_view to_text(Freshness freshness) {
    switch (freshness) {
        case Freshness::unknown:
            return "unknown";
        case Freshness::first:
            return "first";
        case Freshness::fresh:
            return "fresh";
        case Freshness::rolled_back:
            return "rolled_back";
    }
    return "unknown";
}

const Scalar* Rows::find(std::size_t row, std::string_view column) const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i] == column) return &at(row, i);
    return nullptr;
}

}  // namespace sanderling
