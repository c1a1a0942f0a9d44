// What the command line remembers of replicas outside of their folders, so that an older folder put
// back is noticed (docs/storage.md §14).
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sanderling/identity.hpp"

namespace sanderling::cli {

/// A file for each replica id. Who can put back a replica's folder can put back this one too, so it
/// tells of accidents and not of attacks; a platform's keystore would tell of both.
class FolderKeeper final : public FreshnessKeeper {
  public:
    explicit FolderKeeper(std::filesystem::path folder) : folder_(std::move(folder)) {}
    Result<std::optional<Bytes>> get(ReplicaId replica) override;
    Result<void> put(ReplicaId replica, ByteView stamp) override;

  private:
    std::filesystem::path path_of(ReplicaId replica) const;

    std::filesystem::path folder_;
};

/// The folder given ("-": none); otherwise `sanderling` in $XDG_STATE_HOME, or in ~/.local/state.
/// Empty if there is none of these.
std::filesystem::path state_folder(const std::string& given);

/// Null for an empty path.
std::shared_ptr<FreshnessKeeper> keeper_in(const std::filesystem::path& folder);

}  // namespace sanderling::cli
