#include "tests/support/device.hpp"

#include "client-sdk/replica/enrolment.hpp"

namespace sanderling::tests {

Device::Device(CopyOf copy)
    : organisation_(copy.original.organisation_),
      person_(copy.original.person_),
      schema_(copy.original.schema_) {
    std::filesystem::copy(copy.original.directory(), directory());
    reopen();
}

Device::Device(Organisation& organisation, PersonId person, const schema::Schema& schema)
    : organisation_(organisation), person_(person), schema_(&schema) {
    reopen();
    const auto keys = replica::device_keys(*store_);
    const auto answer =
        organisation.certify(person, keys.value().sign.public_key, keys->box.public_key);
    replica::install(*store_, organisation.offer(), answer, {.host = "test", .port = 1}).value();
}

Key Device::key() {
    RawKey key;
    key.bytes.fill()[0] = 42;
    return key;
}

void Device::close() {
    agent_.reset();
    store_.reset();
    positions_.clear();
}

Device::Files Device::save() {
    Files out;
    std::filesystem::copy(directory(), out.folder->path() / "store");
    return out;
}

void Device::restore(const Files& files) {
    replace(files.folder->path() / "store");
}

void Device::replace(const std::filesystem::path& folder) {
    close();
    for (const auto& file : std::filesystem::directory_iterator(directory()))
        std::filesystem::remove(file.path());
    std::filesystem::copy(folder, directory());
    reopen();
}

void Device::reopen() {
    reopen_telling({});
}

void Device::reopen_telling(std::function<void(const OpenProgress&)> progress) {
    agent_.reset();
    store_.reset();
    OpenOptions options;
    options.freshness = keeper_;
    options.clock = [this] { return organisation_.server().now; };
    options.progress = std::move(progress);
    auto opened = Store::open(directory(), key(), *schema_, options);
    store_.emplace(std::move(opened.value()));
    agent_.emplace(*store_);
}

void Device::reopen(const schema::Schema& schema) {
    schema_ = &schema;
    reopen();
}

void Device::control() {
    agent_->begin_session().value();
    hear_control();
}

void Device::hear_control() {
    const auto identity = agent_->identity();
    const auto stored = agent_->store_control(
        organisation_.server().control(person_, identity.value().directory_cursor));
    positions_ = stored.value().positions;
}

void Device::push(Answers answers) {
    using From = sync::client::TakeOutbox::From;
    From from = From::first_unanswered;
    while (true) {
        const auto taken = agent_->take_outbox({.from = from, .bytes = 64 * 1024});
        if (taken.value().transactions.empty()) return;
        const wire::Ack ack = organisation_.server().push(taken->transactions);
        from = From::after_last_taken;
        if (answers == Answers::lost) continue;
        if (!agent_->store_verdicts(ack).value().renewed) continue;
        control();  // as a session that begins anew
        from = From::first_unanswered;
    }
}

void Device::pull() {
    const ReplicaId own = store_->status().value().replica;
    for (const wire::Subscription& from : positions_) {
        FeedAnswer answer = organisation_.server().feed(person_, own, from);
        if (auto* feed = std::get_if<Feed>(&answer)) {
            for (wire::Data& data : feed->data) agent_->stage_data(std::move(data), 1).value();
            if (!follow(agent_->apply_checkpoint(feed->checkpoint).value(), from)) continue;
            control();
            return pull();
        } else if (auto* revoked = std::get_if<wire::Revoked>(&answer)) {
            agent_->store_revoked(*revoked).value();
        } else if (auto* deposit = std::get_if<DepositFeed>(&answer)) {
            agent_->store_revoked(deposit->log).value();
            agent_->apply_checkpoint(deposit->place).value();
        } else {
            agent_->note_scope_error(std::get<wire::ScopeError>(answer)).value();
        }
    }
    claim_receipts();
}

void Device::claim_receipts() {
    const DeviceId me = store_->status().value().device;
    for (const wire::Message& said : agent_->store_late({}).value().say)
        if (const auto* get = std::get_if<wire::ReceiptGet>(&said))
            agent_->store_late({organisation_.server().receipt(*get, me)}).value();
        else if (const auto* purged = std::get_if<wire::Purged>(&said))
            agent_->store_late({organisation_.server().take_purged(*purged, me)}).value();
}

// As a session does: compares and receives what was asked for, and where the pages are of a later
// head than the checkpoint that waits, the feed brings the next one.
std::optional<ReplicaId> Device::follow(sync::client::CheckpointApplied applied,
                                        const wire::Subscription& from) {
    while (applied.ask || applied.fetch) {
        MemoryServer& server = organisation_.server();
        if (between) between();
        sync::client::LiveSetsStored stored{.ask = applied.fetch};
        if (applied.ask) stored = agent_->store_buckets(server.buckets(*applied.ask)).value();
        while (stored.ask) {
            if (between) between();
            stored = agent_->store_records(server.records(*stored.ask)).value();
        }
        if (stored.ready) {
            applied = agent_->apply_checkpoint(*stored.ready).value();
        } else {
            auto feed = std::get<Feed>(server.feed(person_, store_->status()->replica, from));
            for (wire::Data& data : feed.data) agent_->stage_data(std::move(data), 1).value();
            applied = agent_->apply_checkpoint(feed.checkpoint).value();
        }
    }
    return applied.renewed;
}

void Device::sync() {
    control();
    push();
    pull();
}

std::optional<ScopeInfo> Device::scope(ScopeId id) {
    const auto scopes = store_->scopes();
    for (const ScopeInfo& info : scopes.value())
        if (info.id == id) return info;
    return std::nullopt;
}

RecordId Device::insert(ScopeId scope, std::string_view collection, const Row& row) {
    RecordId id;
    store_
        ->write([&](Transaction& tx) -> Result<void> {
            const auto made = tx.insert(scope, collection, row);
            if (!made) return made.error();
            id = *made;
            return {};
        })
        .value();
    return id;
}

void Device::update(std::string_view collection, RecordId id, const Row& changes) {
    store_->write([&](Transaction& tx) { return tx.update(collection, id, changes); }).value();
}

Row Device::get(std::string_view collection, RecordId id) {
    return store_->get(collection, id).value().value_or(Row{});
}

}  // namespace sanderling::tests
