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

Result<ServerAddress> server_address(Store& store) {
    return store.replica().write(
        vault::Durability::normal, [](Writer& writer) -> Result<ServerAddress> {
            if (!writer.identity.is_enrolled())
                return fail(Errc::unauthenticated, "this replica is not enrolled");
            return writer.identity.me().server;
        });
}

}  // namespace sanderling::replica
