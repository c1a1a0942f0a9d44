#include "tests/sim/disk_vfs.hpp"

#include "core/types/assert.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/one_thread.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace sanderling::sim {

namespace {

struct Open {
    std::shared_ptr<DiskFile> file;
    Machine* machine = nullptr;  // null: a temporary file, which no machine loses
    std::uint64_t incarnation = 0;
    std::string path;  // empty for a temporary file
    bool is_deleted_on_close = false;
    int level = SQLITE_LOCK_NONE;
    std::uint8_t index_shared = 0;  // bits of locks held on the wal-index
    std::uint8_t index_exclusive = 0;
};

struct Handle {
    sqlite3_file head;
    Open* open;  // owned; deleted by xClose
};

Open& open_of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file)->open;
}

bool is_gone(const Open& open) {
    return open.machine != nullptr &&
           (open.machine->is_dead || open.machine->incarnation != open.incarnation);
}

void release_index(Open& open) {
    for (std::size_t i = 0; i < 8; ++i) {
        const auto bit = static_cast<std::uint8_t>(1U << i);
        if ((open.index_shared & bit) != 0) --open.file->index_shared[i];
        if ((open.index_exclusive & bit) != 0) open.file->index_exclusive[i] = nullptr;
    }
    open.index_shared = 0;
    open.index_exclusive = 0;
}

int file_unlock(sqlite3_file* file, int level) {
    Open& open = open_of(file);
    if (level >= open.level) return SQLITE_OK;
    DiskFile& disk = *open.file;
    if (disk.exclusive == &open) disk.exclusive = nullptr;
    if (disk.reserved == &open) disk.reserved = nullptr;
    if (level == SQLITE_LOCK_NONE && open.level >= SQLITE_LOCK_SHARED) --disk.shared;
    open.level = level;
    return SQLITE_OK;
}

int file_lock(sqlite3_file* file, int level) {
    Open& open = open_of(file);
    if (is_gone(open)) return SQLITE_IOERR_LOCK;
    if (open.level >= level) return SQLITE_OK;
    DiskFile& disk = *open.file;
    const bool held_by_other = disk.exclusive != nullptr && disk.exclusive != &open;
    if (held_by_other) return SQLITE_BUSY;
    if (open.level == SQLITE_LOCK_NONE) {
        ++disk.shared;
        open.level = SQLITE_LOCK_SHARED;
    }
    if (level == SQLITE_LOCK_SHARED) return SQLITE_OK;
    if (disk.reserved != nullptr && disk.reserved != &open) return SQLITE_BUSY;
    disk.reserved = &open;
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        if (disk.shared > 1) return SQLITE_BUSY;
        disk.exclusive = &open;
    }
    open.level = level;
    return SQLITE_OK;
}

int file_check_reserved(sqlite3_file* file, int* out) {
    *out = open_of(file).file->reserved != nullptr ? 1 : 0;
    return SQLITE_OK;
}

int file_close(sqlite3_file* file) {
    Open& open = open_of(file);
    file_unlock(file, SQLITE_LOCK_NONE);
    release_index(open);
    --open.file->handles;
    if (open.file->handles == 0) open.file->index.clear();
    if (open.is_deleted_on_close && !open.path.empty() && Disk::current() != nullptr &&
        !is_gone(open))
        Disk::current()->remove(open.path);
    delete std::exchange(reinterpret_cast<Handle*>(file)->open, nullptr);
    return SQLITE_OK;
}

int file_read(sqlite3_file* file, void* out, int bytes, sqlite3_int64 offset) {
    const Open& open = open_of(file);
    if (is_gone(open)) return SQLITE_IOERR_READ;
    const Bytes& content = open.file->content;
    const auto wanted = static_cast<std::size_t>(bytes);
    const auto from = std::min<std::size_t>(static_cast<std::size_t>(offset), content.size());
    const std::size_t have = std::min(wanted, content.size() - from);
    if (have != 0) std::memcpy(out, content.data() + from, have);
    if (have == wanted) return SQLITE_OK;
    std::memset(static_cast<std::uint8_t*>(out) + have, 0, wanted - have);
    return SQLITE_IOERR_SHORT_READ;
}

