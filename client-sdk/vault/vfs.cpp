#include "client-sdk/vault/vfs.hpp"

#include "client-sdk/vault/journal_file.hpp"
#include "client-sdk/vault/main_file.hpp"
#include "client-sdk/vault/temp_file.hpp"
#include "client-sdk/vault/wal_file.hpp"

#include <sodium.h>

#include <atomic>
#include <new>
#include <stdexcept>

namespace sanderling::vault {

namespace {

// What SQLite allocates for a file: its own head, then ours.
struct Handle {
    sqlite3_file head;
    VfsFile* file;  // owned; deleted by xClose
    const Vfs* vfs;
};

Handle& handle_of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file);
}
VfsFile& file_of(sqlite3_file* file) {
    return *handle_of(file).file;
}
LowerFile& lower_of(sqlite3_file* file) {
    return file_of(file).lower();
}
Vfs& owner_of(sqlite3_vfs* vfs) {
    return *static_cast<Vfs*>(vfs->pAppData);
}

// --- files -----------------------------------------------------------------------------------

int file_close(sqlite3_file* file) {
    Handle& handle = handle_of(file);
    const int rc = handle.file->lower().close();
    delete std::exchange(handle.file, nullptr);
    return rc;
}

int file_read(sqlite3_file* file, void* out, int bytes, sqlite3_int64 offset) {
    return file_of(file).read(static_cast<std::uint8_t*>(out), bytes, offset);
}

int file_write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) try {
    return file_of(file).write(static_cast<const std::uint8_t*>(data), bytes, offset);
} catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    return file_of(file).truncate(size);
}
int file_sync(sqlite3_file* file, int flags) {
    return file_of(file).sync(flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* out) {
    return file_of(file).size(out);
}

int file_lock(sqlite3_file* file, int level) {
    LowerFile& lower = lower_of(file);
    return lower.methods().xLock(lower.get(), level);
}
int file_unlock(sqlite3_file* file, int level) {
    LowerFile& lower = lower_of(file);
    return lower.methods().xUnlock(lower.get(), level);
}
int file_check_reserved_lock(sqlite3_file* file, int* out) {
    LowerFile& lower = lower_of(file);
    return lower.methods().xCheckReservedLock(lower.get(), out);
}

int file_control(sqlite3_file* file, int operation, void* argument) {
    if (operation == SQLITE_FCNTL_VFSNAME) {
        *static_cast<char**>(argument) = sqlite3_mprintf("%s", handle_of(file).vfs->name().c_str());
        return SQLITE_OK;
    }
    return file_of(file).control(operation, argument);
}

int file_sector_size(sqlite3_file* file) {
    LowerFile& lower = lower_of(file);
    return lower.methods().xSectorSize(lower.get());
}

// What the lower file claims, less what sealing takes away: a sealed page is longer than the change
// in it, so no write of SQLite's is atomic or a safe append because the device's is.
int file_device_characteristics(sqlite3_file* file) {
    constexpr int dropped = SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_ATOMIC512 | SQLITE_IOCAP_ATOMIC1K |
                            SQLITE_IOCAP_ATOMIC2K | SQLITE_IOCAP_ATOMIC4K | SQLITE_IOCAP_ATOMIC8K |
                            SQLITE_IOCAP_ATOMIC16K | SQLITE_IOCAP_ATOMIC32K |
                            SQLITE_IOCAP_ATOMIC64K | SQLITE_IOCAP_BATCH_ATOMIC |
                            SQLITE_IOCAP_SAFE_APPEND;
    LowerFile& lower = lower_of(file);
    return lower.methods().xDeviceCharacteristics(lower.get()) & ~dropped;
}

int file_shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
    LowerFile& lower = lower_of(file);
    return lower.methods().xShmMap(lower.get(), region, bytes, extend, out);
}
int file_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    LowerFile& lower = lower_of(file);
    return lower.methods().xShmLock(lower.get(), offset, count, flags);
}
void file_shm_barrier(sqlite3_file* file) {
    LowerFile& lower = lower_of(file);
    lower.methods().xShmBarrier(lower.get());
}
int file_shm_unmap(sqlite3_file* file, int delete_it) {
    LowerFile& lower = lower_of(file);
    return lower.methods().xShmUnmap(lower.get(), delete_it);
}

