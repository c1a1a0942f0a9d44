// A replica's folder on a device: the encrypted database, its log, and its key slots. The rule is
// docs/storage.md §1.
#pragma once

#include "client-sdk/vault/database.hpp"
#include "client-sdk/vault/key.hpp"
#include "client-sdk/vault/page_cipher.hpp"
#include "client-sdk/vault/slot_image.hpp"
#include "core/types/error.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace sanderling::vault {

inline constexpr std::int64_t writer_cache_bytes = std::int64_t{64} << 20U;
inline constexpr std::int64_t reader_cache_bytes = std::int64_t{16} << 20U;
inline constexpr int log_pages_before_checkpoint = 4096;
/// A log that was left behind by a process that was killed is read whole at every opening, so an
/// opening moves more than this into the database.
inline constexpr int log_pages_left_at_opening = 512;

/// What a commit survives. `full`: loss of power. `normal`: a crash of the process; the last
/// commits may be missing after a loss of power, the rest is whole.
enum class Durability : std::uint8_t { full, normal };
enum class CoreDumps : std::uint8_t { forbid, leave_as_they_are };

/// What to do with a log that is damaged in its middle, before work that had been synced. Refusing
/// leaves every file as it is; serving takes what comes before the damage, and what comes after it
/// is gone once the vault is open. Salvage first.
enum class DamagedLog : std::uint8_t { refuse, serve_what_precedes };

struct VaultOptions {
    KdfCost kdf{};                             // of a passphrase slot that is made
    CoreDumps core_dumps = CoreDumps::forbid;  // for the whole process: see harden_process()
    DamagedLog damaged_log = DamagedLog::refuse;
};

struct ConnectionOptions {
    Access access = Access::read_write;
    std::int64_t cache_bytes = 0;  // 0: writer_cache_bytes or reader_cache_bytes
    Durability durability = Durability::full;
    int busy_timeout_ms = 5000;  // how long to wait for another writer of this process
};

/// A key slot as anybody may see it who can read the slot file.
struct SlotInfo {
    std::size_t index = 0;  // below slots_max; stays while other slots come and go
    SlotType type = SlotType::empty;
    KdfCost cost{.operations = 0, .memory_bytes = 0};  // of a passphrase
};

enum class CopyStep : std::uint8_t { copying, checking, swapping };
struct CopyProgress {
    CopyStep step = CopyStep::copying;
    std::uint64_t pages_done = 0;   // while copying
    std::uint64_t pages_total = 0;  // an upper bound: free pages are not copied
};
/// Runs on the calling thread, some times a second.
using OnCopyProgress = std::function<void(const CopyProgress&)>;

struct CopyOptions {
    KdfCost kdf{};  // of passphrase slots that are made
    OnCopyProgress on_progress{};
    CoreDumps core_dumps = CoreDumps::forbid;  // of a rekey, which opens the vault itself
};

struct CopyReport {
    DatabaseIdentity identity{};  // of the copy
    std::uint64_t pages = 0;
};

struct RekeyReport {
    DatabaseIdentity identity{};
    std::uint64_t pages = 0;
    std::vector<SlotInfo> slots_before{};  // none of these opens the replica any more
    std::vector<SlotInfo> slots_now{};
};

/// One process owns a replica, with any number of connections in it: readers never wait for the
/// writer. Connections keep what they need alive, so the Vault may go first. Any thread may call
/// its const members and those that change key slots; a connection is used by one thread at a time.
class Vault {
  public:
    /// Makes the folder (0700) and everything in it (0600). Errc::already_exists if it holds a
    /// replica, in_use, disk_full, io.
    static Result<Vault> create(const std::filesystem::path& directory, const Key& key,
                                const VaultOptions& options = {});

    /// Finishes what a crash cut off (a rekey, an export). Errc::not_found, wrong_key (decided by
    /// the key slots alone), corrupt (damaged or foreign files; the detail names what, and check()
    /// and salvage() say more), in_use (another process, or another Vault of this one, has it
    /// open), io, what a keystore says.
    static Result<Vault> open(const std::filesystem::path& directory, const Key& key,
                              const VaultOptions& options = {});

    /// A connection with its pragmas set. Every failure of SQLite as a value.
    Result<Database> open_connection(const ConnectionOptions& options = {}) const;

    // --- key slots. `current` is any key that opens the vault. None of these takes longer for a
    // --- larger replica, and none revokes a database key that has leaked: rekey() does. A crash
    // --- leaves the slots of before or after. Errors of all: wrong_key (`current`), disk_full, io,
    // --- what a keystore says; too_large when all slots are taken.

    Result<std::vector<SlotInfo>> slots() const;
    /// Without opening the vault, or asking who owns it. Errc::not_found, corrupt, io.
    static Result<std::vector<SlotInfo>> slots_of(const std::filesystem::path& directory);

    /// Replaces every passphrase slot.
    Result<> change_passphrase(const Key& current, const Passphrase& next,
                               const KdfCost& cost = {});
    /// Replaces an earlier recovery code. Show its text once; it is kept nowhere.
    Result<RecoveryCode> make_recovery_code(const Key& current);
    /// Adds a key beside what opens the vault now.
    Result<> add_key(const Key& current, const Key& next, const KdfCost& cost = {});
    /// `current` must open a slot that stays, so that nobody locks himself out. Errc::not_found for
    /// an empty slot, wrong_key if `current` opens no other.
    Result<> remove_slot(const Key& current, std::size_t index);

    // --- whole copies, each in pages of its own key.

    /// A new vault in `directory` (made if it is not there) that `key` opens, with everything that
    /// is committed now, under a database key and a database id of its own. The vault may be in
    /// use: readers and writers go on, and only the log cannot be emptied meanwhile. Content that
    /// was deleted is not in it. Every page was read back when this returns; before, there is no
    /// vault in `directory`. Errc::already_exists if there is one, corrupt (this vault is damaged),
    /// disk_full, io, invalid_argument.
    Result<CopyReport> export_to(const std::filesystem::path& directory, const Key& key,
                                 const CopyOptions& options = {}) const;
    /// export_to under a key that opens this vault too: Errc::wrong_key for one that does not, so
    /// that a slip of the finger makes no backup that nobody can open.
    Result<CopyReport> backup_to(const std::filesystem::path& directory, const Key& current,
                                 const CopyOptions& options = {}) const;

    /// Seals everything anew under a new database key, which only `next` open: every other slot
    /// goes, and who knew the old key, or has an old copy of the files, learns nothing of what is
    /// written from now on. The same database id, the next epoch. Takes the time and, until it
    /// ends, the space of a copy. The vault must not be open (Errc::in_use). A crash at any moment
    /// leaves the old vault or the new one, whole, and the next open() removes the rest. After an
    /// error the old keys open the vault, unless only the tidying failed. Errors: those of open(),
    /// disk_full, invalid_argument (no key in `next`).
    static Result<RekeyReport> rekey(const std::filesystem::path& directory, const Key& current,
                                     const std::vector<Key>& next, const CopyOptions& options = {});

    const DatabaseIdentity& identity() const;
    const std::filesystem::path& directory() const;

    static constexpr const char* database_name = "replica.db";
    static constexpr const char* slots_name = "keys";

    struct State;  // shared with connections, which need its VFS and its lock

  private:
    explicit Vault(std::shared_ptr<State> state) : state_(std::move(state)) {}
    static Result<Vault> assemble(std::shared_ptr<State> state, DamagedLog damaged_log);
    template <class Change>
    Result<> change_slots(const Key& current, Change&& change);

    std::shared_ptr<State> state_;
};

}  // namespace sanderling::vault
