#include "client-sdk/vault/durable_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace sanderling::vault {

namespace {

Result<> write_all(int fd, ByteView content, const std::string& what) {
    while (!content.empty()) {
        const ssize_t n = ::write(fd, content.data(), content.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return system_error(errno, what);
        content = content.subspan(static_cast<std::size_t>(n));
    }
    return {};
}

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

Error system_error(int error_number, const std::string& what) {
    const std::string detail = what + ": " + std::generic_category().message(error_number);
    switch (error_number) {
        case ENOSPC:
        case EDQUOT:
            return fail(Errc::disk_full, detail);
        case ENOENT:
        case ENOTDIR:
            return fail(Errc::not_found, detail);
        case EEXIST:
            return fail(Errc::already_exists, detail);
        default:
            return fail(Errc::io, detail);
    }
}

Result<Bytes> read_small_file(const std::filesystem::path& path, std::size_t bytes_max) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return system_error(errno, path.filename().string());
    Bytes content(bytes_max + 1);
    std::size_t size = 0;
    while (size < content.size()) {
        const ssize_t n = ::read(file.get(), content.data() + size, content.size() - size);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return system_error(errno, path.filename().string());
        if (n == 0) break;
        size += static_cast<std::size_t>(n);
    }
    if (size > bytes_max) return fail(Errc::too_large, path.filename().string());
    content.resize(size);
    return content;
}

Result<Descriptor> open_to_read(const std::filesystem::path& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) return system_error(errno, path.filename().string());
    return file;
}

Result<std::size_t> read_at(const Descriptor& file, std::uint64_t offset,
                            std::span<std::uint8_t> out) {
    std::size_t done = 0;
    while (done < out.size()) {
        const ssize_t n = ::pread(file.get(), out.data() + done, out.size() - done,
                                  static_cast<off_t>(offset + done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return system_error(errno, "reading a file of the replica");
        if (n == 0) break;
        done += static_cast<std::size_t>(n);
    }
    return done;
}

Result<std::uint64_t> size_of(const Descriptor& file) {
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return system_error(errno, "a file of the replica");
    return static_cast<std::uint64_t>(info.st_size);
}

Result<> replace_file(const std::filesystem::path& path, ByteView content) {
    std::filesystem::path beside = path;
    beside += ".new";
    const std::string what = beside.filename().string();
    constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
    const Descriptor file(::open(beside.c_str(), flags, S_IRUSR | S_IWUSR));
    if (!file.is_open()) return system_error(errno, what);
    if (auto written = write_all(file.get(), content, what); !written) return written;
    if (::fsync(file.get()) != 0) return system_error(errno, what);
    if (::rename(beside.c_str(), path.c_str()) != 0) return system_error(errno, what);
    return sync_directory(path.parent_path());
}

Result<> make_private_directory(const std::filesystem::path& path) {
    if (::mkdir(path.c_str(), S_IRWXU) == 0) return sync_directory(path.parent_path());
    const int error = errno;
    if (error == EEXIST && std::filesystem::is_directory(path)) return {};
    return system_error(error, path.filename().string());
}

Result<> create_private_file(const std::filesystem::path& path) {
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    const Descriptor file(::open(path.c_str(), flags, S_IRUSR | S_IWUSR));
    if (!file.is_open()) return system_error(errno, path.filename().string());
    return {};
}

Result<> sync_directory(const std::filesystem::path& path) {
    const std::filesystem::path folder = path.empty() ? std::filesystem::path(".") : path;
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.is_open()) return system_error(errno, folder.filename().string());
    if (::fsync(directory.get()) != 0) return system_error(errno, folder.filename().string());
    return {};
}

Result<Descriptor> lock_directory(const std::filesystem::path& path) {
    Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory.is_open()) return system_error(errno, path.filename().string());
    if (::flock(directory.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return fail(Errc::in_use, "the replica's folder is locked");
        return system_error(errno, "locking the replica's folder");
    }
    return directory;
}

}  // namespace sanderling::vault
