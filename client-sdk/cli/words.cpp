#include "client-sdk/cli/words.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace sanderling::cli {

using sync::client::Phase;

std::string count_text(std::uint64_t count) {
    std::string digits = std::to_string(count);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

std::string count_text(std::uint64_t count, std::string_view noun) {
    return count_text(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string size_text(std::uint64_t bytes) {
    if (bytes < 1000) return count_text(bytes, "byte");
    constexpr std::array units{"kB", "MB", "GB", "TB"};
    double size = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (size >= 1000 && unit + 1 < units.size()) {
        size /= 1000;
        ++unit;
    }
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
    return text.data();
}

std::string duration_text(std::chrono::milliseconds duration) {
    using namespace std::chrono;
    const auto minutes = static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, duration_cast<std::chrono::minutes>(duration).count()));
    if (minutes == 0) return "less than a minute";
    if (minutes < 120) return count_text(minutes, "minute");
    if (minutes < 48 * 60) return count_text(minutes / 60, "hour");
    return count_text(minutes / (24 * 60), "day");
}

std::string time_text(Instant time) {
    const std::time_t seconds = static_cast<std::time_t>(time.ms / 1000);
    std::tm local{};
    if (localtime_r(&seconds, &local) == nullptr) return std::to_string(time.ms);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local);
    return text.data();
}

std::string_view renewal_text(RenewalReason reason) {
    switch (reason) {
        case RenewalReason::created:
            return "new";
        case RenewalReason::copied:
            return "this replica was copied, moved or restored; it goes on under a new id, and "
                   "nothing is lost";
        case RenewalReason::rolled_back:
            return "an older state of this replica was put in place of a newer one; it goes on "
                   "under a new id. What had been sent from the newer one comes back with the next "
                   "sync; what was only in it is not here";
        case RenewalReason::forked:
            return "another copy of this replica is in use; this one goes on under a new id, and "
                   "nothing is lost";
        case RenewalReason::renumbered:
            return "the server did not take a change written here; what was written after it is "
                   "sent under a new id";
        case RenewalReason::salvaged:
            return "this replica was salvaged from a damaged one";
    }
    return "unknown";
}

std::string_view phase_text(Phase phase) {
    switch (phase) {
        case Phase::offline:
            return "waiting to try again";
        case Phase::connecting:
            return "connecting";
        case Phase::control:
            return "fetching keys";
        case Phase::catching_up:
            return "receiving";
        case Phase::live:
            return "up to date";
        case Phase::stopped:
            return "stopped";
    }
    return "unknown";
}

std::string bar_text(const sync::client::Progress& progress) {
    constexpr std::size_t width = 24;
    const std::string phase(phase_text(progress.phase));
    if (progress.phase != Phase::catching_up) return phase;
    const std::uint64_t total = std::max<std::uint64_t>(progress.bytes_total, 1);
    const std::size_t done = static_cast<std::size_t>(
        std::min<std::uint64_t>(width, progress.bytes_done * width / total));
    return phase + " [" + std::string(done, '#') + std::string(width - done, '.') + "] " +
           count_text(progress.records_done) + " of " +
           count_text(progress.records_total, "record") + ", " + size_text(progress.bytes_done) +
           " of " + size_text(progress.bytes_total);
}

}  // namespace sanderling::cli
