#include "client-sdk/replica/record_body.hpp"

#include "core/types/assert.hpp"

#include <algorithm>
#include <tuple>

namespace sanderling::replica {

namespace {

// The first said neither whose a pending patch was nor whom it continued: a replica then had one id
// for ever. A store that has such bodies fills that in when it is opened (migrations.hpp).
constexpr std::uint8_t format_1 = 1;
constexpr std::uint8_t format_2 = 2;
constexpr std::size_t value_bytes_max = 1024 * 1024;

bool before(const LiveValue& v, const std::pair<Token, Dot>& key) {
    return std::tie(v.token, v.dot) < std::tie(key.first, key.second);
}

auto place_of(auto& values, Token token, const Dot& dot) {
    return std::lower_bound(values.begin(), values.end(), std::pair(token, dot), before);
}

std::size_t size_hint(const RecordBody& body) {
    std::size_t size = 64;
    for (const LiveValue& v : body.values) size += 40 + v.value.size();
    for (const PendingPatch& p : body.pending)
        for (const PendingPath& path : p.paths) size += 32 + path.value.size();
    return size;
}

void write_pending(commit::CanonicalWriter& out, const PendingPatch& p) {
    out.dot(p.dot).u8(static_cast<std::uint8_t>(p.ancestry.size()));
    for (const Dot& dot : p.ancestry) out.dot(dot);
    out.code(p.clock).code(p.base).code(p.own).u32(p.index);
    out.u16(static_cast<std::uint16_t>(p.paths.size()));
    for (const PendingPath& path : p.paths) {
        const commit::PathWrite& w = path.write;
        out.id(w.token).code(path.field);
        out.code(w.rule).code(w.operation).code(w.authority).code(w.coverage);
        out.u16(static_cast<std::uint16_t>(w.dots.size()));
        for (const Dot& dot : w.dots) out.dot(dot);
        out.sized(path.value);
    }
}

PendingPatch read_pending(commit::CanonicalReader& in, std::uint8_t format) {
    PendingPatch p;
    if (format == format_1) {
        p.dot.counter = in.code<Counter>();
    } else {
        p.dot = in.dot();
        const std::uint8_t ancestors = in.u8();
        for (std::uint8_t i = 0; i < ancestors && in.ok(); ++i) p.ancestry.push_back(in.dot());
    }
    p.clock = in.code<HlcTime>();
    p.base = in.code<Seq>();
    p.own = in.code<Counter>();
    p.index = in.u32();
    const std::uint16_t paths = in.u16();
    for (std::uint16_t i = 0; i < paths && in.ok(); ++i) {
        PendingPath& path = p.paths.emplace_back();
        commit::PathWrite& w = path.write;
        w.token = in.id<Token>();
        path.field = in.code<FieldNumber>();
        w.rule = in.code<commit::Rule>();
        w.operation = in.code<commit::Operation>();
        w.authority = in.code<commit::AuthorityClass>();
        w.coverage = in.code<commit::Coverage>();
        const std::uint16_t dots = in.u16();
        for (std::uint16_t k = 0; k < dots && in.ok(); ++k) w.dots.push_back(in.dot());
        path.value = to_bytes(in.sized(value_bytes_max));
    }
    return p;
}

bool has_entry(const merge::RecordState& state, Token token, const Dot& dot) {
    const merge::LiveSet* set = state.find(token);
    return set != nullptr && std::any_of(set->entries.begin(), set->entries.end(),
                                         [&](const merge::LiveEntry& e) { return e.dot == dot; });
}

// Of the paths that the patch writes: only they can change.
std::vector<std::pair<Token, merge::LiveEntry>> live_on(const merge::RecordState& state,
                                                        const commit::Patch& patch) {
    std::vector<std::pair<Token, merge::LiveEntry>> out;
    for (const commit::PathWrite& path : patch.paths)
        if (const merge::LiveSet* set = state.find(path.token))
            for (const merge::LiveEntry& e : set->entries) out.emplace_back(path.token, e);
    return out;
}

HlcTime claimed_of(const RecordBody& body, const merge::LiveEntry& entry) {
    return body.claimed(entry.dot).value_or(entry.t_eff);
}

}  // namespace

const LiveValue* RecordBody::value(Token token, const Dot& dot) const {
    const auto at = place_of(values, token, dot);
    return at != values.end() && at->token == token && at->dot == dot ? &*at : nullptr;
}

std::optional<HlcTime> RecordBody::claimed(const Dot& dot) const {
    for (const Claim& claim : claims)
        if (claim.dot == dot) return claim.clock;
    return std::nullopt;
}

std::vector<Superseded> RecordBody::confirm(const commit::Patch& patch, std::uint32_t index,
                                            const merge::WriteContext& x, HlcTime claimed_clock,
                                            std::vector<LiveValue> fresh, merge::Digest& digest) {
    const auto live = live_on(confirmed, patch);
    confirmed.apply(patch, index, x, digest);
    std::vector<Superseded> gone;
    for (const auto& [token, entry] : live)
        if (const LiveValue* v = value(token, entry.dot);
            v && !has_entry(confirmed, token, entry.dot))
            gone.push_back({entry, *v, claimed_of(*this, entry)});
    for (LiveValue& v : fresh) values.insert(place_of(values, v.token, v.dot), std::move(v));
    std::erase_if(values,
                  [&](const LiveValue& v) { return !has_entry(confirmed, v.token, v.dot); });
    claims.push_back({x.dot, claimed_clock});
    std::erase_if(claims, [&](const Claim& c) {
        return std::none_of(values.begin(), values.end(),
                            [&](const LiveValue& v) { return v.dot == c.dot; });
    });
    return gone;
}

bool RecordBody::drop_pending(const Dot& dot) {
    return std::erase_if(pending, [&](const PendingPatch& p) { return p.dot == dot; }) != 0;
}

Bytes encode(const RecordBody& body) {
    commit::CanonicalWriter out;
    out.reserve(size_hint(body));
    out.u8(format_2);
    const bool has_confirmed = !body.confirmed.sets().empty();
    out.sized(has_confirmed ? merge::encode(body.confirmed) : Bytes{});
    // In the order of the live entries, so that neither token nor dot is written again.
    for (const merge::LiveSet& set : body.confirmed.sets())
        for (const merge::LiveEntry& e : set.entries) {
            const LiveValue* v = body.value(set.token, e.dot);
            SANDERLING_ASSERT(v != nullptr);
            out.code(v->field).u8(v->is_readable ? 1 : 0).sized(v->value);
        }
    out.u16(static_cast<std::uint16_t>(body.claims.size()));
    for (const Claim& claim : body.claims) out.dot(claim.dot).code(claim.clock);
    out.u16(static_cast<std::uint16_t>(body.pending.size()));
    for (const PendingPatch& p : body.pending) write_pending(out, p);
    return out.take();
}

Result<RecordBody> decode_record_body(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    RecordBody body;
    const std::uint8_t format = in.u8();
    if (format != format_1 && format != format_2) in.refuse("an unknown format");
    if (const ByteView state = in.sized(bytes.size()); !state.empty()) {
        auto confirmed = merge::decode_record_state(state);
        if (!confirmed) return confirmed.error();
        body.confirmed = std::move(*confirmed);
    }
    for (const merge::LiveSet& set : body.confirmed.sets())
        for (const merge::LiveEntry& e : set.entries) {
            LiveValue v{.token = set.token, .dot = e.dot};
            v.field = in.code<FieldNumber>();
            v.is_readable = in.u8() != 0;
            v.value = to_bytes(in.sized(value_bytes_max));
            body.values.push_back(std::move(v));
        }
    std::sort(body.values.begin(), body.values.end(), [](const LiveValue& a, const LiveValue& b) {
        return std::tie(a.token, a.dot) < std::tie(b.token, b.dot);
    });
    const std::uint16_t claims = in.u16();
    for (std::uint16_t i = 0; i < claims && in.ok(); ++i) {
        const Dot dot = in.dot();
        body.claims.push_back({dot, in.code<HlcTime>()});
    }
    const std::uint16_t pending = in.u16();
    for (std::uint16_t i = 0; i < pending && in.ok(); ++i)
        body.pending.push_back(read_pending(in, format));
    if (auto done = in.finish("record body"); !done)
        return fail(Errc::corrupt, done.error().detail);
    return body;
}

}  // namespace sanderling::replica
