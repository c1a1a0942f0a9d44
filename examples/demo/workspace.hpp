// The folder in which everything of one demonstration lies: the server, the keyholder, the devices,
// their passphrases and their logs. For its owner only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace sanderling::demo {

namespace fs = std::filesystem;

class Workspace {
  public:
    /// Empty: a new folder in the system's temporary directory. Otherwise a folder that is not
    /// there yet, or is empty. Throws Failure.
    explicit Workspace(const fs::path& wanted);

    const fs::path& root() const { return root_; }
    fs::path server() const { return root_ / "server"; }
    fs::path keyholder() const { return root_ / "keyholder"; }
    fs::path device(std::string_view name) const { return root_ / "devices" / name; }
    fs::path devices() const { return root_ / "devices"; }
    fs::path caseload() const { return root_ / "caseload"; }
    /// Where canaries lie in clear, to try the scanner on.
    fs::path control() const { return root_ / "control"; }
    fs::path passphrase(std::string_view name) const;
    fs::path log(std::string_view name) const;
    /// What is handed to a program as a file, such as a list of scopes.
    fs::path paper(std::string_view name) const { return root_ / "papers" / name; }

    /// A new random passphrase in a file that only its owner may read.
    fs::path make_passphrase(std::string_view name) const;

    void remove() const;

  private:
    fs::path root_{};
};

/// Only its owner may read it. Throws Failure.
void write_file(const fs::path& path, std::string_view content);
/// Throws Failure.
std::string read_file(const fs::path& path);

}  // namespace sanderling::demo
