#include "client-sdk/cli/state_folder.hpp"

#include "client-sdk/vault/durable_file.hpp"

#include <cstdlib>
#include <system_error>

namespace sanderling::cli {

namespace {
constexpr std::size_t stamp_bytes_max = 64;
}  // namespace

std::filesystem::path FolderKeeper::path_of(ReplicaId replica) const {
    return folder_ / (to_text(replica) + ".stamp");
}

Result<std::optional<Bytes>> FolderKeeper::get(ReplicaId replica) {
    auto bytes = vault::read_small_file(path_of(replica), stamp_bytes_max);
    if (!bytes && bytes.error().code == Errc::not_found) return std::optional<Bytes>{};
    if (!bytes) return bytes.error();
    return std::optional(std::move(*bytes));
}

Result<void> FolderKeeper::put(ReplicaId replica, ByteView stamp) {
    std::error_code failed;
    std::filesystem::create_directories(folder_.parent_path(), failed);
    if (failed)
        return vault::system_error(failed.value(), "making " + folder_.parent_path().string());
    if (auto made = vault::make_private_directory(folder_); !made) return made;
    return vault::replace_file(path_of(replica), stamp);
}

std::filesystem::path state_folder(const std::string& given) {
    if (given == "-") return {};
    if (!given.empty()) return given;
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::filesystem::path(value != nullptr ? value : "");
    };
    if (const auto base = variable("XDG_STATE_HOME"); base.is_absolute())
        return base / "sanderling";
    if (const auto home = variable("HOME"); home.is_absolute())
        return home / ".local" / "state" / "sanderling";
    return {};
}

std::shared_ptr<FreshnessKeeper> keeper_in(const std::filesystem::path& folder) {
    if (folder.empty()) return nullptr;
    return std::make_shared<FolderKeeper>(folder);
}

}  // namespace sanderling::cli
