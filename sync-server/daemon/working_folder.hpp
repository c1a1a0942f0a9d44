// The folder a server works in: where everything is, and how it is made.
#pragma once

#include "core/scope_log/certificate.hpp"
#include "core/types/error.hpp"
#include "sync-server/net/tls_identity.hpp"
#include "sync-server/store/schema.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace sanderling::server {

class WorkingFolder {
  public:
    explicit WorkingFolder(std::filesystem::path path) : path_(std::move(path)) {}

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path config() const { return path_ / "sanderlingd.toml"; }
    std::filesystem::path store() const { return path_ / "store.sqlite"; }
    std::filesystem::path port() const { return path_ / "port"; }
    std::filesystem::path lock() const { return path_ / "lock"; }
    TlsFiles tls() const { return {path_ / "tls-key.pem", path_ / "tls-certificate.pem"}; }
    /// A key that is prepared, and not used yet.
    TlsFiles next_tls() const {
        return {path_ / "tls-next-key.pem", path_ / "tls-next-certificate.pem"};
    }

  private:
    std::filesystem::path path_;
};

/// What a keyholder wrote for this server. Its `name` is left unread.
struct OrganisationFile {
    Organisation organisation{};
    Bytes registrar{};  // certificate
};
/// Errors: not_found, invalid_argument naming the member; unauthenticated (the registrar's
/// certificate is not of this organisation and root).
Result<OrganisationFile> read_organisation_file(const std::filesystem::path& file);

struct InitOptions {
    std::filesystem::path organisation_file{};
    std::string listen = "127.0.0.1:7443";
    std::vector<std::string> names{"localhost"};  // for the certificate; the address is added
};
/// Makes configuration, TLS key and store, or leaves nothing behind. Returns the key's hash.
/// Errors: already_exists, and those of its parts.
Result<scope_log::TlsKeyHash> init_working_folder(const WorkingFolder& folder,
                                                  const InitOptions& options);

/// Keeps a second server out of a folder as long as it lives.
class FolderLock {
  public:
    /// Errors: in_use, io.
    static Result<FolderLock> take(const WorkingFolder& folder);
    FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

  private:
    explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

}  // namespace sanderling::server
