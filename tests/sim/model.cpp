#include "tests/sim/model.hpp"

#include "core/commit/lost_history.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>

namespace sanderling::sim {

using commit::Coverage;
using commit::Operation;
using commit::Rule;
using commit::Verdict;

namespace {

bool has_class(commit::ClassMask mask, commit::AuthorityClass wanted) {
    const auto n = static_cast<unsigned>(wanted);
    return n == 0 || (n <= 32 && (mask >> (n - 1) & 1U) == 1U);
}

void put_big_endian(std::uint64_t value, std::uint8_t* out) {
    for (int i = 7; i >= 0; --i, value >>= 8U) out[i] = static_cast<std::uint8_t>(value);
}

Sum256 words(const crypto::Hash& hash) {
    Sum256 out{};
    for (std::size_t i = 0; i < 32; ++i) out[3 - i / 8] = out[3 - i / 8] << 8U | hash.bytes[i];
    return out;
}

void add(Sum256& sum, const Sum256& more) {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::uint64_t partly = sum[i] + carry;
        carry = partly < carry ? 1U : 0U;
        sum[i] = partly + more[i];
        carry += sum[i] < partly ? 1U : 0U;
    }
}

Sum256 negative(const Sum256& of) {
    Sum256 out{};
    for (std::size_t i = 0; i < 4; ++i) out[i] = ~of[i];
    add(out, {1, 0, 0, 0});
    return out;
}

std::array<std::uint8_t, 32> bytes_of(const Sum256& sum) {
    std::array<std::uint8_t, 32> out{};
    for (std::size_t i = 0; i < 4; ++i) put_big_endian(sum[3 - i], out.data() + 8 * i);
    return out;
}

// docs/protocol.md §3.5.
crypto::Hash next_link(const crypto::Hash& before, const LogRow& row) {
    std::array<std::uint8_t, 8 + 32 + 1 + 8 + 8> rest{};
    put_big_endian(row.seq, rest.data());
    std::copy(row.what.bytes.begin(), row.what.bytes.end(), rest.begin() + 8);
    rest[40] = static_cast<std::uint8_t>(row.verdict);
    put_big_endian(row.effective_base, rest.data() + 41);
    put_big_endian(static_cast<std::uint64_t>(row.t_eff), rest.data() + 49);
    return crypto::hash(crypto::HashType::chain, {before.view(), rest});
}

bool is_of_one_value(Rule rule) {
    return rule == Rule::register_ || rule == Rule::group || rule == Rule::multi_value ||
           rule == Rule::cautious || rule == Rule::immutable;
}

// What holds for ever, of the values that people gave an immutable field.
const LiveWrite* first_accepted(const LivePath& path) {
    const LiveWrite* first = nullptr;
    for (const LiveWrite& v : path)
        if (v.what().write.rule == Rule::immutable && !v.is_proposal &&
            (first == nullptr || v.by->seq < first->by->seq))
            first = &v;
    return first;
}

// The elements of a text are named after the commit that inserts them, so they move with it.
bool is_same_value(const WrittenPath& before, const commit::PathWrite& now, const Bytes& value) {
    return now.rule == Rule::text || before.value == value;
}

bool names(const std::vector<Dot>& dots, const Dot& dot) {
    return std::find(dots.begin(), dots.end(), dot) != dots.end();
}

}  // namespace

bool had(const LiveWrite& x, const Written& v) {
    const bool was_lost = x.lost && x.lost->contains(v.header.dot());
    return (v.seq != 0 && v.seq <= x.base) || was_lost || had_as_own(x, v);
}

bool had_as_own(const LiveWrite& x, const Written& v) {
    const commit::Header& h = x.by->header;
    if (v.header.replica == h.replica) return v.header.counter <= h.own;
    return std::any_of(x.before.begin(), x.before.end(), [&](const Dot& earlier) {
        return v.header.replica == earlier.replica && v.header.counter <= earlier.counter;
    });
}

std::string ScopeModel::name(const Dot& dot) {
    return to_text(dot.replica).substr(0, 8) + " " + std::to_string(number(dot.counter));
}

std::string ScopeModel::name(const LogRow& row) const {
    return "scope " + to_text(scope_) + " seq " + std::to_string(row.seq);
}

