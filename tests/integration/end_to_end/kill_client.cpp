// A client to be killed: writes without end into one case, and appends to its journal what `write`
// has returned for. Arguments: replica, scope, shared record, journal, number of this run.
#include "schema/generated/probation/description.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "sanderling/store.hpp"
#include "sanderling/sync.hpp"

namespace {

using namespace sanderling;

int complain(const Error& error) {
    std::cout << traits(error.code).name << std::endl;
    std::cerr << error.message() << std::endl;
    return EXIT_FAILURE;
}

/// Each transaction adds one entry, unique for ever, to some log; and does something besides.
Result<void> work(Transaction& tx, ScopeId scope, RecordId shared, const std::string& token,
                  std::vector<RecordId>& own, std::mt19937& random) {
    if (own.empty() || random() % 3 == 0) {
        auto made = tx.insert(
            scope, "contact",
            {{"type", std::string("home_visit")}, {"staff", token}, {"notes", List{token}}});
        if (!made) return made.error();
        own.push_back(*made);
        return {};
    }
    if (random() % 2 == 0) {
        if (auto done = tx.update("contact", shared, {{"staff", token}}); !done) return done;
        return tx.append("contact", shared, "notes", token);
    }
    const RecordId record = own[random() % own.size()];
    if (auto done = tx.update("contact", record, {{"staff", token}}); !done) return done;
    return tx.append("contact", record, "notes", token);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) return EXIT_FAILURE;
    const auto scope = parse_id<ScopeId>(argv[2]).value();
    const auto shared = parse_id<RecordId>(argv[3]).value();
    const std::string run = argv[5];
    OpenOptions options;
    options.mode = OpenMode::open_existing;
    auto store =
        Store::open(argv[1], Passphrase("a passphrase of the tests"), probation::schema(), options);
    if (!store) return complain(store.error());
    SyncOptions eager;
    eager.patience.backoff_min = std::chrono::milliseconds{20};
    eager.patience.backoff_max = std::chrono::milliseconds{200};
    auto agent = SyncAgent::start(*store, eager);
    if (!agent) return complain(agent.error());
    const int journal = ::open(argv[4], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    std::cout << "writing" << std::endl;

    std::mt19937 random(std::random_device{}());
    std::vector<RecordId> own;
    for (int n = 0;; ++n) {
        const std::string token = run + "-" + std::to_string(n);
        auto written = store->write(
            [&](Transaction& tx) { return work(tx, scope, shared, token, own, random); });
        if (!written) return complain(written.error());
        const std::string line = token + "\n";
        if (::write(journal, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            return EXIT_FAILURE;
        // So that sending and writing go on beside each other, and neither runs far ahead.
        static_cast<void>(agent->wait_until_drained(std::chrono::milliseconds{3}));
    }
}
