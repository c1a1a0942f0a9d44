#include "client-sdk/vault/log_scan.hpp"

#include "client-sdk/vault/durable_file.hpp"
#include "client-sdk/vault/endian.hpp"
#include "client-sdk/vault/main_file.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

namespace sanderling::vault {

namespace {

using Salts = std::array<std::uint8_t, 8>;
using RawFrame = std::array<std::uint8_t, frame_bytes>;
using LogHead = std::array<std::uint8_t, wal_header_bytes>;

constexpr std::uint32_t log_magic = 0x377f0682;  // the low bit says big-endian checksum words

WordOrder order_of(const LogHead& head) {
    return (load_be32(head.data()) & 1U) != 0 ? WordOrder::big : WordOrder::little;
}

WalChecksum sum_at(std::span<const std::uint8_t> bytes) {
    return {load_be32(&bytes[0]), load_be32(&bytes[4])};
}

bool is_sound(const LogHead& head) {
    if ((load_be32(head.data()) & ~1U) != log_magic || load_be32(&head[8]) != page_bytes)
        return false;
    return wal_checksum(order_of(head), {}, std::span(head).first(24)) ==
           sum_at(std::span(head).last(8));
}

Salts salts_of(const FrameHeader& header) {
    Salts salts;
    std::copy(header.begin() + 8, header.begin() + 16, salts.begin());
    return salts;
}

/// One frame as it is read, opened if it authenticates.
struct Frame {
    FrameHeader header{};  // its checksum decrypted
    RawPage page{};
    bool is_authentic = false;
    std::uint32_t mark = 0;

    std::uint32_t page_number() const { return load_be32(header.data()); }
    std::uint32_t commit_pages() const { return load_be32(header.data() + 4); }
};

class Log {
  public:
    Log(Descriptor file, const FileCiphers& ciphers, std::uint64_t size)
        : file_(std::move(file)),
          ciphers_(ciphers),
          frames_(size < wal_header_bytes
                      ? 0
                      : static_cast<std::uint32_t>((size - wal_header_bytes) / frame_bytes)) {}

    std::uint32_t frames() const { return frames_; }

    Result<LogHead> head() const {
        LogHead head{};
        if (auto read = read_at(file_, 0, head); !read) return read.error();
        return head;
    }

    Result<> read(std::uint32_t index, Frame& out) {
        const FrameNumber frame{index};
        auto n = read_at(file_, static_cast<std::uint64_t>(frame_offset(frame)), raw_);
        if (!n) return n.error();
        std::memcpy(out.header.data(), raw_.data(), out.header.size());
        const FrameBinding binding = frame_binding(frame, out.header);
        const PagePlace place{
            .kind = FileKind::wal, .page = load_be32(out.header.data()), .frame = binding};
        const std::uint8_t* sealed = raw_.data() + frame_header_bytes;
        out.is_authentic = *n == raw_.size() && ciphers_.pages.open(place, sealed, out.page.data());
        out.mark = out.is_authentic ? static_cast<std::uint32_t>(mark_of(sealed)) : 0;
        ciphers_.checksums.decrypt(frame, out.header);
        return {};
    }

