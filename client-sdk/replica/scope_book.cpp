#include "client-sdk/replica/scope_book.hpp"

#include "client-sdk/replica/columns.hpp"
#include "core/sealing/token.hpp"
#include "core/types/assert.hpp"

#include <limits>

namespace sanderling::replica {

namespace {

using vault::Statement;

constexpr Seq after_all{std::numeric_limits<std::uint64_t>::max()};
constexpr std::string_view select_sql =
    "SELECT id, state, seq, chain, digest, time_max, generation, watermark, server_records,"
    " problem_code, problem_detail, (SELECT until FROM sanderling_cover c WHERE c.scope = s.id)"
    " FROM sanderling_scope s";

std::unique_ptr<Scope> read_row(const Statement& row) {
    auto scope = std::make_unique<Scope>();
    scope->id = column_fixed<ScopeId>(row, 0);
    scope->state = column_code<ScopeState>(row, 1);
    scope->head.seq = column_code<Seq>(row, 2);
    scope->head.chain = column_fixed<crypto::Hash>(row, 3);
    std::array<std::uint8_t, 32> digest{};
    if (const ByteView bytes = row.column_blob(4); bytes.size() == digest.size())
        std::copy(bytes.begin(), bytes.end(), digest.begin());
    scope->head.digest = merge::Digest(digest);
    scope->head.time_max = HlcTime{static_cast<std::uint64_t>(row.column_int(5))};
    scope->generation = column_code<Generation>(row, 6);
    scope->watermark = column_code<Seq>(row, 7);
    scope->server_records = static_cast<std::uint64_t>(row.column_int(8));
    if (!row.is_null(9))
        scope->problem = Error{column_code<Errc>(row, 9), std::string(row.column_text(10))};
    if (!row.is_null(11)) scope->until = Instant{row.column_int(11)};
    return scope;
}

}  // namespace

ScopeBook::ScopeBook(vault::Database& database, IdentityBook& identity, LineageBook& lineage)
    : database_(database), identity_(identity), lineage_(lineage) {
    reload_all();
}

void ScopeBook::reload_all() {
    scopes_.clear();
    auto rows = database_.prepare(select_sql);
    while (rows.step() == Statement::Step::row) {
        auto scope = read_row(rows);
        const ScopeId id = scope->id;
        scopes_[id] = std::move(scope);
    }
}

void ScopeBook::reload(ScopeId id) {
    auto rows = database_.prepare(std::string(select_sql) + " WHERE s.id = ?1");
    rows.bind_blob(1, id.view());
    if (rows.step() == Statement::Step::done)
        scopes_.erase(id);
    else if (const auto known = scopes_.find(id); known != scopes_.end())
        *known->second = std::move(*read_row(rows));  // in place: pointers to it stay good
    else
        scopes_[id] = read_row(rows);
}

Scope* ScopeBook::find(ScopeId id) {
    const auto found = scopes_.find(id);
    return found != scopes_.end() ? found->second.get() : nullptr;
}

Scope& ScopeBook::add(ScopeId id) {
    if (Scope* known = find(id)) return *known;
    auto& slot = scopes_[id];
    slot = std::make_unique<Scope>();
    slot->id = id;
    return *slot;
}

std::vector<Scope*> ScopeBook::all() {
    std::vector<Scope*> out;
    for (auto& [id, scope] : scopes_) out.push_back(scope.get());
    return out;
}

void ScopeBook::save(Scope& scope) {
    auto upsert = database_.prepare(
        "INSERT INTO sanderling_scope(id, state, seq, chain, digest, time_max, generation,"
        " watermark, server_records, problem_code, problem_detail, kind, role,"
        " classes) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14) ON CONFLICT(id) DO "
        "UPDATE SET"
        " state=?2, seq=?3, chain=?4, digest=?5, time_max=?6, generation=?7, watermark=?8,"
        " server_records=?9, problem_code=?10, problem_detail=?11, kind=?12, role=?13,"
        " classes=?14");
    upsert.bind_blob(1, scope.id.view()).bind_int(2, as_int(scope.state));
    upsert.bind_int(3, as_int(scope.head.seq)).bind_blob(4, scope.head.chain.view());
    upsert.bind_blob(5, scope.head.digest.bytes()).bind_int(6, as_int(scope.head.time_max));
    upsert.bind_int(7, as_int(scope.generation)).bind_int(8, as_int(scope.watermark));
    upsert.bind_int(9, static_cast<std::int64_t>(scope.server_records));
    if (scope.problem)
        upsert.bind_int(10, as_int(scope.problem->code)).bind_text(11, scope.problem->detail);
    else
        upsert.bind_null(10).bind_null(11);
    upsert.bind_null(12).bind_null(13).bind_int(14, 0);
    if (identity_.is_enrolled()) {
        const auto& entries = log(scope);
        if (entries.kind()) upsert.bind_int(12, as_int(*entries.kind()));
        for (const auto& [person, member] : entries.members_now())
            if (person == identity_.me().person)
                upsert.bind_int(13, as_int(member.role)).bind_int(14, member.classes);
    }
    upsert.run();
    save_end(scope);
}

// Most memberships have none, and most savings change nothing of it.
void ScopeBook::save_end(Scope& scope) {
    std::optional<Instant> until;
    if (identity_.is_enrolled() && scope.state != ScopeState::revoked)
        for (const auto& [person, member] : log(scope).members_now())
            if (person == identity_.me().person && member.until.ms != 0) until = member.until;
    if (until == scope.until) return;
    scope.until = until;
    const char* const sql = until ? "INSERT OR REPLACE INTO sanderling_cover VALUES(?1, ?2)"
                                  : "DELETE FROM sanderling_cover WHERE scope = ?1";
    auto put = database_.prepare(sql);
    put.bind_blob(1, scope.id.view());
    if (until) put.bind_int(2, until->ms);
    put.run();
}

scope_log::ScopeLog& ScopeBook::log(Scope& scope) {
    if (scope.log) return *scope.log;
    scope.log.emplace(identity_.me().org, scope.id);
    auto rows = database_.prepare(
        "SELECT seq, entry FROM sanderling_scope_log WHERE scope = ?1 ORDER BY seq");
    rows.bind_blob(1, scope.id.view());
    while (rows.step() == Statement::Step::row) {
        auto entry = scope_log::decode_entry(rows.column_blob(1));
        if (!entry || !scope.log->append(*entry, column_code<Seq>(rows, 0), identity_.directory()))
            throw vault::SqliteError(SQLITE_CORRUPT, "scope log of " + to_text(scope.id));
    }
    return *scope.log;
}

OwnPosition& ScopeBook::own(Scope& scope) {
    if (!scope.own) scope.own = position_of(scope, lineage_.current());
    return *scope.own;
}

OwnPosition ScopeBook::position_of(const Scope& scope, ReplicaId replica) {
    OwnPosition out;
    out.ancestry = lineage_.ancestry(scope.id, replica);
    auto rows = database_.prepare(
        "SELECT counter, hash FROM sanderling_replica WHERE scope = ?1 AND replica = ?2"
        " UNION ALL SELECT counter, hash FROM sanderling_outbox WHERE scope = ?1 AND replica = ?2"
        " ORDER BY counter DESC LIMIT 1");
    rows.bind_blob(1, scope.id.view()).bind_blob(2, replica.view());
    if (rows.step() == Statement::Step::row) {
        out.counter = column_code<Counter>(rows, 0);
        out.hash = column_fixed<crypto::Hash>(rows, 1);
    }
    return out;
}

Counter ScopeBook::last_before_held(ScopeId scope) {
    const ReplicaId own = lineage_.current();  // bound, not copied
    auto rows = database_.prepare(
        "SELECT min(counter) FROM sanderling_outbox"
        " WHERE verdict = 3 AND +scope = ?1 AND +replica = ?2");
    rows.bind_blob(1, scope.view()).bind_blob(2, own.view());
    if (rows.step() == Statement::Step::done || rows.is_null(0)) return Counter{UINT64_MAX};
    return Counter{number(column_code<Counter>(rows, 0)) - 1};
}

std::optional<OwnKnowledge> ScopeBook::knowledge(Scope& scope, const EditToken& token) {
    const OwnPosition& now = own(scope);
    // What is held for a decision was taken back here, so nobody has it in front of them.
    if (token.replica == lineage_.current())
        return OwnKnowledge{std::min(token.own, last_before_held(scope.id)), now.ancestry};
    if (!lineage_.is_own(token.replica)) return std::nullopt;
    OwnKnowledge out;
    Counter known = token.own;
    // What of that id was moved to a later one cannot be told any more; knowing less is harmless.
    for (const Dot& earlier : now.ancestry)
        if (earlier.replica == token.replica) known = std::min(known, earlier.counter);
    if (known != Counter{0}) out.ancestry.push_back({token.replica, known});
    for (const Dot& earlier : lineage_.ancestry(scope.id, token.replica))
        out.ancestry.push_back(earlier);
    return out;
}

void ScopeBook::read_keys(Scope& scope) {
    if (scope.has_read_keys) return;
    scope.has_read_keys = true;
    const auto secret = [](ByteView bytes) {
        if (bytes.size() != 32) throw vault::SqliteError(SQLITE_CORRUPT, "scope key");
        return crypto::Secret<32>(std::span<const std::uint8_t, 32>(bytes.data(), 32));
    };
    auto rows =
        database_.prepare("SELECT epoch, secret FROM sanderling_scope_key WHERE scope = ?1");
    rows.bind_blob(1, scope.id.view());
    while (rows.step() == Statement::Step::row)
        scope.keys.insert_or_assign(column_code<KeyEpoch>(rows, 0), secret(rows.column_blob(1)));
    auto token = database_.prepare("SELECT token_key FROM sanderling_scope WHERE id = ?1");
    token.bind_blob(1, scope.id.view());
    if (token.step() == Statement::Step::row && !token.is_null(0))
        scope.token_key = secret(token.column_blob(0));
}

const sealing::EpochKey* ScopeBook::key(Scope& scope, KeyEpoch epoch) {
    read_keys(scope);
    const auto found = scope.keys.find(epoch);
    return found != scope.keys.end() ? &found->second : nullptr;
}

const sealing::TokenKey* ScopeBook::token_key(Scope& scope) {
    read_keys(scope);
    return scope.token_key ? &*scope.token_key : nullptr;
}

Token ScopeBook::field_token(Scope& scope, std::uint16_t collection, std::uint16_t field) {
    const std::uint32_t at = (std::uint32_t{collection} << 16U) | field;
    const auto found = scope.tokens.find(at);
    if (found != scope.tokens.end()) return found->second;
    const sealing::TokenKey* key = token_key(scope);
    SANDERLING_ASSERT(key != nullptr);
    return scope.tokens[at] = sealing::field_token(*key, collection, field);
}

void ScopeBook::keep_key(Scope& scope, KeyEpoch epoch, sealing::EpochKey key) {
    auto insert = database_.prepare("INSERT OR REPLACE INTO sanderling_scope_key VALUES(?1,?2,?3)");
    insert.bind_blob(1, scope.id.view()).bind_int(2, as_int(epoch)).bind_blob(3, key.view()).run();
    scope.keys.insert_or_assign(epoch, std::move(key));
}

bool ScopeBook::open_one(Scope& scope, const scope_log::ScopeLog& log,
                         const sealing::Envelope& envelope) {
    const auto reader = identity_.person_keys().find(envelope.to_epoch);
    if (reader == identity_.person_keys().end()) return false;
    for (std::uint32_t n = number(log.current_epoch()); n > 0; --n) {
        const KeyEpoch epoch{n};
        if (scope.keys.contains(epoch)) continue;
        auto key = sealing::open_envelope(envelope, log.org(), scope.id, *log.epoch_entry(epoch),
                                          reader->second);
        if (!key) continue;
        keep_key(scope, epoch, std::move(*key));
        return true;
    }
    return false;
}

bool ScopeBook::walk_back(Scope& scope, const scope_log::ScopeLog& log) {
    bool found = false;
    for (std::uint32_t n = number(log.current_epoch()); n > 1; --n) {
        const auto held = scope.keys.find(KeyEpoch{n});
        if (held == scope.keys.end() || scope.keys.contains(KeyEpoch{n - 1})) continue;
        auto previous =
            sealing::unwrap_previous(scope.id, log.epoch_entry(KeyEpoch{n})->body, held->second,
                                     log.epoch_entry(KeyEpoch{n - 1})->body);
        if (!previous) continue;
        keep_key(scope, KeyEpoch{n - 1}, std::move(*previous));
        found = true;
    }
    return found;
}

bool ScopeBook::open_keys(Scope& scope, const scope_log::ScopeLog& log) {
    read_keys(scope);
    bool is_complete = scope.token_key.has_value();
    for (std::uint32_t n = number(log.current_epoch()); n > 0; --n)
        is_complete = is_complete && scope.keys.contains(KeyEpoch{n});
    if (is_complete) return false;

    bool found = false;
    auto rows = database_.prepare("SELECT envelope FROM sanderling_envelope WHERE scope = ?1");
    rows.bind_blob(1, scope.id.view());
    while (rows.step() == Statement::Step::row)
        if (const auto envelope = sealing::decode_envelope(rows.column_blob(0)))
            found = open_one(scope, log, *envelope) || found;
    found = walk_back(scope, log) || found;
    if (scope.token_key || scope.keys.empty()) return found;
    const auto& [epoch, key] = *scope.keys.rbegin();
    auto token = sealing::unwrap_token_key(scope.id, log.epoch_entry(epoch)->body, key);
    if (!token) return found;
    save(scope);  // there may be no row yet
    auto update = database_.prepare("UPDATE sanderling_scope SET token_key = ?2 WHERE id = ?1");
    update.bind_blob(1, scope.id.view()).bind_blob(2, token->view()).run();
    scope.token_key = std::move(*token);
    return true;
}

std::optional<Error> ScopeBook::forged_key(Scope& scope) {
    const scope_log::ScopeLog& entries = log(scope);
    const std::uint32_t newest = number(entries.current_epoch());
    if (newest == 0 || key(scope, KeyEpoch{newest}) != nullptr) return std::nullopt;
    std::optional<Error> problem;
    auto rows = database_.prepare("SELECT envelope FROM sanderling_envelope WHERE scope = ?1");
    rows.bind_blob(1, scope.id.view());
    while (rows.step() == Statement::Step::row) {
        const auto envelope = sealing::decode_envelope(rows.column_blob(0));
        if (!envelope) continue;
        const auto reader = identity_.person_keys().find(envelope->to_epoch);
        if (reader == identity_.person_keys().end()) continue;
        bool fits = false;
        Error why{.code = Errc::ok};
        for (std::uint32_t n = newest; n > 0 && !fits; --n) {
            const auto opened =
                sealing::open_envelope(*envelope, entries.org(), scope.id,
                                       *entries.epoch_entry(KeyEpoch{n}), reader->second);
            fits = opened.has_value();
            if (!opened && n == newest) why = opened.error();
        }
        if (!fits && why.code == Errc::unauthenticated) problem = why;
    }
    return problem;
}

void ScopeBook::keep_envelope(ScopeId scope, ByteView envelope) {
    const auto hash = crypto::hash(crypto::HashType::envelopes, envelope);
    auto insert = database_.prepare("INSERT OR IGNORE INTO sanderling_envelope VALUES(?1, ?2, ?3)");
    insert.bind_blob(1, scope.view()).bind_blob(2, hash.view()).bind_blob(3, envelope).run();
}

bool ScopeBook::has_envelope(ScopeId scope) {
    auto rows = database_.prepare("SELECT 1 FROM sanderling_envelope WHERE scope = ?1 LIMIT 1");
    rows.bind_blob(1, scope.view());
    return rows.step() == Statement::Step::row;
}

std::optional<scope_log::Member> ScopeBook::membership(Scope& scope, Instant now) {
    return log(scope).member_at(identity_.me().person, after_all, now);
}

}  // namespace sanderling::replica
