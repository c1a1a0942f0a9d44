#include "sync-server/daemon/tls_command.hpp"

#include "sync-server/store/server_keys.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

bool names(ByteView list, const scope_log::TlsKeyHash& key) {
    const auto decoded = scope_log::decode_certificate(list);
    if (!decoded) return false;
    const auto* keys = std::get_if<scope_log::Signed<scope_log::ServerKeyList>>(&*decoded);
    return keys != nullptr &&
           std::any_of(keys->body.keys.begin(), keys->body.keys.end(),
                       [&](const scope_log::ServerKey& one) { return one.key == key; });
}

Result<void> move_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code problem;
    std::filesystem::rename(from, to, problem);
    if (problem) return fail(Errc::io, from.string() + ": " + problem.message());
    return {};
}

}  // namespace

Result<scope_log::TlsKeyHash> prepare_tls(const WorkingFolder& folder,
                                          const std::vector<std::string>& wanted) {
    if (!std::filesystem::exists(folder.tls().key))
        return fail(Errc::not_found, folder.path().string() + " is no server's folder");
    const TlsFiles next = folder.next_tls();
    if (const auto there = tls_key_hash(next.certificate))
        return fail(Errc::already_exists, "a key is prepared already: " + to_hex(there->view()));
    std::error_code ignored;
    std::filesystem::remove(next.key, ignored);  // of an attempt that was interrupted
    if (auto made = make_tls_files(next, wanted); !made) return made.error();
    return tls_key_hash(next.certificate);
}

Result<scope_log::TlsKeyHash> switch_tls(const WorkingFolder& folder) {
    const auto lock = FolderLock::take(folder);
    if (!lock) return lock.error();
    const TlsFiles next = folder.next_tls();
    const TlsFiles now = folder.tls();
    if (!std::filesystem::exists(next.key))
        return fail(Errc::not_found, "no key is prepared; `sanderlingd tls prepare` makes one");
    // Its certificate moves first, so it is gone only if an earlier switch was interrupted there.
    if (std::filesystem::exists(next.certificate)) {
        const auto key = tls_key_hash(next.certificate);
        if (!key) return key.error();
        const auto list = newest_server_keys(folder.store());
        if (!list) return list.error();
        if (!names(*list, *key))
            return fail(Errc::not_permitted,
                        "the keyholder has not announced this key, so every device would refuse "
                        "it; have it do: sanderling-keyholder server-key announce " +
                            to_hex(key->view()));
        const auto before = folder.path() / "tls-previous-certificate.pem";
        // Moved already if an earlier switch was interrupted behind this line.
        if (std::filesystem::exists(now.certificate))
            if (auto moved = move_file(now.certificate, before); !moved) return moved.error();
        if (auto moved = move_file(next.certificate, now.certificate); !moved) return moved.error();
    }
    std::error_code ignored;
    std::filesystem::rename(now.key, folder.path() / "tls-previous-key.pem", ignored);
    if (auto moved = move_file(next.key, now.key); !moved) return moved.error();
    if (auto carried = carry_newest_list(folder); !carried) return carried.error();
    return tls_key_hash(now.certificate);
}

Result<void> carry_newest_list(const WorkingFolder& folder) {
    const auto list = newest_server_keys(folder.store());
    if (!list) return list.error();
    if (list->empty()) return {};
    return carry_server_keys(folder.tls(), *list);
}

}  // namespace sanderling::server
