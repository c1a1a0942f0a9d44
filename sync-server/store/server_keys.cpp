#include "sync-server/store/server_keys.hpp"

#include "core/scope_log/certificate.hpp"
#include "sync-server/store/store.hpp"

namespace sanderling::server {

Result<Bytes> newest_server_keys(const std::filesystem::path& store) {
    if (!std::filesystem::exists(store)) return fail(Errc::not_found, store.string());
    try {
        Database database(store, OpenMode::read);
        Bytes newest;
        std::uint32_t serial = 0;
        const auto type = static_cast<std::uint8_t>(scope_log::CertificateType::server_keys);
        Statement select(database,
                         "SELECT content FROM directory WHERE kind = 1 "
                         "AND substr(content, 1, 1) = ?");
        Rows row = select.query(ByteView(&type, 1));
        while (row.next()) {
            const auto decoded = scope_log::decode_certificate(row->blob(0));
            const auto* list =
                decoded ? std::get_if<scope_log::Signed<scope_log::ServerKeyList>>(&*decoded)
                        : nullptr;
            if (list == nullptr || list->body.serial < serial) continue;
            serial = list->body.serial;
            newest = to_bytes(row->blob(0));
        }
        return newest;
    } catch (const SqliteFailure& failure) {
        return error_of(failure);
    }
}

}  // namespace sanderling::server
