#include "core/scope_log/device_order.hpp"
#include "core/scope_log/purge_receipt.hpp"
#include "tests/unit/core/scope_log/organisation.hpp"
#include "tests/vectors/vector_file.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace scope_log;

TEST(ScopeLogVectors, CertificatesAreWrittenAsEver) {
    const Organisation o;
    VectorFile vectors("certificates.json");
    const PersonId jo = id_of<PersonId>(5);
    const ServerKeyList servers{o.org, RegistrarId{}, 3, {{TlsKeyHash{}, o.validity}}};

    vectors.check("registrar", encode(o.registrar_cert()));
    vectors.check("device", encode(o.device_cert(jo, signing_key(9))));
    vectors.check("person_key", encode(o.person_key_cert(jo, KeyEpoch{1}, box_key(0x44))));
    vectors.check("server_keys", encode(sign_certificate(servers, o.root)));
    const LeasePolicy lease{o.org, o.registrar_id(), 2, 14, 3};
    vectors.check("lease", encode(sign_certificate(lease, o.registrar)));
    vectors.finish();
}

TEST(ScopeLogVectors, EntriesAreWrittenAsEver) {
    const Organisation o;
    VectorFile vectors("scope_log_entries.json");
    const Principal jo = Principal::of(id_of<PersonId>(5));
    EpochChange epoch{KeyEpoch{2}, {}, box_key(0x44), Bytes(72, 0x55), Bytes(72, 0x66), {}};
    epoch.commitment.bytes.fill(0x77);
    epoch.envelopes.bytes.fill(0x88);
    Decide accept{.seq = Seq{17}, .t_eff = hlc_at(noon)};
    accept.commit.bytes.fill(0x99);
    Decide refuse{.decision = Decision::refuse,
                  .seq = Seq{18},
                  .t_eff = hlc_at(noon + hour),
                  .reason = DecisionReason::mistaken,
                  .note = Bytes(109, 0xaa)};
    refuse.commit.bytes.fill(0xbb);
    const std::vector<std::pair<std::string, Body>> bodies{
        {"create", Create{ScopeKind{7}, two_roles()}},
        {"set_member", SetMember{jo, officer, noon, noon + hour}},
        {"remove_member", RemoveMember{jo, RemovalReason::device_lost}},
        {"epoch", epoch},
        {"policy", Policy{two_roles()}},
        {"accept", accept},
        {"refuse", refuse},
        {"purge_records", Purge{PurgeTarget::records,
                                PurgeReason::reclassified,
                                {id_of<RecordId>(0x31), id_of<RecordId>(0x32)}}},
        {"purge_scope", Purge{PurgeTarget::scope, PurgeReason::retention, {}}},
        {"revoke_device", RevokeDevice{id_of<DeviceId>(0x21), RevocationReason::lost, noon}},
        {"hold_records", Hold{PurgeTarget::records,
                              HoldReason::proceedings,
                              {id_of<RecordId>(0x31), id_of<RecordId>(0x32)},
                              Bytes(93, 0xcc)}},
        {"hold_scope", Hold{PurgeTarget::scope, HoldReason::access_request, {}, {}}},
        {"release_hold", ReleaseHold{10, Bytes(93, 0xdd)}}};

    ScopeLogEntry entry;
    entry.org = o.org;
    entry.scope = id_of<ScopeId>(0x0c);
    entry.issuer = Issuer::of(o.registrar_id());
    entry.claimed = hlc_at(noon);
    for (const auto& [name, body] : bodies) {
        entry.body = body;
        vectors.check(name, encode(sign_entry(entry, o.registrar)));
        vectors.check(name + "_hash", entry_hash(entry).view());
        entry.previous = entry_hash(entry);
        ++entry.index;
    }
    vectors.finish();
}

TEST(ScopeLogVectors, ReceiptsForPurgesAreWrittenAsEver) {
    const Organisation o;
    VectorFile vectors("purge_receipt.json");
    const crypto::SigningKey device = signing_key(9);
    PurgeReceipt receipt{
        .org = o.org, .device = device_id(device.public_key), .scope = id_of<ScopeId>(0x0c)};
    receipt.index = 7;
    receipt.entry.bytes.fill(0x55);
    receipt.at = noon + hour;

    vectors.check("receipt", encode(sign_purge_receipt(receipt, device)));
    vectors.check("note_place", note_place(o.org, id_of<ScopeId>(0x0c), 7).view());
    vectors.finish();
}

TEST(ScopeLogVectors, OrdersToDevicesAreWrittenAsEver) {
    const Organisation o;
    VectorFile vectors("device_orders.json");
    const crypto::SigningKey device = signing_key(9);
    DeviceOrder order;
    order.org = o.org;
    order.registrar = o.registrar_id();
    order.device = device_id(device.public_key);
    order.kind = OrderKind::revoke;
    order.since = noon;
    order.issued = noon + hour;
    vectors.check("revoke", encode(sign_order(order, o.registrar)));
    order.kind = OrderKind::wipe;
    const SignedOrder wipe = sign_order(order, o.registrar);
    vectors.check("wipe", encode(wipe));
    vectors.check("wipe_hash", order_hash(wipe.order).view());
    const WipeReceipt receipt{o.org,
                              order.device,
                              order_hash(wipe.order),
                              noon + 2 * hour,
                              {{id_of<ScopeId>(0x0c), 1}, {id_of<ScopeId>(0x0d), 7}}};
    vectors.check("receipt", encode(sign_receipt(receipt, device)));
    vectors.finish();
}

}  // namespace sanderling::test
