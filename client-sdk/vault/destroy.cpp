#include "client-sdk/vault/destroy.hpp"

#include "client-sdk/vault/durable_file.hpp"
#include "client-sdk/vault/vault.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace sanderling::vault {

namespace {

namespace fs = std::filesystem;

// In place: a file that takes its name would leave the old one's blocks as they are. What a flash
// memory keeps of them is out of reach here.
Result<void> overwrite(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.get() < 0 && errno == ENOENT) return {};
    if (file.get() < 0) return system_error(errno, path.string());
    const auto size = size_of(file);
    if (!size) return size.error();
    constexpr std::array<std::uint8_t, 4096> zeros{};
    for (std::uint64_t at = 0; at < *size;) {
        const auto rest = static_cast<std::size_t>(*size - at);
        const ::ssize_t written = ::pwrite(file.get(), zeros.data(), std::min(rest, zeros.size()),
                                           static_cast<::off_t>(at));
        if (written <= 0) return system_error(errno, path.string());
        at += static_cast<std::uint64_t>(written);
    }
    if (::fsync(file.get()) != 0) return system_error(errno, path.string());
    return {};
}

}  // namespace

Result<void> destroy(const fs::path& directory) {
    const fs::path slots = directory / Vault::slots_name;
    if (auto gone = overwrite(slots); !gone) return gone;
    std::error_code problem;
    fs::remove(slots, problem);
    if (auto synced = sync_directory(directory); !synced) return synced.error();
    for (const auto& entry : fs::directory_iterator(directory, problem)) {
        std::error_code ignored;
        fs::remove_all(entry.path(), ignored);
        if (ignored) problem = ignored;
    }
    if (problem) return fail(Errc::io, directory.string() + ": " + problem.message());
    if (auto synced = sync_directory(directory); !synced) return synced.error();
    return {};
}

}  // namespace sanderling::vault
