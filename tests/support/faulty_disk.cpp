#include "tests/support/faulty_disk.hpp"

#include <array>
#include <cstring>
#include <stdexcept>

namespace sanderling::tests {

namespace {

using Answer = FaultyDisk::Answer;
using Call = FaultyDisk::Call;

// What SQLite allocates for a file: its own head, ours, and the file below behind it.
struct Handle {
    sqlite3_file head;
    FaultyDisk* disk;
    const char* name;  // null for a temporary file
};
constexpr std::size_t below_at = (sizeof(Handle) + 15) / 16 * 16;

Handle& handle_of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file);
}
sqlite3_file* below(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + below_at);
}
FaultyDisk& disk_of(sqlite3_vfs* vfs) {
    return *static_cast<FaultyDisk*>(vfs->pAppData);
}
Answer ask(sqlite3_file* file, Call call) {
    return handle_of(file).disk->answer(call, handle_of(file).name);
}

// --- files -----------------------------------------------------------------------------------

int file_close(sqlite3_file* file) {
    return below(file)->pMethods->xClose(below(file));
}

int file_read(sqlite3_file* file, void* out, int bytes, sqlite3_int64 offset) {
    const Answer answer = ask(file, Call::read);
    if (answer == Answer::fail || answer == Answer::no_room) return SQLITE_IOERR_READ;
    const int rc = below(file)->pMethods->xRead(below(file), out, bytes, offset);
    if (answer != Answer::half) return rc;
    std::memset(static_cast<std::uint8_t*>(out) + bytes / 2, 0,
                static_cast<std::size_t>(bytes - bytes / 2));
    return SQLITE_IOERR_SHORT_READ;
}

int file_write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) {
    const Answer answer = ask(file, Call::write);
    if (answer == Answer::fail) return SQLITE_IOERR_WRITE;
    if (answer == Answer::no_room) return SQLITE_FULL;
    const int part = answer == Answer::half ? bytes / 2 : bytes;
    const int rc = below(file)->pMethods->xWrite(below(file), data, part, offset);
    return answer == Answer::half ? SQLITE_IOERR_WRITE : rc;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (ask(file, Call::truncate) != Answer::work) return SQLITE_IOERR_TRUNCATE;
    return below(file)->pMethods->xTruncate(below(file), size);
}
int file_sync(sqlite3_file* file, int flags) {
    if (ask(file, Call::sync) != Answer::work) return SQLITE_IOERR_FSYNC;
    return below(file)->pMethods->xSync(below(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* out) {
    if (ask(file, Call::size) != Answer::work) return SQLITE_IOERR_FSTAT;
    return below(file)->pMethods->xFileSize(below(file), out);
}
int file_lock(sqlite3_file* file, int level) {
    return below(file)->pMethods->xLock(below(file), level);
}
int file_unlock(sqlite3_file* file, int level) {
    return below(file)->pMethods->xUnlock(below(file), level);
}
int file_check_reserved_lock(sqlite3_file* file, int* out) {
    return below(file)->pMethods->xCheckReservedLock(below(file), out);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}
int file_sector_size(sqlite3_file* file) {
    return below(file)->pMethods->xSectorSize(below(file));
}
int file_device_characteristics(sqlite3_file* file) {
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}
int file_shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
    return below(file)->pMethods->xShmMap(below(file), region, bytes, extend, out);
}
int file_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}
void file_shm_barrier(sqlite3_file* file) {
    below(file)->pMethods->xShmBarrier(below(file));
}
int file_shm_unmap(sqlite3_file* file, int remove) {
    return below(file)->pMethods->xShmUnmap(below(file), remove);
}

constexpr sqlite3_io_methods io_methods{2,
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
                                        nullptr,
                                        nullptr};

