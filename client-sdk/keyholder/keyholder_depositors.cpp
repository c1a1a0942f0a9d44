// Members who may write in a scope and not read it: they are given no key (docs/protocol.md §6.11).
#include "client-sdk/keyholder/keyholder.hpp"

namespace sanderling::keyholder {

using scope_log::Principal;
using scope_log::ScopeLog;

// The key of the epoch cannot be taken back from somebody who had it.
Result<void> Keyholder::check_demotion(const ScopeLog& log, PersonId person,
                                       scope_log::Role role) const {
    const auto reads = [](scope_log::Rights rights) {
        return allows(rights, scope_log::Right::read);
    };
    for (const auto& [member, now_is] : log.members_now())
        if (member == person && reads(now_is.rights))
            for (const scope_log::RoleRow& row : log.roles_now())
                if (row.role == role && !reads(row.rights))
                    return fail(Errc::invalid_argument,
                                "somebody who reads a scope is withdrawn before they may only "
                                "write in it, so that its key changes");
    return {};
}

Result<std::optional<sealing::Envelope>> Keyholder::envelope_for_newcomer(ScopeId id,
                                                                          const Scope& scope,
                                                                          const ScopeLog& log,
                                                                          PersonId person) {
    for (const auto& [member, now_is] : log.members_now())
        if (member == person && !allows(now_is.rights, scope_log::Right::read))
            return std::optional<sealing::Envelope>();
    // The key is bound to the entry that made it.
    const scope_log::EpochRecord* epoch = log.epoch_entry(log.current_epoch());
    const std::size_t n = number(log.current_epoch());
    if (epoch == nullptr || scope.epoch_keys.size() < n)
        return fail(Errc::no_key, lacks_newest_key);
    const PersonKey& own = state_.people.at(person).keys.back();
    const sealing::EpochPlace place{state_.org, id, epoch->index, epoch->issuer};
    const sealing::Recipient recipient{Principal::of(person), own.epoch, own.pair.public_key};
    auto envelope = sealing::seal_envelope(place, log.current_epoch(), scope.epoch_keys[n - 1],
                                           recipient, random_);
    if (!envelope) return envelope.error();
    return std::optional(std::move(*envelope));
}

}  // namespace sanderling::keyholder
