// The keyholder's directory: the sealed state, written whole or not at all, and the lock that keeps
// it to one process at a time.
#pragma once

#include "client-sdk/keyholder/passphrase.hpp"
#include "client-sdk/keyholder/state.hpp"

#include <filesystem>
#include <string_view>

namespace sanderling::keyholder {

/// Holds the directory's lock while it lives.
class StateFile {
  public:
    /// Makes the directory where needed, its state and organisation.json.
    /// Errors: already_exists, in_use, io, disk_full, invalid_argument (empty passphrase).
    static Result<StateFile> create(const std::filesystem::path& directory,
                                    std::string_view passphrase, const State& state, Cost cost,
                                    crypto::Random& random);
    /// Errors: not_found, in_use, wrong_key, corrupt, unsupported_version, io.
    static Result<StateFile> open(const std::filesystem::path& directory,
                                  std::string_view passphrase, State& state_out);

    StateFile(StateFile&& other) noexcept;
    StateFile& operator=(StateFile&& other) noexcept;
    StateFile(const StateFile&) = delete;
    StateFile& operator=(const StateFile&) = delete;
    ~StateFile();

    /// Sealed under another passphrase from now on. Errors: those of save, invalid_argument.
    Result<void> change_passphrase(std::string_view passphrase, const State& state, Cost cost,
                                   crypto::Random& random);

    /// Durable when it returns: a new file, synced, renamed over the old one, directory synced.
    /// Errors: io, disk_full; the old file stays then.
    Result<void> save(const State& state, crypto::Random& random);

    const std::filesystem::path& directory() const { return directory_; }

  private:
    StateFile(std::filesystem::path directory, int lock, PassphraseKey key)
        : directory_(std::move(directory)), lock_(lock), key_(std::move(key)) {}

    std::filesystem::path directory_;
    int lock_ = -1;  // descriptor of the locked file
    PassphraseKey key_;
};

/// A keyholder's file wherever it lies, a backup too. Errors: not_found, wrong_key, corrupt,
/// unsupported_version, io.
Result<State> read_state(const std::filesystem::path& file, std::string_view passphrase);
std::filesystem::path state_path(const std::filesystem::path& directory);

/// A further copy of `state`, sealed under a passphrase of its own, in a file that is new and was
/// read back: it restores alone. Makes the directory where needed, and gives the file's path.
/// Errors: already_exists, io, disk_full, invalid_argument; corrupt (it does not read back).
Result<std::filesystem::path> write_backup(const std::filesystem::path& directory,
                                           std::string_view passphrase, const State& state,
                                           Cost cost, Instant now, crypto::Random& random);

/// Whether another process holds the directory.
bool is_locked(const std::filesystem::path& directory);

}  // namespace sanderling::keyholder