  private:
    Descriptor file_;
    const FileCiphers& ciphers_;
    std::uint32_t frames_;
    RawFrame raw_{};
};

// --- a log whose header is sound -----------------------------------------------------------------

/// Whether the frame continues the chain of SQLite's checksums, which then moves on.
bool continues(const Frame& frame, WordOrder order, WalChecksum& sum) {
    WalChecksum next = wal_checksum(order, sum, std::span(frame.header).first(8));
    next = wal_checksum(order, next, frame.page);
    if (!frame.is_authentic || frame.page_number() == 0) return false;
    if (next != sum_at(std::span(frame.header).last(8))) return false;
    sum = next;
    return true;
}

void settle_commits(LogScan& scan, std::uint32_t sound_frames) {
    for (std::uint32_t i = 0; i < sound_frames; ++i)
        if (scan.frames[i].commit_pages != 0) scan.recovered = i + 1;
    for (std::uint32_t i = 0; i < sound_frames; ++i)
        scan.frames[i].state = i < scan.recovered ? FrameState::committed : FrameState::uncommitted;
}

// Frames before `synced` had all been committed and synced when a later frame was written. So if
// recovery ends before that place, no crash did it.
void find_damage(LogScan& scan, std::uint32_t sound_frames) {
    if (sound_frames >= scan.synced) return;
    const auto end = std::min<std::size_t>(scan.synced, scan.frames.size());
    for (std::uint32_t i = sound_frames; i < end; ++i) {
        if (i == sound_frames || scan.frames[i].state != FrameState::beyond)
            scan.damaged.push_back(i);
    }
    for (const FrameInfo& frame : scan.frames)
        if (frame.state == FrameState::beyond && frame.commit_pages != 0) ++scan.commits_lost;
}

Result<> scan_frames(Log& log, const LogHead& head, LogScan& scan) {
    Salts salts;
    std::copy(head.begin() + 16, head.begin() + 24, salts.begin());
    WalChecksum sum = sum_at(std::span(head).last(8));
    std::uint32_t sound_frames = 0;
    Frame frame;
    for (std::uint32_t i = 0; i < log.frames(); ++i) {
        if (auto read = log.read(i, frame); !read) return read;
        FrameInfo info;
        if (salts_of(frame.header) == salts) {
            info.state = frame.is_authentic ? FrameState::beyond : FrameState::unreadable;
            info.page = frame.page_number();
            info.commit_pages = frame.is_authentic ? frame.commit_pages() : 0;
            scan.synced = std::max(scan.synced, frame.mark);
            if (i == sound_frames && continues(frame, order_of(head), sum)) ++sound_frames;
        }
        scan.frames.push_back(info);
    }
    settle_commits(scan, sound_frames);
    find_damage(scan, sound_frames);
    return {};
}

// --- a log whose header is damaged ---------------------------------------------------------------

Result<bool> is_in_database(const Descriptor& database, const FileCiphers& ciphers,
                            const Frame& frame) {
    RawPage page{};
    const std::uint32_t number = frame.page_number();
    auto read = read_at(database, (std::uint64_t{number} - 1) * page_bytes, page);
    if (!read) return read.error();
    const bool is_open =
        *read == page_bytes &&
        ciphers.pages.open({.kind = FileKind::main, .page = number}, page.data(), page.data());
    return is_open && page == frame.page;
}

// SQLite takes such a log for an empty one. A crash can do that only while a log is begun anew,
// when all of the one before is in the database file.
Result<> scan_headless(Log& log, const std::filesystem::path& database, const FileCiphers& ciphers,
                       LogScan& scan) {
    Salts salts{};
    std::map<std::uint32_t, std::uint32_t> newest;  // page to frame, of what is committed
    std::map<std::uint32_t, std::uint32_t> open;    // of the running transaction
    std::uint32_t pages = 0;
    Frame frame;
    for (std::uint32_t i = 0; i < log.frames(); ++i) {
        if (auto read = log.read(i, frame); !read) return read;
        if (i == 0) salts = salts_of(frame.header);
        FrameInfo info;
        if (frame.is_authentic && salts_of(frame.header) == salts) {
            info = {FrameState::beyond, frame.page_number(), frame.commit_pages()};
            open[info.page] = i;
            if (info.commit_pages != 0) {
                for (const auto& [page, at] : open) newest[page] = at;
                open.clear();
                pages = info.commit_pages;
            }
        }
        scan.frames.push_back(info);
    }
    if (newest.empty()) return {};
    auto file = open_to_read(database);
    if (!file) return file.error();
    for (const auto& [page, at] : newest) {
        if (page > pages) continue;
        if (auto read = log.read(at, frame); !read) return read;
        auto is_there = is_in_database(*file, ciphers, frame);
        if (!is_there) return is_there.error();
        if (!*is_there) scan.damaged.push_back(at);
    }
    std::ranges::sort(scan.damaged);
    for (const FrameInfo& info : scan.frames)
        if (scan.is_damaged() && info.commit_pages != 0) ++scan.commits_lost;
    return {};
}

std::string count(std::size_t n, const std::string& noun) {
    return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

}  // namespace

std::string LogScan::describe() const {
    if (!is_damaged()) return "the log is sound";
    std::string out = header == LogHeader::damaged
                          ? "the header of the log is damaged"
                          : "the log is damaged at frame " + std::to_string(damaged.front());
    return out + ", before " + count(commits_lost, "later commit") + " that can still be read";
}

Result<LogScan> scan_log(const std::filesystem::path& database, const FileCiphers& ciphers) {
    LogScan scan;
    auto file = open_to_read(database.string() + "-wal");
    if (!file) {
        if (file.error().code == Errc::not_found) return scan;
        return file.error();
    }
    auto size = size_of(*file);
    if (!size) return size.error();
    if (*size < wal_header_bytes) return scan;
    Log log(std::move(*file), ciphers, *size);
    auto head = log.head();
    if (!head) return head.error();
    scan.header = is_sound(*head) ? LogHeader::sound : LogHeader::damaged;
    auto scanned = scan.header == LogHeader::sound ? scan_frames(log, *head, scan)
                                                   : scan_headless(log, database, ciphers, scan);
    if (!scanned) return scanned.error();
    return scan;
}

}  // namespace sanderling::vault
