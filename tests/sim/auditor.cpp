#include "tests/sim/auditor.hpp"

#include "core/wire/packed_commit.hpp"
#include "sync-server/store/schema.hpp"
#include "tests/sim/values.hpp"

#include <algorithm>

namespace sanderling::sim {

using commit::Verdict;

namespace {

std::string described(const schema::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* is_true = std::get_if<bool>(&value)) return *is_true ? "true" : "false";
    if (const auto* list = std::get_if<schema::List>(&value))
        return "a list of " + std::to_string(list->size());
    if (const auto* id = std::get_if<RecordId>(&value)) return to_text(*id);
    return schema::is_null(value) ? "empty" : "another value";
}

// Who wrote what is live of a record.
std::string history(const LiveRecord& record) {
    std::string out;
    for (const auto& [token, path] : record)
        for (const LiveWrite& write : path) {
            const commit::PathWrite& w = write.what().write;
            out += "\n    field " + std::to_string(write.what().field) + " rule " +
                   std::to_string(static_cast<int>(w.rule)) + " op " +
                   std::to_string(static_cast<int>(w.operation)) + " by device " +
                   std::to_string(write.by->device) + " commit " +
                   std::to_string(number(write.by->header.counter)) + " seq " +
                   std::to_string(write.by->seq) + " base " + std::to_string(write.base) + " own " +
                   std::to_string(number(write.by->header.own)) + " t " +
                   std::to_string(static_cast<std::uint64_t>(write.by->t_eff)) +
                   (write.is_proposal ? " proposal" : "");
        }
    return out;
}

}  // namespace

Auditor::Reading::Reading(const std::filesystem::path& file)
    : database(file, server::OpenMode::read),
      select_rows(database,
                  "SELECT seq, verdict, effective_base, t_eff, what, replica, counter, chain, "
                  "content FROM log WHERE org = ? AND shard_key = ? AND scope = ? AND seq >= ? "
                  "ORDER BY seq"),
      select_head(database,
                  "SELECT head, chain, digest FROM scope "
                  "WHERE org = ? AND shard_key = ? AND scope = ?") {}

Auditor::Auditor(const schema::Schema& schema, Server& server, std::vector<Place>& places,
                 Ledger& ledger, Findings& findings)
    : schema_(schema), server_(server), places_(places), ledger_(ledger), findings_(findings) {}

Auditor::~Auditor() = default;

void Auditor::let_go() {
    reading_.reset();
}

const ScopeModel* Auditor::model(ScopeId scope) const {
    const auto found = models_.find(scope);
    return found == models_.end() ? nullptr : &found->second;
}

// ---- The log -----------------------------------------------------------------------------------

void Auditor::open_reading() {
    if (!reading_) reading_ = std::make_unique<Reading>(server_.file());
}

// A machine that died with the last write is read when it is up again.
void Auditor::read_server(const std::function<void()>& work) {
    if (server_.machine().is_dead) return;
    try {
        open_reading();
        const server::Transaction snapshot(reading_->database, server::Transaction::Kind::read);
        work();
    } catch (const server::SqliteFailure&) {
        if (!server_.machine().is_dead) throw;
        let_go();
    }
}

void Auditor::follow_moves(const server::Moves& moves) {
    if (moves.scopes.empty()) return;
    read_server([&] {
        for (const Place& place : places_)
            if (moves.scopes.contains(place.scope)) follow(place);
    });
}

void Auditor::follow_log() {
    if (!server_.is_up()) return;
    read_server([&] {
        for (const Place& place : places_) {
            follow(place);
            check_head(place);
        }
    });
    auto& all = ledger_.all();
    for (; writers_checked_ < all.size(); ++writers_checked_) check_writer(all[writers_checked_]);
}

