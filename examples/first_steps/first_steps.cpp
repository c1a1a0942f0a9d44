// A home visit, written without signal. What stands between the marks is shown in the README.
// README begins
#include "schema/generated/probation/description.hpp"
#include "schema/generated/probation/records.hpp"

#include <iostream>

#include "sanderling/enrol.hpp"
#include "sanderling/sync.hpp"

using namespace sanderling;

Result<void> home_visit(const std::string& passphrase, const std::string& invite) {
    auto store = Store::open("my-replica", Passphrase(passphrase), probation::schema());
    if (!store) return store.error();  // wrong_key, in_use, disk_full … each says what to do
    if (auto done = enrol(*store, invite); !done) return done.error();
    auto agent = SyncAgent::start(*store);  // in the background from now on, with or without signal
    if (!agent) return agent.error();
    if (auto live = agent->wait_until_live(std::chrono::minutes(1)); !live) return live.error();

    const ScopeId my_case = store->scopes()->front().id;
    probation::Contact visit{.place = probation::Place::home,
                             .outcome = probation::Outcome::attended_complied,
                             .notes = {"Seen at home as arranged. Brought payslip as evidence."}};
    auto saved = store->write([&](Transaction& tx) -> Result<void> {  // durable when it returns
        auto id = tx.insert(my_case, visit);
        return id ? Result<void>{} : id.error();
    });
    if (!saved) return saved.error();
    std::cout << store->query("SELECT * FROM contact WHERE place = 'home'")->size() << " visits\n";
    return agent->wait_until_drained(std::chrono::minutes(1));
}
// README ends

int main() {
    std::string passphrase;
    std::string invite;
    std::cerr << "On two lines: a passphrase for the new replica, and an invite.\n";
    std::getline(std::cin, passphrase);
    std::getline(std::cin, invite);
    const auto done = home_visit(passphrase, invite);
    if (!done) std::cerr << done.error().message() << "\n";
    return done ? 0 : 1;
}
