// Devices that were revoked, and when each device was last here (docs/protocol.md §6.7): orders as
// a registrar has signed them, receipts as the devices have.
#pragma once

#include "core/scope_log/directory.hpp"
#include "core/scope_log/purge_receipt.hpp"
#include "core/scope_log/scope_log.hpp"
#include "core/wire/message.hpp"
#include "sync-server/store/schema.hpp"

#include <unordered_map>

namespace sanderling::server {

/// Tables that stores made before this do not have.
void add_device_tables(Database& database);

/// Follows the tables of one Database. One owner thread. Throws SqliteFailure.
class DeviceOrders {
  public:
    DeviceOrders(Database& database, OrgId org);

    /// In order of kind; none: the device was not revoked.
    std::vector<Bytes> of(DeviceId device);
    /// Takes in one more. The device. Errors: those of scope_log::verify_order; not_found (no such
    /// device).
    Result<DeviceId> put(ByteView order, const scope_log::Directory& directory);
    /// Errors: those of scope_log::verify_receipt; not_permitted (another device's, or on no order
    /// that is here).
    Result<void> put_receipt(DeviceId device, ByteView receipt,
                             const scope_log::Directory& directory);
    /// Keeps that a device has carried out a purge; verified before. Errors: not_found (the log has
    /// no such purge).
    Result<void> put_purged(const scope_log::PurgeReceipt& receipt, ByteView bytes,
                            const scope_log::ScopeLog& log, Instant now);
    wire::DeviceState state(DeviceId device);

    enum class Contact : std::uint8_t { begins, ends };
    void note_contact(DeviceId device, Contact contact, Instant now);

  private:
    OrgId org_;
    Statement select_;
    Statement insert_;
    Statement select_state_;
    Statement put_receipt_;
    Statement put_contact_;
    Statement put_purged_;
    std::unordered_map<DeviceId, Instant> noted_{};
};

}  // namespace sanderling::server