// A mapped page would be ciphertext. SQLite takes a null page as "read it instead".
int file_fetch(sqlite3_file*, sqlite3_int64, int, void** out) {
    *out = nullptr;
    return SQLITE_OK;
}
int file_unfetch(sqlite3_file*, sqlite3_int64, void*) {
    return SQLITE_OK;
}

constexpr sqlite3_io_methods io_methods{
    3,
    file_close,
    file_read,
    file_write,
    file_truncate,
    file_sync,
    file_size,
    file_lock,
    file_unlock,
    file_check_reserved_lock,
    file_control,
    file_sector_size,
    file_device_characteristics,
    file_shm_map,
    file_shm_lock,
    file_shm_barrier,
    file_shm_unmap,
    file_fetch,
    file_unfetch,
};

// --- opening ---------------------------------------------------------------------------------

VfsFile* make_file(const Vfs& vfs, LowerFile lower, const char* name, int flags) {
    const FileCiphers& ciphers = vfs.ciphers();
    if (name == nullptr) return new TempFile(std::move(lower));
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) {
        const bool target = sqlite3_uri_boolean(name, Vfs::vacuum_target_parameter, 0) != 0;
        const EmptyHeader empty = target ? EmptyHeader::absent : EmptyHeader::pinned;
        return new MainFile(std::move(lower), ciphers, vfs.ownership(), empty);
    }
    if ((flags & SQLITE_OPEN_WAL) != 0) return new WalFile(std::move(lower), ciphers);
    if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0) return new JournalFile(std::move(lower), ciphers);
    // A super-journal holds the names of journals and nothing else.
    if ((flags & SQLITE_OPEN_SUPER_JOURNAL) != 0) return new VfsFile(std::move(lower));
    return new TempFile(std::move(lower));
}

// unix-excl takes the process's lock only by a file that it may write, so a connection that must
// not write is refused above, by SQLite, and never below.
int open_owned(LowerFile& lower, sqlite3_vfs& vfs, const char* name, int flags, int* flags_out) {
    const bool read_only = (flags & SQLITE_OPEN_READONLY) != 0;
    const int wanted = read_only ? (flags & ~SQLITE_OPEN_READONLY) | SQLITE_OPEN_READWRITE : flags;
    int granted = 0;
    const int rc = lower.open(vfs, name, wanted, &granted);
    if (rc != SQLITE_OK) return rc;
    if ((granted & SQLITE_OPEN_READWRITE) == 0) return SQLITE_CANTOPEN;
    if (flags_out != nullptr) *flags_out = read_only ? flags : granted;
    return SQLITE_OK;
}

int open_lower(LowerFile& lower, Vfs& vfs, const char* name, int flags, int* flags_out) {
    const bool main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    if (main && vfs.ownership() == Ownership::one_process) {
        return open_owned(lower, vfs.lower(), name, flags, flags_out);
    }
    return lower.open(vfs.lower(), name, flags, flags_out);
}

int vfs_open(sqlite3_vfs* self, const char* name, sqlite3_file* out, int flags,
             int* flags_out) try {
    Vfs& vfs = owner_of(self);
    Handle& handle = handle_of(out);
    handle.head.pMethods = nullptr;
    LowerFile lower(vfs.lower());
    if (const int rc = open_lower(lower, vfs, name, flags, flags_out); rc != SQLITE_OK) {
        return rc;
    }
    handle.vfs = &vfs;
    handle.file = make_file(vfs, std::move(lower), name, flags);
    handle.head.pMethods = &io_methods;
    return SQLITE_OK;
} catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
}