// The write in which a machine dies may leave a part of itself.
int die_writing(Open& open, ByteView data, std::uint64_t offset) {
    open.machine->is_dead = true;
    const auto part = Disk::current()->dice().under(data.size() + 1);
    const ByteView left = data.first(part);
    DiskFile& file = *open.file;
    file.note_write(offset, left);
    file.put(offset, left);
    return SQLITE_IOERR_WRITE;
}

int file_write(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) try {
    Open& open = open_of(file);
    if (is_gone(open)) return SQLITE_IOERR_WRITE;
    const ByteView data(static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(bytes));
    const auto offset = static_cast<std::uint64_t>(at);
    DiskFile& disk = *open.file;
    if (Machine* machine = open.machine) {
        ++machine->writes;
        if (machine->writes_left && (*machine->writes_left)-- == 0)
            return die_writing(open, data, offset);
        const std::uint64_t end = offset + data.size();
        const std::uint64_t growth = end > disk.content.size() ? end - disk.content.size() : 0;
        if (machine->room) {
            if (growth > *machine->room) return SQLITE_FULL;
            *machine->room -= growth;
        }
        disk.note_write(offset, data);
    }
    disk.put(offset, data);
    return SQLITE_OK;
} catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    Open& open = open_of(file);
    if (is_gone(open)) return SQLITE_IOERR_TRUNCATE;
    DiskFile& disk = *open.file;
    const auto wanted = static_cast<std::size_t>(size);
    if (wanted >= disk.content.size()) return SQLITE_OK;
    if (open.machine != nullptr) disk.note_truncation(wanted);
    disk.content.resize(wanted);
    return SQLITE_OK;
}

int file_sync(sqlite3_file* file, int) {
    Open& open = open_of(file);
    if (is_gone(open)) return SQLITE_IOERR_FSYNC;
    if (open.machine != nullptr && open.machine->writes_left && *open.machine->writes_left == 0 &&
        Disk::current()->dice().one_in(4)) {
        open.machine->is_dead = true;  // between the write and its sync
        return SQLITE_IOERR_FSYNC;
    }
    open.file->unsynced.clear();
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* out) {
    if (is_gone(open_of(file))) return SQLITE_IOERR_FSTAT;
    *out = static_cast<sqlite3_int64>(open_of(file).file->content.size());
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int operation, void* argument) {
    if (operation == SQLITE_FCNTL_MMAP_SIZE) {
        *static_cast<sqlite3_int64*>(argument) = 0;
        return SQLITE_OK;
    }
    return SQLITE_NOTFOUND;
}

int file_sector_size(sqlite3_file*) {
    return 512;
}
int file_characteristics(sqlite3_file*) {
    const int powersafe = Disk::current()->is_powersafe() ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
    return SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN | powersafe;
}

// --- the wal-index ---------------------------------------------------------------------------

int shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
    Open& open = open_of(file);
    *out = nullptr;
    if (is_gone(open)) return SQLITE_IOERR_SHMMAP;
    auto& index = open.file->index;
    const auto wanted = static_cast<std::size_t>(region);
    SANDERLING_ASSERT(bytes == 32768);
    if (wanted >= index.size()) {
        if (extend == 0) return SQLITE_OK;
        while (index.size() <= wanted)
            index.push_back(std::make_unique<std::array<std::uint8_t, 32768>>());
    }
    *out = index[wanted]->data();
    return SQLITE_OK;
}

bool is_free(const Open& open, std::size_t lock, bool exclusive) {
    const DiskFile& file = *open.file;
    const void* owner = file.index_exclusive[lock];
    if (owner != nullptr && owner != &open) return false;
    const bool own = (open.index_shared & (1U << lock)) != 0;
    return !exclusive || file.index_shared[lock] == (own ? 1 : 0);
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    Open& open = open_of(file);
    const bool lock = (flags & SQLITE_SHM_LOCK) != 0;
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if (lock && is_gone(open)) return SQLITE_IOERR_SHMLOCK;
    const auto from = static_cast<std::size_t>(offset);
    const auto to = from + static_cast<std::size_t>(count);
    for (std::size_t i = from; lock && i < to; ++i)
        if (!is_free(open, i, exclusive)) return SQLITE_BUSY;
    for (std::size_t i = from; i < to; ++i) {
        const auto bit = static_cast<std::uint8_t>(1U << i);
        if (!lock) {
            if ((open.index_shared & bit) != 0) --open.file->index_shared[i];
            if ((open.index_exclusive & bit) != 0) open.file->index_exclusive[i] = nullptr;
            open.index_shared &= static_cast<std::uint8_t>(~bit);
            open.index_exclusive &= static_cast<std::uint8_t>(~bit);
        } else if (exclusive) {
            open.file->index_exclusive[i] = &open;
            open.index_exclusive |= bit;
        } else if ((open.index_shared & bit) == 0) {
            ++open.file->index_shared[i];
            open.index_shared |= bit;
        }
    }
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* file, int) {
    release_index(open_of(file));
    return SQLITE_OK;
}

