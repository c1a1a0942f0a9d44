// Legal holds in a scope log: what stands, and what it forbids (docs/protocol.md §6.12).
#include "core/scope_log/scope_log.hpp"
#include "core/types/check.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace sanderling::scope_log {

namespace {

std::string date_text(Instant t) {
    const std::chrono::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds{t.ms}};
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(moment)};
    char out[32];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return out;
}

}  // namespace

std::string_view to_text(HoldReason reason) {
    switch (reason) {
        case HoldReason::proceedings:
            return "proceedings";
        case HoldReason::complaint:
            return "complaint";
        case HoldReason::inquiry:
            return "inquiry";
        case HoldReason::access_request:
            return "access_request";
        case HoldReason::other:
            break;
    }
    return "other";
}

std::string HoldRecord::text() const {
    return "legal hold " + std::to_string(index) + " (" + std::string(to_text(body.reason)) +
           "), set " + date_text(instant_of(claimed));
}

void ScopeLog::apply_release(const ScopeLogEntry& entry, const ReleaseHold& release, Seq at) {
    for (HoldRecord& hold : holds_)
        if (hold.index == release.hold)
            hold.released =
                HoldRecord::Released{release, entry.index, entry.issuer, entry.claimed, at};
}

const HoldRecord* ScopeLog::standing_hold() const {
    const auto at = std::find_if(holds_.begin(), holds_.end(),
                                 [](const HoldRecord& hold) { return !hold.released; });
    return at == holds_.end() ? nullptr : &*at;
}

const HoldRecord* ScopeLog::hold_on(RecordId record) const {
    const auto at = std::find_if(holds_.begin(), holds_.end(), [record](const HoldRecord& hold) {
        const auto& records = hold.body.records;
        return !hold.released && (hold.body.target == PurgeTarget::scope ||
                                  std::binary_search(records.begin(), records.end(), record));
    });
    return at == holds_.end() ? nullptr : &*at;
}

Result<void> ScopeLog::check_not_held(const Purge& body) const {
    const HoldRecord* hold = body.target == PurgeTarget::scope ? standing_hold() : nullptr;
    for (const RecordId record : body.records)
        if (hold == nullptr) hold = hold_on(record);
    if (hold == nullptr || is_removed(Check::purge_of_held)) return {};
    return fail(Errc::on_hold, hold->text());
}

}  // namespace sanderling::scope_log