int vfs_delete(sqlite3_vfs* self, const char* name, int sync_directory) {
    sqlite3_vfs& lower = owner_of(self).lower();
    return lower.xDelete(&lower, name, sync_directory);
}
int vfs_access(sqlite3_vfs* self, const char* name, int flags, int* out) {
    sqlite3_vfs& lower = owner_of(self).lower();
    return lower.xAccess(&lower, name, flags, out);
}
int vfs_full_pathname(sqlite3_vfs* self, const char* name, int bytes, char* out) {
    sqlite3_vfs& lower = owner_of(self).lower();
    return lower.xFullPathname(&lower, name, bytes, out);
}
// Code that runs beside the keys comes with the program, never from a file named by SQL. SQLite
// calls these without asking whether they are there.
void* vfs_dl_open(sqlite3_vfs*, const char*) {
    return nullptr;
}
void vfs_dl_error(sqlite3_vfs*, int bytes, char* out) {
    sqlite3_snprintf(bytes, out, "an encrypted replica loads no extensions");
}
void (*vfs_dl_sym(sqlite3_vfs*, void*, const char*))() {
    return nullptr;
}
void vfs_dl_close(sqlite3_vfs*, void*) {}
int vfs_randomness(sqlite3_vfs* self, int bytes, char* out) {
    sqlite3_vfs& lower = owner_of(self).lower();
    return lower.xRandomness(&lower, bytes, out);
}
int vfs_sleep(sqlite3_vfs* self, int microseconds) {
    sqlite3_vfs& lower = owner_of(self).lower();
    return lower.xSleep(&lower, microseconds);
}
int vfs_current_time(sqlite3_vfs* self, double* out) {
    sqlite3_vfs& lower = owner_of(self).lower();
    return lower.xCurrentTime(&lower, out);
}
int vfs_last_error(sqlite3_vfs* self, int bytes, char* out) {
    sqlite3_vfs& lower = owner_of(self).lower();
    return lower.xGetLastError(&lower, bytes, out);
}
int vfs_current_time_64(sqlite3_vfs* self, sqlite3_int64* out) {
    sqlite3_vfs& lower = owner_of(self).lower();
    return lower.xCurrentTimeInt64(&lower, out);
}

std::string unique_name() {
    static std::atomic<unsigned> count{0};
    return std::string(vfs_name_prefix) + std::to_string(++count);
}

sqlite3_vfs* find_lower(const std::string& name) {
    sqlite3_vfs* lower = sqlite3_vfs_find(name.c_str());
    if (lower == nullptr) throw std::runtime_error("this SQLite has no VFS named " + name);
    return lower;
}

}  // namespace

Vfs::Vfs(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
         const VfsOptions& options)
    : ciphers_(database_key, identity),
      name_(unique_name()),
      lower_(find_lower(options.lower)),
      ownership_(options.ownership) {
    vfs_.iVersion = 2;
    vfs_.szOsFile = static_cast<int>(sizeof(Handle));
    vfs_.mxPathname = lower_->mxPathname;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = vfs_open;
    vfs_.xDelete = vfs_delete;
    vfs_.xAccess = vfs_access;
    vfs_.xFullPathname = vfs_full_pathname;
    vfs_.xDlOpen = vfs_dl_open;
    vfs_.xDlError = vfs_dl_error;
    vfs_.xDlSym = vfs_dl_sym;
    vfs_.xDlClose = vfs_dl_close;
    vfs_.xRandomness = vfs_randomness;
    vfs_.xSleep = vfs_sleep;
    vfs_.xCurrentTime = vfs_current_time;
    vfs_.xGetLastError = vfs_last_error;
    vfs_.xCurrentTimeInt64 = vfs_current_time_64;
    if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) {
        throw std::runtime_error("SQLite refused the encrypting VFS");
    }
}

Vfs::~Vfs() {
    sqlite3_vfs_unregister(&vfs_);
}

}  // namespace sanderling::vault
