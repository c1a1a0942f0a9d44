#include "tests/sim/split_view.hpp"

#include "core/wire/codec.hpp"

#include <algorithm>

namespace sanderling::sim {

using commit::Verdict;

SplitView::SplitView(const Parts& parts, const Opener& open, std::unique_ptr<Server> twin,
                     Dice& dice)
    : at_(parts),
      twin_(std::move(twin)),
      ledger_(open),
      auditor_(parts.schema, *twin_, parts.places, ledger_, parts.findings),
      dice_(dice.next()),
      crosses_(dice.one_in(2)) {
    twin_->on_committed = [this](const server::Moves& moves) {
        learn_of_new();
        auditor_.follow_moves(moves);
    };
    twin_->on_stopping = [this] { auditor_.let_go(); };
    auditor_.leave_writers();
    learn_of_new();
    auditor_.follow_log();
    for (const Place& place : parts.places)
        if (const ScopeModel* model = parts.auditor.model(place.scope))
            common_[place.scope] = model->head();
    at_.auditor.set_other(&auditor_);
    auditor_.set_other(&at_.auditor);
}

std::unique_ptr<SplitView> SplitView::begin(const Parts& parts, const Opener& open,
                                            const std::filesystem::path& folder, Dice& dice) {
    auto twin = Server::copy_of(parts.server, folder, dice.next());
    if (!twin || !twin->is_up()) return nullptr;
    std::unique_ptr<SplitView> split(new SplitView(parts, open, std::move(twin), dice));
    parts.trace.note("split", parts.devices.size());
    const std::size_t first = dice.under(parts.devices.size());
    for (std::size_t i = 0; i < parts.devices.size(); ++i)
        if (i == first || dice.one_in(3)) split->send(i, true);
    return split;
}

void SplitView::send(std::size_t device, bool to_twin) {
    at_.trace.note(to_twin ? "to the twin" : "to the server", device);
    if (to_twin)
        astray_.insert(device);
    else
        astray_.erase(device);
    at_.network.send_elsewhere(device, to_twin ? twin_->door() : Network::Accept{});
    at_.network.cut_device(device);
}

// The other history is followed with a ledger of its own: what became of a commit is not the same.
void SplitView::learn_of_new() {
    const auto& all = at_.ledger.all();
    for (; learned_ < all.size(); ++learned_) {
        Written copy = all[learned_];
        copy.seq = 0;
        copy.verdict = Verdict::accepted;
        copy.was_held = false;
        ledger_.add(std::move(copy));
    }
}

bool SplitView::has(const Written& written) {
    const Written* const there = ledger_.find(written.header.scope, written.header.transaction);
    return there != nullptr && there->seq != 0;
}

// ---- What it does ------------------------------------------------------------------------------

void SplitView::act(Dice& dice) {
    const std::uint64_t what = dice.under(100);
    const std::size_t device = dice.under(at_.devices.size());
    if (what < 45) {
        if (crosses_) send(device, !astray_.contains(device));
    } else if (what < 70) {
        at_.trace.note("ghost", device);
        ghosts_for_.insert(device);
    } else if (dice.one_in(2)) {
        pass_on(there(), here(), dice);
    } else {
        pass_on(here(), there(), dice);
    }
}

std::vector<SplitView::Foreign> SplitView::foreign(const Side& from, const Side& to) {
    std::map<std::pair<ScopeId, ReplicaId>, std::map<std::uint64_t, const Written*>> by_replica;
    for (const Written& written : from.ledger.all()) {
        const commit::Header& h = written.header;
        if (written.seq > common_[h.scope] && !written.is_renumbered)
            by_replica[{h.scope, h.replica}][number(h.counter)] = &written;
    }
    std::vector<Foreign> out;
    for (const auto& [where, commits] : by_replica) {
        const ScopeModel* const model = to.auditor.model(where.first);
        if (model == nullptr || to.auditor.forged_from(where.first)) continue;
        Foreign found;
        auto at = commits.find(model->counter(where.second) + 1);
        std::uint64_t next = at == commits.end() ? 0 : at->first;
        for (; at != commits.end() && at->first == next && !found.commit; ++at, ++next) {
            const Written& written = *at->second;
            const bool is_alone = written.header.transaction_count == 1;
            if (!is_alone || written.verdict != Verdict::accepted) break;
            if (model->has_place(written.header.base))
                found.before.push_back(&written);
            else
                found.commit = &written;
        }
        const bool may_pass =
            found.commit != nullptr && number(found.commit->header.base.seq) <= model->head();
        if (may_pass) out.push_back(std::move(found));
    }
    return out;
}

bool SplitView::deliver(const Side& from, const Side& to, const Written& written) {
    const auto packed = from.server.content(written.header.scope, written.seq);
    if (!packed) return false;
    const wire::Push push{.transactions = {{{written.header.scope, *packed}}}};
    const auto prepared = server::prepare(push, to.server.organisation().org);
    if (!prepared) return false;
    Errc code = Errc::internal;
    const auto put = to.server.put([&](server::WriteGroup& group) -> Result<void> {
        const auto verdicts = group.judge(*prepared);
        code = verdicts.at(0).code;
        return {};
    });
    return put && code == Errc::ok;
}

// What was made in the one history comes into the other as if it had been accepted there.
void SplitView::pass_on(const Side& from, const Side& to, Dice& dice) {
    // A machine that is about to die might enter it, and nobody would know.
    if (!from.server.is_up() || !to.server.is_up() || to.server.machine().writes_left) return;
    learn_of_new();
    from.auditor.follow_log();
    to.auditor.follow_log();
    const std::vector<Foreign> all = foreign(from, to);
    at_.trace.note("pass on", all.size());
    if (all.empty()) return;
    const Foreign& chosen = dice.of(all);
    const commit::Header& h = chosen.commit->header;
    for (const Written* before : chosen.before)
        if (!deliver(from, to, *before)) return;
    const ScopeModel* const model = to.auditor.model(h.scope);
    const auto standing = model->standing(chosen.commit->person);
    if (!standing || !standing->may_write || model->has_place(h.base)) return;
    const auto seq =
        to.server.enter_unjudged(from.server, h.scope, chosen.commit->seq, standing->classes);
    if (!seq) return;
    to.auditor.forge_from(h.scope, number(*seq));
    at_.trace.note("passed on", number(*seq));
    ++forgeries_;
    has_forged_ = has_forged_ || &to.server == &at_.server;
}

// ---- A member that nobody added ----------------------------------------------------------------

std::vector<Bytes> SplitView::pass(std::size_t device, std::vector<Bytes> frames) {
    if (!ghosts_for_.contains(device)) return frames;
    std::vector<Bytes> out;
    for (Bytes& frame : frames) {
        auto forged = ghosts_for_.contains(device) ? with_ghost(frame) : std::nullopt;
        if (forged) {
            ghosts_for_.erase(device);
            for (Bytes& each : *forged) out.push_back(std::move(each));
        } else {
            out.push_back(std::move(frame));
        }
    }
    return out;
}

// The entry follows the log, and chain and checkpoint are right with it; only nobody who may has
// signed it.
std::optional<std::vector<Bytes>> SplitView::with_ghost(const Bytes& frame) {
    auto message = wire::decode(frame);
    auto* const checkpoint = message ? std::get_if<wire::Checkpoint>(&*message) : nullptr;
    if (checkpoint == nullptr || checkpoint->scopes.empty()) return std::nullopt;
    wire::ScopeCheckpoint& place = checkpoint->scopes.front();
    const ScopeModel* model = nullptr;
    for (const Auditor* auditor : {&at_.auditor, &auditor_}) {
        const ScopeModel* const one = auditor->model(place.scope);
        if (one != nullptr && one->head() == number(place.seq) &&
            one->at(one->head()).chain == place.chain)
            model = one;
    }
    if (model == nullptr || model->entries() == 0) return std::nullopt;
    const auto entry =
        at_.keyholder.forged_entry(place.scope, model->entries(), model->last_entry(), dice_);
    const Seq next{number(place.seq) + 1};
    const HlcTime t_eff = model->at(model->head()).time_max;
    wire::Data data{.scope = place.scope, .first = next, .head = next};
    data.items.push_back({.verdict = Verdict::control,
                          .effective_base = place.seq,
                          .t_eff = t_eff,
                          .content = entry.bytes});
    place.chain = commit::chain_next(place.chain, {.seq = next,
                                                   .what = entry.hash,
                                                   .verdict = Verdict::control,
                                                   .effective_base = place.seq,
                                                   .t_eff = t_eff});
    place.seq = next;
    ++forgeries_;
    at_.trace.note("ghost shown", number(next));
    return std::vector{wire::encode(data), wire::encode(*message)};
}

// ---- What has to hold --------------------------------------------------------------------------

void SplitView::audit(Dice& dice) {
    learn_of_new();
    auditor_.follow_log();
    if (dice.one_in(10)) auditor_.check_rows(*dice.of(at_.devices));
}

void SplitView::check(Device& device, const wire::ScopeCheckpoint& checkpoint,
                      const sync::client::CheckpointApplied& applied) {
    const bool is_true =
        at_.auditor.has_place(checkpoint.scope, number(checkpoint.seq), checkpoint.chain) ||
        auditor_.has_place(checkpoint.scope, number(checkpoint.seq), checkpoint.chain);
    if (is_true || applied.is_deferred || applied.renewed) return;
    const std::string what = "device " + std::to_string(device.index()) + ", scope " +
                             to_text(checkpoint.scope) + ", seq " +
                             std::to_string(number(checkpoint.seq)) + ": ";
    at_.findings.expect(applied.problem.code != Errc::ok, Invariant::forks_reported,
                        what + "took what is in neither history as it was made");
    if (applied.problem.code == Errc::ok) return;
    ++refusals_;
    const auto scopes = device.store().scopes(ScopeCounts::left_out);
    if (!scopes) return;
    for (const ScopeInfo& info : *scopes) {
        const bool is_gone = info.state == ScopeState::revoked || info.state == ScopeState::leaving;
        if (info.id == checkpoint.scope && !is_gone)
            at_.findings.expect(info.problem.has_value(), Invariant::forks_reported,
                                what + "refused what was forged, and does not say so");
    }
}

void SplitView::bring_together() {
    ghosts_for_.clear();
    while (!astray_.empty()) send(*astray_.begin(), false);
}

void SplitView::check_reports() {
    for (const auto& device : at_.devices) {
        const auto* const progress = device->is_up() ? device->progress() : nullptr;
        if (progress == nullptr || progress->phase != sync::client::Phase::live) continue;
        const auto scopes = device->store().scopes(ScopeCounts::left_out);
        if (!scopes) continue;
        for (const ScopeInfo& info : *scopes) {
            const bool is_gone =
                info.state == ScopeState::revoked || info.state == ScopeState::leaving;
            if (is_gone || info.seq == Seq{0}) continue;
            const bool here = at_.auditor.has_place(info.id, number(info.seq), info.digest);
            const bool there = auditor_.has_place(info.id, number(info.seq), info.digest);
            const bool is_astray = astray_.contains(device->index());
            const Auditor& its = is_astray ? auditor_ : at_.auditor;
            const bool is_foreign = crosses_ && there && !here;
            const bool is_forged =
                (is_astray ? there : here) && its.forged_from(info.id).has_value();
            at_.findings.expect(
                !(is_foreign || is_forged) || info.problem.has_value(), Invariant::forks_reported,
                "device " + std::to_string(device->index()) + ", scope " + to_text(info.id) +
                    ", seq " + std::to_string(number(info.seq)) +
                    ": was shown another history than its own, and does not say so");
        }
    }
}

void SplitView::check_nothing_lost() {
    learn_of_new();
    for (const Written& written : at_.ledger.all()) {
        Device& device = *at_.devices[written.device];
        const commit::Header& h = written.header;
        const bool is_there = written.seq != 0 || has(written) || !device.is_up() ||
                              device.has_in_outbox(h.scope, h.transaction) ||
                              device.was_dismissed(h.scope, h.transaction);
        at_.findings.expect(is_there, Invariant::accounted_for,
                            "device " + std::to_string(written.device) + ", commit " +
                                std::to_string(number(h.counter)) + " of " + to_text(h.scope) +
                                " is in neither history, and not on its device");
    }
}

void SplitView::end() {
    bring_together();
    twin_->retire();
}

}  // namespace sanderling::sim
