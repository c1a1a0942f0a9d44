#include "tests/bench/local_run.hpp"

#include "core/crypto/random.hpp"
#include "tests/bench/failure.hpp"

#include <iostream>

namespace sanderling::bench {

namespace {

constexpr const char* newest_sql =
    "SELECT id, scope, type, category, starts, ends, place, staff, requirement_id, ns_flag,"
    " planned, outcome, notes, enforcement_action FROM contact"
    " WHERE scope = ?1 ORDER BY starts DESC LIMIT 20";
constexpr std::string_view new_outcome = "attended_complied";
constexpr std::uint64_t order_seed = 7;

/// The same random order for both.
std::vector<std::size_t> shuffled(std::size_t count) {
    std::mt19937_64 engine(order_seed);
    std::vector<std::size_t> out(count);
    for (std::size_t i = 0; i < count; ++i) out[i] = i;
    for (std::size_t i = count; i > 1; --i) std::swap(out[i - 1], out[engine() % i]);
    return out;
}

std::vector<RecordId> time_ordered_ids(std::size_t count) {
    crypto::SystemRandom random;
    std::vector<RecordId> out(count);
    std::int64_t ms = 1'302'220'800'000;
    for (RecordId& id : out) id = crypto::time_ordered_record_id(Instant{ms++}, random);
    return out;
}

}  // namespace

LocalRun::LocalRun(const Workload& work, const std::vector<ScopeId>& cases, Device& device,
                   PlainContacts& plain, Figures& figures, First first)
    : work_(work),
      cases_(cases),
      device_(device),
      plain_(plain),
      figures_(figures),
      first_(first),
      plain_ids_(time_ordered_ids(work.sizes().records + work.sizes().singles())) {}

void LocalRun::run() {
    insert_100("insert_100");
    get();
    query();
    update();
    insert_1();
    if (device_.count() != plain_.count()) throw Failure("the two databases differ");
}

void LocalRun::run_spread() {
    insert_100("insert_100_spread");
}

template <class Ours, class Plain>
void LocalRun::measure(std::string_view row, const Ours& ours, const Plain& plain) {
    double our_time = 0;
    double plain_time = 0;
    const auto time_ours = [&] {
        const Stopwatch watch;
        ours();
        our_time = watch.milliseconds();
    };
    if (first_ == First::ours) time_ours();
    const Stopwatch watch;
    plain();
    plain_time = watch.milliseconds();
    if (first_ == First::plain) time_ours();
    figures_.add_pair(row, our_time, plain_time);
    std::cerr << "  " << row << " " << our_time << " ms, plain " << plain_time << " ms\n";
}

void LocalRun::plain_insert(const std::vector<Placed>& records, std::size_t transaction) {
    for (std::size_t at = 0; at < records.size(); at += transaction) {
        plain_.begin();
        for (std::size_t i = at; i < std::min(at + transaction, records.size()); ++i)
            plain_.insert(plain_ids_[plain_inserted_++], records[i].scope, *records[i].contact);
        plain_.commit();
    }
}

void LocalRun::insert_100(std::string_view row) {
    const auto records = work_.placed(cases_);
    measure(
        row, [&] { ids_ = insert_all(device_, records); },
        [&] { plain_insert(records, Sizes::transaction); });
}

void LocalRun::insert_1() {
    const auto records = work_.placed_singles(cases_);
    measure(
        "insert_1",
        [&] {
            for (const Placed& record : records) static_cast<void>(device_.insert(&record, 1));
        },
        [&] { plain_insert(records, 1); });
}

void LocalRun::update() {
    const std::size_t wanted = work_.sizes().updates();
    const schema::Row change{{"outcome", std::string(new_outcome)}};
    const auto ours = [&] {
        for (std::size_t at = 0; at < wanted; at += Sizes::transaction) {
            const auto work = [&](Transaction& transaction) -> Result<void> {
                for (std::size_t i = at; i < std::min(at + Sizes::transaction, wanted); ++i)
                    if (auto done = transaction.update("contact", ids_[i], change); !done)
                        return done.error();
                return {};
            };
            static_cast<void>(must(device_.store().write(work), "update"));
        }
    };
    const auto plain = [&] {
        for (std::size_t at = 0; at < wanted; at += Sizes::transaction) {
            plain_.begin();
            for (std::size_t i = at; i < std::min(at + Sizes::transaction, wanted); ++i)
                plain_.set_outcome(plain_ids_[i], new_outcome);
            plain_.commit();
        }
    };
    measure("update", ours, plain);
}

void LocalRun::get() {
    const auto order = shuffled(ids_.size());
    std::size_t found = 0;
    const auto ours = [&] {
        for (const std::size_t i : order)
            found += must(device_.store().get("contact", ids_[i]), "get").has_value() ? 1U : 0U;
    };
    const auto plain = [&] {
        for (const std::size_t i : order) found += plain_.get(plain_ids_[i]) != 0 ? 1U : 0U;
    };
    measure("get", ours, plain);
    if (found != 2 * order.size()) throw Failure("records are missing");
}

void LocalRun::query() {
    std::mt19937_64 engine(order_seed);
    std::vector<ScopeId> wanted(work_.sizes().queries());
    for (ScopeId& scope : wanted) scope = cases_[engine() % cases_.size()];
    std::size_t rows = 0;
    std::size_t bytes = 0;
    const auto ours = [&] {
        for (const ScopeId& scope : wanted)
            rows +=
                must(device_.store().query(newest_sql, {RecordId{scope.bytes}}), "query").size();
    };
    const auto plain = [&] {
        for (const ScopeId& scope : wanted) bytes += plain_.newest_of(scope);
    };
    measure("query", ours, plain);
    if (rows != 20 * wanted.size() || bytes == 0) throw Failure("a query found too little");
}

}  // namespace sanderling::bench
