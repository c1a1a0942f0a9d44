#include "client-sdk/replica/enrolment.hpp"

#include "client-sdk/replica/replica.hpp"

namespace sanderling::replica {

Result<DeviceKeys> device_keys(Store& store) {
    return store.replica().write(vault::Durability::full, [](Writer& writer) -> Result<DeviceKeys> {
        writer.is_changed = true;
        const DeviceKeys& keys = writer.identity.device_keys();
        return DeviceKeys{.sign = keys.sign.clone(), .box = keys.box.clone()};
    });
}

Result<void> install(Store& store, const sealing::Offer& offer, const sealing::Answer& answer,
                     const ServerAddress& server) {
    return store.replica().write(vault::Durability::full, [&](Writer& writer) -> Result<void> {
        writer.is_changed = true;
        auto installed = writer.identity.install(offer, answer, server);
        if (installed) store.replica().standing().load(writer);
        return installed;
    });
}

Result<ServerTrust> server_trust(Store& store) {
    return store.replica().write(
        vault::Durability::normal, [](Writer& writer) -> Result<ServerTrust> {
            if (!writer.identity.is_enrolled())
                return fail(Errc::unauthenticated, "this replica is not enrolled");
            const scope_log::Directory& directory = writer.identity.directory();
            ServerTrust out{.address = writer.identity.me().server,
                            .keys = {writer.identity.me().server.tls_key},
                            .org = directory.org(),
                            .root = directory.root()};
            const scope_log::ServerKeyList* list = directory.server_keys();
            if (list == nullptr || !list->registrar.is_zero()) return out;
            out.serial = list->serial;
            out.keys.clear();
            for (const scope_log::ServerKey& key : list->keys) out.keys.push_back(key.key);
            return out;
        });
}

}  // namespace sanderling::replica