void Auditor::follow(const Place& place) {
    auto& model = models_
                      .try_emplace(place.scope, server_.organisation().org, place.scope, ledger_,
                                   findings_, past_)
                      .first->second;
    const HlcTime now = hlc_at(server_.latest_time());
    server::Rows row =
        reading_->select_rows.query(server_.organisation().org, server::shard_key(place.scope),
                                    place.scope, std::max<std::uint64_t>(model.head(), 1));
    while (row.next()) {
        LogRow item{.seq = static_cast<std::uint64_t>(row->integer(0)),
                    .verdict = row->code<Verdict>(1),
                    .effective_base = static_cast<std::uint64_t>(row->integer(2)),
                    .t_eff = row->code<HlcTime>(3),
                    .what = row->hash(4),
                    .dot = {row->id<ReplicaId>(5), row->code<Counter>(6)},
                    .chain = row->hash(7),
                    .content = to_bytes(row->blob(8))};
        if (forged_.contains(place.scope) && item.seq >= forged_.at(place.scope)) return;
        if (item.seq == model.head()) {  // what was the last before: the chain tells of all before
            findings_.expect(item.chain == model.at(item.seq).chain, Invariant::log_immutable,
                             "the log of " + to_text(place.scope) + " is another than before");
            continue;
        }
        model.take(item, now);
        if (findings_.first()) return;
    }
}

void Auditor::check_head(const Place& place) {
    const ScopeModel& model = models_.at(place.scope);
    if (forged_.contains(place.scope)) return;
    server::Rows row = reading_->select_head.query(server_.organisation().org,
                                                   server::shard_key(place.scope), place.scope);
    if (!row.next()) {
        findings_.expect(model.head() == 0, Invariant::log_immutable,
                         "scope " + to_text(place.scope) + " is gone from the server");
        return;
    }
    const ModelPoint& here = model.at(model.head());
    findings_.expect(
        static_cast<std::uint64_t>(row->integer(0)) == model.head() && row->hash(1) == here.chain,
        Invariant::log_immutable,
        "the server's head of " + to_text(place.scope) + ", " + std::to_string(row->integer(0)) +
            ", is not that of its log, " + std::to_string(model.head()));
    findings_.expect(row->hash(2).bytes == here.digest, Invariant::live_sets_from_log,
                     "the server's digest of " + to_text(place.scope) + " at seq " +
                         std::to_string(model.head()) + " is not that of the log's live sets");
}

// ---- Backups -----------------------------------------------------------------------------------

void Auditor::note_backup() {
    for (const auto& [scope, model] : models_) backed_up_[scope] = model.head();
}

bool Auditor::was_history(ScopeId scope, std::uint64_t seq, const crypto::Hash& chain) const {
    const auto& histories = lost_.at(scope);
    return std::any_of(histories.begin(), histories.end(), [&](const auto& points) {
        return seq < points.size() && points[seq].chain == chain;
    });
}

std::uint64_t Auditor::stored_head(ScopeId scope) {
    server::Rows row =
        reading_->select_head.query(server_.organisation().org, server::shard_key(scope), scope);
    return row.next() ? static_cast<std::uint64_t>(row->integer(0)) : 0;
}

// The model begins anew with what the log has. What it lacks has no place any more, and what was in
// a newer backup need not be on a device either.
void Auditor::follow_restored() {
    open_reading();
    const server::Transaction snapshot(reading_->database, server::Transaction::Kind::read);
    past_ = ScopeModel::Past::restored;
    for (auto& [scope, model] : models_) lost_[scope].push_back(model.points());
    if (other_ != nullptr)
        for (const auto& [scope, model] : other_->models_) lost_[scope].push_back(model.points());
    forged_.clear();
    std::vector<std::uint64_t> places;
    for (Written& written : ledger_.all()) {
        if (written.seq != 0 && written.verdict == Verdict::accepted) written.was_taken = true;
        places.push_back(std::exchange(written.seq, 0));
    }
    models_.clear();
    expected_.clear();
    std::map<ScopeId, std::uint64_t> heads;
    for (const Place& place : places_) {
        follow(place);
        const ScopeModel& model = models_.at(place.scope);
        heads[place.scope] = model.head();
        findings_.expect(model.head() == stored_head(place.scope) &&
                             was_history(place.scope, model.head(), model.at(model.head()).chain),
                         Invariant::log_immutable,
                         "what was restored of " + to_text(place.scope) + " is not what it was");
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        Written& written = ledger_.all()[i];
        if (other_ != nullptr) note_other(written);
        if (places[i] == 0 || written.seq != 0) continue;
        written.was_lost = true;
        // Until its device has met the restored server, what the lost one sent may still come.
        if (places[i] <= backed_up_[written.header.scope]) written.is_at_risk = true;
    }
    backed_up_ = std::move(heads);
}