void ScopeModel::take(const LogRow& row, HlcTime server_now) {
    findings_.expect(row.seq == points_.size(), Invariant::log_immutable,
                     name(row) + ": does not follow seq " + std::to_string(head()));
    ModelPoint point = points_.back();
    point.chain = next_link(point.chain, row);
    findings_.expect(point.chain == row.chain, Invariant::log_immutable,
                     name(row) + ": the stored chain hash is not that of its link");
    if (row.verdict == Verdict::control)
        take_control(row);
    else if (row.verdict == Verdict::lost_links)
        take_lost_links(row);
    else
        take_commit(row, server_now);
    point.time_max = std::max(point.time_max, row.t_eff);
    point.digest = bytes_of(sum_);
    points_.push_back(point);
}

void ScopeModel::take_control(const LogRow& row) {
    const auto entry = scope_log::decode_entry(row.content);
    if (!entry) return findings_.report(Invariant::log_immutable, name(row) + ": no entry");
    ++entries_;
    last_entry_ = row.what;
    const scope_log::Body& body = entry->entry.body;
    if (const auto* create = std::get_if<scope_log::Create>(&body)) roles_ = create->roles;
    if (const auto* policy = std::get_if<scope_log::Policy>(&body)) roles_ = policy->roles;
    if (const auto* set = std::get_if<scope_log::SetMember>(&body)) {
        members_[set->principal.person()] = set->role;
        member_since_[set->principal.person()] = row.t_eff;
    }
    if (const auto* gone = std::get_if<scope_log::RemoveMember>(&body))
        members_.erase(gone->principal.person());
    if (const auto* order = std::get_if<scope_log::Purge>(&body))
        for (const RecordId record : order->records) purge(record);
}

// docs/protocol.md §5.13: as if nothing of it had ever joined.
void ScopeModel::purge(RecordId record) {
    std::uint16_t& collection = purged_[record];
    const auto found = records_.find(record);
    if (found == records_.end()) return;
    for (const auto& [token, live] : found->second)
        for (const LiveWrite& write : live) {
            count(write, false);
            collection = write.what().collection;
        }
    found->second.clear();
    ++revisions_[record];
}

std::optional<ScopeModel::Standing> ScopeModel::standing(PersonId person) const {
    const auto member = members_.find(person);
    if (member == members_.end()) return std::nullopt;
    for (const scope_log::RoleRow& row : roles_)
        if (row.role == member->second)
            return Standing{.classes = row.classes,
                            .may_write = scope_log::allows(row.rights, scope_log::Right::write),
                            .may_read = scope_log::allows(row.rights, scope_log::Right::read)};
    return Standing{};
}

std::optional<commit::Commit> ScopeModel::commit_in(const LogRow& row) const {
    commit::Commit out;
    if (row.verdict == Verdict::rejected) {
        constexpr std::size_t signature_bytes = 64;
        if (row.content.size() < signature_bytes) return std::nullopt;
        auto header = commit::decode_header(
            ByteView(row.content).first(row.content.size() - signature_bytes));
        if (!header) return std::nullopt;
        out.header = std::move(*header);
    } else {
        auto unpacked = wire::unpack(row.content, org_, scope_);
        if (!unpacked) return std::nullopt;
        out = std::move(*unpacked);
    }
    const bool is_it = commit::commit_hash(out.header) == row.what && out.header.dot() == row.dot &&
                       out.header.scope == scope_;
    return is_it ? std::optional(std::move(out)) : std::nullopt;
}

// docs/protocol.md §5.9: they leave this log, or go on from a lost place that is known; what
// continues neither is no place that anything can be told of.
void ScopeModel::take_lost_links(const LogRow& row) {
    const auto lost = commit::decode_lost_links(row.content);
    findings_.expect(lost && commit::lost_links_hash(row.content) == row.what,
                     Invariant::log_immutable, name(row) + ": its content is not of it");
    if (!lost) return;
    const std::uint64_t before = number(lost->first) - 1;
    LostPlace at{.common = before, .accepted = std::make_shared<const std::set<Dot>>()};
    const auto known = lost_.find({before, commit::chain_prefix(lost->before)});
    if (known != lost_.end())
        at = known->second;
    else if (before != number(lost->common) || before > head() ||
             points_[before].chain != lost->before)
        return;
    crypto::Hash chain = lost->before;
    for (const commit::Link& link : lost->links) {
        chain = next_link(chain, {.seq = number(link.seq),
                                  .verdict = link.verdict,
                                  .effective_base = number(link.effective_base),
                                  .t_eff = link.t_eff,
                                  .what = link.what,
                                  .dot = {},
                                  .chain = {},
                                  .content = {}});
        const auto place = lost_.find({number(link.seq), commit::chain_prefix(chain)});
        if (place != lost_.end()) {
            at = place->second;
            continue;
        }
        at.time_max = std::max(at.time_max, link.t_eff);
        if (link.verdict == Verdict::accepted) {
            std::set<Dot> more = *at.accepted;
            more.insert(link.dot);
            at.accepted = std::make_shared<const std::set<Dot>>(std::move(more));
        }
        lost_.try_emplace({number(link.seq), commit::chain_prefix(chain)}, at);
    }
}

