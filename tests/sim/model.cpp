#include "tests/sim/model.hpp"

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
    for (std::size_t i = 0; i < 32; ++i)
        out[3 - i / 8] = out[3 - i / 8] << 8U | hash.bytes[i];
    return out;
}

void add(Sum256& sum, const Sum256& more) {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::uint64_t partly = sum[i] + carry;
        carry = partly < carry ? 1 : 0;
        sum[i] = partly + more[i];
        carry += sum[i] < partly ? 1 : 0;
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

bool names(const std::vector<Dot>& dots, const Dot& dot) {
    return std::find(dots.begin(), dots.end(), dot) != dots.end();
}

}  // namespace

bool had(const Written& x, std::uint64_t base, const Written& v) {
    if (v.seq != 0 && v.seq <= base) return true;
    return v.header.replica == x.header.replica && v.header.counter <= x.header.own;
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
    else
        take_commit(row, server_now);
    point.time_max = std::max(point.time_max, row.t_eff);
    point.digest = bytes_of(sum_);
    points_.push_back(point);
}

void ScopeModel::take_control(const LogRow& row) {
    const auto entry = scope_log::decode_entry(row.content);
    if (!entry) return findings_.report(Invariant::log_immutable, name(row) + ": no entry");
    const scope_log::Body& body = entry->entry.body;
    if (const auto* create = std::get_if<scope_log::Create>(&body)) roles_ = create->roles;
    if (const auto* policy = std::get_if<scope_log::Policy>(&body)) roles_ = policy->roles;
    if (const auto* set = std::get_if<scope_log::SetMember>(&body))
        members_[set->principal.person()] = set->role;
    if (const auto* gone = std::get_if<scope_log::RemoveMember>(&body))
        members_.erase(gone->principal.person());
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

void ScopeModel::take_commit(const LogRow& row, HlcTime server_now) {
    Written* written = ledger_.find(scope_, row.dot);
    if (written == nullptr)
        return findings_.report(Invariant::authorship,
                                name(row) + ": a commit that no device wrote");
    findings_.expect(written->hash == row.what, Invariant::authorship,
                     name(row) + ": not the commit that its device wrote");
    findings_.expect(written->seq == 0, Invariant::applied_once,
                     name(row) + ": has a place already, at " + std::to_string(written->seq));
    ReplicaPlace& before = replicas_[row.dot.replica];
    findings_.expect(number(row.dot.counter) == before.counter + 1, Invariant::applied_once,
                     name(row) + ": counter " + std::to_string(number(row.dot.counter)) +
                         " after " + std::to_string(before.counter));
    findings_.expect(row.effective_base <= number(written->header.base.seq) &&
                         row.effective_base < row.seq,
                     Invariant::nothing_leaves_unseen,
                     name(row) + ": an effective base beyond the signed one");
    check_time(row, *written, server_now);
    before = {number(row.dot.counter), row.t_eff};
    written->seq = row.seq;
    written->verdict = row.verdict;
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
    const bool is_new = transactions_.emplace(written->header.transaction, row.seq).second;
    findings_.expect(is_new, Invariant::applied_once, name(row) + ": its transaction came before");
    apply(*written, row.effective_base, author ? author->classes : 0);
}

void ScopeModel::check_time(const LogRow& row, const Written& written, HlcTime server_now) {
    const HlcTime base_time = points_[std::min<std::uint64_t>(row.effective_base, head())].time_max;
    const HlcTime before = replicas_[row.dot.replica].t_eff;
    findings_.expect(row.t_eff <= server_now, Invariant::effective_time_bounded,
                     name(row) + ": later than the server's clock has ever been");
    findings_.expect(row.t_eff >= before && row.t_eff >= base_time,
                     Invariant::effective_time_bounded, name(row) + ": before what it followed");
    findings_.expect(row.t_eff <= std::max({written.header.clock, base_time, before}),
                     Invariant::effective_time_bounded, name(row) + ": later than its author said");
}

void ScopeModel::apply(const Written& written, std::uint64_t base, commit::ClassMask classes) {
    for (std::size_t i = 0; i < written.paths.size(); ++i) apply_path(written, i, base, classes);
}

void ScopeModel::apply_path(const Written& x, std::size_t path, std::uint64_t base,
                            commit::ClassMask classes) {
    const WrittenPath& what = x.paths[path];
    const commit::PathWrite& write = what.write;
    LivePath& live = records_[what.record][write.token];

    const auto disputed = std::count_if(live.begin(), live.end(), [](const LiveWrite& v) {
        return v.what().write.rule == Rule::cautious;
    });
    const bool is_cautious_put =
        write.rule == Rule::cautious && write.operation != Operation::resolve;
    const auto leaves = [&](const LiveWrite& v) {
        const commit::PathWrite& old = v.what().write;
        if (old.rule != write.rule) return false;
        if (write.coverage == Coverage::none) return false;
        if (write.coverage == Coverage::named && !names(write.dots, v.by->header.dot()))
            return false;
        if (!had(x, base, *v.by)) return false;
        if (is_cautious_put) return disputed < 2;
        return has_class(classes, old.authority);
    };
    if (write.coverage == Coverage::named && write.operation == Operation::put)
        check_named(x, base, what);
    auto& past = past_[what.record][write.token];
    for (const LiveWrite& v : live)
        if (leaves(v)) {
            count(v, false);
            for (PastWrite& old : past)
                if (old.by == v.by) old.removed_by.push_back(&x);
        }
    past.push_back({&x, {}});
    std::erase_if(live, leaves);

    const bool is_named = std::any_of(live.begin(), live.end(), [&](const LiveWrite& v) {
        return names(v.what().write.dots, x.header.dot());
    });
    if (!is_named) {
        const bool is_proposal =
            write.rule != Rule::cautious && !has_class(classes, write.authority);
        live.push_back({&x, path, base, is_proposal});
        count(live.back(), true);
    }
    if (live.empty()) records_[what.record].erase(write.token);
}

// A write names what it replaces only where its author had seen something beside that: otherwise
// what it had seen and replaced in earlier versions stays, and is a conflict that nobody made.
void ScopeModel::check_named(const Written& x, std::uint64_t base, const WrittenPath& what) {
    const auto refused = refused_.find({x.header.replica, what.record});
    if (refused != refused_.end() && refused->second <= number(x.header.own)) return;
    std::size_t seen = 0;
    for (const PastWrite& v : past_[what.record][what.write.token]) {
        const bool was_gone =
            std::any_of(v.removed_by.begin(), v.removed_by.end(),
                        [&](const Written* by) { return had(x, base, *by); });
        if (had(x, base, *v.by) && !was_gone) ++seen;
    }
    findings_.expect(seen >= 2, Invariant::no_false_conflict,
                     "device " + std::to_string(x.device) + ", commit " +
                         std::to_string(number(x.header.counter)) + " of " + to_text(scope_) +
                         ": names what it replaces, and had seen nothing beside it");
}

void ScopeModel::count(const LiveWrite& entry, bool is_added) {
    const WrittenPath& what = entry.what();
    std::array<std::uint8_t, 8> counter{};
    put_big_endian(number(entry.by->header.counter), counter.data());
    const auto operation = static_cast<std::uint8_t>(what.write.operation);
    const Sum256 term = words(crypto::hash(
        crypto::HashType::digest_entry,
        {what.record.view(), what.write.token.view(), entry.by->header.replica.view(), counter,
         ByteView(&operation, 1)}));
    add(sum_, is_added ? term : negative(term));
}

}  // namespace sanderling::sim