// ---- What authors claim ------------------------------------------------------------------------

// Own work that is held was taken back, so what was written after it does not build on it.
bool Auditor::is_below_held(const Written& written, std::uint64_t own) const {
    const Dot next{written.header.replica, Counter{own + 1}};
    const auto& all = ledger_.all();
    return std::any_of(all.begin(), all.end(), [&](const Written& held) {
        return held.was_held && held.header.scope == written.header.scope && held.was_once(next);
    });
}

// What a commit says it was based on is exactly what its author had.
void Auditor::check_writer(const Written& written) {
    const commit::Header& h = written.header;
    const std::string name = "device " + std::to_string(written.device) + ", commit " +
                             std::to_string(number(h.counter)) + " of " + to_text(h.scope);
    const auto base = number(h.base.seq);
    const auto own = written.is_renumbered ? written.seen.own : number(h.own);
    findings_.expect(base <= written.seen.seq, Invariant::nothing_leaves_unseen,
                     name + ": claims base " + std::to_string(base) + ", and had applied " +
                         std::to_string(written.seen.seq));
    findings_.expect(own <= written.seen.own, Invariant::nothing_leaves_unseen,
                     name + ": claims own " + std::to_string(own) + ", and its form had shown " +
                         std::to_string(written.seen.own));
    findings_.expect(
        base == written.seen.seq && (own == written.seen.own || is_below_held(written, own)),
        Invariant::no_false_conflict,
        name + ": claims base " + std::to_string(base) + " and own " + std::to_string(own) +
            ", and had " + std::to_string(written.seen.seq) + " and " +
            std::to_string(written.seen.own));
}

// ---- Devices -----------------------------------------------------------------------------------

std::string Auditor::who(const Device& device, ScopeId scope) const {
    return "device " + std::to_string(device.index()) + ", scope " + to_text(scope);
}

void Auditor::check_device(Device& device, Histories histories) {
    if (!device.is_up()) return;
    const auto scopes = device.store().scopes(ScopeCounts::left_out);
    if (!scopes) return;
    for (const ScopeInfo& info : *scopes) check_scope(device, info, histories);
}

bool Auditor::was_lost(ScopeId scope, std::uint64_t seq, const std::string& digest) const {
    const auto found = lost_.find(scope);
    if (found == lost_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const auto& points) {
        return seq < points.size() && digest == to_hex(points[seq].digest);
    });
}

void Auditor::check_scope(Device& device, const ScopeInfo& info, Histories histories) {
    const auto found = models_.find(info.id);
    const std::uint64_t seq = number(info.seq);
    if (found == models_.end() || seq == 0) return;
    if (other_ != nullptr) check_split(device, info);
    if (other_ != nullptr && other_->has_place(info.id, seq, info.digest)) return;
    const ScopeModel& model = found->second;
    findings_.expect(device.knowledge(info.id).seq == seq, Invariant::progress_kept,
                     who(device, info.id) + ": " + std::string(to_text(info.state)) +
                         ", says seq " + std::to_string(seq) + ", and had applied " +
                         std::to_string(device.knowledge(info.id).seq));
    if (histories == Histories::lost_too && was_lost(info.id, seq, info.digest)) return;
    if (seq > model.head()) {
        findings_.expect(!server_.is_up(), Invariant::equal_checkpoint_equal_state,
                         who(device, info.id) + ": at a seq that the server does not have");
        return;
    }
    findings_.expect(info.digest == to_hex(model.at(seq).digest),
                     Invariant::equal_checkpoint_equal_state,
                     who(device, info.id) + ": another digest at seq " + std::to_string(seq));
}

