#include "client-sdk/replica/kept_content.hpp"

#include "core/wire/packed_commit.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

constexpr std::uint8_t format_1 = 1;

Bytes encode(const std::vector<sealing::Plaintext>& patches) {
    commit::CanonicalWriter out;
    out.u8(format_1).u32(static_cast<std::uint32_t>(patches.size()));
    for (const sealing::Plaintext& patch : patches) {
        out.u16(patch.collection).u32(static_cast<std::uint32_t>(patch.values.size()));
        for (const sealing::FieldValue& value : patch.values)
            out.u16(value.field).sized(value.value);
    }
    return out.take();
}

std::optional<std::vector<sealing::Plaintext>> decode(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    std::vector<sealing::Plaintext> out;
    if (in.u8() != format_1) in.refuse("an unknown format");
    for (std::uint32_t left = in.u32(); left != 0 && in.ok(); --left) {
        sealing::Plaintext& patch = out.emplace_back();
        patch.collection = in.u16();
        for (std::uint32_t values = in.u32(); values != 0 && in.ok(); --values) {
            sealing::FieldValue& value = patch.values.emplace_back();
            value.field = in.u16();
            value.value = to_bytes(in.sized(bytes.size()));
        }
    }
    if (!in.finish("kept content")) return std::nullopt;
    return out;
}

std::optional<std::vector<sealing::Plaintext>> open(Writer& writer, Scope& scope,
                                                    const OutboxRow& row) {
    const auto commit =
        wire::unpack(writer.outbox.packed(row.position), writer.identity.me().org, scope.id);
    if (!commit) return std::nullopt;
    const sealing::EpochKey* key = writer.scopes.key(scope, commit->header.epoch);
    if (key == nullptr) return std::nullopt;
    std::vector<sealing::Plaintext> out;
    for (std::uint32_t i = 0; i < commit->patches.size(); ++i) {
        auto opened = sealing::open_patch(commit->patches[i], commit->header, i, *key);
        if (!opened) return std::nullopt;
        out.push_back(std::move(*opened));
    }
    return out;
}

}  // namespace

void keep_unaccepted_content(Writer& writer, Scope& scope) {
    for (const OutboxRow& row : writer.outbox.all()) {
        if (row.scope != scope.id || row.verdict == commit::Verdict::accepted) continue;
        const auto content = open(writer, scope, row);
        if (!content) continue;
        const Bytes encoded = encode(*content);
        auto insert = writer.database.prepare(
            "INSERT OR REPLACE INTO sanderling_outbox_content VALUES(?1,?2)");
        insert.bind_int(1, number(row.position)).bind_blob(2, encoded).run();
    }
}

std::optional<std::vector<sealing::Plaintext>> kept_content(vault::Database& database,
                                                            OutboxPosition position) {
    auto rows =
        database.prepare("SELECT content FROM sanderling_outbox_content WHERE position = ?1");
    rows.bind_int(1, number(position));
    if (rows.step() == Statement::Step::done) return std::nullopt;
    return decode(rows.column_blob(0));
}

}  // namespace sanderling::replica
