// A folder that goes with its owner, and everything in it.
#pragma once

#include <cstdint>
#include <filesystem>

namespace sanderling::tests {

class TemporaryFolder {
  public:
    /// `memory`: where the system has such a folder, for tests of what is written and not of how
    /// long a disk takes to keep it.
    enum class Where : std::uint8_t { disk, memory };

    /// Throws std::runtime_error.
    explicit TemporaryFolder(Where where = Where::disk);
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_{};
};

}  // namespace sanderling::tests
