#include "tests/integration/client-sdk/vault/killed_call.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>

namespace {

std::atomic<long> made{0};
std::atomic<long> fatal{0};

void count() {
    if (fatal == 0) return;
    if (++made == fatal) ::kill(::getpid(), SIGKILL);
}

}  // namespace

namespace sanderling::vault::testing {

void kill_at_call(long n) {
    made = 0;
    fatal = n;
}

long calls_made() {
    return made;
}

}  // namespace sanderling::vault::testing

extern "C" {

__attribute__((visibility("default"))) ssize_t write(int fd, const void* data, size_t size) {
    count();
    return ::syscall(SYS_write, fd, data, size);
}
__attribute__((visibility("default"))) ssize_t pwrite(int fd, const void* data, size_t size,
                                                      off_t at) {
    count();
    return ::syscall(SYS_pwrite64, fd, data, size, at);
}
__attribute__((visibility("default"))) ssize_t pwrite64(int fd, const void* data, size_t size,
                                                        off64_t at) {
    count();
    return ::syscall(SYS_pwrite64, fd, data, size, at);
}
__attribute__((visibility("default"))) int ftruncate(int fd, off_t size) noexcept {
    count();
    return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}
__attribute__((visibility("default"))) int ftruncate64(int fd, off64_t size) noexcept {
    count();
    return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}
// A kill loses nothing that was written, so a sync only counts, and costs no time.
__attribute__((visibility("default"))) int fsync(int) {
    count();
    return 0;
}
__attribute__((visibility("default"))) int fdatasync(int) {
    count();
    return 0;
}
__attribute__((visibility("default"))) int rename(const char* from, const char* to) noexcept {
    count();
    return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
__attribute__((visibility("default"))) int unlink(const char* path) noexcept {
    count();
    return static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
__attribute__((visibility("default"))) int remove(const char* path) noexcept {
    count();
    const long file = ::syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (file == 0 || errno != EISDIR) return static_cast<int>(file);
    return static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR));
}

}  // extern "C"