ScopeModel::BaseHere ScopeModel::base_of(const commit::Base& base) const {
    const std::uint64_t seq = number(base.seq);
    if (seq <= head() && (seq == 0 || commit::chain_prefix(points_[seq].chain) == base.chain))
        return {.seq = seq, .time_max = points_[seq].time_max};
    const auto lost = lost_.find({seq, base.chain});
    if (lost == lost_.end()) return {.is_known = false};
    const LostPlace& place = lost->second;
    return {.seq = place.common,
            .time_max = std::max(points_[place.common].time_max, place.time_max),
            .lost = place.accepted};
}

// What was written is found by its transaction. A replica that was copied or put back renames what
// it had not delivered, and under a new key it is sealed again; then only names and seal have
// changed, and what its author knew has not.
Written* ScopeModel::author_of(const LogRow& row, const commit::Commit& commit) {
    Written* written = ledger_.find(scope_, commit.header.transaction);
    if (written == nullptr) {
        findings_.report(Invariant::authorship, name(row) + ": a commit that no device wrote");
        return nullptr;
    }
    if (row.verdict == Verdict::rejected || written->header == commit.header) return written;
    const crypto::Hash before = commit::commit_hash(written->header);
    const auto known = written->other_forms.find(row.what);
    if (known != written->other_forms.end()) {
        const Written::Form form = known->second;
        written->other_forms.insert_or_assign(before,
                                              Written::Form{written->header, written->paths});
        written->header = form.header;
        written->paths = form.paths;
        return written;
    }
    check_sealed_again(row, *written, commit);
    written->other_forms.insert_or_assign(before, Written::Form{written->header, written->paths});
    take_form(row, *written, commit);
    return written;
}

void ScopeModel::check_sealed_again(const LogRow& row, const Written& written,
                                    const commit::Commit& commit) {
    const commit::Header& was = written.header;
    const commit::Header& is = commit.header;
    findings_.expect(number(is.base.seq) <= number(was.base.seq), Invariant::nothing_leaves_unseen,
                     name(row) + ": sealed again, it claims base " +
                         std::to_string(number(is.base.seq)) + ", and its author had " +
                         std::to_string(number(was.base.seq)));
    const bool is_same = was.device == is.device && was.base == is.base && was.clock == is.clock;
    const bool is_same_place = was.dot() != is.dot() || (was.own == is.own && was.epoch < is.epoch);
    findings_.expect(is_same && is_same_place, Invariant::authorship,
                     name(row) + ": not the commit that its device wrote");
}

void ScopeModel::take_form(const LogRow& row, Written& written, const commit::Commit& commit) {
    bool is_same = true;
    std::size_t at = 0;
    for (std::uint32_t i = 0; is_same && i < commit.patches.size(); ++i) {
        const commit::Patch& patch = commit.patches[i];
        const std::vector<Bytes> values = ledger_.open(commit.header, patch, i);
        is_same = values.size() == patch.paths.size();
        for (std::size_t k = 0; is_same && k < values.size(); ++k, ++at) {
            is_same = at < written.paths.size() && written.paths[at].record == patch.record &&
                      written.paths[at].write.token == patch.paths[k].token &&
                      is_same_value(written.paths[at], patch.paths[k], values[k]);
            if (!is_same) break;
            written.paths[at].write = patch.paths[k];
            written.paths[at].value = values[k];
        }
    }
    findings_.expect(is_same && at == written.paths.size(), Invariant::authorship,
                     name(row) + ": other content than its device wrote");
    written.is_renumbered = written.is_renumbered || written.header.dot() != row.dot;
    written.header = commit.header;
}

