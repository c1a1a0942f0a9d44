#include "client-sdk/replica/replica.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/leaving.hpp"
#include "client-sdk/replica/migrations.hpp"
#include "client-sdk/replica/place.hpp"
#include "client-sdk/replica/search_index.hpp"
#include "client-sdk/replica/tables.hpp"

#include <chrono>
#include <ctime>
#include <map>

namespace sanderling::replica {

namespace {

using vault::Statement;

Instant system_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

// Goes on while the device sleeps, and no clock that is set moves it.
std::chrono::milliseconds system_uptime() {
    timespec t{};
    ::clock_gettime(CLOCK_BOOTTIME, &t);
    return std::chrono::seconds(t.tv_sec) + std::chrono::duration_cast<std::chrono::milliseconds>(
                                                std::chrono::nanoseconds(t.tv_nsec));
}

Result<vault::Vault> open_vault(const std::filesystem::path& directory, const Key& key,
                                const OpenOptions& options) {
    const vault::VaultOptions vault_options{.kdf = options.kdf};
    if (options.mode == OpenMode::create)
        return vault::Vault::create(directory, key, vault_options);
    auto opened = vault::Vault::open(directory, key, vault_options);
    const bool is_missing = !opened && opened.error().code == Errc::not_found;
    if (is_missing && options.mode == OpenMode::open_or_create)
        return vault::Vault::create(directory, key, vault_options);
    return opened;
}

Result<void> check_schema(Meta& values, const Schema& schema) {
    const auto name = values.bytes(meta::schema_name);
    const auto version = values.integer(meta::schema_version);
    if (name && as_text(*name) != schema.name())
        return fail(
            Errc::schema_mismatch,
            "the replica's schema is " + std::string(as_text(*name)) + ", not " + schema.name());
    if (version && *version > as_int(schema.version()))
        return fail(Errc::schema_mismatch, "the replica was written with version " +
                                               std::to_string(*version) + " of the schema");
    values.put_integer(meta::format, current_format);
    values.put_bytes(meta::schema_name, as_bytes(schema.name()));
    values.put_integer(meta::schema_version, as_int(schema.version()));
    return {};
}

struct Place {
    ScopeId scope;
    CollectionNumber collection{};
    RecordId id;
};

// Records kept aside for a collection that this schema has.
void adopt_records(Writer& writer, Instant now) {
    std::vector<Place> aside;
    {
        auto rows = writer.database.prepare("SELECT scope, collection, id FROM sanderling_other");
        while (rows.step() == Statement::Step::row)
            aside.push_back({column_fixed<ScopeId>(rows, 0), column_code<CollectionNumber>(rows, 1),
                             column_fixed<RecordId>(rows, 2)});
    }
    for (const Place& place : aside) {
        Scope* scope = writer.scopes.find(place.scope);
        if (scope == nullptr || writer.records.table(place.collection) == nullptr) continue;
        writer.records.adopt(place.scope, place.collection, place.id, writer.self(*scope, now));
    }
}

// Values of fields that the schema did not have when they came.
void adopt_fields(Writer& writer, Instant now) {
    std::vector<std::pair<Place, FieldNumber>> known;
    {
        auto rows = writer.database.prepare(
            "SELECT collection, field, record FROM sanderling_unknown_field");
        while (rows.step() == Statement::Step::row) {
            const auto number = column_code<CollectionNumber>(rows, 0);
            const auto field = column_code<FieldNumber>(rows, 1);
            const auto* collection = writer.schema.collection(number);
            if (collection != nullptr && field_ref(*collection, field))
                known.push_back({{{}, number, column_fixed<RecordId>(rows, 2)}, field});
        }
    }
    for (const auto& [place, field] : known) {
        const auto stored = writer.records.table(place.collection)->load(place.id);
        Scope* scope = stored ? writer.scopes.find(stored->scope) : nullptr;
        if (scope != nullptr) {
            const Self self = writer.self(*scope, now);
            auto record = writer.records.open(stored->scope, place.collection, place.id, self);
            // The new columns are empty, whatever the body says.
            record.before->columns.assign(record.before->columns.size(), Value{});
            writer.records.save(record, self, scope->head.seq);
        }
        auto remove = writer.database.prepare(
            "DELETE FROM sanderling_unknown_field WHERE collection = ?1 AND field = ?2"
            " AND record = ?3");
        remove.bind_int(1, as_int(place.collection)).bind_int(2, as_int(field));
        remove.bind_blob(3, place.id.view()).run();
    }
}

}  // namespace

Error error_of_exception() {
    try {
        throw;
    } catch (const vault::SqliteError& error) {
        return error.error();
    } catch (const std::exception& error) {
        return fail(Errc::internal, error.what());
    } catch (...) {
        return fail(Errc::internal, "an exception of unknown type");
    }
}

struct Replica::Observers {
    struct Entry {
        explicit Entry(Observer callback) : observer(std::move(callback)) {}

        const Observer observer;
        CallGate gate{};
    };

