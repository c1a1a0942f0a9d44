#include "tests/sim/tamper.hpp"

#include "core/wire/codec.hpp"

#include <algorithm>

namespace sanderling::sim {

namespace {

constexpr std::size_t frames_kept = 200;

void flip(Bytes& bytes, Dice& dice) {
    if (!bytes.empty())
        bytes[dice.under(bytes.size())] ^= static_cast<std::uint8_t>(1U << dice.under(8));
}

}  // namespace

void Tamper::change(wire::Data& data) {
    if (data.items.empty()) return;
    wire::FeedItem& item = data.items[dice_.under(data.items.size())];
    switch (dice_.under(8)) {
        case 0:  // a base that its author did not have
            item.effective_base = Seq{number(item.effective_base) + 1 + dice_.under(5)};
            break;
        case 1:
            item.t_eff = HlcTime{static_cast<std::uint64_t>(item.t_eff) + dice_.under(1U << 30U)};
            break;
        case 2:
            item.verdict = dice_.one_in(2) ? commit::Verdict::rejected : commit::Verdict::accepted;
            break;
        case 3:
            flip(item.content, dice_);
            break;
        case 4:
            item.content.clear();
            break;
        case 5:
            std::swap(item, data.items.front());
            break;
        case 6:
            data.items.pop_back();
            break;
        default:
            data.first = Seq{number(data.first) + 1};
            break;
    }
}

void Tamper::change(wire::Checkpoint& checkpoint) {
    for (wire::ScopeCheckpoint& scope : checkpoint.scopes) {
        switch (dice_.under(4)) {
            case 0:
                scope.seq = Seq{number(scope.seq) + 1 - dice_.under(3)};
                break;
            case 1:
                scope.chain.bytes[dice_.under(32)] ^= 1;
                break;
            case 2: {
                auto sum = scope.digest.bytes();
                sum[dice_.under(32)] ^= 1;
                scope.digest = merge::Digest(sum);
                break;
            }
            default:
                scope.watermark = Seq{number(scope.watermark) + dice_.under(1000)};
                break;
        }
    }
}

void Tamper::change(wire::Ack& ack) {
    for (wire::CommitVerdict& verdict : ack.verdicts) {
        switch (dice_.under(4)) {
            case 0:  // kept, it says, at a place that has long passed
                verdict = {verdict.scope, verdict.dot, commit::Verdict::accepted,
                           Errc::ok,      Seq{1},      Seq{1'000'000}};
                break;
            case 1:
                verdict.verdict = commit::Verdict::rejected;
                verdict.code = Errc::not_a_member;
                break;
            case 2:
                verdict.watermark = Seq{number(verdict.watermark) + dice_.under(1000)};
                break;
            default:
                verdict.dot.counter = Counter{number(verdict.dot.counter) + 1};
                break;
        }
    }
}

void Tamper::change(wire::Control& control) {
    if (!control.certificates.empty() && dice_.one_in(2))
        return flip(control.certificates[dice_.under(control.certificates.size())], dice_);
    if (!control.epoch_envelopes.empty())
        return flip(control.epoch_envelopes[dice_.under(control.epoch_envelopes.size())].envelope,
                    dice_);
    control.scopes.push_back({.scope = dice_.id<ScopeId>(), .head = Seq{5}});
}

void Tamper::change(wire::Revoked& revoked) {
    if (!revoked.entries.empty())
        flip(revoked.entries[dice_.under(revoked.entries.size())].entry, dice_);
}

Bytes Tamper::changed(ByteView frame) {
    auto message = wire::decode(frame);
    if (!message) return to_bytes(frame);
    if (auto* data = std::get_if<wire::Data>(&*message)) change(*data);
    if (auto* checkpoint = std::get_if<wire::Checkpoint>(&*message)) change(*checkpoint);
    if (auto* ack = std::get_if<wire::Ack>(&*message)) change(*ack);
    if (auto* control = std::get_if<wire::Control>(&*message)) change(*control);
    if (auto* revoked = std::get_if<wire::Revoked>(&*message)) change(*revoked);
    return wire::encode(*message);
}

std::vector<Bytes> Tamper::pass(std::size_t device, ByteView frame) {
    Bytes bytes = to_bytes(frame);
    if (per_mille_ == 0) return {std::move(bytes)};
    auto& earlier = earlier_[device];
    const bool lies = dice_.per_mille(per_mille_);
    std::vector<Bytes> out;
    if (!lies) {
        out.push_back(bytes);
    } else {
        const std::uint64_t how = dice_.under(8);
        ++lies_;
        trace_.note("lie", device, how);
        if (how == 0) {  // withheld
        } else if (how == 1) {
            out = {bytes, bytes};
        } else if (how <= 3 && !earlier.empty()) {
            out = {dice_.of(earlier), bytes};
        } else {
            out.push_back(changed(bytes));
        }
    }
    if (earlier.size() < frames_kept)
        earlier.push_back(std::move(bytes));
    else
        earlier[dice_.under(frames_kept)] = std::move(bytes);
    return out;
}

}  // namespace sanderling::sim
