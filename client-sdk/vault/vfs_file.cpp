#include "client-sdk/vault/vfs_file.hpp"

namespace sanderling::vault {

std::uint32_t lock_byte_page() {
    const int moved = sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, 0);  // 0: only asks
    const std::uint32_t at = moved > 0 ? static_cast<std::uint32_t>(moved) : 0x40000000U;
    return at / static_cast<std::uint32_t>(page_bytes) + 1;
}

LowerFile::LowerFile(sqlite3_vfs& vfs)
    : memory_(std::make_unique<std::byte[]>(static_cast<std::size_t>(vfs.szOsFile))),
      file_(reinterpret_cast<sqlite3_file*>(memory_.get())) {}

int LowerFile::open(sqlite3_vfs& vfs, const char* name, int flags, int* flags_out) {
    const int rc = vfs.xOpen(&vfs, name, file_, flags, flags_out);
    // A VFS may set the methods although it failed; such a file must be closed all the same.
    if (rc != SQLITE_OK) close();
    return rc;
}

int LowerFile::close() {
    if (!memory_ || file_->pMethods == nullptr) return SQLITE_OK;
    const int rc = file_->pMethods->xClose(file_);
    file_->pMethods = nullptr;
    return rc;
}

int VfsFile::read(std::uint8_t* out, int bytes, sqlite3_int64 offset) {
    return lower_.read(out, bytes, offset);
}

int VfsFile::write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) {
    return lower_.write(data, bytes, offset);
}

int VfsFile::control(int operation, void* argument) {
    switch (operation) {
        // A hint would grow the file by unauthenticated zero pages.
        case SQLITE_FCNTL_SIZE_HINT:
        case SQLITE_FCNTL_CHUNK_SIZE:
            return SQLITE_OK;
        case SQLITE_FCNTL_MMAP_SIZE:
            *static_cast<sqlite3_int64*>(argument) = 0;
            return SQLITE_OK;
        case SQLITE_FCNTL_BEGIN_ATOMIC_WRITE:
        case SQLITE_FCNTL_COMMIT_ATOMIC_WRITE:
        case SQLITE_FCNTL_ROLLBACK_ATOMIC_WRITE:
            return SQLITE_NOTFOUND;
        default:
            return lower_.methods().xFileControl(lower_.get(), operation, argument);
    }
}

}  // namespace sanderling::vault
