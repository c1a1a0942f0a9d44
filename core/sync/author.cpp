#include "core/sync/author.hpp"

namespace sanderling::sync {

Result<Author> author_of(const commit::Header& header, const crypto::Signature& signature,
                         const scope_log::Directory& directory, const scope_log::ScopeLog& log,
                         Seq position, Instant when, std::optional<Seq> base) {
    const auto* device = directory.device(header.device);
    if (device == nullptr)
        return fail(Errc::unauthenticated, "no certificate for device " + to_text(header.device));
    if (auto valid = commit::check_signature(header, signature, device->sign_key); !valid)
        return valid.error();
    const auto member = log.member_at(device->person, position, when);
    if (!member) {
        const bool was =
            log.removed_since(device->person, base.value_or(header.base.seq), position, when);
        return fail(was ? Errc::removed_member : Errc::not_a_member,
                    "person " + to_text(device->person));
    }
    if (!scope_log::allows(member->rights, scope_log::Right::write))
        return fail(Errc::not_permitted, "a reader's role");
    return Author{device->person, *member};
}

}  // namespace sanderling::sync
