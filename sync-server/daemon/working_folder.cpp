#include "sync-server/daemon/working_folder.hpp"

#include "sync-server/daemon/config.hpp"
#include "sync-server/store/store.hpp"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

namespace sanderling::server {

namespace {

Result<void> write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out) return fail(Errc::io, "cannot write " + path.string());
    return {};
}

Result<void> make_store(const WorkingFolder& folder, const OrganisationFile& file) {
    crypto::SystemRandom random;
    if (auto made = Store::create(folder.store(), file.organisation, random); !made)
        return made.error();
    auto store = Store::open(folder.store());
    if (!store) return store.error();
    try {
        WriteGroup group(**store, Instant{0});
        if (auto put = group.put_directory({0, {file.registrar}, {}}); !put) return put.error();
        group.commit();
    } catch (const SqliteFailure& failure) {
        return error_of(failure);
    }
    return {};
}

Result<scope_log::TlsKeyHash> make_all(const WorkingFolder& folder, const InitOptions& options,
                                       const OrganisationFile& file,
                                       const boost::asio::ip::tcp::endpoint& listen) {
    std::vector<std::string> names = options.names;
    if (!listen.address().is_unspecified()) names.push_back(listen.address().to_string());
    if (auto made = make_tls_files(folder.tls(), names); !made) return made.error();
    if (auto made = make_store(folder, file); !made) return made.error();
    // Last, because it is what says that the folder is complete.
    const std::string text = config_file_text(options.listen, file.organisation.org);
    if (auto written = write_file(folder.config(), text); !written) return written.error();
    return tls_key_hash(folder.tls().certificate);
}

void remove_all_made(const WorkingFolder& folder) {
    std::error_code ignored;
    const auto store = folder.store().string();
    for (const auto& path :
         {folder.tls().key, folder.tls().certificate, folder.config(), folder.store(),
          std::filesystem::path(store + "-wal"), std::filesystem::path(store + "-shm")})
        std::filesystem::remove(path, ignored);
}

}  // namespace

Result<OrganisationFile> read_organisation_file(const std::filesystem::path& path) {
    std::ifstream in(path);
    if (!in) return fail(Errc::not_found, path.string());
    const auto json = nlohmann::json::parse(in, nullptr, false);
    const auto wrong = [&](const char* what) {
        return fail(Errc::invalid_argument, path.string() + ": " + what);
    };
    if (!json.is_object()) return wrong("not a JSON object");
    const auto text = [&](const char* key) {
        const auto at = json.find(key);
        return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
    };
    OrganisationFile file;
    const auto org = parse_id<OrgId>(text("org"));
    if (!org) return wrong("org is not a UUID");
    file.organisation.org = *org;
    if (!from_hex(text("root"), file.organisation.root.bytes))
        return wrong("root is not a key of 64 hexadecimal digits");
    const std::string registrar = text("registrar");
    file.registrar.resize(registrar.size() / 2);
    if (registrar.empty() || !from_hex(registrar, file.registrar))
        return wrong("registrar is not a certificate in hexadecimal");
    scope_log::Directory directory(*org, file.organisation.root);
    if (auto added = directory.add(file.registrar); !added)
        return fail(Errc::unauthenticated, path.string() +
                                               ": the registrar's certificate does not belong to "
                                               "this organisation: " +
                                               added.error().message());
    return file;
}

Result<scope_log::TlsKeyHash> init_working_folder(const WorkingFolder& folder,
                                                  const InitOptions& options) {
    const auto listen = parse_endpoint(options.listen);
    if (!listen) return listen.error();
    const auto file = read_organisation_file(options.organisation_file);
    if (!file) return file.error();
    std::error_code ec;
    std::filesystem::create_directories(folder.path(), ec);
    if (ec) return fail(Errc::io, folder.path().string() + ": " + ec.message());
    for (const auto& path : {folder.config(), folder.store(), folder.tls().key})
        if (std::filesystem::exists(path)) return fail(Errc::already_exists, path.string());
    std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all, ec);
    auto made = make_all(folder, options, *file, *listen);
    if (!made) remove_all_made(folder);
    return made;
}

Result<FolderLock> FolderLock::take(const WorkingFolder& folder) {
    const int descriptor = ::open(folder.lock().c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(Errc::io, "cannot open " + folder.lock().string());
    FolderLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        return fail(Errc::in_use, "another sanderlingd runs in " + folder.path().string());
    return lock;
}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace sanderling::server
