// posix_spawn with its pipes: the operating system's half of process.hpp.
#pragma once

#include "tests/support/process.hpp"

namespace sanderling::tests {

/// Closes itself.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() { reset(); }

    int get() const { return fd_; }
    bool is_open() const { return fd_ >= 0; }
    void reset();

  private:
    int fd_ = -1;
};

/// Our ends of a new child; all are closed on exec and do not block.
struct Spawned {
    pid_t pid = 0;
    Descriptor process{};  // a pidfd: it cannot come to mean another process
    Descriptor input{};
    Descriptor output{};
    Descriptor error{};
};

/// Errors: not_found, io.
Result<Spawned> spawn(const ProcessCommand& command);

}  // namespace sanderling::tests
