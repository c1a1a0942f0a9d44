// What was purged, on the server and on the devices (docs/protocol.md §5.13).
#include "core/wire/packed_commit.hpp"
#include "tests/sim/auditor.hpp"

#include <algorithm>

namespace sanderling::sim {

using commit::Verdict;

bool Auditor::writes_purged(const Written& written) const {
    const ScopeModel* const at = model(written.header.scope);
    return at != nullptr &&
           std::any_of(written.paths.begin(), written.paths.end(),
                       [&](const WrittenPath& path) { return at->purged().contains(path.record); });
}

// The device is where the log ends, and nothing of its own waits there.
void Auditor::check_purged(Device& device, ScopeId scope,
                           std::map<RecordId, std::set<std::string>>& listed) {
    for (const auto& [record, number] : models_.at(scope).purged()) {
        const auto* const collection = device.schema().collection(schema::CollectionNumber{number});
        if (collection == nullptr) continue;
        const std::string name =
            who(device, scope) + ", " + collection->name + " " + to_text(record) + ": purged, and ";
        const auto shown = device.store().get(collection->name, record);
        findings_.expect(!shown || !*shown, Invariant::purged_is_gone, name + "still shown");
        findings_.expect(!listed.contains(record), Invariant::purged_is_gone,
                         name + "still in conflict");
    }
}

void Auditor::check_purged_on_server() {
    const OrgId org = server_.organisation().org;
    read_server([&] {
        for (const auto& [scope, model] : models_) {
            if (model.purged().empty()) continue;
            server::Rows row =
                reading_->select_rows.query(org, server::shard_key(scope), scope, std::uint64_t{1});
            while (row.next()) {
                const auto verdict = row->code<Verdict>(1);
                if (verdict != Verdict::accepted && verdict != Verdict::quarantined) continue;
                const auto commit = wire::unpack(row->blob(8), org, scope);
                if (!commit) continue;  // no more than its remnant
                for (const commit::Patch& patch : commit->patches)
                    findings_.expect(!model.purged().contains(patch.record) || !patch.ciphertext,
                                     Invariant::purged_is_gone,
                                     "the server still has content of " + to_text(patch.record) +
                                         ", which was purged, at seq " +
                                         std::to_string(row->integer(0)) + " of " + to_text(scope));
            }
        }
    });
}

}  // namespace sanderling::sim
