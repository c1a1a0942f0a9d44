#include "sync-server/store/device_orders.hpp"

#include "core/scope_log/device_order.hpp"
#include "core/scope_log/purge_receipt.hpp"
#include "sync-server/store/store.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

// Devices that come back every few seconds do not write each time.
constexpr std::chrono::milliseconds contact_step = std::chrono::minutes(1);

}  // namespace

void add_device_tables(Database& database) {
    database.execute(R"sql(
CREATE TABLE IF NOT EXISTS device_order (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, device BLOB NOT NULL, kind INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (org, shard_key, device, kind)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS device_contact (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, device BLOB NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key, device)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS device_wiped (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, device BLOB NOT NULL, receipt BLOB NOT NULL,
    PRIMARY KEY (org, shard_key, device)) WITHOUT ROWID;
-- That a device has carried out the purge which is this entry of the scope's log. content: when
-- that was received, and the receipt.
CREATE TABLE IF NOT EXISTS purge_receipt (
    position INTEGER PRIMARY KEY,
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, device BLOB NOT NULL,
    entry INTEGER NOT NULL, content BLOB NOT NULL,
    UNIQUE (org, shard_key, scope, entry, device));
)sql");
}

DeviceOrders::DeviceOrders(Database& database, OrgId org)
    : org_(org),
      select_(database,
              "SELECT content FROM device_order WHERE org = ? AND shard_key = ? AND device = ? "
              "ORDER BY kind"),
      insert_(database,
              "INSERT OR IGNORE INTO device_order (org, shard_key, device, kind, content) "
              "VALUES (?, ?, ?, ?, ?)"),
      select_state_(database,
                    "SELECT coalesce((SELECT at FROM device_contact WHERE org = ?1 AND "
                    "shard_key = ?2 AND device = ?3), 0), coalesce((SELECT receipt FROM "
                    "device_wiped WHERE org = ?1 AND shard_key = ?2 AND device = ?3), x'')"),
      put_receipt_(database,
                   "INSERT INTO device_wiped (org, shard_key, device, receipt) VALUES (?, ?, ?, ?) "
                   "ON CONFLICT (org, shard_key, device) DO UPDATE SET receipt = excluded.receipt"),
      put_contact_(database,
                   "INSERT INTO device_contact (org, shard_key, device, at) VALUES (?, ?, ?, ?) "
                   "ON CONFLICT (org, shard_key, device) DO UPDATE SET at = max(at, excluded.at)"),
      put_purged_(database,
                  "INSERT OR IGNORE INTO purge_receipt "
                  "(org, shard_key, scope, device, entry, content) VALUES (?, ?, ?, ?, ?, ?)") {}

std::vector<Bytes> DeviceOrders::of(DeviceId device) {
    std::vector<Bytes> out;
    Rows row = select_.query(org_, organisation_shard, device);
    while (row.next()) out.push_back(to_bytes(row->blob(0)));
    return out;
}

Result<DeviceId> DeviceOrders::put(ByteView bytes, const scope_log::Directory& directory) {
    const auto order = scope_log::verify_order(bytes, directory);
    if (!order) return order.error();
    if (directory.device(order->device) == nullptr)
        return fail(Errc::not_found, "device " + to_text(order->device));
    insert_.run(org_, organisation_shard, order->device, order->kind, bytes);
    return order->device;
}

Result<void> DeviceOrders::put_receipt(DeviceId device, ByteView bytes,
                                       const scope_log::Directory& directory) {
    const auto receipt = scope_log::verify_receipt(bytes, directory);
    if (!receipt) return receipt.error();
    const std::vector<Bytes> orders = of(device);
    const bool is_answer = std::any_of(orders.begin(), orders.end(), [&](const Bytes& order) {
        const auto known = scope_log::decode_order(order);
        return known && known->order.kind == scope_log::OrderKind::wipe &&
               scope_log::order_hash(known->order) == receipt->order;
    });
    if (receipt->device != device || !is_answer)
        return fail(Errc::not_permitted, "a receipt for what this device was not ordered");
    put_receipt_.run(org_, organisation_shard, device, bytes);
    return {};
}

// The first one counts: said again, it was done no later.
Result<void> DeviceOrders::put_purged(const scope_log::PurgeReceipt& receipt, ByteView bytes,
                                      const scope_log::ScopeLog& log, Instant now) {
    const scope_log::PurgeRecord* purge = log.purge_at(receipt.index);
    if (purge == nullptr || purge->hash != receipt.entry)
        return fail(Errc::not_found, "a receipt for a purge that is not in the scope's log");
    commit::CanonicalWriter content;
    content.u64(static_cast<std::uint64_t>(now.ms)).raw(bytes);
    put_purged_.run(org_, shard_key(receipt.scope), receipt.scope, receipt.device,
                    std::uint64_t{receipt.index}, content.take());
    return {};
}

wire::DeviceState DeviceOrders::state(DeviceId device) {
    wire::DeviceState out{.device = device};
    Rows row = select_state_.query(org_, organisation_shard, device);
    if (!row.next()) return out;
    out.last_contact = Instant{row->integer(0)};
    out.receipt = to_bytes(row->blob(1));
    return out;
}

void DeviceOrders::note_contact(DeviceId device, Contact contact, Instant now) {
    const auto known = noted_.find(device);
    const bool is_recent = known != noted_.end() && now < known->second + contact_step;
    if (contact == Contact::begins && is_recent) return;
    put_contact_.run(org_, organisation_shard, device, now.ms);
    noted_.insert_or_assign(device, now);
}

// ---- In a group
// ----------------------------------------------------------------------------------

Result<wire::DeviceStates> WriteGroup::put_orders(const wire::DeviceOrders& put) {
    for (const Bytes& order : put.orders) {
        const auto device = store_.orders_.put(order, store_.control_.directory());
        if (!device) return device.error();
        moves_.revoked.insert(*device);
    }
    wire::DeviceStates out{.request = put.request};
    for (const DeviceId device : put.devices) out.states.push_back(store_.orders_.state(device));
    return out;
}

Result<void> WriteGroup::put_receipt(DeviceId device, ByteView receipt) {
    if (scope_log::is_purge_receipt(receipt)) return put_purged(device, receipt);
    return store_.orders_.put_receipt(device, receipt, store_.control_.directory());
}

Result<void> WriteGroup::put_purged(DeviceId device, ByteView bytes) {
    const scope_log::Directory& directory = store_.control_.directory();
    const auto receipt = scope_log::verify_purge_receipt(bytes, directory);
    if (!receipt) return receipt.error();
    const scope_log::ScopeLog& log = store_.control_.log(receipt->scope);
    const bool is_own = receipt->device == device && directory.device(device) != nullptr &&
                        log.has_known(directory.device(device)->person);
    if (!is_own) return fail(Errc::not_permitted, "a receipt for somebody else's purge");
    return store_.orders_.put_purged(*receipt, bytes, log, now_);
}

void WriteGroup::note_departure(DeviceId device) {
    store_.orders_.note_contact(device, DeviceOrders::Contact::ends, now_);
}

}  // namespace sanderling::server
