#include "client-sdk/vault/swap.hpp"

#include "client-sdk/vault/durable_file.hpp"
#include "client-sdk/vault/slot_file.hpp"
#include "client-sdk/vault/vault.hpp"

#include <cerrno>
#include <cstdio>
#include <initializer_list>
#include <system_error>

namespace sanderling::vault {

namespace {

std::filesystem::path in_place(const std::filesystem::path& directory) {
    return directory / Vault::database_name;
}

std::filesystem::path slots_path(const std::filesystem::path& directory) {
    return directory / Vault::slots_name;
}

// The folder is synced only if something went, so that an ordinary opening syncs nothing.
Result<> remove_files(const std::filesystem::path& base,
                      std::initializer_list<const char*> suffixes) {
    bool any = false;
    for (const char* suffix : suffixes) {
        std::error_code error;
        any |= std::filesystem::remove(base.string() + suffix, error);
        if (error) return system_error(error.value(), "removing what was left unfinished");
    }
    return any ? sync_directory(base.parent_path()) : Result<>{};
}

// The old log goes before its database: beside the new one it would be a log full of damage.
Result<> move_in(const std::filesystem::path& directory) {
    const std::filesystem::path target = in_place(directory);
    const std::filesystem::path source = path_beside(directory);
    if (!std::filesystem::exists(source)) return {};
    if (auto gone = remove_files(target, {"-wal", "-journal"}); !gone) return gone;
    if (std::rename(source.c_str(), target.c_str()) != 0)
        return system_error(errno, "putting the new database in its place");
    return sync_directory(directory);
}

constexpr std::uintmax_t unfinished_bytes_max = 4 * page_bytes;

}  // namespace

Result<> clear_unfinished(const std::filesystem::path& directory) {
    if (std::filesystem::exists(slots_path(directory)))
        return fail(Errc::already_exists, "the folder holds a replica");
    std::error_code none;  // no database: nothing to lose
    const std::uintmax_t size = std::filesystem::file_size(in_place(directory), none);
    if (!none && size > unfinished_bytes_max) {
        return fail(Errc::already_exists, "the folder holds a replica.db without its key slots");
    }
    if (auto gone = remove_files(in_place(directory), {"", "-wal", "-journal"}); !gone) return gone;
    if (auto gone = remove_files(path_beside(directory), {"", "-wal", "-journal"}); !gone)
        return gone;
    return remove_files(slots_path(directory), {".new"});
}

std::filesystem::path path_beside(const std::filesystem::path& directory) {
    return in_place(directory).string() + ".new";
}

std::filesystem::path database_of(const std::filesystem::path& directory, const SlotCopy& slots) {
    const std::filesystem::path beside = path_beside(directory);
    const bool counts = slots.file == DatabaseFile::beside && std::filesystem::exists(beside);
    return counts ? beside : in_place(directory);
}

bool is_committed(const std::filesystem::path& directory, const DatabaseIdentity& identity) {
    const auto slots = read_slot_file(slots_path(directory));
    return slots && slots->identity.id == identity.id && slots->identity.epoch == identity.epoch;
}

Result<> swap_in(const std::filesystem::path& directory, SlotCopy slots) {
    slots.file = DatabaseFile::beside;
    if (auto before = read_slot_file(slots_path(directory))) slots.sequence = before->sequence;
    if (auto written = write_slot_file(slots_path(directory), slots); !written) return written;
    auto now = read_slot_file(slots_path(directory));
    if (!now) return now.error();
    return settle(directory, *now);
}

Result<> settle(const std::filesystem::path& directory, SlotCopy& slots) {
    if (slots.file == DatabaseFile::beside) {
        // A crash may have come between the two copies of the slots: while one still names the old
        // key, the old database must stay.
        if (auto both = write_slot_file(slots_path(directory), slots); !both) return both;
        if (auto moved = move_in(directory); !moved) return moved;
        auto now = read_slot_file(slots_path(directory));
        if (!now) return now.error();
        slots = *now;
        slots.file = DatabaseFile::in_place;
        if (auto written = write_slot_file(slots_path(directory), slots); !written) return written;
    }
    if (auto gone = remove_files(path_beside(directory), {"", "-journal", "-wal"}); !gone)
        return gone;
    return remove_files(slots_path(directory), {".new"});
}

}  // namespace sanderling::vault
