#include "client-sdk/cli/context.hpp"

#include "client-sdk/cli/passphrase.hpp"
#include "client-sdk/cli/state_folder.hpp"
#include "client-sdk/cli/words.hpp"
#include "schema/generated/probation/description.hpp"
#include "schema/language/load.hpp"

#include <fstream>
#include <sstream>
#include <thread>

namespace sanderling::cli {

namespace {

constexpr std::chrono::milliseconds open_retry{50};

Result<std::shared_ptr<const Schema>> schema_of(const std::string& file) {
    if (file.empty())
        return std::shared_ptr<const Schema>(std::shared_ptr<void>(), &probation::schema());
    std::ifstream in(file);
    if (!in) return fail(Errc::not_found, "no schema file " + file);
    std::ostringstream text;
    text << in.rdbuf();
    auto loaded = schema::load_schema(text.str(), file);
    if (!loaded) return loaded.error();
    return std::make_shared<const Schema>(std::move(*loaded));
}

}  // namespace

Result<Context> Context::make(const GlobalOptions& options) {
    auto schema = schema_of(options.schema_file);
    if (!schema) return schema.error();
    return Context(options, std::move(*schema));
}

Result<std::filesystem::path> Context::folder() const {
    if (options_.store.empty())
        return fail(Errc::invalid_argument, "say which replica: --store DIR or SANDERLING_STORE");
    return std::filesystem::path(options_.store);
}

Result<Passphrase> Context::ask() const {
    return read_passphrase(options_.passphrase_file,
                           options_.by_recovery_code ? Asking::recovery_code : Asking::once);
}

Result<Key> Context::key_of(const Passphrase& read) const {
    if (!options_.by_recovery_code) return Key(Passphrase(as_text(read.view())));
    auto code = RecoveryCode::parse(as_text(read.view()));
    if (!code) return code.error();
    return Key(std::move(*code));
}

Result<Key> Context::key() const {
    const auto read = ask();
    if (!read) return read.error();
    return key_of(*read);
}

Result<std::pair<Key, Key>> Context::key_twice() const {
    const auto read = ask();
    if (!read) return read.error();
    auto one = key_of(*read);
    auto other = key_of(*read);
    if (!one || !other) return !one ? one.error() : other.error();
    return std::pair(std::move(*one), std::move(*other));
}

// One process owns a replica, and this one may wait for it.
template <class Attempt>
auto Context::waited(Attempt&& attempt) const -> decltype(attempt()) {
    const auto until = std::chrono::steady_clock::now() + seconds(options_.wait_seconds);
    while (true) {
        auto done = attempt();
        const bool is_taken = !done && done.error().code == Errc::in_use;
        if (!is_taken || std::chrono::steady_clock::now() >= until) return done;
        std::this_thread::sleep_for(open_retry);
    }
}

Result<Store> Context::open(OpenMode mode) {
    auto where = folder();
    if (!where) return where.error();
    Result<Key> opener = fail(Errc::internal);
    if (mode != OpenMode::open_existing && !std::filesystem::exists(*where)) {
        auto passphrase = read_passphrase(options_.passphrase_file, Asking::twice);
        if (!passphrase) return passphrase.error();
        opener = Key(std::move(*passphrase));
    } else {
        opener = key();
    }
    if (!opener) return opener.error();
    const OpenOptions open_options{.mode = mode, .freshness = keeper()};
    auto store = waited([&] { return Store::open(*where, *opener, *schema_, open_options); });
    if (store) tell_of(store->open_report());
    return store;
}

Result<Vault> Context::open_vault(const Key& opener) const {
    auto where = folder();
    if (!where) return where.error();
    return waited([&] { return Vault::open(*where, opener); });
}

std::shared_ptr<FreshnessKeeper> Context::keeper() const {
    return keeper_in(state_folder(options_.state));
}

void Context::tell_of(const OpenReport& report) {
    if (report.renewed) out.note(std::string(renewal_text(*report.renewed)));
    if (report.keeper_problem)
        out.note("whether this is the newest state of the replica is not known: " +
                 report.keeper_problem->message());
}

Result<const schema::Collection*> Context::collection(std::string_view name) const {
    const schema::Collection* found = schema_->collection(name);
    if (found != nullptr) return found;
    return fail(Errc::not_found, std::string(name) + " is not a collection of " + schema_->name());
}

std::chrono::milliseconds seconds(double count) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::duration<double>(count));
}

Result<RecordId> parse_record(std::string_view text) {
    const auto id = parse_id<RecordId>(text);
    if (!id) return fail(Errc::invalid_argument, std::string(text) + " is not a record's id");
    return *id;
}

Result<ScopeId> find_scope(const Store& store, std::string_view text) {
    if (const auto id = parse_id<ScopeId>(text)) return *id;
    const auto scopes = store.scopes();
    if (!scopes) return scopes.error();
    constexpr std::size_t shortest = 4;
    std::optional<ScopeId> found;
    for (const ScopeInfo& scope : *scopes) {
        const bool fits =
            scope.kind == text || (text.size() >= shortest && to_text(scope.id).starts_with(text));
        const bool is_gone =
            scope.state == ScopeState::revoked || scope.state == ScopeState::leaving;
        if (!fits || is_gone) continue;
        if (found)
            return fail(Errc::invalid_argument,
                        "several scopes fit '" + std::string(text) + "'; give more of the id");
        found = scope.id;
    }
    if (!found) return fail(Errc::not_found, "no scope '" + std::string(text) + "' is here");
    return *found;
}

}  // namespace sanderling::cli
