// Numbers and times as a person would say them.
#pragma once

#include "core/sync/client_session.hpp"
#include "core/types/time.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "sanderling/identity.hpp"

namespace sanderling::cli {

/// "4,800"
std::string count_text(std::uint64_t count);
/// "1 conflict", "4,800 records"; the plural with an s.
std::string count_text(std::uint64_t count, std::string_view noun);
/// "812 bytes", "3.1 MB"
std::string size_text(std::uint64_t bytes);
/// "less than a minute", "5 minutes", "3 hours", "12 days"
std::string duration_text(std::chrono::milliseconds duration);
/// "2011-04-18 09:30", in the zone of this machine.
std::string time_text(Instant time);

/// Why a replica goes on under a new id, and what it means for a person.
std::string_view renewal_text(RenewalReason reason);

/// "receiving" and the like.
std::string_view phase_text(sync::client::Phase phase);
/// A bar of 24 columns with phase, records and bytes.
std::string bar_text(const sync::client::Progress& progress);

}  // namespace sanderling::cli
