#include "tests/bench/scratch.hpp"

#include "tests/bench/failure.hpp"

#include <linux/magic.h>
#include <sys/statfs.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

namespace sanderling::bench {

namespace fs = std::filesystem;

namespace {

constexpr long xfs_magic = 0x58465342;

std::string filesystem_of(const fs::path& folder) {
    struct statfs about {};
    if (statfs(folder.c_str(), &about) != 0) return {};
    switch (static_cast<long>(about.f_type)) {
        case TMPFS_MAGIC:
        case RAMFS_MAGIC:
            return "memory";
        case EXT4_SUPER_MAGIC:
            return "ext4";
        case BTRFS_SUPER_MAGIC:
            return "btrfs";
        case OVERLAYFS_SUPER_MAGIC:
            return "overlay";
        case xfs_magic:
            return "xfs";
        default:
            return "another file system";
    }
}

bool is_on_disk(const fs::path& folder) {
    const std::string found = filesystem_of(folder);
    return !found.empty() && found != "memory";
}

fs::path place(const fs::path& wanted) {
    if (!wanted.empty()) {
        if (is_on_disk(wanted)) return wanted;
        throw Failure(wanted.string() + " is not a folder on a disk");
    }
    std::vector<fs::path> candidates{"/var/tmp", "/tmp", fs::current_path()};
    if (const char* set = std::getenv("TMPDIR"); set != nullptr)  // NOLINT(concurrency-mt-unsafe)
        candidates.insert(candidates.begin(), set);
    for (const fs::path& candidate : candidates)
        if (is_on_disk(candidate)) return candidate;
    throw Failure("no temporary folder is on a disk; name one by --dir");
}

}  // namespace

Scratch::Scratch(const fs::path& wanted) {
    const fs::path parent = place(wanted);
    std::string name = (parent / "sanderling-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw Failure(parent.string() + ": " + std::generic_category().message(errno));
    path_ = name;
    filesystem_ = filesystem_of(path_);
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace sanderling::bench
