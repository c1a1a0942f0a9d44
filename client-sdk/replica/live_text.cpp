#include "client-sdk/replica/live_text.hpp"

#include "client-sdk/replica/value_codec.hpp"
#include "client-sdk/replica/visible.hpp"
#include "core/commit/limits.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

// A snapshot that fills a patch would leave no room for edits beside it.
constexpr std::size_t snapshot_bytes_max = commit::limits::ciphertext_bytes / 2;

struct Told {
    const merge::LiveEntry* entry;
    text::Batch batch;
};

/// In order of seq, own pending ones last: the one order on all devices.
std::vector<Told> told_by(std::span<const Side> sides) {
    std::vector<Told> out;
    for (const Side& side : sides) {
        if (side.entry->standing != merge::Standing::effective) continue;
        if (auto batch = decode_text(side.value)) out.push_back({side.entry, std::move(*batch)});
    }
    std::sort(out.begin(), out.end(), [](const Told& a, const Told& b) {
        return std::tie(a.entry->seq, a.entry->dot) < std::tie(b.entry->seq, b.entry->dot);
    });
    return out;
}

text::Document document_of(const std::vector<Told>& all) {
    text::Document out;
    // A batch that is refused is too much, on every device: what there is of it counts.
    for (const Told& each : all) static_cast<void>(out.apply(each.batch));
    return out;
}

}  // namespace

Bytes encode_text(const text::Batch& batch) {
    return encode_scalar(Scalar{text::encode(batch)});
}

Result<text::Batch> decode_text(ByteView value) {
    const auto scalar = decode_scalar(value);
    if (!scalar) return scalar.error();
    const auto* bytes = std::get_if<Bytes>(&*scalar);
    if (bytes == nullptr) return fail(Errc::malformed, "a text's value");
    return text::decode_batch(*bytes);
}

text::Document document_of(std::span<const Side> sides) {
    return document_of(told_by(sides));
}

bool is_snapshot(const Side& side) {
    const auto batch = decode_text(side.value);
    return batch &&
           std::any_of(
               batch->operations.begin(), batch->operations.end(), [&](const text::Operation& op) {
                   const Dot of{batch->replicas[op.at.replica], text::commit_of(op.at.number)};
                   return op.inserts() && of != side.entry->dot;
               });
}

std::optional<TextSnapshot> snapshot_of(std::span<const Side> sides) {
    std::vector<Told> confirmed = told_by(sides);
    std::erase_if(confirmed, [](const Told& each) { return is_provisional(each.entry->seq); });
    text::LiveBatches live{.batches = confirmed.size()};
    for (const Told& each : confirmed) live.operations += each.batch.operations.size();
    if (!text::snapshot_is_due(live)) return std::nullopt;

    const text::Document document = document_of(confirmed);
    TextSnapshot out{.batch = document.snapshot()};
    if (out.batch.operations.size() > text::limits::operations_a_batch / 2 ||
        text::encode(out.batch).size() > snapshot_bytes_max)
        return std::nullopt;
    for (const Told& each : confirmed)
        if (out.covered.size() < commit::limits::dots_a_path && document.contains(each.batch))
            out.covered.push_back(each.entry->dot);
    if (out.covered.size() < 2) return std::nullopt;
    return out;
}

}  // namespace sanderling::replica