void Auditor::check_rows(Device& device, Histories histories) {
    if (!device.is_up()) return;
    const auto scopes = device.store().scopes(ScopeCounts::left_out);
    const auto conflicts = device.store().conflicts();
    const auto outbox = device.store().outbox();
    if (!scopes || !conflicts || !outbox) return;
    std::map<RecordId, std::set<std::string>> listed;
    for (const Conflict& conflict : *conflicts) listed[conflict.record].insert(conflict.field);
    for (const ScopeInfo& info : *scopes) {
        const auto model = models_.find(info.id);
        if (model == models_.end() || info.state != ScopeState::ready ||
            number(info.seq) != model->second.head() || !is_surely_here(info))
            continue;
        const bool is_pending =
            std::any_of(outbox->begin(), outbox->end(), [&](const OutboxItem& item) {
                const Written* written = ledger_.find(item.scope, item.transaction);
                return item.scope == info.id && (written == nullptr || written->seq == 0);
            });
        if (is_pending) continue;
        // What a lying server has once sent damaged or kept back is not asked for again; what a
        // restored one lacks, its keyholder has still to put.
        const bool may_lack_keys = !device.trusts_server() ||
                                   (histories == Histories::lost_too && lost_.contains(info.id));
        if (may_lack_keys && !device.has_keys(info.id)) continue;
        for (const auto& [id, record] : model->second.records())
            if (!record.empty()) check_row(device, info.id, id, record, listed);
        check_purged(device, info.id, listed);
    }
}

const Auditor::Expected& Auditor::expected(const schema::Schema& schema, ScopeId scope, RecordId id,
                                           const schema::Collection& collection,
                                           const LiveRecord& record) {
    Expected& known = expected_[{&schema, scope, id}];
    const std::uint64_t revision = models_.at(scope).revision(id);
    if (known.revision != revision)
        known = {revision, expected_row(schema, collection, record),
                 expected_conflicts(schema, collection, record)};
    return known;
}

// What was superseded is live again where a restored server does not have what superseded it. Its
// body may be with nobody by then (docs/protocol.md §5.9, "Bodies that are lacking").
bool Auditor::lacks_bodies(ScopeId scope, RecordId id, const LiveRecord& record) {
    const OrgId org = server_.organisation().org;
    const auto is_stub = [&](const LiveWrite& write) {
        server::Rows row = reading_->select_rows.query(org, server::shard_key(scope), scope,
                                                       std::max<std::uint64_t>(write.by->seq, 1));
        if (!row.next()) return false;
        const auto commit = wire::unpack(row->blob(8), org, scope);
        return commit && std::any_of(commit->patches.begin(), commit->patches.end(),
                                     [&](const commit::Patch& patch) {
                                         return patch.record == id && !patch.ciphertext;
                                     });
    };
    bool lacks = false;
    read_server([&] {
        for (const auto& [token, live] : record)
            lacks = lacks || std::any_of(live.begin(), live.end(), is_stub);
    });
    return lacks;
}

void Auditor::check_row(Device& device, ScopeId scope, RecordId id, const LiveRecord& record,
                        std::map<RecordId, std::set<std::string>>& listed) {
    const schema::Schema& schema = device.schema();
    const auto* collection = schema.collection(schema::CollectionNumber{collection_of(record)});
    if (collection == nullptr) return;
    const auto& [revision, expected, conflicts] =
        this->expected(schema, scope, id, *collection, record);
    const auto shown = device.store().get(collection->name, id);
    if (!shown) return;
    const bool is_right = expected == *shown && listed[id] == conflicts;
    if (!is_right && past_ == ScopeModel::Past::restored && lacks_bodies(scope, id, record)) return;
    const std::string name = who(device, scope) + ", " + collection->name + " " + to_text(id);
    if (!expected || !*shown) {
        findings_.expect(
            !expected && !*shown, Invariant::reading_is_right,
            name + (expected ? ": is not shown" : ": is shown although deleted") + history(record));
    } else if (*expected != **shown) {
        std::string fields;
        for (const schema::Field& field : collection->fields) {
            const auto a = expected->find(field.name);
            const auto b = (*shown)->find(field.name);
            const bool same = (a == expected->end()) == (b == (*shown)->end()) &&
                              (a == expected->end() || a->second == b->second);
            if (same) continue;
            fields += " " + field.name + " (should be " +
                      (a == expected->end() ? "empty" : described(a->second)) + ", is " +
                      (b == (*shown)->end() ? "empty" : described(b->second)) + ")";
        }
        findings_.report(Invariant::reading_is_right,
                         name + ": other values in" + fields + history(record));
    }
    findings_.expect(listed[id] == conflicts, Invariant::conflicts_are_shown,
                     name + ": other conflicts");
}

// ---- Everything --------------------------------------------------------------------------------

namespace {

std::string in_words(const Device::Answer& answer) {
    return "verdict " + std::to_string(static_cast<int>(answer.first)) + " at seq " +
           std::to_string(answer.second);
}

}  // namespace

