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
constexpr std::size_t turns = 10;

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

void LocalRun::run(const std::string& prefix) {
    insert_100(prefix + "insert_100");
    get(prefix + "get");
    query(prefix + "query");
    update(prefix + "update");
    insert_1(prefix + "insert_1");
    if (device_.count() != plain_.count()) throw Failure("the two databases differ");
}

void LocalRun::run_spread() {
    insert_100("insert_100_spread");
}

void LocalRun::measure(const std::string& row, std::size_t total, const Part& ours,
                       const Part& plain) {
    double our_time = 0;
    double plain_time = 0;
    const auto timed = [](const Part& part, std::size_t from, std::size_t to, double& time) {
        const Stopwatch watch;
        part(from, to);
        time += watch.milliseconds();
    };
    // Parts of whole transactions.
    const std::size_t unit = std::max<std::size_t>(Sizes::transaction, total / turns);
    for (std::size_t from = 0; from < total; from += unit) {
        const std::size_t to = std::min(from + unit, total);
        if (first_ == First::ours) timed(ours, from, to, our_time);
        timed(plain, from, to, plain_time);
        if (first_ == First::plain) timed(ours, from, to, our_time);
        first_ = first_ == First::ours ? First::plain : First::ours;
    }
    figures_.add_pair(row, our_time, plain_time);
    std::cerr << "  " << row << " " << our_time << " ms, plain " << plain_time << " ms\n";
}

void LocalRun::plain_insert(const Placed* first, std::size_t count) {
    plain_.begin();
    for (const Placed* at = first; at != first + count; ++at)
        plain_.insert(plain_ids_[plain_inserted_++], at->scope, *at->contact);
    plain_.commit();
}

void LocalRun::insert_100(const std::string& row) {
    const auto records = work_.placed(cases_);
    const auto each_transaction = [&](std::size_t from, std::size_t to, const auto& insert) {
        for (std::size_t at = from; at < to; at += Sizes::transaction)
            insert(&records[at], std::min(Sizes::transaction, to - at));
    };
    const auto ours = [&](const Placed* first, std::size_t count) {
        const auto more = device_.insert(first, count);
        ids_.insert(ids_.end(), more.begin(), more.end());
    };
    const auto plain = [&](const Placed* first, std::size_t count) { plain_insert(first, count); };
    measure(
        row, records.size(),
        [&](std::size_t from, std::size_t to) { each_transaction(from, to, ours); },
        [&](std::size_t from, std::size_t to) { each_transaction(from, to, plain); });
}

void LocalRun::insert_1(const std::string& row) {
    const auto records = work_.placed_singles(cases_);
    measure(
        row, records.size(),
        [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at)
                static_cast<void>(device_.insert(&records[at], 1));
        },
        [&](std::size_t from, std::size_t to) {
            for (std::size_t at = from; at < to; ++at) plain_insert(&records[at], 1);
        });
}

void LocalRun::update(const std::string& row) {
    const schema::Row change{{"outcome", std::string(new_outcome)}};
    const auto ours = [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; at += Sizes::transaction) {
            const auto work = [&](Transaction& transaction) -> Result<void> {
                for (std::size_t i = at; i < std::min(at + Sizes::transaction, to); ++i)
                    if (auto done = transaction.update("contact", ids_[i], change); !done)
                        return done.error();
                return {};
            };
            static_cast<void>(must(device_.store().write(work), "update"));
        }
    };
    const auto plain = [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; at += Sizes::transaction) {
            plain_.begin();
            for (std::size_t i = at; i < std::min(at + Sizes::transaction, to); ++i)
                plain_.set_outcome(plain_ids_[i], new_outcome);
            plain_.commit();
        }
    };
    measure(row, work_.sizes().updates(), ours, plain);
}

void LocalRun::get(const std::string& row) {
    const auto order = shuffled(ids_.size());
    std::size_t found = 0;
    const auto ours = [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; ++at)
            if (must(device_.store().get("contact", ids_[order[at]]), "get")) ++found;
    };
    const auto plain = [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; ++at)
            if (plain_.get(plain_ids_[order[at]]) != 0) ++found;
    };
    measure(row, order.size(), ours, plain);
    if (found != 2 * order.size()) throw Failure("records are missing");
}

void LocalRun::query(const std::string& row) {
    std::mt19937_64 engine(order_seed);
    std::vector<ScopeId> wanted(work_.sizes().queries());
    for (ScopeId& scope : wanted) scope = cases_[engine() % cases_.size()];
    std::size_t rows = 0;
    std::size_t bytes = 0;
    const auto ours = [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; ++at)
            rows += must(device_.store().query(newest_sql, {RecordId{wanted[at].bytes}}), "query")
                        .size();
    };
    const auto plain = [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; ++at) bytes += plain_.newest_of(wanted[at]);
    };
    measure(row, wanted.size(), ours, plain);
    if (rows != 20 * wanted.size() || bytes == 0) throw Failure("a query found too little");
}

}  // namespace sanderling::bench
