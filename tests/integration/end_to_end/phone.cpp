#include "tests/integration/end_to_end/phone.hpp"

#include <fstream>
#include <iterator>

namespace sanderling::tests {

namespace fs = std::filesystem;

SyncOptions eager(std::string server) {
    SyncOptions options;
    options.server = std::move(server);
    options.patience.backoff_min = std::chrono::milliseconds{20};
    options.patience.backoff_max = std::chrono::milliseconds{200};
    return options;
}

OpenOptions quick(OpenMode mode) {
    OpenOptions options;
    options.mode = mode;
    options.kdf = KdfCost::least();
    return options;
}

Phone::Phone(OrganisationFixture& organisation, const std::string& name)
    : folder_(organisation.folder() / "devices" / name) {
    fs::create_directories(folder_);
    must(open());
}

Phone::Phone(OrganisationFixture& organisation, PersonId person, const std::string& name)
    : Phone(organisation, name) {
    person_ = person;
    must(enrol(*store_, organisation.invite(person).text));
}

Result<void> Phone::open() {
    OpenOptions options = quick();
    options.clock = clock_;
    auto opened = Store::open(folder_, Passphrase(passphrase), probation::schema(), options);
    if (!opened) return opened.error();
    store_.emplace(std::move(*opened));
    return {};
}

void Phone::close() {
    agent_.reset();
    store_.reset();
}

void Phone::reopen() {
    close();
    must(open());
}

void Phone::go_online(const std::string& server) {
    SyncOptions options = eager(server);
    options.clock = clock_;
    agent_.emplace(must(SyncAgent::start(*store_, options)));
}

void Phone::sync(std::chrono::milliseconds limit, const std::string& server) {
    go_online(server);
    must(agent_->wait_until_live(limit));
    must(agent_->wait_until_drained(limit));
    // The verdicts are there. What was accepted also has to come back at its place in the log.
    const bool is_settled = wait_for(
        [&] {
            for (const OutboxItem& item : must(store_->outbox()))
                if (item.delivery < Delivery::rejected) return false;
            return true;
        },
        limit);
    if (!is_settled) throw std::runtime_error("own work did not come back from the server");
    go_offline();
}

ScopeInfo Phone::scope(ScopeId id) {
    for (const ScopeInfo& info : must(store_->scopes()))
        if (info.id == id) return info;
    return {};
}

std::string Phone::text(std::string_view sql, const std::vector<Scalar>& params) {
    const Rows rows = must(store_->query(sql, params));
    if (rows.empty()) return {};
    const auto* held = std::get_if<std::string>(&rows.at(0, 0));
    return held != nullptr ? *held : std::string();
}

std::int64_t Phone::count(std::string_view sql, const std::vector<Scalar>& params) {
    const Rows rows = must(store_->query(sql, params));
    return std::get<std::int64_t>(rows.at(0, 0));
}

RecordId Phone::visit(ScopeId scope, const std::string& note) {
    probation::Contact contact;
    contact.type = probation::ContactType::home_visit;
    contact.notes = {note};
    RecordId id;
    must(store_->write([&](Transaction& tx) -> Result<void> {
        auto made = tx.insert(scope, contact);
        if (!made) return made.error();
        id = *made;
        return {};
    }));
    return id;
}

namespace {

std::string utf16(const std::string& text) {
    std::string out;
    for (const char c : text) out.append({c, '\0'});
    return out;
}

}  // namespace

std::vector<fs::path> files_with(const fs::path& folder, const std::vector<std::string>& texts) {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(in), {}};
        for (const std::string& text : texts)
            if (content.find(text) != std::string::npos ||
                content.find(utf16(text)) != std::string::npos) {
                out.push_back(entry.path());
                break;
            }
    }
    return out;
}

}  // namespace sanderling::tests
