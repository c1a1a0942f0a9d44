#include "tests/sim/disk.hpp"

#include "tests/sim/disk_vfs.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

namespace sanderling::sim {

namespace {

Disk* the_disk = nullptr;

constexpr std::uint64_t sector_bytes = 512;

constexpr std::size_t kept_buffer_bytes = 1 << 20;

/// Returns what it had written.
Bytes take_back(DiskFile& file, const Unsynced& unsynced, const UnsyncedWrite& write) {
    const ByteView written = write.is_truncation
                                 ? ByteView()
                                 : ByteView(file.content).subspan(write.offset, write.after);
    Bytes out(written.begin(), written.end());
    file.content.resize(write.size_before);
    file.put(write.offset, unsynced.before(write));
    file.content.resize(write.size_before);
    return out;
}

}  // namespace

void Unsynced::clear() {
    writes.clear();
    bytes.clear();
    if (bytes.capacity() > kept_buffer_bytes) bytes.shrink_to_fit();
}

void DiskFile::note_write(std::uint64_t offset, ByteView data) {
    const auto from = std::min<std::size_t>(offset, content.size());
    const auto end = std::min<std::size_t>(offset + data.size(), content.size());
    unsynced.writes.push_back({.offset = offset,
                               .bytes_at = unsynced.bytes.size(),
                               .before = end - from,
                               .after = data.size(),
                               .size_before = content.size()});
    const auto begin = content.begin();
    unsynced.bytes.insert(unsynced.bytes.end(), begin + static_cast<std::ptrdiff_t>(from),
                          begin + static_cast<std::ptrdiff_t>(end));
}

void DiskFile::note_truncation(std::uint64_t size) {
    unsynced.writes.push_back({.offset = size,
                               .bytes_at = unsynced.bytes.size(),
                               .before = content.size() - size,
                               .size_before = content.size(),
                               .is_truncation = true});
    unsynced.bytes.insert(unsynced.bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(size),
                          content.end());
}

// Appended bytes are not filled with zeros first.
void DiskFile::put(std::uint64_t offset, ByteView data) {
    if (content.size() < offset) content.resize(offset);
    const auto over = std::min<std::size_t>(data.size(), content.size() - offset);
    std::copy_n(data.begin(), over, content.begin() + static_cast<std::ptrdiff_t>(offset));
    content.insert(content.end(), data.begin() + static_cast<std::ptrdiff_t>(over), data.end());
}

Disk::Disk(std::uint64_t seed) : dice_(seed), is_powersafe_(mixed(seed, 1) % 4 != 0) {
    the_disk = this;
    register_disk_vfs();
}

Disk::~Disk() {
    the_disk = nullptr;
}

Disk* Disk::current() {
    return the_disk;
}

Machine& Disk::add_machine(const std::filesystem::path& folder) {
    machines_.push_back(std::make_unique<Machine>());
    machines_.back()->folder = folder.string() + "/";
    return *machines_.back();
}

Machine* Disk::machine_of(const std::string& path) {
    for (const auto& machine : machines_)
        if (path.starts_with(machine->folder)) return machine.get();
    return nullptr;
}

std::shared_ptr<DiskFile> Disk::find(const std::string& path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : found->second;
}

std::shared_ptr<DiskFile> Disk::make(const std::string& path) {
    auto& file = files_[path];
    if (!file) file = std::make_shared<DiskFile>();
    return file;
}

void Disk::rename(const std::string& from, const std::string& to) {
    const auto found = files_.find(from);
    if (found == files_.end()) return;
    files_[to] = found->second;
    files_.erase(from);
}

// From the last write to the first everything is taken back, which is what the disk surely has;
// then chance decides of each write what had reached it.
void Disk::lose_unsynced(DiskFile& file) {
    const Unsynced unsynced = std::exchange(file.unsynced, {});
    const auto& writes = unsynced.writes;
    std::vector<Bytes> written(writes.size());
    for (std::size_t i = writes.size(); i-- != 0;)
        written[i] = take_back(file, unsynced, writes[i]);
    const auto fate = dice_.under(4);  // all lost, all kept, a prefix kept, each by itself
    const auto prefix = dice_.under(writes.size() + 1);
    for (std::size_t i = 0; i < writes.size(); ++i) {
        const UnsyncedWrite& write = writes[i];
        const bool is_kept =
            fate == 1 || (fate == 2 && i < prefix) || (fate == 3 && dice_.one_in(2));
        if (!is_kept) continue;
        if (write.is_truncation) {
            if (file.content.size() > write.offset) file.content.resize(write.offset);
            continue;
        }
        ByteView data = written[i];
        if (dice_.one_in(8)) {  // torn between sectors
            const auto sectors = dice_.under(data.size() / sector_bytes + 1);
            data = data.first(std::min<std::size_t>(data.size(), sectors * sector_bytes));
        }
        file.put(write.offset, data);
    }
}

void Disk::restart(Machine& machine, StopKind kind) {
    for (auto& [path, file] : files_) {
        if (!path.starts_with(machine.folder)) continue;
        if (kind == StopKind::power_lost) lose_unsynced(*file);
        auto fresh = std::make_shared<DiskFile>();
        fresh->content = std::move(file->content);
        if (kind == StopKind::process_killed) fresh->unsynced = std::move(file->unsynced);
        file = std::move(fresh);
    }
    ++machine.incarnation;
    machine.is_dead = false;
    machine.writes_left.reset();
    show_sizes(machine);
}

void Disk::show_sizes(const Machine& machine) const {
    for (const auto& [path, file] : files_) {
        if (!path.starts_with(machine.folder)) continue;
        std::error_code ignored;
        if (std::filesystem::exists(path, ignored))
            std::filesystem::resize_file(path, file->content.size(), ignored);
    }
}

Disk::Image Disk::image(const Machine& machine) const {
    Image out;
    for (const auto& [path, file] : files_)
        if (path.starts_with(machine.folder)) out[path] = file->content;
    return out;
}

void Disk::restore(Machine& machine, const Image& image) {
    std::erase_if(files_,
                  [&](const auto& entry) { return entry.first.starts_with(machine.folder); });
    for (const auto& [path, content] : image) make(path)->content = content;
    ++machine.incarnation;
    show_sizes(machine);
}

void Disk::copy(const Machine& from, const Machine& to) {
    for (const auto& [path, content] : image(from))
        make(to.folder + path.substr(from.folder.size()))->content = content;
    show_sizes(to);
}

bool Disk::holds(const Machine& machine, ByteView needle) const {
    for (const auto& [path, file] : files_) {
        if (!path.starts_with(machine.folder)) continue;
        const auto& bytes = file->content;
        if (std::search(bytes.begin(), bytes.end(), needle.begin(), needle.end()) != bytes.end())
            return true;
    }
    return false;
}

}  // namespace sanderling::sim
