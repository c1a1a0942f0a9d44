// Increments, and how a replica keeps its own from piling up (docs/protocol.md §4, "counter").
#include "client-sdk/replica/draft_parts.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "core/commit/limits.hpp"

namespace sanderling::replica {

namespace {

using commit::Coverage;
using commit::Operation;
using commit::Rule;

std::optional<std::int64_t> integer(ByteView value) {
    const auto scalar = decode_scalar(value);
    const auto* held = scalar ? std::get_if<std::int64_t>(&*scalar) : nullptr;
    return held != nullptr ? std::optional(*held) : std::nullopt;
}

std::int64_t wrapped_sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

}  // namespace

Result<void> Draft::increment(std::string_view name, RecordId id, std::string_view field_name,
                              std::int64_t delta) {
    const auto field = field_with_rule(name, field_name, Rule::counter);
    if (!field) return field.error();
    const auto record = open_for_write(name, id);
    if (!record) return record.error();
    write_increment(**record, **field, delta);
    return {};
}

void Draft::write_increment(RecordDraft& record, const schema::Field& field, std::int64_t delta) {
    const Token token = writer_.scopes.field_token(
        record.home.scope, number(record.collection.number), number(field.number));
    // A commit has one write a path, so what it adds to one counter travels together.
    if (const PendingPath* earlier = record.find(token))
        delta = wrapped_sum(delta, integer(earlier->value).value_or(0));
    record.put({.write = {.token = token,
                          .rule = Rule::counter,
                          .operation = Operation::append,
                          .authority = field.authority,
                          .coverage = Coverage::none},
                .field = field.number,
                .value = encode_scalar(delta)});
}

// What the watermark has passed is in the log for good, so it may be added up, unless a pending
// write has done so. One that was in force only: what its author may not count must not come to
// count by being added up.
void Draft::fold_increments(RecordDraft& record, Seq watermark) const {
    if (!record.visible) return;
    for (PendingPath& path : record.paths) {
        const merge::LiveSet* known = record.visible->state().find(path.write.token);
        if (path.write.rule != Rule::counter || known == nullptr) continue;
        std::int64_t sum = integer(path.value).value_or(0);
        for (const merge::LiveEntry& e : known->entries) {
            const bool is_own = e.dot.replica == record.home.self.replica && e.seq <= watermark &&
                                e.rule == path.write.rule && e.authority == path.write.authority &&
                                e.standing == merge::Standing::effective;
            const auto held = is_own ? record.visible->value(path.write.token, e) : std::nullopt;
            const auto added = held && held->is_readable ? integer(held->value) : std::nullopt;
            if (!added || path.write.dots.size() == commit::limits::dots_a_path) continue;
            sum = wrapped_sum(sum, *added);
            path.write.dots.push_back(e.dot);
        }
        if (path.write.dots.empty()) continue;
        path.write.coverage = Coverage::named;
        path.value = encode_scalar(sum);
    }
}

}  // namespace sanderling::replica
