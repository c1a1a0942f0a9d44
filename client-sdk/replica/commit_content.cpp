#include "client-sdk/replica/commit_content.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/reading.hpp"
#include "client-sdk/replica/value_codec.hpp"

namespace sanderling::replica {

using vault::Statement;

std::optional<sealing::EpochKey> epoch_key(vault::Database& database, ScopeId scope,
                                           KeyEpoch epoch) {
    auto rows =
        database.prepare("SELECT secret FROM sanderling_scope_key WHERE scope = ?1 AND epoch = ?2");
    rows.bind_blob(1, scope.view()).bind_int(2, as_int(epoch));
    if (rows.step() == Statement::Step::done || rows.column_blob(0).size() != 32)
        return std::nullopt;
    return sealing::EpochKey(std::span<const std::uint8_t, 32>(rows.column_blob(0).data(), 32));
}

OutboxRecord record_of(const schema::Schema& schema, const commit::Patch& patch,
                       const sealing::Plaintext& opened) {
    OutboxRecord out{.record = patch.record};
    const auto* collection = schema.collection(schema::CollectionNumber{opened.collection});
    if (collection == nullptr) return out;
    out.collection = collection->name;
    for (std::size_t i = 0; i < patch.paths.size(); ++i) {
        const schema::FieldNumber field{opened.values[i].field};
        ByteView value = opened.values[i].value;
        if (patch.paths[i].operation == commit::Operation::remove) continue;
        // Where an element was moved to says nothing to a reader.
        if (patch.paths[i].rule == commit::Rule::ordered_list &&
            (patch.paths[i].operation == commit::Operation::put ||
             patch.paths[i].operation == commit::Operation::touch))
            continue;
        if (patch.paths[i].operation == commit::Operation::resolve)
            if (const auto resolved = decode_resolved(value)) value = resolved->value;
        for (auto& [name, held] : row_of(*collection, field, value)) {
            const bool is_element = patch.paths[i].rule == commit::Rule::set ||
                                    patch.paths[i].rule == commit::Rule::ordered_list;
            if (!is_element) {
                out.row.insert_or_assign(name, std::move(held));
                continue;
            }
            auto& list = out.row.try_emplace(name, List{}).first->second;
            std::visit(
                [&](auto& element) {
                    if constexpr (!std::is_same_v<std::decay_t<decltype(element)>, List>)
                        std::get<List>(list).push_back(std::move(element));
                },
                held);
        }
    }
    return out;
}

}  // namespace sanderling::replica
