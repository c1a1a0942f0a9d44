// Two devices offline, random edits to the same 200 records, any order of reconnecting: they end
// equal, and no value is lost: each is in force, open as a conflict, or was replaced by a write
// whose author had it.
#include "tests/integration/end_to_end/ledger.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace sanderling::tests {
namespace {

constexpr std::size_t contacts = 110;
constexpr std::size_t people = 50;
constexpr std::size_t risks = 40;
constexpr std::size_t rounds = 3;
constexpr std::size_t transactions_a_round = 24;

struct Target {
    RecordId id{};
    std::string collection{};
};

std::string spelled(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    return {};
}
std::vector<std::string> list_in(const Row& row, const std::string& field) {
    std::vector<std::string> out;
    const auto at = row.find(field);
    if (at == row.end()) return out;
    if (const auto* list = std::get_if<List>(&at->second))
        for (const Scalar& element : *list) out.push_back(spelled(schema::to_value(element)));
    return out;
}

class ConvergenceTest : public ::testing::TestWithParam<unsigned> {
  protected:
    OrganisationFixture& org_ = organisation();
    std::mt19937 random_{GetParam()};
    std::string name_ = "seed " + std::to_string(GetParam());
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    PersonId ben_ = org_.hire("Ben " + name_, "officer");
    ScopeId case_ = org_.found("case", "case of " + name_);
    std::vector<Phone> phones_{};
    std::vector<Target> targets_{};
    Ledger ledger_{2};
    std::int64_t next_ = 0;

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
        phones_.emplace_back(org_, ann_, name_ + "-ann");
        phones_.emplace_back(org_, ben_, name_ + "-ben");
        exchange(0);
        make_records();
        exchange(0);
        exchange(1);
    }

    std::size_t below(std::size_t limit) { return random_() % limit; }
    void exchange(std::size_t device) {
        phones_[device].sync();
        ledger_.exchanged(device);
    }

    void make_records() {
        must(phones_[0].store().write([&](Transaction& tx) -> Result<void> {
            const auto make = [&](const char* collection, const Row& row) -> Result<void> {
                auto made = tx.insert(case_, collection, row);
                if (!made) return made.error();
                targets_.push_back({*made, collection});
                return {};
            };
            for (std::size_t i = 0; i < contacts; ++i)
                if (auto made = make("contact", {{"type", std::string("home_visit")}}); !made)
                    return made;
            for (std::size_t i = 0; i < people; ++i)
                if (auto made = make("person", {{"name", std::string("somebody")}}); !made)
                    return made;
            for (std::size_t i = 0; i < risks; ++i)
                if (auto made =
                        make("risk_assessment", {{"assessed_on", std::string("2011-04-18")}});
                    !made)
                    return made;
            return {};
        }));
    }

    // ---- Edits ---------------------------------------------------------------------------------

    void note(std::size_t device, const Target& target, const std::string& field, Deed deed,
              const std::string& value) {
        ledger_.note({.author = device,
                      .record = target.id,
                      .collection = target.collection,
                      .field = field,
                      .deed = deed,
                      .value = value});
    }
    Result<void> put(Transaction& tx, std::size_t device, const Target& target,
                     const std::string& field, const Value& value, Row row = {}) {
        row[field] = value;
        auto done = tx.update(target.collection, target.id, row);
        if (done) note(device, target, field, Deed::put, spelled(value));
        return done;
    }
    Result<void> edit(Transaction& tx, std::size_t device) {
        const Target& target = targets_[below(targets_.size())];
        const std::int64_t n = ++next_;
        const auto known = tx.get(target.collection, target.id);
        if (!known) return known.error();
        if (known->has_value() && below(12) == 0) {
            note(device, target, "", Deed::erase, "");
            return tx.erase(target.collection, target.id);
        }
        if (target.collection == "contact") return edit_contact(tx, device, target, n);
        if (target.collection == "person")
            return edit_person(tx, device, target, known->value_or(Row{}), n);
        static const std::vector<std::string> levels{"low", "medium", "high", "very_high"};
        if (below(3) == 0)
            return put(tx, device, target, "assessed_on", "2012-01-" + std::to_string(10 + n % 20));
        return put(tx, device, target, "rosh", levels[below(levels.size())]);
    }
    Result<void> edit_contact(Transaction& tx, std::size_t device, const Target& target,
                              std::int64_t n) {
        const std::int64_t starts = 1'303'117'200'000 + n * 60'000;
        switch (below(3)) {
            case 0:
                return put(tx, device, target, "staff", "S" + std::to_string(n));
            case 1:
                return put(tx, device, target, "starts", starts, {{"ends", starts + 1'800'000}});
            default: {
                const std::string entry = "entry " + std::to_string(n);
                auto done = tx.append("contact", target.id, "notes", entry);
                if (done) note(device, target, "notes", Deed::append, entry);
                return done;
            }
        }
    }
    Result<void> edit_person(Transaction& tx, std::size_t device, const Target& target,
                             const Row& known, std::int64_t n) {
        const auto phones = list_in(known, "phones");
        switch (below(4)) {
            case 0:
                return put(tx, device, target, "crn", "X" + std::to_string(n));
            case 1:
                return put(tx, device, target, "main_address", std::to_string(n) + " Quay Street");
            case 2:
                if (!phones.empty()) {
                    const std::string gone = phones[below(phones.size())];
                    auto done = tx.remove("person", target.id, "phones", gone);
                    if (done) note(device, target, "phones", Deed::remove, gone);
                    return done;
                }
                [[fallthrough]];
            default: {
                const std::string fresh = "0113 " + std::to_string(n % 40);
                auto done = tx.add("person", target.id, "phones", fresh);
                if (done) note(device, target, "phones", Deed::add, fresh);
                return done;
            }
        }
    }
    void work_offline(std::size_t device) {
        for (std::size_t t = 0; t < transactions_a_round; ++t) {
            const auto written =
                phones_[device].store().write([&](Transaction& tx) -> Result<void> {
                    for (std::size_t i = 0, edits = 1 + below(4); i < edits; ++i)
                        if (auto done = edit(tx, device); !done) return done;
                    return {};
                });
            must(Result<void>(written ? Result<void>() : Result<void>(written.error())));
        }
    }

