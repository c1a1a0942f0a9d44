// Becoming a device of an organisation, with the one-use invite that its keyholder made
// (docs/protocol.md §6).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "sanderling/store.hpp"

namespace sanderling {

enum class EnrolStep : std::uint8_t {
    connecting = 1,  // to the server that the invite names
    checking = 2,    // that the server is the one the keyholder meant
    asking = 3,      // the keyholder, to certify this device
    waiting = 4,     // the keyholder has not answered yet; it may not be running
    installing = 5,  // verifying and keeping the certificates
};
std::string_view to_text(EnrolStep step);

struct EnrolOptions {
    std::chrono::milliseconds connect_timeout{15'000};
    /// How long to wait for the keyholder, which answers at once if it is connected.
    std::chrono::milliseconds keyholder_timeout{300'000};
    std::function<void(EnrolStep)> on_step{};  // on the caller's thread
};

struct Enrolled {
    std::string organisation{};
    PersonId person;
    DeviceId device;
    std::string server{};  // host:port
};

/// Checks the spelling only. Errors: invalid_argument, in words for whoever typed it.
Result<void> check_invite(std::string_view invite);

/// Enrols the device whose replica `store` is; blocks. Device keys are made in the store and never
/// leave it. May be called again after any failure: the invite is used up only when the keyholder
/// has answered with certificates. Errors: already_exists (the store is enrolled),
/// invalid_argument (the invite's spelling), invite_unknown, invite_used, invite_expired,
/// wrong_server (the server is not the one of the invite; nothing but the invite's id was sent),
/// unauthenticated (certificates that do not verify), offline, timeout, closed, the store's.
Result<Enrolled> enrol(Store& store, std::string_view invite, const EnrolOptions& options = {});

}  // namespace sanderling
