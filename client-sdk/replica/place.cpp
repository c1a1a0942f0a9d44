#include "client-sdk/replica/place.hpp"

#include "core/commit/canonical.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

namespace sanderling::replica {

namespace {

constexpr std::uint8_t format_1 = 1;

// Random, made when the system was installed; another device of the same kind has another.
std::string machine() {
    std::ifstream file("/etc/machine-id");
    std::string line;
    std::getline(file, line);
    return line;
}

}  // namespace

Bytes place_of(const std::filesystem::path& directory) {
    struct statx found {};
    const int rc = ::statx(AT_FDCWD, directory.c_str(), AT_STATX_SYNC_AS_STAT,
                           STATX_INO | STATX_BTIME, &found);
    if (rc != 0 || (found.stx_mask & STATX_INO) == 0) return {};
    // Not the device's number, which may change from one start of the system to the next.
    const bool has_birth = (found.stx_mask & STATX_BTIME) != 0;
    commit::CanonicalWriter out;
    out.u8(format_1).sized(as_bytes(machine())).u64(found.stx_ino);
    out.u64(has_birth ? static_cast<std::uint64_t>(found.stx_btime.tv_sec) : 0);
    out.u32(has_birth ? found.stx_btime.tv_nsec : 0);
    return out.take();
}

}  // namespace sanderling::replica