    std::mutex mutex{};
    // Guarded by mutex:
    std::map<std::uint64_t, std::shared_ptr<Entry>> entries{};  // shared with a running notify
    std::uint64_t next = 0;
    std::function<void()> outbox_grew{};
};

Replica::Replica(vault::Vault vault, const Schema& schema, const OpenOptions& options)
    : schema_(std::make_unique<Schema>(schema)),
      clock_(options.clock ? options.clock : system_now),
      vault_(std::move(vault)),
      readers_(vault_),
      standing_(clock_, options.uptime ? options.uptime : system_uptime),
      opening_(options.freshness),
      observers_(std::make_shared<Observers>()),
      watching_(std::make_shared<WatchThread>(
          readers_, *schema_,
          [this](const std::set<ScopeId>& scopes) { return note_reads(scopes); })) {
    readers_.set_gate([this](ReaderPool::Wanted wanted) -> Result<void> {
        if (standing_.is_wiped()) return fail(Errc::device_wiped);
        if (wanted == ReaderPool::Wanted::status) return {};
        if (auto ended = end_covers_if_due(); !ended) return ended;
        return standing_.check();
    });
}

Replica::~Replica() {
    watching_->stop();
    if (!writer_ || standing_.is_wiped()) return;
    keep_freshness();
    static_cast<void>(write(vault::Durability::normal, [this](Writer& writer) -> Result<void> {
        standing_.save(writer.meta);
        return {};
    }));
}

Result<std::unique_ptr<Replica>> Replica::open(const std::filesystem::path& directory,
                                               const Key& key, const Schema& schema,
                                               const OpenOptions& options) {
    auto vault = open_vault(directory, key, options);
    if (!vault) return vault.error();
    std::unique_ptr<Replica> replica(new Replica(std::move(*vault), schema, options));
    if (auto started = replica->start(options); !started) return started.error();
    return replica;
}

Result<void> Replica::start(const OpenOptions& options) {
    auto connection = vault_.open_connection();
    if (!connection) return connection.error();
    try {
        vault::Database database = std::move(*connection);
        register_text_function(database);
        // Within pages, where it costs no more writing; `sweep` does the rest.
        database.execute("PRAGMA secure_delete = FAST");
        database.checkpoint_above(vault::log_pages_left_at_opening);
        const BuildProgress tell = [&](const schema::Collection& collection, std::uint64_t done,
                                       std::uint64_t total) {
            if (!options.progress) return;
            const std::string step = "search index of " + collection.name;
            options.progress({step, done, total});
        };
        {
            vault::Transaction transaction(database);
            if (auto brought = migrate(database, now(), options.progress); !brought)
                return brought.error();
            const Catalogue present(database);
            create_internal_tables(database, present);
            Meta values(database);
            if (auto fits = check_schema(values, *schema_); !fits) return fits.error();
            create_collection_tables(database, present, *schema_, tell);
            transaction.commit();
        }
        writer_ = std::make_unique<Writer>(std::move(database), *schema_);
    } catch (...) {
        return error_of_exception();
    }
    const ByteView id = vault_.identity().id.view();
    auto started = write(vault::Durability::full, [&](Writer& writer) -> Result<void> {
        standing_.load(writer);
        opening_.settle(writer, to_bytes(id), place_of(vault_.directory()), now());
        adopt_records(writer, now());
        adopt_fields(writer, now());
        hide_leaving(writer);
        note_covers(writer);
        return {};
    });
    if (!started) return started;
    writer_->database.checkpoint_above(vault::log_pages_before_checkpoint);
    keep_freshness();
    // A replica that cannot be swept now, since the disk is full, can be read all the same.
    (void)sweep();
    return {};
}

OpenReport Replica::open_report() {
    const std::lock_guard lock(writing_);
    return opening_.report();
}

// An adapter's seam: a keeper that fails is told in the report, and keeps nothing from working.
void Replica::keep_freshness() {
    const std::lock_guard lock(writing_);
    try {
        opening_.keep(*writer_);
    } catch (...) {
        static_cast<void>(error_of_exception());
    }
}

// Overwriting what is deleted, as SQLite's secure_delete does, leaves copies in the gaps of pages
// that were split before; only writing all pages anew leaves none.
Result<void> Replica::sweep() {
    const std::lock_guard lock(writing_);
    try {
        if (writer_->meta.integer(meta::unswept).value_or(0) == 0) return {};
        vault::Database& database = writer_->database;
        database.execute("VACUUM");
        // A reader that is at work keeps the log as it is; then it goes when the store is closed,
        // and all of this is done again when it is opened.
        if (database.query_int("PRAGMA wal_checkpoint(TRUNCATE)") == 0)
            writer_->meta.put_integer(meta::unswept, 0);
    } catch (...) {
        return error_of_exception();
    }
    return {};
}

void Replica::notify(const Change& change) {
    std::vector<std::shared_ptr<Observers::Entry>> entries;
    std::function<void()> outbox_grew;
    {
        const std::lock_guard lock(observers_->mutex);
        for (const auto& [id, entry] : observers_->entries) entries.push_back(entry);
        if (change.origin == Change::Origin::local) outbox_grew = observers_->outbox_grew;
    }
    for (const auto& entry : entries)
        if (const CallGate::Pass pass(entry->gate); pass) entry->observer(change);
    if (outbox_grew) outbox_grew();
}

void Replica::ring() {
    std::function<void()> outbox_grew;
    {
        const std::lock_guard lock(observers_->mutex);
        outbox_grew = observers_->outbox_grew;
    }
    if (outbox_grew) outbox_grew();
}

Subscription Replica::observe(Observer observer) {
    const std::lock_guard lock(observers_->mutex);
    const std::uint64_t id = observers_->next++;
    observers_->entries[id] = std::make_shared<Observers::Entry>(std::move(observer));
    return Subscription([observers = observers_, id] {
        std::shared_ptr<Observers::Entry> entry;
        {
            const std::lock_guard ending(observers->mutex);
            entry = std::move(observers->entries.at(id));
            observers->entries.erase(id);
        }
        entry->gate.close();
    });
}

Subscription Replica::watch(WatchedQuery query, QueryObserver observer) {
    const auto id = watching_->add(std::move(query), std::move(observer));
    return Subscription([watching = watching_, id] { watching->remove(id); });
}

void Replica::on_outbox_grew(std::function<void()> callback) {
    const std::lock_guard lock(observers_->mutex);
    observers_->outbox_grew = std::move(callback);
}

}  // namespace sanderling::replica
