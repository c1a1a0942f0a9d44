// query, scopes, status: what is on this device.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/field_text.hpp"
#include "client-sdk/cli/follow.hpp"
#include "client-sdk/cli/table.hpp"
#include "client-sdk/cli/words.hpp"

#include "sanderling/erased.hpp"
#include "sanderling/mending.hpp"

namespace sanderling::cli {

namespace {

// A parameter as its shortest reading: a UUID, a number, or text.
Scalar parameter_of(const std::string& text) {
    if (const auto id = parse_id<RecordId>(text)) return *id;
    const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number_float()) return json.get<double>();
    return text;
}

Json json_of(const Rows& rows, std::size_t row) {
    Json object = Json::object();
    for (std::size_t c = 0; c < rows.columns().size(); ++c)
        object[rows.columns()[c]] = to_json(rows.at(row, c));
    return object;
}

std::vector<std::string> cells_of(const Rows& rows, std::size_t row) {
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < rows.columns().size(); ++c)
        cells.push_back(plain_text(rows.at(row, c)));
    return cells;
}

void print_json(Output& out, const Rows& rows) {
    for (std::size_t r = 0; r < rows.size(); ++r) out.object(json_of(rows, r));
}

void print_table(Output& out, const Rows& rows) {
    Table table(rows.columns());
    for (std::size_t r = 0; r < rows.size(); ++r) table.add(cells_of(rows, r));
    out.words(table.text());
    out.note(count_text(rows.size(), "row"));
}

/// The rows that came, went or changed: a line each, or a table with a sign before each.
class ChangedRows {
  public:
    ChangedRows(Output& out, const Rows& rows) : out_(out), table_(head_of(rows)) {}

    void add(const char* sign, const char* change, const Rows& rows, std::size_t row) {
        out_.object({{"type", "row"}, {"change", change}, {"row", json_of(rows, row)}});
        auto cells = cells_of(rows, row);
        cells.insert(cells.begin(), sign);
        table_.add(std::move(cells));
    }
    void end() {
        if (!table_.empty()) out_.words(table_.text());
    }

  private:
    static std::vector<std::string> head_of(const Rows& rows) {
        std::vector<std::string> head{""};
        head.insert(head.end(), rows.columns().begin(), rows.columns().end());
        return head;
    }

    Output& out_;
    Table table_;
};

void print_change(Output& out, const Result<QueryChange>& change) {
    if (!change) return out.error(change.error());
    ChangedRows rows(out, *change->rows);
    for (const std::size_t row : change->removed) rows.add("-", "removed", *change->before, row);
    for (const std::size_t row : change->added) rows.add("+", "added", *change->rows, row);
    for (const auto& changed : change->changed)
        rows.add("~", "changed", *change->rows, changed.now);
    rows.end();
}

Result<Exit> watch(Context& context, Store& store, const QueryOptions& options,
                   const std::vector<Scalar>& parameters) {
    hold_ending_signals();
    const auto watching = store.watch(
        options.sql, parameters,
        [&context](const Result<QueryChange>& change) { print_change(context.out, change); });
    if (!watching) return watching.error();
    auto agent = SyncAgent::start(store);
    if (!agent) return agent.error();
    return follow(*agent);
}

Json json_of(const ScopeInfo& scope) {
    Json out{{"type", "scope"},
             {"scope", to_text(scope.id)},
             {"kind", scope.kind},
             {"role", scope.role},
             {"state", to_text(scope.state)},
             {"seq", number(scope.seq)},
             {"records", scope.records},
             {"digest", scope.digest},
             {"open_conflicts", scope.open_conflicts},
             {"unsent", scope.unsent}};
    if (scope.until) out["until"] = scope.until->ms;
    if (scope.problem) out["problem"] = to_json(*scope.problem);
    return out;
}

Json json_of(const Status& status) {
    const auto time = [](const std::optional<Instant>& t) {
        return t ? Json(t->ms) : Json(nullptr);
    };
    Json ids = Json::array();
    for (const Incarnation& id : status.incarnations)
        ids.push_back({{"replica", to_text(id.replica)},
                       {"reason", to_text(id.reason)},
                       {"since", id.since.ms}});
    return {{"type", "status"},
            {"enrolled", status.is_enrolled},
            {"organisation", status.organisation},
            {"server", status.server},
            {"person", to_text(status.person)},
            {"device", to_text(status.device)},
            {"replica", to_text(status.replica)},
            {"incarnations", ids},
            {"offline_since", time(status.offline_since)},
            {"last_contact", time(status.last_contact)},
            {"unsent_transactions", status.unsent_transactions},
            {"refused_transactions", status.refused_transactions},
            {"open_conflicts", status.open_conflicts},
            {"late_work", status.late_work},
            {"waiting_decisions", status.waiting_decisions},
            {"unreadable_patches", status.unreadable_patches},
            {"standing", to_text(status.standing.standing)},
            {"locks_at", time(status.standing.locks_at)},
            {"days_left",
             status.standing.days_left ? Json(*status.standing.days_left) : Json(nullptr)}};
}

Json json_of(const Mended& one) {
    return {{"scope", to_text(one.scope)},     {"at", one.at.ms},
            {"outcome", to_text(one.outcome)}, {"buckets", one.buckets},
            {"records", one.records},          {"detail", one.detail}};
}

