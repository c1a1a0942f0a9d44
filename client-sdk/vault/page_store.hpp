// The pages of a vault read one by one, without SQLite: from the database file and from the log,
// whatever authenticates. For salvage and check (docs/storage.md §11, §12).
#pragma once

#include "client-sdk/vault/durable_file.hpp"
#include "client-sdk/vault/log_scan.hpp"
#include "client-sdk/vault/main_file.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

namespace sanderling::vault {

/// Where a page was read from: 0 the database file, or a frame of the log, counted from 1.
using PageVersion = std::uint32_t;

enum class PageLoss : std::uint8_t {
    none,
    older,    // the newest version does not authenticate, this one does
    unread,   // no version authenticates
    missing,  // behind the end of the files
};

class PageStore {
  public:
    /// Nobody has the files open. `ciphers` must outlive the store. Errc::not_found, io.
    static Result<PageStore> open(const std::filesystem::path& database,
                                  const FileCiphers& ciphers);

    /// Of the database as the newest commit has it; of the file, where nothing says it.
    std::uint32_t pages() const { return pages_; }
    std::uint32_t pages_in_file() const { return pages_in_file_; }
    const LogScan& log() const { return log_; }

    /// The newest version that authenticates, of any commit that can be read, the unreachable ones
    /// of a damaged log too.
    Result<PageLoss> read(std::uint32_t page, RawPage& out, PageVersion& version) const;

    /// As it lies in the database file, newer in the log or not.
    Result<bool> authenticates_in_file(std::uint32_t page) const;

  private:
    PageStore(Descriptor database, const FileCiphers& ciphers, LogScan log)
        : database_(std::move(database)), ciphers_(&ciphers), log_(std::move(log)) {}
    void index_log();
    Result<> measure();
    Result<bool> read_frame(std::uint32_t frame, RawPage& out) const;
    Result<bool> read_in_file(std::uint32_t page, RawPage& out) const;

    Descriptor database_;
    Descriptor frames_{};
    const FileCiphers* ciphers_;
    LogScan log_;
    std::map<std::uint32_t, std::uint32_t> newest_{};      // page to frame, of what is committed
    std::map<std::uint32_t, std::uint32_t> unreadable_{};  // page to the frame that was to have it
    std::uint32_t pages_ = 0;
    std::uint32_t pages_in_file_ = 0;
};

/// SQLite's page of lock bytes, which holds nothing.
inline constexpr std::uint32_t lock_page = 0x40000000 / page_bytes + 1;

}  // namespace sanderling::vault
