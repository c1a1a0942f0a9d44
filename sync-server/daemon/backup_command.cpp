#include "sync-server/daemon/backup_command.hpp"

#include "core/crypto/random.hpp"

namespace sanderling::server {

namespace {

namespace fs = std::filesystem;

bool is_file_name(const fs::path& target) {
    return target.extension() == ".sqlite";
}

fs::path store_in(const fs::path& backup) {
    return fs::is_directory(backup) ? WorkingFolder(backup).store() : backup;
}

// Everything beside the store that a server needs, the TLS key among it: devices know its hash.
std::vector<std::pair<fs::path, fs::path>> beside(const WorkingFolder& from,
                                                  const WorkingFolder& to) {
    return {{from.config(), to.config()},
            {from.tls().key, to.tls().key},
            {from.tls().certificate, to.tls().certificate}};
}

Result<void> copy_beside(const WorkingFolder& from, const WorkingFolder& to) {
    std::error_code ec;
    for (const auto& [source, target] : beside(from, to)) {
        if (!fs::exists(source) || fs::exists(target)) continue;
        fs::copy_file(source, target, ec);
        if (ec) return fail(Errc::io, target.string() + ": " + ec.message());
        fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write, ec);
        if (auto synced = sync_path(target); !synced) return synced;
    }
    return {};
}

Result<void> make_folder(const fs::path& folder) {
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec) return fail(Errc::io, folder.string() + ": " + ec.message());
    fs::permissions(folder, fs::perms::owner_all, ec);
    return {};
}

Result<void> rename_synced(const fs::path& from, const fs::path& to) {
    std::error_code ec;
    fs::rename(from, to, ec);
    if (ec) return fail(Errc::io, to.string() + ": " + ec.message());
    return sync_path(fs::absolute(to).parent_path());
}

Result<CopyContent> fill(const WorkingFolder& folder, const fs::path& partial,
                         const fs::path& target,
                         const std::function<void(CopyProgress)>& progress) {
    const WorkingFolder inside(partial);
    const fs::path copy = is_file_name(target) ? partial : inside.store();
    if (copy != partial) {
        if (auto made = make_folder(partial); !made) return made.error();
        if (auto copied = copy_beside(folder, inside); !copied) return copied.error();
    }
    if (auto copied = copy_store(folder.store(), copy, progress); !copied) return copied.error();
    auto content = verify_copy(copy);
    if (!content) return content;
    if (copy != partial)
        if (auto synced = sync_path(partial); !synced) return synced.error();
    return content;
}

// The store that is there, with its log, out of the way and not gone.
Result<void> move_aside(const WorkingFolder& folder, Instant now) {
    const fs::path aside = folder.path() / ("replaced-" + std::to_string(now.ms));
    if (fs::exists(aside)) return fail(Errc::already_exists, aside.string());
    if (auto made = make_folder(aside); !made) return made;
    for (const char* end : {"-wal", "-shm", ""}) {
        const fs::path from = folder.store().string() + end;
        if (!fs::exists(from)) continue;
        if (auto moved = rename_synced(from, aside / from.filename()); !moved) return moved;
    }
    return sync_path(folder.path());
}

}  // namespace

Result<BackupDone> back_up(const WorkingFolder& folder, const fs::path& target, Instant now,
                           const std::function<void(CopyProgress)>& progress) {
    if (fs::exists(target)) return fail(Errc::already_exists, target.string());
    const fs::path partial = target.string() + ".partial";
    if (fs::exists(partial))
        return fail(Errc::already_exists, partial.string() + ", of a backup that did not end");
    auto content = fill(folder, partial, target, progress);
    if (!content) {
        std::error_code ignored;
        fs::remove_all(partial, ignored);
        return content.error();
    }
    if (auto moved = rename_synced(partial, target); !moved) return moved.error();
    const std::string name = fs::absolute(target).string();
    if (auto noted = note_backup(folder.store(), store_in(target), name, now); !noted)
        return noted.error();
    return BackupDone{target, *content};
}

Result<Restoration> restore(const WorkingFolder& folder, const fs::path& backup, Existing existing,
                            Instant now) {
    if (!fs::exists(backup)) return fail(Errc::not_found, backup.string());
    if (auto made = make_folder(folder.path()); !made) return made.error();
    const auto lock = FolderLock::take(folder);
    if (!lock) return lock.error();
    const fs::path copy = store_in(backup);
    // Read before anything is moved: a damaged backup must not cost the store that is there.
    if (auto content = verify_copy(copy); !content) return content.error();
    if (fs::exists(folder.store())) {
        if (existing == Existing::refuse)
            return fail(Errc::already_exists,
                        folder.store().string() + "; --replace moves it aside");
        if (auto moved = move_aside(folder, now); !moved) return moved.error();
    }
    if (fs::is_directory(backup))
        if (auto copied = copy_beside(WorkingFolder(backup), folder); !copied)
            return copied.error();
    crypto::SystemRandom random;
    return restore_store(copy, folder.store(), fs::absolute(backup).string(), now, random);
}

}  // namespace sanderling::server
