#include "client-sdk/replica/standing.hpp"

#include "client-sdk/replica/meta.hpp"
#include "client-sdk/replica/writer.hpp"

#include <algorithm>

namespace sanderling {

std::string_view to_text(Standing standing) {
    switch (standing) {
        case Standing::open:
            return "open";
        case Standing::expiring:
            return "expiring";
        case Standing::locked:
            return "locked";
        case Standing::revoked:
            return "revoked";
        case Standing::wiped:
            return "wiped";
    }
    return "unknown";
}

namespace replica {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds day = std::chrono::hours(24);

}  // namespace

// By the device's own clock, whatever that says: a wrong one that goes on runs evenly. One that
// stands before the contact was set back since; then the server's time at the contact counts too,
// so that a clock which was years ahead at the contact, and is right again, does not stop the
// lease.
milliseconds used_up(const LeaseClock& clock, Instant now) {
    const Instant latest = std::max(now, clock.seen);
    milliseconds used = latest - clock.contact;
    if (now < clock.contact) used = std::max(used, now - clock.contact_server);
    return std::max(used, milliseconds::zero());
}

DeviceStanding standing_of(const LeaseTerms& terms, const LeaseClock& clock, Instant now) {
    if (terms.days == 0) return {};
    const milliseconds left = terms.days * day - used_up(clock, now);
    DeviceStanding out{.locks_at = now + left, .days_left = 0};
    if (left <= milliseconds::zero()) {
        out.standing = Standing::locked;
        return out;
    }
    out.days_left = static_cast<int>((left + day - milliseconds(1)) / day);
    if (left <= terms.warning_days * day) out.standing = Standing::expiring;
    return out;
}

// Guarded by mutex_.
Instant StandingBook::see() {
    const Instant now = clock_();
    const milliseconds uptime = uptime_();
    const Instant driven = times_.seen + (uptime - seen_uptime_);
    times_.seen = std::max({times_.seen, now, driven});
    seen_uptime_ = uptime;
    return now;
}

void StandingBook::load(Writer& writer) {
    const std::lock_guard lock(mutex_);
    Meta& values = writer.meta;
    if (values.bytes(meta::revoked) && ended_ == Standing::open) ended_ = Standing::revoked;
    terms_ = {};
    if (writer.identity.is_enrolled())
        if (const auto* lease = writer.identity.directory().lease())
            terms_ = {lease->days, lease->warning_days};
    const auto contact = values.integer(meta::lease_contact);
    if (!contact) {
        times_ = {clock_(), clock_(), clock_()};
        seen_uptime_ = uptime_();
        if (!writer.identity.is_enrolled()) return;
        values.put_integer(meta::lease_contact, times_.contact.ms);
        values.put_integer(meta::lease_server, times_.contact_server.ms);
    } else if (times_.seen.ms == 0) {
        times_.contact = Instant{*contact};
        times_.contact_server = Instant{values.integer(meta::lease_server).value_or(*contact)};
        times_.seen = Instant{values.integer(meta::lease_seen).value_or(*contact)};
        seen_uptime_ = uptime_();
        see();
    }
    values.put_integer(meta::lease_seen, times_.seen.ms);
}

void StandingBook::save(Meta& values) {
    const std::lock_guard lock(mutex_);
    see();
    values.put_integer(meta::lease_seen, times_.seen.ms);
}

void StandingBook::note_contact(Meta& values, Instant server_now, Instant now) {
    const std::lock_guard lock(mutex_);
    times_ = {now, server_now, now};
    seen_uptime_ = uptime_();
    values.put_integer(meta::lease_contact, now.ms);
    values.put_integer(meta::lease_server, server_now.ms);
    values.put_integer(meta::lease_seen, now.ms);
}

void StandingBook::note_revoked(Meta& values, ByteView order) {
    const std::lock_guard lock(mutex_);
    values.put_bytes(meta::revoked, order);
    if (ended_ == Standing::open) ended_ = Standing::revoked;
}

void StandingBook::note_wiped() {
    const std::lock_guard lock(mutex_);
    ended_ = Standing::wiped;
}

bool StandingBook::is_wiped() const {
    const std::lock_guard lock(mutex_);
    return ended_ == Standing::wiped;
}

DeviceStanding StandingBook::now() {
    const std::lock_guard lock(mutex_);
    if (ended_ != Standing::open) return {.standing = ended_};
    const Instant now = see();
    return standing_of(terms_, times_, now);
}

Instant StandingBook::trusted_now() {
    const std::lock_guard lock(mutex_);
    const Instant now = see();
    return times_.contact_server + used_up(times_, now);
}

Result<void> StandingBook::check() {
    const DeviceStanding is = now();
    switch (is.standing) {
        case Standing::open:
        case Standing::expiring:
            return {};
        case Standing::locked:
            return fail(Errc::device_locked);
        case Standing::revoked:
            return fail(Errc::device_revoked);
        case Standing::wiped:
            break;
    }
    return fail(Errc::device_wiped);
}

}  // namespace replica
}  // namespace sanderling