void ScopeModel::take_commit(const LogRow& row, HlcTime server_now) {
    const auto commit = commit_in(row);
    if (!commit)
        return findings_.report(Invariant::log_immutable, name(row) + ": its content is not of it");
    Written* written = author_of(row, *commit);
    if (written == nullptr) return;
    ReplicaPlace& before = replicas_[row.dot.replica];
    findings_.expect(number(row.dot.counter) == before.counter + 1, Invariant::applied_once,
                     name(row) + ": counter " + std::to_string(number(row.dot.counter)) +
                         " after " + std::to_string(before.counter));
    const BaseHere base = base_of(commit->header.base);
    findings_.expect(
        row.effective_base <= number(commit->header.base.seq) && row.effective_base < row.seq,
        Invariant::nothing_leaves_unseen, name(row) + ": an effective base beyond the signed one");
    if (row.verdict == Verdict::accepted) check_base(row, base);
    check_time(row, *written, base, server_now);
    before = {number(row.dot.counter), row.t_eff, commit->header.lineage};
    if (row.verdict != Verdict::rejected) check_none_purged(row, *written);
    const bool is_repeated = written->seq != 0 && written->verdict == Verdict::accepted;
    const bool is_elsewhere = written->seq != 0 && written->place != row.dot;
    if (row.verdict == Verdict::rejected && is_elsewhere) return;  // it came under another number
    findings_.expect(!is_repeated, Invariant::applied_once,
                     name(row) + ": has a place already, at " + std::to_string(written->seq) +
                         ", and came as " + name(row.dot) + " of device " +
                         std::to_string(written->device));
    written->seq = row.seq;
    written->place = row.dot;
    written->verdict = row.verdict;
    written->was_held = written->was_held || row.verdict == Verdict::quarantined;
    written->t_eff = row.t_eff;
    if (row.verdict != Verdict::accepted) {
        for (const WrittenPath& path : written->paths)
            refused_[{row.dot.replica, path.record}] = number(row.dot.counter);
        return;
    }
    ++accepted_;
    const auto author = standing(written->person);
    findings_.expect(author && author->may_write, Invariant::authorship,
                     name(row) + ": accepted from somebody who was no member with that right");
    apply(*written, base, author ? author->classes : 0);
}

void ScopeModel::check_none_purged(const LogRow& row, const Written& written) {
    for (const WrittenPath& path : written.paths)
        findings_.expect(!purged_.contains(path.record), Invariant::purged_is_gone,
                         name(row) + ": writes a record that was purged, and was not refused");
}

// A base is told by its hash: a number of another history is none of this one.
void ScopeModel::check_base(const LogRow& row, const BaseHere& base) {
    const std::string what = name(row) + ": effective base " + std::to_string(row.effective_base) +
                             ", and what was signed is " +
                             (base.is_known ? std::to_string(base.seq) : "unknown") + " here";
    findings_.expect(row.effective_base <= base.seq, Invariant::nothing_leaves_unseen, what);
    findings_.expect(row.effective_base == base.seq, Invariant::no_false_conflict, what);
}

// What is offered to a restored server keeps its time, which may be before that of what came in
// again before it.
void ScopeModel::check_time(const LogRow& row, const Written& written, const BaseHere& base,
                            HlcTime server_now) {
    const HlcTime before = replicas_[row.dot.replica].t_eff;
    const auto since = member_since_.find(written.person);
    const HlcTime joined = since == member_since_.end() ? HlcTime{} : since->second;
    findings_.expect(row.t_eff <= server_now, Invariant::effective_time_bounded,
                     name(row) + ": later than the server's clock has ever been");
    findings_.expect(
        past_kind_ == Past::restored || (row.t_eff >= before && row.t_eff >= base.time_max),
        Invariant::effective_time_bounded, name(row) + ": before what it followed");
    findings_.expect(row.t_eff <= std::max({written.header.clock, base.time_max, before, joined}),
                     Invariant::effective_time_bounded, name(row) + ": later than its author said");
}

void ScopeModel::apply(const Written& written, const BaseHere& base, commit::ClassMask classes) {
    LiveWrite x{.by = &written, .base = base.seq, .lost = base.lost};
    std::optional<Dot> earlier = written.header.lineage;
    while (earlier && x.before.size() < 64) {
        x.before.push_back(*earlier);
        const auto place = replicas_.find(earlier->replica);
        earlier = place == replicas_.end() ? std::nullopt : place->second.continues;
    }
    for (x.path = 0; x.path < written.paths.size(); ++x.path) apply_path(x, classes);
}