constexpr sqlite3_io_methods methods{2,
                                     file_close,
                                     file_read,
                                     file_write,
                                     file_truncate,
                                     file_sync,
                                     file_size,
                                     file_lock,
                                     file_unlock,
                                     file_check_reserved,
                                     file_control,
                                     file_sector_size,
                                     file_characteristics,
                                     shm_map,
                                     shm_lock,
                                     shm_barrier,
                                     shm_unmap,
                                     nullptr,
                                     nullptr};

// --- the file system -------------------------------------------------------------------------

int vfs_open(sqlite3_vfs*, const char* name, sqlite3_file* out, int flags, int* flags_out) try {
    auto& handle = *reinterpret_cast<Handle*>(out);
    handle.head.pMethods = nullptr;
    auto open = std::make_unique<Open>();
    Disk& disk = *Disk::current();
    if (name == nullptr) {
        open->file = std::make_shared<DiskFile>();
    } else {
        open->path = name;
        open->machine = disk.machine_of(open->path);
        if (open->machine == nullptr) return SQLITE_CANTOPEN;
        if (open->machine->is_dead) return SQLITE_CANTOPEN;
        open->incarnation = open->machine->incarnation;
        open->file = disk.find(open->path);
        // A file that its owner made by itself, to be its only reader, is there and empty.
        const bool is_made = (flags & SQLITE_OPEN_CREATE) != 0 || std::filesystem::exists(name);
        if (!open->file && !is_made) return SQLITE_CANTOPEN;
        if (!open->file) open->file = disk.make(open->path);
    }
    open->is_deleted_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    ++open->file->handles;
    handle.open = open.release();
    handle.head.pMethods = &methods;
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
} catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
}

int vfs_delete(sqlite3_vfs*, const char* name, int) {
    Disk& disk = *Disk::current();
    const Machine* machine = disk.machine_of(name);
    if (machine != nullptr && machine->is_dead) return SQLITE_IOERR_DELETE;
    if (!disk.find(name)) return SQLITE_IOERR_DELETE_NOENT;
    disk.remove(name);
    return SQLITE_OK;
}

int vfs_access(sqlite3_vfs*, const char* name, int, int* out) {
    *out = Disk::current()->find(name) ? 1 : 0;
    return SQLITE_OK;
}

int vfs_full_pathname(sqlite3_vfs*, const char* name, int bytes, char* out) {
    sqlite3_snprintf(bytes, out, "%s", name);
    return SQLITE_OK;
}

int vfs_randomness(sqlite3_vfs*, int bytes, char* out) {
    Disk::current()->dice().fill(
        {reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(bytes)});
    return bytes;
}

int vfs_sleep(sqlite3_vfs*, int microseconds) {
    return microseconds;  // with one thread, whatever was locked stays locked
}
int vfs_current_time(sqlite3_vfs*, double* out) {
    *out = 2'455'669.5;
    return SQLITE_OK;
}
int vfs_last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

}  // namespace

void register_disk_vfs() {
    settle_process();
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs made{};
        made.iVersion = 1;
        made.szOsFile = static_cast<int>(sizeof(Handle));
        made.mxPathname = 512;
        made.zName = "unix-excl";
        made.xOpen = vfs_open;
        made.xDelete = vfs_delete;
        made.xAccess = vfs_access;
        made.xFullPathname = vfs_full_pathname;
        made.xRandomness = vfs_randomness;
        made.xSleep = vfs_sleep;
        made.xCurrentTime = vfs_current_time;
        made.xGetLastError = vfs_last_error;
        return made;
    }();
    if (sqlite3_vfs_find(nullptr) != &vfs) sqlite3_vfs_register(&vfs, 1);
    sqlite3_randomness(0, nullptr);  // SQLite's own generator begins anew, from this disk's dice
}

}  // namespace sanderling::sim
