// A client to be killed: writes without end into one case, and appends to its journal what `write`
// has returned for. Arguments: replica, scope, shared records (ids joined by commas), journal, name
// of this run, server (empty: that of the enrolment), milliseconds to rest after each write.
#include "schema/generated/probation/description.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

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
Result<void> work(Transaction& tx, ScopeId scope, const std::vector<RecordId>& shared,
                  const std::string& token, std::vector<RecordId>& own, std::mt19937& random) {
    if (own.empty() || random() % 3 == 0) {
        auto made = tx.insert(
            scope, "contact",
            {{"type", std::string("home_visit")}, {"staff", token}, {"notes", List{token}}});
        if (!made) return made.error();
        own.push_back(*made);
        return {};
    }
    const std::vector<RecordId>& some = random() % 2 == 0 ? shared : own;
    const RecordId record = some[random() % some.size()];
    if (auto done = tx.update("contact", record, {{"staff", token}}); !done) return done;
    return tx.append("contact", record, "notes", token);
}

std::vector<RecordId> ids_in(const std::string& text) {
    std::vector<RecordId> out;
    std::istringstream in(text);
    for (std::string id; std::getline(in, id, ',');) out.push_back(parse_id<RecordId>(id).value());
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 8) return EXIT_FAILURE;
    const auto scope = parse_id<ScopeId>(argv[2]).value();
    const std::vector<RecordId> shared = ids_in(argv[3]);
    const std::string run = argv[5];
    OpenOptions options;
    options.mode = OpenMode::open_existing;
    auto store =
        Store::open(argv[1], Passphrase("a passphrase of the tests"), probation::schema(), options);
    if (!store) return complain(store.error());
    SyncOptions eager;
    eager.server = argv[6];
    eager.patience.backoff_min = std::chrono::milliseconds{20};
    eager.patience.backoff_max = std::chrono::milliseconds{200};
    auto agent = SyncAgent::start(*store, eager);
    if (!agent) return complain(agent.error());
    const std::chrono::milliseconds rest{std::stoi(argv[7])};
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
        std::this_thread::sleep_for(rest);
    }
}
