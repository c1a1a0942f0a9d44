// Where a run keeps its files: a folder on a real disk, since half of what is measured is waiting
// for one. Removed with everything in it.
#pragma once

#include <filesystem>
#include <string>

namespace sanderling::bench {

class Scratch {
  public:
    /// Beneath `wanted`; if that is empty, beneath the first of $TMPDIR, /var/tmp, /tmp and the
    /// current folder that is not in memory. Throws Failure if there is none, or `wanted` is.
    explicit Scratch(const std::filesystem::path& wanted);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// "ext4"
    const std::string& filesystem() const { return filesystem_; }

  private:
    std::filesystem::path path_;
    std::string filesystem_;
};

}  // namespace sanderling::bench