// Files that were put back give a number again: the answer is that of the commit which has it.
bool Auditor::is_in_log(ScopeId scope, const Dot& dot, const Device::Answer& answer) const {
    const auto& all = ledger_.all();
    return std::any_of(all.begin(), all.end(), [&](const Written& written) {
        return written.header.scope == scope && written.header.dot() == dot &&
               answer == std::pair(written.verdict, written.seq);
    });
}

void Auditor::check_ledger(std::vector<std::unique_ptr<Device>>& devices) {
    std::map<TransactionId, std::set<Verdict>> verdicts;
    std::set<TransactionId> torn;  // what a restored server takes back, it judges one by one
    for (const Written& written : ledger_.all()) {
        const commit::Header& h = written.header;
        Device& device = *devices[written.device];
        const std::string name = "device " + std::to_string(written.device) + ", commit " +
                                 std::to_string(number(h.counter)) + " of " + to_text(h.scope);
        if (written.was_lost) torn.insert(h.transaction);
        if (written.is_forgotten) continue;
        if (written.seq == 0 && device.is_up() && !written.is_at_risk)
            findings_.expect(device.has_in_outbox(h.scope, h.transaction) ||
                                 device.was_dismissed(h.scope, h.transaction),
                             Invariant::accounted_for, name + " is nowhere");
        const bool is_refused = written.seq != 0 && written.verdict != Verdict::accepted;
        // Accepted once and let go by its author, and held now, since others brought it back after
        // its author was removed, or by a backup of before that: those who decide have it.
        const bool is_with_others = written.was_taken && written.verdict == Verdict::quarantined;
        // Kept for 90 days by its device's clock, which may have jumped.
        const bool may_be_destroyed = writes_purged(written);
        if (is_refused && device.is_up() && !written.is_at_risk && !is_with_others &&
            !may_be_destroyed)
            findings_.expect(device.has_in_outbox(h.scope, h.transaction) ||
                                 device.was_dismissed(h.scope, h.transaction),
                             Invariant::refused_work_kept,
                             name + " was refused (verdict " +
                                 std::to_string(static_cast<int>(written.verdict)) + " at seq " +
                                 std::to_string(written.seq) + ") and is not shown");
        const auto answer = device.answer(h.scope, h.dot());
        if (answer && server_.is_up())
            findings_.expect(is_in_log(h.scope, h.dot(), *answer), Invariant::answers_final,
                             name + ": its answer is not the log's: " + in_words(*answer) +
                                 ", and the log has " + in_words({written.verdict, written.seq}));
        if (written.seq != 0) verdicts[h.transaction].insert(written.verdict);
        if (written.seq == 0 && h.transaction_count > 1 && !written.is_at_risk)
            verdicts[h.transaction].insert(Verdict::control);  // stands for: none yet
    }
    for (const auto& [transaction, all] : verdicts)
        findings_.expect(all.size() == 1 || torn.contains(transaction),
                         Invariant::transactions_whole,
                         "transaction " + to_text(transaction) + " was split");
}

void Auditor::check_confidential(Disk& disk) {
    findings_.expect(!disk.holds(server_.machine(), as_bytes(canary)), Invariant::confidential,
                     "content lies in the server's files");
}

void Auditor::check_frame(ByteView frame) {
    const ByteView content = as_bytes(canary);
    const bool is_in =
        std::search(frame.begin(), frame.end(), content.begin(), content.end()) != frame.end();
    findings_.expect(!is_in, Invariant::confidential, "content went over the network");
}

std::uint64_t Auditor::raised() const {
    std::uint64_t count = 0;
    for (const auto& [scope, model] : models_) count += model.raised();
    return count;
}

std::uint64_t Auditor::settled() const {
    std::uint64_t count = 0;
    for (const auto& [scope, model] : models_) count += model.settled();
    return count;
}

std::uint64_t Auditor::open_conflicts() const {
    std::uint64_t count = 0;
    for (const auto& [scope, model] : models_)
        for (const auto& [id, record] : model.records()) {
            const auto* collection =
                schema_.collection(schema::CollectionNumber{collection_of(record)});
            if (collection != nullptr)
                count += expected_conflicts(schema_, *collection, record).size();
        }
    return count;
}

}  // namespace sanderling::sim
