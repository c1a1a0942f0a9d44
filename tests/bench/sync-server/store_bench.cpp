// How long the server's store takes for 10,000 records of 9 paths in 100 commits, and to read them
// back for another device. Each commit of the table is one group with its own sync to the disk.
#include "sync-server/store/feed_reader.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <chrono>
#include <cstdio>
#include <string>

namespace {

using namespace sanderling;
using namespace sanderling::server;
using namespace sanderling::server::testing;

constexpr std::size_t commits = 100;
constexpr std::size_t records_a_commit = 100;
constexpr std::size_t paths = 9;
constexpr std::size_t bytes_a_record = 320;

class Stopwatch {
  public:
    double ms() const {
        const std::chrono::duration<double, std::milli> passed =
            std::chrono::steady_clock::now() - from_;
        return passed.count();
    }

  private:
    std::chrono::steady_clock::time_point from_ = std::chrono::steady_clock::now();
};

void report(const char* name, double ms) {
    std::printf("%-44s %9.1f ms\n", name, ms);
}

double push_all(Store& store, const std::vector<PreparedPush>& pushes, std::size_t in_a_group) {
    const Stopwatch watch;
    for (std::size_t i = 0; i < pushes.size(); i += in_a_group) {
        WriteGroup group(store, start);
        for (std::size_t k = i; k < std::min(i + in_a_group, pushes.size()); ++k)
            for (const auto& verdict : group.judge(pushes[k]))
                if (verdict.code != Errc::ok) std::abort();
        group.commit();
    }
    return watch.ms();
}

double read_all(FeedReader& reader, const Colleague& who, ScopeId scope) {
    const Stopwatch watch;
    wire::Subscription from;
    from.scope = scope;
    from.generation = reader.generation();
    for (std::size_t items = 0;;) {
        const auto read = reader.page({from, who.person, who.replica, 256 * 1024}, start);
        const auto& page = std::get<sync::server::Page>(read.outcome);
        items += page.data.items.size();
        if (page.checkpoint && items < commits) std::abort();
        if (page.checkpoint) return watch.ms();
        from.after = Seq{number(from.after) + page.data.items.size()};
        from.chain = page.chain;
    }
}

void measure(std::size_t in_a_group) {
    const TemporaryFolder folder;
    Trust trust;
    const Colleague ann = trust.hire();
    const Colleague bob = trust.hire();
    const auto scope = trust.id<ScopeId>();
    auto store = open_store(folder.path(), trust);
    {
        WriteGroup group(*store, start);
        if (!group.put_log(trust.found_scope(scope, ann))) std::abort();
        if (!group.put_log(trust.change(scope, {Trust::admit(bob.person)}))) std::abort();
        group.commit();
    }
    Position at;
    std::vector<wire::Push> pushes;
    std::vector<wire::Push> edits;
    std::vector<RecordId> all;
    for (std::size_t i = 0; i < commits; ++i) {
        std::vector<RecordId> records;
        for (std::size_t k = 0; k < records_a_commit; ++k) records.push_back(trust.id<RecordId>());
        all.insert(all.end(), records.begin(), records.end());
        pushes.push_back(
            push_of(scope, {trust.write(ann, scope, records, at, paths, bytes_a_record)}));
    }
    for (std::size_t i = 0; i < commits; ++i)
        edits.push_back(push_of(scope, {trust.write(ann, scope, {all[i * records_a_commit]}, at,
                                                    paths, bytes_a_record)}));

    std::printf("-- %zu commits in a group\n", in_a_group);
    const Stopwatch unpacking;
    std::vector<PreparedPush> ready;
    for (const wire::Push& push : pushes) ready.push_back(prepared(push, trust.org()));
    report("unpack 100 commits of 100 records", unpacking.ms());
    report("judge and store them", push_all(*store, ready, in_a_group));
    auto reader = FeedReader::open(store_file(folder.path())).value();
    report("read them back in pages of 256 KiB", read_all(*reader, bob, scope));
    ready.clear();
    for (const wire::Push& push : edits) ready.push_back(prepared(push, trust.org()));
    report("judge and store 100 edits of one record", push_all(*store, ready, in_a_group));
    report("read all back, bodies thinned", read_all(*reader, bob, scope));
}

}  // namespace

int main() {
    for (const std::size_t in_a_group : {1U, 10U, 100U}) measure(in_a_group);
}
