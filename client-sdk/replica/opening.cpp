#include "client-sdk/replica/opening.hpp"

#include "client-sdk/replica/renewal.hpp"
#include "core/types/fault.hpp"

namespace sanderling::replica {

namespace {

std::optional<Stamp> stamp_in(const Meta& values, std::string_view key) {
    const auto bytes = values.bytes(key);
    return bytes ? decode_stamp(*bytes) : std::nullopt;
}

Remembered remembered_in(const Meta& values) {
    return {.stamp = stamp_in(values, meta::stamp),
            .stamp_before = stamp_in(values, meta::stamp_before),
            .was_kept = values.integer(meta::was_kept).value_or(0) != 0,
            .database = values.bytes(meta::database).value_or(Bytes{}),
            .place = values.bytes(meta::place).value_or(Bytes{})};
}

void remember(Meta& values, const Stamp& stamp, const Found& found, bool is_renewed) {
    if (const auto before = values.bytes(meta::stamp))
        values.put_bytes(meta::stamp_before, *before);
    values.put_bytes(meta::stamp, encode(stamp));
    // Not when it was put: a keeper that never keeps would make a copy of every opening.
    values.put_integer(meta::was_kept, found.kept && !is_renewed ? 1 : 0);
    values.put_bytes(meta::database, found.database);
    values.put_bytes(meta::place, found.place);
}

}  // namespace

Found Opening::find(Writer& writer, Bytes database, Bytes place) {
    Found out{.written = writer.outbox.positions_given(),
              .database = std::move(database),
              .place = std::move(place)};
    if (!keeper_) return out;
    auto kept = keeper_->get(writer.replica());
    if (!kept) {
        report_.keeper_problem = kept.error();
        return out;
    }
    out.has_keeper = true;
    if (*kept) out.kept = decode_stamp(**kept);
    return out;
}

void Opening::settle(Writer& writer, Bytes database, Bytes place, Instant now) {
    writer.is_changed = true;
    if (writer.lineage.all().empty())
        writer.lineage.begin({.replica = writer.random.id<ReplicaId>(), .since = now});
    const Found found = find(writer, std::move(database), std::move(place));
    const Remembered file = remembered_in(writer.meta);
    const Recognition recognised = recognise(file, found);
    report_.freshness = recognised.freshness;
    report_.renewed = recognised.renewed;
    report_.before = writer.replica();
    const bool is_renewed = recognised.renewed && !has_fault(Fault::replica_id_kept);
    if (is_renewed) renew(writer, *recognised.renewed, now);
    report_.replica = writer.replica();
    stamp_.number = (file.stamp ? file.stamp->number : 0) + 1;
    writer.random.fill(stamp_.nonce);
    stamp_.written = found.written;
    remember(writer.meta, stamp_, found, recognised.renewed.has_value());
}

void Opening::keep(Writer& writer) {
    if (!keeper_) return;
    stamp_.written = writer.outbox.positions_given();
    const auto wanted = std::pair(writer.replica(), stamp_);
    if (kept_ == wanted) return;
    if (auto put = keeper_->put(writer.replica(), encode(stamp_)); !put)
        report_.keeper_problem = put.error();
    else
        kept_ = wanted;
}

}  // namespace sanderling::replica
