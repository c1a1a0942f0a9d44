#include "tests/sim/device.hpp"

#include "client-sdk/replica/enrolment.hpp"
#include "client-sdk/replica/replica.hpp"
#include "core/wire/packed_commit.hpp"

namespace sanderling::sim {

using namespace std::chrono_literals;
using vault::Durability;

namespace {

Key device_key() {
    RawKey key;
    key.bytes.fill()[0] = 42;
    return key;
}

/// As a platform's keystore: outside of the files, so that it stays when they are put back.
class Keeper final : public FreshnessKeeper {
  public:
    Result<std::optional<Bytes>> get(ReplicaId replica) override {
        const auto found = stamps_.find(replica);
        return found == stamps_.end() ? std::optional<Bytes>{} : std::optional(found->second);
    }
    Result<void> put(ReplicaId replica, ByteView stamp) override {
        stamps_[replica] = to_bytes(stamp);
        return {};
    }

  private:
    std::map<ReplicaId, Bytes> stamps_{};
};

}  // namespace

Device::Device(std::size_t index, PersonId person, const std::filesystem::path& folder,
               DeviceWorld& world, std::uint64_t seed)
    : index_(index),
      person_(person),
      folder_(folder),
      world_(world),
      dice_(seed),
      schema_(&world.schema),
      machine_(world.disk.add_machine(folder)) {
    if (dice_.one_in(2)) keeper_ = std::make_shared<Keeper>();
    if (world_.earlier_schema != nullptr && dice_.one_in(2)) schema_ = world_.earlier_schema;
    if (open()) enrol();
}

Device::Device(std::size_t index, const Device& original, const std::filesystem::path& folder,
               std::uint64_t seed)
    : index_(index),
      person_(original.person_),
      folder_(folder),
      world_(original.world_),
      dice_(seed),
      schema_(original.schema_),
      machine_(world_.disk.add_machine(folder)),
      knowledge_(original.knowledge_),
      dismissed_(original.dismissed_) {
    if (dice_.one_in(2)) keeper_ = std::make_shared<Keeper>();
    std::filesystem::copy(original.folder_, folder_, std::filesystem::copy_options::recursive);
    world_.disk.copy(original.machine_, machine_);
    for (auto& [scope, known] : knowledge_) known.replica = {};
    if (!open()) return;
    read_knowledge();
    start_session();
}

Device::~Device() {
    stop_process();
}

bool Device::open() {
    OpenOptions options;
    options.clock = [this] { return clock(); };
    options.freshness = keeper_;
    auto opened = Store::open(folder_, device_key(), *schema_, options);
    if (!opened) {
        if (!machine_.is_dead)
            world_.findings.report(
                Invariant::stores_open_again,
                "device " + std::to_string(index_) + ": " + opened.error().message());
        return false;
    }
    store_ = std::make_unique<Store>(std::move(*opened));
    sync_ = std::make_unique<replica::SyncStore>(*store_);
    sync_->on_outbox_grew([this] {
        if (host_) host_->outbox_grew();
    });
    if (const auto status = store_->status()) replica_ = status->replica;
    ++run_;
    return true;
}

void Device::enrol() {
    const auto keys = replica::device_keys(*store_);
    const auto answer =
        world_.keyholder.certify(person_, keys.value().sign.public_key, keys->box.public_key);
    replica::install(*store_, world_.keyholder.offer(), answer, {.host = "simulated", .port = 1})
        .value();
    start_session();
}

void Device::start_session() {
    auto identity = sync_->identity();
    if (!identity) return;
    ClientSurroundings around{.device = index_,
                              .time = world_.time,
                              .network = world_.network,
                              .trace = world_.trace,
                              .random = dice_};
    around.clock = [this] { return clock(); };
    around.on_applied = [this](ScopeId scope, Seq seq) {
        Knowledge& known = knowledge_[scope];
        if (left_.contains(scope) && is_leaving(scope)) return;  // a late page: ignored
        if (left_.erase(scope) != 0) known.seq = 0;  // who is admitted again begins anew
        if (number(seq) < known.seq)
            world_.findings.report(Invariant::progress_kept, "device " + std::to_string(index_) +
                                                                 " went back to seq " +
                                                                 std::to_string(number(seq)));
        known.seq = number(seq);
    };
    around.on_revoked = [this](ScopeId scope) {
        ++beginnings_[scope];
        read_knowledge();
    };
    around.on_received_anew = [this](ScopeId scope) {
        ++beginnings_[scope];
        knowledge_[scope].seq = 0;
    };
    around.on_checkpoint = [this](const wire::ScopeCheckpoint& checkpoint,
                                  const sync::client::CheckpointApplied& applied) {
        if (world_.on_checkpoint) world_.on_checkpoint(*this, checkpoint, applied);
    };
    around.on_generation = [this] {
        told_.clear();
        if (!machine_.is_dead) note_still_held();
    };
    around.on_ack = [this](const wire::Ack& ack) { on_ack(ack); };
    around.on_error = [this] { died(); };
    host_ = std::make_unique<ClientHost>(*sync_, std::move(*identity), std::move(around));
    host_->wake();
}

const sync::client::Progress* Device::progress() const {
    return host_ ? &host_->progress() : nullptr;
}

void Device::wake() {
    if (host_) host_->wake();
}

// ---- Writing -----------------------------------------------------------------------------------

Result<Receipt> Device::attempt(const std::function<Result<Receipt>()>& work,
                                const std::optional<OpenForm>& form) {
    // What was attempted last may be found after the restart, and is then noted as of that attempt.
    if (machine_.is_dead) return Error{Errc::io, "the machine is dead"};
    at_attempt_ = knowledge_;
    attempt_was_form_ = form.has_value();
    if (form) at_attempt_[form->scope] = form->seen;
    auto receipt = work();
    note(receipt, form);
    return receipt;
}

Result<Receipt> Device::write(const Work& work, const std::optional<OpenForm>& form) {
    return attempt([&] { return store_->write(work); }, form);
}

Result<Receipt> Device::resolve(const Conflict& conflict, const Resolution& resolution) {
    return attempt([&] { return store_->resolve(conflict.id, resolution, "as agreed"); });
}

Result<Receipt> Device::restore(const HistoryEntry& entry) {
    return attempt([&] { return store_->restore(entry, "as it was"); });
}

void Device::note(const Result<Receipt>& receipt, const std::optional<OpenForm>& form) {
    if (!receipt) {
        died();
        return;
    }
    for (const Receipt::Part& part : receipt->parts) {
        // Who dies while it is noted finds it after the restart, and has no later own work before.
        if (!capture(part.scope, receipt->transaction, at_attempt_[part.scope], form.has_value()))
            continue;
        Knowledge& now = knowledge_[part.scope];
        now.own = number(part.counter);
        now.replica = replica_;
    }
}

std::optional<OpenForm> Device::open_form(ScopeId scope, std::string_view collection,
                                          RecordId record) {
    const auto token = store_->edit_token(scope);
    if (!token) {
        died();
        return std::nullopt;
    }
    return OpenForm{scope, std::string(collection), record, *token, knowledge_[scope], run_};
}

std::optional<Bytes> Device::packed(ScopeId scope, TransactionId transaction) {
    std::optional<Bytes> out;
    const auto read =
        store_->replica().write(Durability::normal, [&](replica::Writer& writer) -> Result<void> {
            for (const replica::OutboxRow& row : writer.outbox.parts_of(transaction))
                if (row.scope == scope) out = writer.outbox.packed(row.position);
            return {};
        });
    if (!read) died();
    return out;
}

bool Device::capture(ScopeId scope, TransactionId transaction, const Knowledge& seen,
                     bool is_form) {
    const auto bytes = packed(scope, transaction);
    if (!bytes) {
        if (is_up() && !machine_.is_dead)
            world_.findings.report(Invariant::accounted_for,
                                   "device " + std::to_string(index_) + ": transaction " +
                                       to_text(transaction) +
                                       " is not in the outbox after it was written");
        return false;
    }
    const auto commit = wire::unpack(*bytes, world_.keyholder.organisation().org, scope);
    Written written{.device = index_,
                    .person = person_,
                    .header = commit.value().header,
                    .seen = seen,
                    .is_form = is_form};
    replica_ = written.header.replica;
    world_.trace.remark("  scope " + to_text(scope).substr(0, 8) + " replica " +
                        to_text(replica_).substr(0, 8) + " counter " +
                        std::to_string(number(written.header.counter)) + " own " +
                        std::to_string(number(written.header.own)) + " base " +
                        std::to_string(number(written.header.base.seq)));
    // Under another id than when it was noted, the own commits are counted anew.
    if (written.seen.replica != replica_) written.seen.own = number(written.header.own);
    for (std::uint32_t i = 0; i < commit->patches.size(); ++i) {
        const commit::Patch& patch = commit->patches[i];
        const auto* key = world_.keyholder.key(scope, commit->header.epoch);
        const auto opened = sealing::open_patch(patch, commit->header, i, *key);
        for (std::size_t k = 0; k < patch.paths.size(); ++k)
            written.paths.push_back({patch.record, patch.paths[k], opened.value().collection,
                                     opened->values[k].field, opened->values[k].value});
    }
    world_.ledger.add(std::move(written));
    return true;
}

void Device::on_ack(const wire::Ack& ack) {
    for (const wire::CommitVerdict& answer : ack.verdicts)
        if (answer.code != Errc::ok)
            world_.trace.remark("  device " + std::to_string(index_) + " scope " +
                                to_text(answer.scope).substr(0, 8) + " replica " +
                                to_text(answer.dot.replica).substr(0, 8) + " counter " +
                                std::to_string(number(answer.dot.counter)) + " seq " +
                                std::to_string(number(answer.seq)) + ": " +
                                Error{answer.code, {}}.message());
    note_held(ack);
    if (!world_.is_server_honest) return;
    for (const wire::CommitVerdict& answer : ack.verdicts) {
        if (answer.seq == Seq{0}) continue;
        auto& told = told_[{answer.scope, answer.dot}];
        const std::pair now{answer.verdict, number(answer.seq)};
        if (told.second != 0 && told != now)
            world_.findings.report(Invariant::answers_final,
                                   "device " + std::to_string(index_) +
                                       " was told two things of one commit: verdict " +
                                       std::to_string(static_cast<int>(told.first)) + " at seq " +
                                       std::to_string(told.second) + ", then " +
                                       std::to_string(static_cast<int>(now.first)) + " at seq " +
                                       std::to_string(now.second) + " of counter " +
                                       std::to_string(number(answer.dot.counter)) + " in " +
                                       to_text(answer.scope));
        told = now;
    }
}

// Of a log that a liar forged nobody reads that it was held; the answer says so.
void Device::note_held(const wire::Ack& ack) {
    if (!world_.is_elsewhere) return;
    for (const wire::CommitVerdict& answer : ack.verdicts) {
        if (answer.verdict != commit::Verdict::quarantined) continue;
        for (Written& written : world_.ledger.all())
            if (written.device == index_ && written.header.scope == answer.scope &&
                written.header.dot() == answer.dot)
                written.was_held = true;
    }
}

// ---- Dying and coming back ---------------------------------------------------------------------

bool Device::died() {
    if (!machine_.is_dead || !is_up()) return false;
    const StopKind kind = dice_.one_in(2) ? StopKind::power_lost : StopKind::process_killed;
    const Duration away = dice_.between(1s, 300s);
    // Not at once: what found out is still on the stack.
    world_.time.after(0us, [this, kind, away] { crash(kind, away); });
    return true;
}

void Device::stop_process() {
    host_.reset();
    sync_.reset();
    store_.reset();
}

void Device::crash(StopKind kind, Duration away) {
    if (!is_up()) return;
    ++crashes_;
    world_.trace.note("device down", index_, static_cast<std::uint64_t>(kind));
    machine_.is_dead = true;
    stop_process();
    world_.time.after(away, [this, kind] { come_back(kind, Files::as_left); });
}

void Device::update(Duration away) {
    if (!is_up() || schema_ == &world_.schema) return;
    world_.trace.note("application updated", index_);
    schema_ = &world_.schema;
    crash(StopKind::process_killed, away);
}

void Device::come_back(StopKind kind, Files files) {
    machine_.room.reset();  // or it could not even start: somebody has made room
    world_.disk.restart(machine_, kind);
    if (!open()) return;
    world_.trace.note("device up", index_);
    if (files == Files::older) forget_lost();
    adopt_unknown();
    read_knowledge();
    check_kept();
    if (is_up()) start_session();
}

// What the store itself says after a restart: applying need not have reached the disk.
void Device::read_knowledge() {
    const auto scopes = store_->scopes(ScopeCounts::left_out);
    if (!scopes) return;
    std::map<ScopeId, std::uint64_t> before;
    for (auto& [scope, known] : knowledge_)  // older files lack whole scopes
        before[scope] = std::exchange(known.seq, 0);
    for (const ScopeInfo& info : *scopes) {
        knowledge_[info.id].seq = number(info.seq);
        if (info.state == ScopeState::leaving) left_.insert(info.id);
    }
    // What it had of a history and has no more, it cannot keep to.
    for (const auto& [scope, seq] : before)
        if (knowledge_[scope].seq < seq) ++beginnings_[scope];
}

bool Device::is_leaving(ScopeId scope) const {
    const auto scopes = store_->scopes(ScopeCounts::left_out);
    return scopes && std::any_of(scopes->begin(), scopes->end(), [&](const ScopeInfo& info) {
               return info.id == scope && info.state == ScopeState::leaving;
           });
}

void Device::take_backup() {
    if (is_up() && !machine_.is_dead) backup_ = world_.disk.image(machine_);
}

void Device::restore_backup(Duration away) {
    if (!is_up() || !backup_) return;
    world_.trace.note("files put back", index_);
    machine_.is_dead = true;
    stop_process();
    world_.time.after(away, [this] {
        world_.disk.restore(machine_, *backup_);
        come_back(StopKind::process_killed, Files::older);
    });
}

// What was written after the backup and is in no log can only be lost: somebody chose so.
void Device::forget_lost() {
    for (Written& written : world_.ledger.all())
        if (written.device == index_ &&
            !has_in_outbox(written.header.scope, written.header.transaction))
            written.is_forgotten = true;
    for (auto& [scope, known] : knowledge_) known.replica = {};
}

// What the lost server had sent has come by now: what it did not make this device let go, that has
// to stay.
void Device::note_still_held() {
    for (Written& written : world_.ledger.all())
        if (written.device == index_ && written.is_at_risk &&
            has_in_outbox(written.header.scope, written.header.transaction))
            written.is_at_risk = false;
}

// A write that died may have been committed all the same.
void Device::adopt_unknown() {
    std::vector<replica::OutboxRow> unknown;
    const auto read =
        store_->replica().write(Durability::normal, [&](replica::Writer& writer) -> Result<void> {
            for (const replica::OutboxRow& row : writer.outbox.all())
                if (world_.ledger.find(row.scope, row.transaction) == nullptr)
                    unknown.push_back(row);
            return {};
        });
    if (!read) return;
    for (const replica::OutboxRow& row : unknown) {
        if (!capture(row.scope, row.transaction, at_attempt_[row.scope], attempt_was_form_))
            continue;
        knowledge_[row.scope].own = number(row.dot.counter);
        knowledge_[row.scope].replica = row.dot.replica;
    }
}

bool Device::has_keys(ScopeId id) {
    bool is_complete = true;
    const auto read =
        store_->replica().write(Durability::normal, [&](replica::Writer& writer) -> Result<void> {
            replica::Scope* scope = writer.scopes.find(id);
            if (scope == nullptr) return {};
            const auto newest = number(writer.scopes.log(*scope).current_epoch());
            for (std::uint32_t n = 1; n <= newest; ++n)
                is_complete = is_complete && writer.scopes.key(*scope, KeyEpoch{n}) != nullptr;
            return {};
        });
    if (!read) died();
    return is_complete;
}

bool Device::has_in_outbox(ScopeId scope, TransactionId transaction) {
    bool found = false;
    const auto read =
        store_->replica().write(Durability::normal, [&](replica::Writer& writer) -> Result<void> {
            for (const replica::OutboxRow& row : writer.outbox.parts_of(transaction))
                found = found || row.scope == scope;
            return {};
        });
    return found || !read;
}

void Device::check_kept() {
    for (const Written& written : world_.ledger.all()) {
        if (written.device != index_ || written.seq != 0 || written.is_forgotten) continue;
        const commit::Header& h = written.header;
        if (was_dismissed(h.scope, h.transaction) || written.is_at_risk) continue;
        if (world_.is_elsewhere && world_.is_elsewhere(written)) continue;
        // The log of a server that is down is followed later, and has to have it there (4).
        const auto told = answer(h.scope, h.dot());
        if (told && told->first == commit::Verdict::accepted) continue;
        world_.findings.expect(has_in_outbox(h.scope, h.transaction), Invariant::kept_locally,
                               "device " + std::to_string(index_) + " lost its commit " +
                                   std::to_string(number(h.counter)) + " in a crash");
    }
}

}  // namespace sanderling::sim