void ScopeModel::apply_path(LiveWrite x, commit::ClassMask classes) {
    const WrittenPath& what = x.what();
    const commit::PathWrite& write = what.write;
    ++revisions_[what.record];
    LivePath& live = records_[what.record][write.token];
    const std::size_t beside = live.size();

    const auto disputed = std::count_if(live.begin(), live.end(), [](const LiveWrite& v) {
        return v.what().write.rule == Rule::cautious;
    });
    const LiveWrite* const first = first_accepted(live);
    const Written* const kept_for_ever = first == nullptr ? nullptr : first->by;
    const bool is_cautious_put =
        write.rule == Rule::cautious && write.operation != Operation::resolve;
    const auto leaves = [&](const LiveWrite& v) {
        const commit::PathWrite& old = v.what().write;
        if (old.rule != write.rule || old.authority != write.authority) return false;
        if (write.coverage == Coverage::none || write.rule == Rule::log) return false;
        if (write.coverage == Coverage::named && !names(write.dots, v.by->header.dot()))
            return false;
        if (!had(x, *v.by)) return false;
        if (is_cautious_put) return disputed < 2;
        if (!has_class(classes, old.authority)) return false;
        if (write.rule == Rule::counter)
            return write.coverage == Coverage::named &&
                   v.by->header.replica == x.by->header.replica;
        if (write.rule == Rule::immutable)
            return write.operation == Operation::resolve && v.by != kept_for_ever;
        return true;
    };
    if (write.coverage == Coverage::named && write.operation == Operation::put) check_named(x);
    auto& past = past_[what.record][write.token];
    for (const LiveWrite& v : live)
        if (leaves(v)) {
            count(v, false);
            for (PastWrite& old : past)
                if (old.by == v.by) old.removed_by.push_back(x.by);
        }
    past.push_back({x.by, {}});
    std::erase_if(live, leaves);

    const bool is_named = std::any_of(live.begin(), live.end(), [&](const LiveWrite& v) {
        return names(v.what().write.dots, x.by->header.dot()) && had_as_own(v, *x.by);
    });
    if (!is_named) {
        x.is_proposal = write.rule != Rule::cautious && !has_class(classes, write.authority);
        live.push_back(x);
        count(live.back(), true);
    }
    if (is_of_one_value(write.rule)) {
        raised_ += beside < 2 && live.size() >= 2 ? 1U : 0U;
        settled_ += beside >= 2 && live.size() < 2 ? 1U : 0U;
    }
    if (live.empty()) records_[what.record].erase(write.token);
}

// A write names what it replaces only where its author had seen something beside that: otherwise
// what it had seen and replaced in earlier versions stays, and is a conflict that nobody made.
void ScopeModel::check_named(const LiveWrite& x) {
    if (past_kind_ == Past::restored) return;  // what it had seen beside that may be lost
    const commit::Header& h = x.by->header;
    const auto refused = refused_.find({h.replica, x.what().record});
    if ((refused != refused_.end() && refused->second <= number(h.own)) || !x.before.empty())
        return;
    std::size_t seen = 0;
    for (const PastWrite& v : past_[x.what().record][x.what().write.token]) {
        // What its own unconfirmed write did under another role than it had here is not known.
        const auto surely = [&](const Written* by) {
            const bool is_open = x.what().write.authority == commit::any_writer;
            return had(x, *by) && ((by->seq != 0 && by->seq <= x.base) || is_open);
        };
        const bool was_gone = std::any_of(v.removed_by.begin(), v.removed_by.end(), surely);
        if (had(x, *v.by) && !was_gone) ++seen;
    }
    findings_.expect(seen >= 2, Invariant::no_false_conflict,
                     "device " + std::to_string(x.by->device) + ", commit " +
                         std::to_string(number(h.counter)) + " of " + to_text(scope_) +
                         ": names what it replaces, and had seen nothing beside it");
}

void ScopeModel::count(const LiveWrite& entry, bool is_added) {
    const WrittenPath& what = entry.what();
    std::array<std::uint8_t, 8> counter{};
    put_big_endian(number(entry.by->header.counter), counter.data());
    const auto operation = static_cast<std::uint8_t>(what.write.operation);
    const Sum256 term =
        words(crypto::hash(crypto::HashType::digest_entry,
                           {what.record.view(), what.write.token.view(),
                            entry.by->header.replica.view(), counter, ByteView(&operation, 1)}));
    add(sum_, is_added ? term : negative(term));
}

}  // namespace sanderling::sim
