// One open file as SQLite's VFS interface sees it, and the file of the lower VFS beneath it. What
// each kind does with its bytes is in main_file, wal_file, journal_file and temp_file.
#pragma once

#include "client-sdk/vault/journal_cipher.hpp"
#include "client-sdk/vault/page_cipher.hpp"
#include "client-sdk/vault/wal_cipher.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace sanderling::vault {

/// The ciphers of one database, shared (and only read) by all its open files.
struct FileCiphers {
    FileCiphers(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity)
        : pages(database_key, identity), checksums(database_key), journal(database_key) {}

    PageCipher pages;
    ChecksumPermutation checksums;
    JournalChecksumMask journal;
};

/// Whether one process has a database for itself, by the locks of the lower VFS.
enum class Ownership : std::uint8_t { one_process, shared };

/// The number of the page that holds SQLite's lock bytes, at 1 GiB. SQLite never stores it; its
/// number marks a super-journal's name in a rollback journal. SQLite's own tests move it.
std::uint32_t lock_byte_page();

/// A file opened by the lower VFS. Closed by the destructor if close() was not called.
class LowerFile {
  public:
    static constexpr int not_open = SQLITE_CANTOPEN;

    explicit LowerFile(sqlite3_vfs& vfs);
    LowerFile(LowerFile&&) noexcept = default;
    LowerFile& operator=(LowerFile&&) = delete;
    ~LowerFile() { close(); }

    /// SQLite codes throughout. `name` may be null and must outlive the file.
    int open(sqlite3_vfs& vfs, const char* name, int flags, int* flags_out);
    int close();
    int read(void* out, int bytes, sqlite3_int64 offset) {
        return file_->pMethods->xRead(file_, out, bytes, offset);
    }
    int write(const void* data, int bytes, sqlite3_int64 offset) {
        return file_->pMethods->xWrite(file_, data, bytes, offset);
    }
    int truncate(sqlite3_int64 size) { return file_->pMethods->xTruncate(file_, size); }
    int sync(int flags) { return file_->pMethods->xSync(file_, flags); }
    int size(sqlite3_int64* out) { return file_->pMethods->xFileSize(file_, out); }
    sqlite3_file* get() { return file_; }
    const sqlite3_io_methods& methods() const { return *file_->pMethods; }

  private:
    std::unique_ptr<std::byte[]> memory_;  // owned by this; laid out by the lower VFS
    sqlite3_file* file_;
};

/// Used by one thread at a time, as SQLite does. The default of each call is the lower file's.
class VfsFile {
  public:
    explicit VfsFile(LowerFile lower) : lower_(std::move(lower)) {}
    VfsFile(const VfsFile&) = delete;
    VfsFile& operator=(const VfsFile&) = delete;
    virtual ~VfsFile() = default;

    virtual int read(std::uint8_t* out, int bytes, sqlite3_int64 offset);
    virtual int write(const std::uint8_t* data, int bytes, sqlite3_int64 offset);
    virtual int truncate(sqlite3_int64 size) { return lower_.truncate(size); }
    virtual int sync(int flags) { return lower_.sync(flags); }
    virtual int size(sqlite3_int64* out) { return lower_.size(out); }
    virtual int control(int operation, void* argument);

    LowerFile& lower() { return lower_; }

  protected:
    LowerFile lower_;
};

}  // namespace sanderling::vault
