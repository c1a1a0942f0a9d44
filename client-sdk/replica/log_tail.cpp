#include "client-sdk/replica/log_tail.hpp"

#include "client-sdk/replica/columns.hpp"
#include "core/scope_log/certificate.hpp"
#include "core/sync/offered_item.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"

namespace sanderling::replica {

namespace {

using commit::Verdict;
using vault::Statement;

// An own item came without its content: the outbox has it.
Bytes own_content(Writer& writer, ScopeId scope, Seq seq, Verdict verdict) {
    auto link = writer.database.prepare(
        "SELECT replica, counter FROM sanderling_link WHERE scope = ?1 AND seq = ?2");
    link.bind_blob(1, scope.view()).bind_int(2, as_int(seq));
    if (link.step() == Statement::Step::done) return {};
    const Dot dot{column_fixed<ReplicaId>(link, 0), column_code<Counter>(link, 1)};
    const auto row = writer.outbox.find(scope, dot);
    if (!row) return {};
    Bytes packed = writer.outbox.packed(row->position);
    if (verdict != Verdict::rejected) return packed;
    const auto commit = wire::unpack(packed, writer.identity.me().org, scope);
    if (!commit) return {};
    Bytes header = commit::encode(commit->header);
    append(header, commit->signature.view());
    return header;
}

std::optional<crypto::Hash> chain_at(Writer& writer, ScopeId scope, Seq seq) {
    if (seq == Seq{0}) return crypto::Hash{};
    auto rows =
        writer.database.prepare("SELECT chain FROM sanderling_link WHERE scope = ?1 AND seq = ?2");
    rows.bind_blob(1, scope.view()).bind_int(2, as_int(seq));
    if (rows.step() == Statement::Step::done) return std::nullopt;
    return column_fixed<crypto::Hash>(rows, 0);
}

void add_authors(const wire::FeedItem& item, const sync::OfferedIn& home, std::set<DeviceId>& out) {
    const auto read = sync::read_offered(item, Seq{1}, home);
    if (!read) return;
    if (const auto* commit = std::get_if<commit::Commit>(&read->content))
        out.insert(commit->header.device);
    if (const auto* entry = std::get_if<scope_log::SignedEntry>(&read->content))
        if (entry->entry.issuer.kind == scope_log::IssuerKind::device)
            out.insert(DeviceId{entry->entry.issuer.id});
    if (read->accepted) out.insert(read->accepted->header.device);
}

// Those of the authors, after those of all registrars: one proves the other.
void add_certificates(Writer& writer, const std::set<DeviceId>& authors, wire::Offer& offer) {
    std::vector<Bytes> devices;
    auto rows = writer.database.prepare("SELECT bytes FROM sanderling_certificate");
    while (rows.step() == Statement::Step::row) {
        const auto decoded = scope_log::decode_certificate(rows.column_blob(0));
        if (!decoded) continue;
        if (std::holds_alternative<scope_log::Signed<scope_log::RegistrarCert>>(*decoded))
            offer.certificates.push_back(to_bytes(rows.column_blob(0)));
        const auto* device = std::get_if<scope_log::Signed<scope_log::DeviceCert>>(&*decoded);
        if (device != nullptr && authors.contains(device->body.device))
            devices.push_back(to_bytes(rows.column_blob(0)));
    }
    for (Bytes& certificate : devices) offer.certificates.push_back(std::move(certificate));
}

}  // namespace

void keep_tail(Writer& writer, ScopeId scope, const AppliedItems& applied, Seq watermark) {
    auto insert =
        writer.database.prepare("INSERT OR REPLACE INTO sanderling_tail VALUES(?1, ?2, ?3)");
    Seq seq = applied.before;
    for (const wire::FeedItem& item : applied.items) {
        seq = Seq{number(seq) + 1};
        if (seq <= watermark) continue;
        const Bytes own =
            item.content.empty() ? own_content(writer, scope, seq, item.verdict) : Bytes{};
        insert.bind_blob(1, scope.view()).bind_int(2, as_int(seq));
        insert.bind_blob(3, item.content.empty() ? own : item.content).run();
    }
}

void prune_tail(Writer& writer, ScopeId scope, Seq watermark) {
    auto prune =
        writer.database.prepare("DELETE FROM sanderling_tail WHERE scope = ?1 AND seq <= ?2");
    prune.bind_blob(1, scope.view()).bind_int(2, as_int(watermark)).run();
}

std::optional<wire::Offer> read_tail(Writer& writer, const Scope& scope, Seq from,
                                     std::size_t bytes) {
    auto rows = writer.database.prepare(
        "SELECT t.seq, l.verdict, l.effective_base, l.t_eff, t.content FROM sanderling_tail t"
        " JOIN sanderling_link l ON l.scope = t.scope AND l.seq = t.seq"
        " WHERE t.scope = ?1 AND t.seq >= ?2 ORDER BY t.seq");
    rows.bind_blob(1, scope.id.view()).bind_int(2, as_int(from));
    wire::Offer offer{.scope = scope.id, .generation = scope.generation};
    std::set<DeviceId> authors;
    std::size_t size = 0;
    while (rows.step() == Statement::Step::row && size < bytes) {
        const auto seq = column_code<Seq>(rows, 0);
        if (offer.items.empty()) offer.first = seq;
        // A gap cannot be offered across, and nothing without its content.
        const bool follows = number(seq) == number(offer.first) + offer.items.size();
        const ByteView content = rows.column_blob(4);
        const auto verdict = column_code<Verdict>(rows, 1);
        const bool is_gone = verdict != Verdict::control && verdict != Verdict::lost_links &&
                             wire::is_remnant(content);
        if (!follows || content.empty() || is_gone) break;
        auto& item = offer.items.emplace_back();
        item = {.verdict = verdict,
                .effective_base = column_code<Seq>(rows, 2),
                .t_eff = HlcTime{static_cast<std::uint64_t>(rows.column_int(3))},
                .content = to_bytes(content)};
        size += item.content.size() + 64;
        add_authors(item, {writer.identity.me().org, scope.id}, authors);
    }
    if (offer.items.empty()) return std::nullopt;
    const auto before = chain_at(writer, scope.id, Seq{number(offer.first) - 1});
    if (!before) return std::nullopt;
    offer.chain = *before;
    add_certificates(writer, authors, offer);
    return offer;
}

void keep_lost_links(Writer& writer, ScopeId scope, Seq seq, ByteView content) {
    auto insert =
        writer.database.prepare("INSERT OR REPLACE INTO sanderling_lost VALUES(?1, ?2, ?3)");
    insert.bind_blob(1, scope.view()).bind_int(2, as_int(seq)).bind_blob(3, content).run();
}

commit::LostHistory read_lost_history(Writer& writer, ScopeId scope) {
    commit::LostHistory out;
    auto rows = writer.database.prepare(
        "SELECT content FROM sanderling_lost WHERE scope = ?1 ORDER BY seq");
    rows.bind_blob(1, scope.view());
    while (rows.step() == Statement::Step::row) {
        const auto lost = commit::decode_lost_links(rows.column_blob(0));
        if (!lost) throw vault::SqliteError(SQLITE_CORRUPT, "lost links");
        out.add(*lost);
    }
    return out;
}

Seq base_here(Writer& writer, const Scope& scope, const commit::Base& base) {
    if (base.seq == Seq{0} || base.generation == scope.generation) return base.seq;
    const auto chain = chain_at(writer, scope.id, base.seq);
    if (chain && commit::chain_prefix(*chain) == base.chain) return base.seq;
    const auto lost = read_lost_history(writer, scope.id).find(base.seq, base.chain);
    return lost ? lost->common : Seq{0};
}

std::set<ScopeId> stale_scopes(Writer& writer) {
    std::set<ScopeId> out;
    const auto known = writer.meta.integer(meta::generation);
    if (!known) return out;
    const Generation generation{static_cast<std::uint64_t>(*known)};
    for (const Scope* scope : writer.scopes.all())
        if (scope->head.seq != Seq{0} && scope->generation != generation &&
            scope->state != ScopeState::revoked)
            out.insert(scope->id);
    return out;
}

}  // namespace sanderling::replica
