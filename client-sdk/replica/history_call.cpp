#include "client-sdk/replica/history_call.hpp"

#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/chronicle.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/record_reader.hpp"
#include "client-sdk/replica/replica.hpp"
#include "core/sync/history_page.hpp"
#include "core/types/check.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

constexpr std::uint32_t limit_max = 10'000;
constexpr std::size_t bytes_max = 8 * 1024 * 1024;
constexpr std::uint32_t page_commits = 500;

// A field with one path has the token that names it; what has one path an element is asked for as a
// whole.
Result<Token> token_of(Writer& writer, Scope& scope, const schema::Collection& collection,
                       const std::string& name) {
    if (name.empty()) return Token{};
    const auto* field = collection.field(name);
    const auto* group = collection.group(name);
    if (field == nullptr && group == nullptr)
        return fail(Errc::constraint, collection.name + " has no field " + name);
    const FieldRef ref = field != nullptr ? field_ref(*field) : field_ref(*group);
    if (ref.rule == commit::Rule::set || ref.rule == commit::Rule::ordered_list) return Token{};
    if (writer.scopes.token_key(scope) == nullptr) return fail(Errc::no_key);
    const FieldNumber of = field != nullptr ? field->number : group->number;
    return writer.scopes.field_token(scope, static_cast<std::uint16_t>(collection.number),
                                     static_cast<std::uint16_t>(of));
}

Result<wire::HistoryGet> first_question(Writer& writer, const schema::Collection& collection,
                                        RecordId id, const HistoryRange& range) {
    const auto record = read_record(writer.database, collection, id);
    if (!record) return fail(Errc::not_found, "no " + collection.name + " " + to_text(id));
    Scope* const scope = writer.scopes.find(record->stored.scope);
    if (scope == nullptr || scope->head.seq == Seq{0})
        return fail(Errc::busy, "the scope is being received");
    const auto token = token_of(writer, *scope, collection, range.field);
    if (!token) return token.error();
    const Seq above{number(scope->head.seq) + 1};
    return wire::HistoryGet{.scope = scope->id,
                            .at = scope->head.seq,
                            .chain = commit::chain_prefix(scope->head.chain),
                            .record = id,
                            .token = *token,
                            .before = std::min(range.before.value_or(above), above)};
}

}  // namespace

HistoryCall::HistoryCall(Store& store, const schema::Collection& collection,
                         const HistoryRange& range, const wire::HistoryGet& first)
    : store_(&store),
      collection_(&collection),
      range_(range),
      first_(first),
      question_(first),
      fetched_({.scope = first.scope, .record = first.record, .at = first.at}) {
    question_->limit = std::min(range.limit, page_commits);
}

Result<HistoryCall> HistoryCall::begin(Store& store, std::string_view name, RecordId id,
                                       const HistoryRange& range) {
    const schema::Collection* collection = store.schema().collection(name);
    if (collection == nullptr) return fail(Errc::not_found, "no collection " + std::string(name));
    if (range.limit == 0 || range.limit > limit_max || range.before == Seq{0})
        return fail(Errc::invalid_argument, "a limit from 1 to 10,000, and a place above 0");
    auto first = store.replica().write(vault::Durability::normal, [&](Writer& writer) {
        return first_question(writer, *collection, id, range);
    });
    if (!first) return first.error();
    return HistoryCall(store, *collection, range, *first);
}

Result<void> HistoryCall::take(const wire::History& page) {
    if (page.code != Errc::ok) return Error{page.code, page.detail};
    if (page.scope != first_.scope) return fail(Errc::malformed, "a history of another scope");
    if (auto fits = sync::check_history(*question_, page); !fits) return fits;
    Replica& replica = store_->replica();
    auto taken = replica.write(vault::Durability::normal, [&](Writer& writer) {
        return fetched_.take(writer, page.commits, replica.now());
    });
    if (!taken) return taken;
    unknown_until_ = std::max(unknown_until_, page.unknown_until);
    next_ = page.next;
    const bool is_enough = fetched_.commits() >= range_.limit || fetched_.bytes() >= bytes_max;
    if (next_ == Seq{0} || is_enough) {
        question_.reset();
        return {};
    }
    question_->before = next_;
    question_->limit =
        std::min(page_commits, range_.limit - static_cast<std::uint32_t>(fetched_.commits()));
    return {};
}

// A server can hide what was replaced; what is in force here it cannot.
Result<void> HistoryCall::check_nothing_hidden(Writer& writer) const {
    if (is_removed(Check::history_whole)) return {};
    const auto record = read_record(writer.database, *collection_, first_.record);
    if (!record) return fail(Errc::not_found, "the record has gone meanwhile");
    auto control =
        writer.database.prepare("SELECT 1 FROM sanderling_scope_log WHERE scope = ?1 AND seq = ?2");
    for (const merge::LiveSet& set : record->stored.body.confirmed.sets()) {
        if (first_.token != Token{} && set.token != first_.token) continue;
        for (const merge::LiveEntry& e : set.entries) {
            if (e.seq < next_ || e.seq >= first_.before || fetched_.has(e.seq)) continue;
            control.reset();
            control.bind_blob(1, first_.scope.view()).bind_int(2, as_int(e.seq));
            // What a log entry has brought in stands at that entry, and is no commit there.
            if (control.step() == vault::Statement::Step::row) continue;
            return fail(Errc::malformed, "the server has left out what stands at seq " +
                                             std::to_string(number(e.seq)));
        }
    }
    return {};
}

bool HistoryCall::is_in_range(const HistoryEntry& entry) const {
    if (!range_.field.empty() && entry.field != range_.field) return false;
    if (entry.is_pending) return !range_.before;
    return entry.seq >= next_ && (!range_.before || entry.seq < *range_.before);
}

Result<OlderHistory> HistoryCall::finish() {
    Replica& replica = store_->replica();
    auto entries = replica.write(
        vault::Durability::normal, [&](Writer& writer) -> Result<std::vector<HistoryEntry>> {
            if (auto whole = check_nothing_hidden(writer); !whole) return whole.error();
            return read_history(writer.database, *collection_, first_.record, fetched_.values());
        });
    if (!entries) return entries.error();
    // What was fetched is nowhere kept, so each time it is shown is a read.
    if (auto noted = note_shown(replica, {first_.scope}, first_.record); !noted)
        return noted.error();
    OlderHistory out;
    for (HistoryEntry& entry : *entries)
        if (is_in_range(entry)) out.entries.push_back(std::move(entry));
    out.dropped = fetched_.dropped();
    out.unreadable = fetched_.unreadable();
    if (next_ != Seq{0}) out.next = next_;
    Seq missing_until = unknown_until_;
    if (!out.dropped.empty()) missing_until = std::max(missing_until, out.dropped.back().seq);
    out.complete_from = std::max(Seq{number(missing_until) + 1}, next_);
    return out;
}

}  // namespace sanderling::replica