std::string words_of(const std::vector<Mended>& reports) {
    if (reports.empty()) return {};
    const Mended& last = reports.back();
    const bool is_mended = last.outcome != MendOutcome::failed;
    return count_text(reports.size(), "time") +
           " a case here was not as the server has it, last on " + time_text(last.at) +
           (is_mended ? ": it was received anew\n"
                      : ": what the server sent does not fit, and it has stopped\n");
}

Json json_of(const Erasure& one) {
    Json records = Json::array();
    for (const RecordId record : one.records) records.push_back(to_text(record));
    return {{"scope", to_text(one.scope)},
            {"records", std::move(records)},
            {"reason", to_text(one.reason)},
            {"at", one.at.ms},
            {"by", one.by ? Json(to_text(*one.by)) : Json(nullptr)}};
}

std::string words_of(const Erasure& one) {
    const std::string what =
        one.records.empty() ? "this file" : count_text(one.records.size(), "record") + " of it";
    return "scope " + to_text(one.scope) + ": " + what + " was erased on " + time_text(one.at) +
           " by " + (one.by ? "person " + to_text(*one.by) : std::string("the organisation")) +
           ", reason: " + std::string(to_text(one.reason)) + "\n";
}

Instant system_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

std::string contact_text(const Status& status) {
    if (!status.last_contact && !status.offline_since) return "never connected to the server";
    const Instant since = status.offline_since.value_or(*status.last_contact);
    const std::string when =
        time_text(since) + " (" + duration_text(system_now() - since) + " ago)";
    return status.offline_since ? "offline since " + when : "connected since " + when;
}

std::string standing_text(const DeviceStanding& is) {
    switch (is.standing) {
        case Standing::open:
            return "";
        case Standing::expiring:
            return "WARNING: locks in " +
                   count_text(static_cast<std::uint64_t>(*is.days_left), "day") +
                   " unless it connects: run `sanderling sync`\n";
        case Standing::locked:
            return "LOCKED: no contact for too long. Run `sanderling sync`; it opens again with "
                   "the "
                   "first contact, and what waits is sent\n";
        case Standing::revoked:
            return "REVOKED by the organisation: nothing is shown. `sanderling sync` still hands "
                   "in "
                   "what was written here\n";
        case Standing::wiped:
            break;
    }
    return "WIPED by the organisation\n";
}

std::string unsent_text(const Status& status) {
    if (status.unsent_transactions == 0) return "everything written here has been delivered";
    return count_text(status.unsent_transactions, "change") +
           " written here and not yet delivered; the next sync sends them";
}

}  // namespace

Result<Exit> run_query(Context& context, const QueryOptions& options) {
    auto store = context.open();
    if (!store) return store.error();
    std::vector<Scalar> parameters;
    for (const std::string& text : options.parameters) parameters.push_back(parameter_of(text));
    if (options.is_watching) return watch(context, *store, options, parameters);
    const auto rows = store->query(options.sql, parameters);
    if (!rows) return rows.error();
    if (context.out.is_json()) {
        print_json(context.out, *rows);
    } else {
        print_table(context.out, *rows);
    }
    return Exit::ok;
}

Result<Exit> run_scopes(Context& context) {
    auto store = context.open();
    if (!store) return store.error();
    const auto scopes = store->scopes();
    if (!scopes) return scopes.error();
    Table table({"SCOPE", "KIND", "ROLE", "STATE", "RECORDS", "CONFLICTS", "UNSENT", "PROBLEM"});
    for (const ScopeInfo& scope : *scopes) {
        context.out.object(json_of(scope));
        table.add({to_text(scope.id), scope.kind, scope.role, std::string(to_text(scope.state)),
                   count_text(scope.records), count_text(scope.open_conflicts),
                   count_text(scope.unsent),
                   scope.problem ? std::string(traits(scope.problem->code).text) : ""});
    }
    context.out.words(table.empty() ? "no scope is on this device" : table.text());
    return Exit::ok;
}

Result<Exit> run_status(Context& context) {
    auto store = context.open();
    if (!store) return store.error();
    const auto status = store->status();
    if (!status) return status.error();
    std::string words;
    if (!status->is_enrolled) {
        words = "this device is not enrolled; ask the keyholder for an invite\n";
    } else {
        words = status->organisation + ", server " + status->server + "\n" + contact_text(*status) +
                "\n" + unsent_text(*status) + "\n" +
                (status->open_conflicts == 0 ? "no open conflicts"
                                             : count_text(status->open_conflicts, "open conflict") +
                                                   ": see `sanderling conflicts`") +
                "\n";
    }
    words += standing_text(status->standing);
    if (const auto& ids = status->incarnations; ids.size() > 1)
        words += "since " + time_text(ids.back().since) + ": " +
                 std::string(renewal_text(ids.back().reason)) + "\n";
    if (status->refused_transactions != 0)
        words += count_text(status->refused_transactions, "change") +
                 " refused or held for review: see `sanderling outbox`\n";
    if (status->unreadable_patches != 0)
        words += count_text(status->unreadable_patches, "change") +
                 " of others cannot be read yet: a key is missing\n";
    const auto mended = mended_scopes(*store);
    if (!mended) return mended.error();
    words += words_of(*mended);
    const auto erased = erasures(*store);
    if (!erased) return erased.error();
    for (const Erasure& one : *erased) words += words_of(one);
    Json object = json_of(*status);
    object["erased"] = Json::array();
    for (const Erasure& one : *erased) object["erased"].push_back(json_of(one));
    object["mended"] = Json::array();
    for (const Mended& one : *mended) object["mended"].push_back(json_of(one));
    context.out.result(object, words);
    return Exit::ok;
}

}  // namespace sanderling::cli
