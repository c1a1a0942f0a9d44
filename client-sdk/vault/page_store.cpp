#include "client-sdk/vault/page_store.hpp"

#include "client-sdk/vault/endian.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace sanderling::vault {

namespace {

constexpr std::size_t size_in_header_at = 28;

}  // namespace

Result<PageStore> PageStore::open(const std::filesystem::path& database,
                                  const FileCiphers& ciphers) {
    auto file = open_to_read(database);
    if (!file) return file.error();
    auto log = scan_log(database, ciphers);
    if (!log) return log.error();
    PageStore store(std::move(*file), ciphers, std::move(*log));
    if (store.log_.header != LogHeader::none) {
        auto frames = open_to_read(database.string() + "-wal");
        if (!frames) return frames.error();
        store.frames_ = std::move(*frames);
    }
    store.index_log();
    if (auto measured = store.measure(); !measured) return measured.error();
    return store;
}

// A frame counts if a commit that authenticates is at or behind it in the same log.
void PageStore::index_log() {
    const bool is_needed = log_.header == LogHeader::sound || log_.is_damaged();
    std::map<std::uint32_t, std::uint32_t> open;
    for (std::uint32_t i = 0; is_needed && i < log_.frames.size(); ++i) {
        const FrameInfo& frame = log_.frames[i];
        const bool is_beyond = frame.state == FrameState::beyond && log_.is_damaged();
        if (frame.state == FrameState::committed || is_beyond) {
            open[frame.page] = i;
            if (frame.commit_pages != 0) {
                for (const auto& [page, at] : open) newest_[page] = at;
                open.clear();
                pages_ = frame.commit_pages;
            }
        } else if (frame.state == FrameState::unreadable && i < log_.synced) {
            unreadable_[frame.page] = i;
        }
    }
}

Result<> PageStore::measure() {
    auto size = size_of(database_);
    if (!size) return size.error();
    pages_in_file_ = static_cast<std::uint32_t>(*size / page_bytes);
    if (pages_ != 0) return {};
    RawPage first{};
    auto is_read = read_in_file(1, first);
    if (!is_read) return is_read.error();
    if (*is_read) pages_ = load_be32(&first[size_in_header_at]);
    if (pages_ == 0) pages_ = pages_in_file_;
    return {};
}

Result<bool> PageStore::read_frame(std::uint32_t frame, RawPage& out) const {
    std::array<std::uint8_t, frame_bytes> raw;
    auto n = read_at(frames_, static_cast<std::uint64_t>(frame_offset(FrameNumber{frame})), raw);
    if (!n) return n.error();
    FrameHeader header;
    std::memcpy(header.data(), raw.data(), header.size());
    const FrameBinding binding = frame_binding(FrameNumber{frame}, header);
    const PagePlace place{
        .kind = FileKind::wal, .page = load_be32(header.data()), .frame = binding};
    return *n == raw.size() &&
           ciphers_->pages.open(place, raw.data() + frame_header_bytes, out.data());
}

Result<bool> PageStore::read_in_file(std::uint32_t page, RawPage& out) const {
    auto n = read_at(database_, (std::uint64_t{page} - 1) * page_bytes, out);
    if (!n) return n.error();
    return *n == page_bytes &&
           ciphers_->pages.open({.kind = FileKind::main, .page = page}, out.data(), out.data());
}

Result<PageLoss> PageStore::read(std::uint32_t page, RawPage& out, PageVersion& version) const {
    if (page == 0 || page == lock_page) return PageLoss::missing;
    const auto in_log = newest_.find(page);
    const auto broken = unreadable_.find(page);
    if (in_log != newest_.end()) {
        auto is_read = read_frame(in_log->second, out);
        if (!is_read) return is_read.error();
        version = in_log->second + 1;
        const bool is_newest = broken == unreadable_.end() || broken->second < in_log->second;
        if (*is_read) return is_newest ? PageLoss::none : PageLoss::older;
    }
    if (page > pages_in_file_) return PageLoss::missing;
    auto is_read = read_in_file(page, out);
    if (!is_read) return is_read.error();
    version = 0;
    if (!*is_read) return PageLoss::unread;
    return broken == unreadable_.end() ? PageLoss::none : PageLoss::older;
}

Result<bool> PageStore::authenticates_in_file(std::uint32_t page) const {
    RawPage out;
    return read_in_file(page, out);
}

}  // namespace sanderling::vault
