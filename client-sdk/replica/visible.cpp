#include "client-sdk/replica/visible.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

merge::WriteContext context_of(const PendingPatch& p, std::size_t place, const Self& self) {
    return {.dot = p.dot,
            .seq = provisional_seq(place),
            .t_eff = p.clock,
            .base = p.base,
            .own = p.own,
            .ancestry = p.ancestry,
            .classes = self.classes};
}

}  // namespace

Visible::Visible(const RecordBody& body, const Self& self) : body_(body) {
    if (body.pending.empty()) return;
    overlaid_ = body.confirmed;
    for (std::size_t i = 0; i < body.pending.size(); ++i) {
        const PendingPatch& p = body.pending[i];
        commit::Patch patch;
        patch.paths.reserve(p.paths.size());
        for (const PendingPath& path : p.paths) patch.paths.push_back(path.write);
        overlaid_->overlay(patch, p.index, context_of(p, i, self));
    }
}

std::optional<Visible::Held> Visible::value(Token token, const merge::LiveEntry& entry) const {
    if (!is_provisional(entry.seq)) {
        const LiveValue* v = body_.value(token, entry.dot);
        if (v == nullptr) return std::nullopt;
        return Held{v->field, v->is_readable, v->value};
    }
    for (const PendingPatch& p : body_.pending) {
        if (p.dot != entry.dot) continue;
        for (const PendingPath& path : p.paths)
            if (path.write.token == token) return Held{path.field, true, path.value};
    }
    return std::nullopt;
}

HlcTime Visible::claimed(const merge::LiveEntry& entry) const {
    if (is_provisional(entry.seq)) return entry.t_eff;
    return body_.claimed(entry.dot).value_or(entry.t_eff);
}

}  // namespace sanderling::replica
