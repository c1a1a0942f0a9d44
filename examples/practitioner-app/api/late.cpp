// Work that waits for a decision (late work of others), and own work that was refused.
#include "examples/practitioner-app/api.hpp"

namespace sanderling::app {

namespace {

Json record_words(const LateRecord& record) {
    return {{"collection", record.collection},
            {"record", to_text(record.record)},
            {"after", to_json(record.after)},
            {"before", to_json(record.before)}};
}

Json work_words(const Call& call, const LateWork& work) {
    Json records = Json::array();
    for (const LateRecord& record : work.records) records.push_back(record_words(record));
    return {{"scope", to_text(work.scope)},
            {"person", call.case_name(work.scope)},
            {"replica", to_text(work.replica)},
            {"counter", number(work.counter)},
            {"kind", to_text(work.kind)},
            {"who", call.name(work.person)},
            {"claimed", work.claimed.ms},
            {"ended", work.ended ? Json(work.ended->ms) : Json(nullptr)},
            {"decided", work.decision ? Json(to_text(work.decision->decision)) : Json(nullptr)},
            {"records", std::move(records)}};
}

Result<Dot> read_dot(const Call& call) {
    const auto replica = parse_id<ReplicaId>(call.text("replica"));
    const auto counter = call.body.find("counter");
    if (!replica || counter == call.body.end() || !counter->is_number_unsigned())
        return fail(Errc::invalid_argument, "replica and counter name the work");
    return Dot{*replica, Counter{counter->get<std::uint64_t>()}};
}

Json refused_words(const Call& call, const OutboxItem& item) {
    Json records = Json::array();
    for (const OutboxRecord& record : item.records)
        records.push_back({{"collection", record.collection},
                           {"record", to_text(record.record)},
                           {"after", to_json(record.row)}});
    return {{"scope", to_text(item.scope)},
            {"person", call.case_name(item.scope)},
            {"replica", to_text(item.replica)},
            {"counter", number(item.counter)},
            {"transaction", to_text(item.transaction)},
            {"delivery", to_text(item.delivery)},
            {"why", traits(item.verdict.code).text},
            {"written", item.written.ms},
            {"records", std::move(records)}};
}

}  // namespace

Reply get_late_work(const Call& call) {
    const auto work = call.store.quarantine();
    if (!work) return work.error();
    Json out = Json::array();
    for (const LateWork& each : *work) out.push_back(work_words(call, each));
    return Json{{"late", std::move(out)}};
}

/// {"scope", "replica", "counter", "accept", "note"?}
Reply decide_late_work(const Call& call) {
    const auto scope = call.scope();
    if (!scope) return scope.error();
    const auto dot = read_dot(call);
    if (!dot) return dot.error();
    const auto accept = call.body.find("accept");
    if (accept == call.body.end() || !accept->is_boolean())
        return fail(Errc::invalid_argument, "accept is true or false");
    const DecisionOptions options{.reason = DecisionReason::other, .note = call.text("note")};
    const auto done = call.store.decide(
        *scope, *dot, accept->get<bool>() ? Decision::accept : Decision::refuse, options);
    if (!done) return done.error();
    return Json::object();
}

Reply get_refused(const Call& call) {
    const auto outbox = call.store.outbox();
    if (!outbox) return outbox.error();
    Json out = Json::array();
    for (const OutboxItem& item : *outbox)
        if (item.delivery == Delivery::rejected || item.delivery == Delivery::quarantined)
            out.push_back(refused_words(call, item));
    return Json{{"refused", std::move(out)}};
}

/// {"deed": "retry", "transaction"} or {"deed": "dismiss", "scope", "replica", "counter"}
Reply settle_refused(const Call& call) {
    if (call.text("deed") == "retry") {
        const auto id = parse_id<TransactionId>(call.text("transaction"));
        if (!id) return fail(Errc::invalid_argument, "transaction is no id");
        const auto done = call.store.retry(*id);
        if (!done) return done.error();
        return Json::object();
    }
    const auto scope = call.scope();
    if (!scope) return scope.error();
    const auto dot = read_dot(call);
    if (!dot) return dot.error();
    const auto done = call.store.dismiss(*scope, *dot);
    if (!done) return done.error();
    return Json::object();
}

}  // namespace sanderling::app