    // ---- What has to hold ----------------------------------------------------------------------

    /// What of one record can be seen.
    struct Seen {
        std::optional<Row> row{};
        std::map<std::string, std::set<std::string>> candidates{};  // of conflicts, by field
        bool is_contested = false;
    };
    std::map<RecordId, Seen> everything_on(Phone& phone) {
        std::map<RecordId, Seen> out;
        for (const Target& target : targets_)
            out[target.id].row = must(phone.store().get(target.collection, target.id));
        for (const Conflict& conflict : must(phone.store().conflicts())) {
            Seen& seen = out[conflict.record];
            if (conflict.kind == ConflictKind::contested_delete) seen.is_contested = true;
            for (const Candidate& candidate : conflict.candidates)
                for (const auto& [field, value] : candidate.row)
                    seen.candidates[field].insert(spelled(value));
        }
        return out;
    }

    bool is_kept(std::size_t v, const Seen& seen) const {
        const Written& w = ledger_.entries()[v];
        const auto same_field = [&](const Written& x) { return x.field == w.field; };
        if (w.deed == Deed::remove) return true;  // judged with what it removed
        if (w.deed == Deed::erase)
            return !seen.row || seen.is_contested ||
                   ledger_.is_superseded(v, [](const Written&) { return true; });
        if (!seen.row)
            return ledger_.is_superseded(v, [](const Written& x) { return x.deed == Deed::erase; });
        const Row& row = *seen.row;
        const auto list = list_in(row, w.field);
        const auto times = std::count(list.begin(), list.end(), w.value);
        if (w.deed == Deed::append) return times == 1;
        if (w.deed == Deed::add)
            return times == 1 || ledger_.is_superseded(v, [&](const Written& x) {
                return x.deed == Deed::remove && x.value == w.value;
            });
        const auto at = row.find(w.field);
        if (at != row.end() && spelled(at->second) == w.value) return true;
        const auto listed = seen.candidates.find(w.field);
        if (listed != seen.candidates.end() && listed->second.contains(w.value)) return true;
        return ledger_.is_superseded(
            v, [&](const Written& x) { return same_field(x) && x.deed == Deed::put; });
    }

    std::vector<std::string> dump(Phone& phone) {
        std::vector<std::string> out;
        for (const char* sql : {"SELECT id, staff, starts, ends, notes, contested FROM contact",
                                "SELECT id, crn, main_address, phones, contested FROM person",
                                "SELECT id, rosh, assessed_on, contested FROM risk_assessment"}) {
            const Rows rows = must(phone.store().query(std::string(sql) + " ORDER BY id"));
            for (std::size_t r = 0; r < rows.size(); ++r) {
                std::string line;
                for (std::size_t c = 0; c < rows.columns().size(); ++c) {
                    const Scalar& cell = rows.at(r, c);
                    const auto* id = std::get_if<RecordId>(&cell);
                    line += (id != nullptr ? to_text(*id) : spelled(schema::to_value(cell))) + "|";
                }
                out.push_back(line);
            }
        }
        return out;
    }
    std::set<ConflictId> conflicts_on(Phone& phone) {
        std::set<ConflictId> out;
        for (const Conflict& conflict : must(phone.store().conflicts())) out.insert(conflict.id);
        return out;
    }
};

TEST_P(ConvergenceTest, EndsEqualAndLosesNothing) {
    for (std::size_t round = 0; round < rounds; ++round) {
        work_offline(0);
        work_offline(1);
        const std::size_t first = below(2);
        exchange(first);
        if (below(2) == 0) work_offline(first);  // knowing only half
        exchange(1 - first);
        if (below(2) == 0) work_offline(1 - first);
    }
    for (const std::size_t device : {0U, 1U, 0U, 1U}) exchange(device);
    const PersonId cat = org_.hire("Cat " + name_, "officer");
    org_.allocate(case_, cat);
    phones_.emplace_back(org_, cat, name_ + "-cat");
    for (Phone& phone : phones_) phone.sync();

    const ScopeInfo info = phones_[0].scope(case_);
    for (Phone& phone : phones_) {
        EXPECT_EQ(phone.scope(case_).seq, info.seq);
        EXPECT_EQ(phone.scope(case_).digest, info.digest);
        EXPECT_EQ(dump(phone), dump(phones_[0]));
        EXPECT_EQ(conflicts_on(phone), conflicts_on(phones_[0]));
        for (const OutboxItem& item : must(phone.store().outbox()))
            ADD_FAILURE() << "left over: " << item.verdict.message();
    }
    const auto seen = everything_on(phones_[0]);
    EXPECT_GT(conflicts_on(phones_[0]).size(), 10U) << "a test without conflicts shows nothing";
    for (std::size_t v = 0; v < ledger_.entries().size(); ++v) {
        const Written& w = ledger_.entries()[v];
        EXPECT_TRUE(is_kept(v, seen.at(w.record)))
            << "lost: " << w.collection << " " << to_text(w.record) << " " << w.field << " = "
            << w.value << " (entry " << v << ", device " << w.author << ")";
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ConvergenceTest, ::testing::Values(1U, 2U, 3U));

}  // namespace
}  // namespace sanderling::tests