// --- the VFS ---------------------------------------------------------------------------------

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* out, int flags, int* flags_out) {
    FaultyDisk& disk = disk_of(vfs);
    out->pMethods = nullptr;
    if (disk.answer(Call::open, name) != Answer::work) return SQLITE_CANTOPEN;
    sqlite3_vfs& real = disk.below();
    const int rc = real.xOpen(&real, name, below(out), flags, flags_out);
    if (rc != SQLITE_OK) return rc;
    handle_of(out).disk = &disk;
    handle_of(out).name = name;
    out->pMethods = &io_methods;
    return SQLITE_OK;
}
int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_directory) {
    if (disk_of(vfs).answer(Call::remove, name) != Answer::work) return SQLITE_IOERR_DELETE;
    sqlite3_vfs& real = disk_of(vfs).below();
    return real.xDelete(&real, name, sync_directory);
}
int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
    sqlite3_vfs& real = disk_of(vfs).below();
    return real.xAccess(&real, name, flags, out);
}
int vfs_full_pathname(sqlite3_vfs* vfs, const char* name, int bytes, char* out) {
    sqlite3_vfs& real = disk_of(vfs).below();
    return real.xFullPathname(&real, name, bytes, out);
}
int vfs_randomness(sqlite3_vfs* vfs, int bytes, char* out) {
    sqlite3_vfs& real = disk_of(vfs).below();
    return real.xRandomness(&real, bytes, out);
}
int vfs_sleep(sqlite3_vfs* vfs, int microseconds) {
    sqlite3_vfs& real = disk_of(vfs).below();
    return real.xSleep(&real, microseconds);
}
int vfs_current_time(sqlite3_vfs* vfs, double* out) {
    sqlite3_vfs& real = disk_of(vfs).below();
    return real.xCurrentTime(&real, out);
}
int vfs_last_error(sqlite3_vfs* vfs, int bytes, char* out) {
    sqlite3_vfs& real = disk_of(vfs).below();
    return real.xGetLastError(&real, bytes, out);
}
int vfs_current_time_64(sqlite3_vfs* vfs, sqlite3_int64* out) {
    sqlite3_vfs& real = disk_of(vfs).below();
    return real.xCurrentTimeInt64(&real, out);
}

constexpr std::array<const char*, 7> call_names{"read",   "write", "sync", "truncate",
                                                "delete", "open",  "size"};

}  // namespace

// SQLite finds the one that was registered last among several of a name.
FaultyDisk::FaultyDisk() : below_(sqlite3_vfs_find("unix-excl")) {
    if (below_ == nullptr) throw std::runtime_error("this SQLite has no unix-excl VFS");
    vfs_.iVersion = 2;
    vfs_.szOsFile = static_cast<int>(below_at) + below_->szOsFile;
    vfs_.mxPathname = below_->mxPathname;
    vfs_.zName = below_->zName;
    vfs_.pAppData = this;
    vfs_.xOpen = vfs_open;
    vfs_.xDelete = vfs_delete;
    vfs_.xAccess = vfs_access;
    vfs_.xFullPathname = vfs_full_pathname;
    vfs_.xRandomness = vfs_randomness;
    vfs_.xSleep = vfs_sleep;
    vfs_.xCurrentTime = vfs_current_time;
    vfs_.xGetLastError = vfs_last_error;
    vfs_.xCurrentTimeInt64 = vfs_current_time_64;
    sqlite3_vfs_register(&vfs_, 0);
    if (sqlite3_vfs_find("unix-excl") != &vfs_)
        throw std::runtime_error("SQLite does not take the faulty disk for unix-excl");
}

FaultyDisk::~FaultyDisk() {
    sqlite3_vfs_unregister(&vfs_);
}

void FaultyDisk::arm(DiskFault fault, std::size_t at) {
    state_ = State::armed;
    fault_ = fault;
    at_ = at;
    calls_ = 0;
    struck_.clear();
}

void FaultyDisk::disarm() {
    state_ = State::sound;
}

Answer FaultyDisk::answer(Call call, const char* file) {
    if (state_ == State::sound) return Answer::work;
    if (state_ == State::dead) return Answer::fail;
    if (calls_++ != at_) return Answer::work;
    struck_ = std::string(call_names.at(static_cast<std::size_t>(call))) + " of " +
              (file != nullptr ? file : "a temporary file");
    state_ = State::sound;
    const bool is_halved = call == Call::read || call == Call::write;
    switch (fault_) {
        case DiskFault::error:
            return Answer::fail;
        case DiskFault::full:
            return call == Call::write ? Answer::no_room : Answer::work;
        case DiskFault::cut_short:
            return is_halved ? Answer::half : Answer::fail;
        case DiskFault::torn:
            state_ = State::dead;
            return call == Call::write ? Answer::half : Answer::fail;
        case DiskFault::gone:
            state_ = State::dead;
            return Answer::fail;
    }
    return Answer::work;
}

}  // namespace sanderling::tests
