// The lease of a device, and its end (docs/protocol.md §6.7). The time that counts is the greatest
// that was ever seen since the last contact, driven on by the machine's uptime, so that a clock
// which is set back gains no time while the program runs.
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"

#include <functional>
#include <mutex>

#include "sanderling/standing.hpp"

namespace sanderling::replica {

class Meta;
class Writer;

/// What counts of a lease policy.
struct LeaseTerms {
    int days = 0;  // 0: none
    int warning_days = 0;
};

/// Times are of this device's clock, unless they say otherwise.
struct LeaseClock {
    Instant contact{};         // at the last contact
    Instant contact_server{};  // by the server's clock
    Instant seen{};            // the greatest since then
};

/// How much of the lease is used up at `now`.
std::chrono::milliseconds used_up(const LeaseClock& clock, Instant now);
DeviceStanding standing_of(const LeaseTerms& terms, const LeaseClock& clock, Instant now);

/// Any thread.
class StandingBook {
  public:
    StandingBook(std::function<Instant()> clock, std::function<std::chrono::milliseconds()> uptime)
        : clock_(std::move(clock)), uptime_(std::move(uptime)) {}

    /// What the replica says, after the directory or the tables have changed. A replica that has
    /// never noted a contact begins its lease now.
    void load(Writer& writer);
    /// Keeps the greatest time seen.
    void save(Meta& meta);
    void note_contact(Meta& meta, Instant server_now, Instant now);
    void note_revoked(Meta& meta, ByteView order);
    void note_wiped();

    DeviceStanding now();
    /// What time it is, for what ends by itself: the server's clock at the last contact, and what
    /// this device's has gone on since. Without a contact, this device's.
    Instant trusted_now();
    bool is_wiped() const;
    /// Errors: device_locked, device_revoked, device_wiped.
    Result<void> check();

  private:
    Instant see();

    std::function<Instant()> clock_;
    std::function<std::chrono::milliseconds()> uptime_;
    mutable std::mutex mutex_;
    // Guarded by mutex_:
    LeaseTerms terms_{};
    LeaseClock times_{};
    std::chrono::milliseconds seen_uptime_{};
    Standing ended_ = Standing::open;  // or revoked, or wiped
};

}  // namespace sanderling::replica
