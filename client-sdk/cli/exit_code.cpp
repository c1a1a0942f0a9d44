#include "client-sdk/cli/exit_code.hpp"

namespace sanderling::cli {

Exit exit_of(Errc code) {
    switch (code) {
        case Errc::ok:
            return Exit::ok;
        case Errc::invalid_argument:
            return Exit::usage;
        case Errc::wrong_key:
            return Exit::wrong_key;
        case Errc::not_found:
        case Errc::unknown_scope:
        case Errc::invite_unknown:
            return Exit::not_found;
        case Errc::offline:
        case Errc::timeout:
        case Errc::busy:
        case Errc::closed:
            return Exit::offline;
        case Errc::not_permitted:
        case Errc::constraint:
        case Errc::too_large:
        case Errc::unauthenticated:
        case Errc::certificate_expired:
        case Errc::wrong_server:
        case Errc::invite_used:
        case Errc::invite_expired:
        case Errc::no_key:
        case Errc::purged:
        case Errc::on_hold:
        case Errc::device_revoked:
        case Errc::device_locked:
        case Errc::device_wiped:
            return Exit::refused;
        case Errc::conflict_closed:
        case Errc::already_exists:
            return Exit::conflict;
        case Errc::corrupt:
            return Exit::damaged;
        case Errc::disk_full:
            return Exit::disk_full;
        case Errc::in_use:
            return Exit::in_use;
        default:
            return Exit::failed;
    }
}

}  // namespace sanderling::cli
