#include "client-sdk/keyholder/access_rules.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

constexpr std::uint8_t format_1 = 1;
constexpr std::size_t text_bytes_max = 4096;

ByteView bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string read_text(CanonicalReader& in) {
    const ByteView text = in.sized(text_bytes_max);
    return {text.begin(), text.end()};
}

Instant read_time(CanonicalReader& in) {
    const std::uint64_t ms = in.u64();
    if (ms > static_cast<std::uint64_t>(INT64_MAX)) in.refuse("a time before 1970");
    return {static_cast<std::int64_t>(ms)};
}

}  // namespace

bool AccessRule::concerns(Instant begin, Instant end) const {
    const bool is_over = until.ms != 0 && until <= begin;
    const bool is_later = end.ms != 0 && end <= from;
    return !is_over && !is_later;
}

void put_rule(AccessRules& rules, AccessRule rule) {
    std::erase_if(rules, [&](const AccessRule& known) {
        return known.kind == rule.kind && known.person == rule.person;
    });
    rules.push_back(std::move(rule));
}

const AccessRule* refusal(const AccessRules& rules, PersonId person, Instant begin, Instant end) {
    const AccessRule* another = nullptr;
    bool is_named = false;
    for (const AccessRule& rule : rules) {
        if (!rule.concerns(begin, end)) continue;
        if (rule.kind == AccessKind::barred && rule.person == person) return &rule;
        if (rule.kind != AccessKind::named) continue;
        is_named = is_named || rule.person == person;
        if (another == nullptr) another = &rule;
    }
    return is_named ? nullptr : another;
}

void write(CanonicalWriter& out, const std::map<ScopeId, AccessRules>& access) {
    if (access.empty()) return;
    out.u8(format_1).u32(static_cast<std::uint32_t>(access.size()));
    for (const auto& [scope, rules] : access) {
        out.id(scope).u32(static_cast<std::uint32_t>(rules.size()));
        for (const AccessRule& rule : rules) {
            out.code(rule.kind).id(rule.person);
            out.sized(bytes_of(rule.message)).sized(bytes_of(rule.reason));
            out.u64(static_cast<std::uint64_t>(rule.from.ms));
            out.u64(static_cast<std::uint64_t>(rule.until.ms));
        }
    }
}

std::map<ScopeId, AccessRules> read_access(CanonicalReader& in) {
    std::map<ScopeId, AccessRules> out;
    if (!in.ok() || in.left() == 0) return out;
    if (in.u8() != format_1) in.refuse("rules of access of a later version");
    const std::uint32_t scopes = in.u32();
    for (std::uint32_t i = 0; i < scopes && in.ok(); ++i) {
        AccessRules& rules = out[in.id<ScopeId>()];
        const std::uint32_t count = in.u32();
        for (std::uint32_t k = 0; k < count && in.ok(); ++k) {
            AccessRule& rule = rules.emplace_back();
            rule.kind = in.code<AccessKind>();
            if (rule.kind != AccessKind::barred && rule.kind != AccessKind::named)
                in.refuse("a rule of an unknown kind");
            rule.person = in.id<PersonId>();
            rule.message = read_text(in);
            rule.reason = read_text(in);
            rule.from = read_time(in);
            rule.until = read_time(in);
        }
    }
    return out;
}

}  // namespace sanderling::keyholder
