#include "core/types/error.hpp"

#include <stdexcept>

namespace sanderling {

// NOLINTNEXTLINE(readability-function-size): a table, one row a code.
ErrcTraits traits(Errc code) {
    // name, text, retry, close_link, tell_user
    switch (code) {
        case Errc::ok:
            return {"ok", "no error", false, false, false};
        case Errc::malformed:
            return {"malformed", "the bytes do not decode", false, true, false};
        case Errc::too_large:
            return {"too_large", "a size limit was exceeded", false, true, false};
        case Errc::unknown_message:
            return {"unknown_message", "this version has no such message", false, true, false};
        case Errc::unexpected_message:
            return {"unexpected_message", "the message has no place here", false, true, false};
        case Errc::unsupported_version:
            return {"unsupported_version",
                    "the other side speaks no version in common; update the older one", false, true,
                    true};
        case Errc::unauthenticated:
            return {"unauthenticated", "the device could not prove who it is", false, true, true};
        case Errc::certificate_expired:
            return {"certificate_expired",
                    "the device's certificate has expired; ask for a new one", false, true, true};
        case Errc::wrong_server:
            return {"wrong_server",
                    "the server's certificate is not the expected one; nothing was sent", false,
                    true, true};
        case Errc::not_permitted:
            return {"not_permitted", "the role held does not allow this", false, false, true};
        case Errc::unknown_scope:
            return {"unknown_scope", "there is no such scope for this device", false, false, false};
        case Errc::invite_unknown:
            return {"invite_unknown", "no such invite; check the address and the 26 characters",
                    false, true, true};
        case Errc::invite_used:
            return {"invite_used", "this invite has been used; ask for a new one", false, true,
                    true};
        case Errc::invite_expired:
            return {"invite_expired", "this invite has expired; ask for a new one", false, true,
                    true};
        case Errc::counter_gap:
            return {"counter_gap", "an earlier commit of this replica is missing", true, false,
                    false};
        case Errc::replica_fork:
            return {"replica_fork", "another commit with this number was received before", false,
                    false, true};
        case Errc::bad_signature:
            return {"bad_signature", "the signature does not verify", false, false, true};
        case Errc::bad_leaves:
            return {"bad_leaves", "the patches are not the ones that were signed", false, false,
                    true};
        case Errc::not_a_member:
            return {"not_a_member", "the author was not a member of the scope", false, false, true};
        case Errc::undelete_required:
            return {"undelete_required",
                    "a write to a record it knows to be deleted must undelete it", false, false,
                    true};
        case Errc::incomplete_transaction:
            return {"incomplete_transaction", "parts of the transaction are missing", true, false,
                    false};
        case Errc::stale_epoch:
            return {"stale_epoch", "sealed under a key that had been replaced", false, false, true};
        case Errc::base_unknown:
            return {"base_unknown",
                    "the commit is based on a history that the server does not have", false, false,
                    true};
        case Errc::scope_log_moved:
            return {"scope_log_moved", "somebody else changed the membership first", true, false,
                    false};
        case Errc::scope_log_invalid:
            return {"scope_log_invalid", "the membership entry is not valid at this position",
                    false, false, true};
        case Errc::removed_member:
            return {"removed_member", "the author had been removed; kept for review", false, false,
                    true};
        case Errc::late_work_refused:
            return {"late_work_refused", "whoever decides on late work has refused it", false,
                    false, true};
        case Errc::device_revoked:
            return {"device_revoked", "the device was revoked, as lost or retired", false, true,
                    true};
        case Errc::device_locked:
            return {"device_locked",
                    "no contact with the server for too long; connect, and it opens again", true,
                    false, true};
        case Errc::device_wiped:
            return {"device_wiped", "the organisation had this replica destroyed", false, true,
                    true};
        case Errc::on_hold:
            return {"on_hold", "a legal hold stands on it, so it cannot be erased for good", false,
                    false, true};
        case Errc::access_ended:
            return {"access_ended", "your access to this scope has ended", false, false, true};
        case Errc::barred:
            return {"barred", "this person is kept out of this scope by name", false, false, true};
        case Errc::already_delivered:
            return {"already_delivered", "this transaction had arrived before", false, false,
                    false};
        case Errc::purged:
            return {"purged", "it was written to what has been erased for good", false, false,
                    true};
        case Errc::wrong_key:
            return {"wrong_key", "the passphrase or key does not open this", false, false, true};
        case Errc::corrupt:
            return {"corrupt", "the file is damaged", false, false, true};
        case Errc::not_found:
            return {"not_found", "there is no such thing", false, false, true};
        case Errc::already_exists:
            return {"already_exists", "it exists already", false, false, true};
        case Errc::in_use:
            return {"in_use", "another process has it open", true, false, true};
        case Errc::disk_full:
            return {"disk_full", "there is no space left on the disk; nothing was changed", true,
                    false, true};
        case Errc::io:
            return {"io", "reading or writing failed", true, false, true};
        case Errc::invalid_argument:
            return {"invalid_argument", "the call is not valid", false, false, true};
        case Errc::schema_mismatch:
            return {"schema_mismatch", "the schema does not fit the data", false, false, true};
        case Errc::no_key:
            return {"no_key", "the key of this scope has not arrived", true, false, true};
        case Errc::conflict_closed:
            return {"conflict_closed", "the conflict is not open any more", false, false, true};
        case Errc::constraint:
            return {"constraint", "the schema does not allow this value", false, false, true};
        case Errc::offline:
            return {"offline", "there is no connection to the server", true, false, false};
        case Errc::timeout:
            return {"timeout", "the other side did not answer in time", true, true, false};
        case Errc::busy:
            return {"busy", "try again later", true, false, false};
        case Errc::closed:
            return {"closed", "the connection was closed", true, true, false};
        case Errc::internal:
            return {"internal", "an unexpected failure", false, true, true};
    }
    return {"unknown", "a code that this version does not know", false, true, true};
}

std::string Error::message() const {
    const ErrcTraits t = traits(code);
    std::string out{t.name};
    out += ": ";
    out += t.text;
    if (!detail.empty()) {
        out += " (";
        out += detail;
        out += ")";
    }
    return out;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::runtime_error(error.message());
}

}  // namespace sanderling
