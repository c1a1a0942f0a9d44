// A rekey puts a database under a new key in the old one's place, and a kill in front of any call
// that changes a file loses nothing (docs/storage.md §10).
#include "client-sdk/vault/slot_image.hpp"
#include "tests/integration/client-sdk/vault/fixture.hpp"
#include "tests/integration/client-sdk/vault/killed_call.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>

namespace sanderling::vault {
namespace {

using namespace testing;

constexpr std::int64_t folded_notes = 60;
constexpr std::int64_t all_notes = 65;

const CopyOptions quick_copy{.kdf = KdfCost::least(), .core_dumps = CoreDumps::leave_as_they_are};

template <class... Keys>
std::vector<Key> keys(Keys&&... each) {
    std::vector<Key> out;
    (out.emplace_back(std::forward<Keys>(each)), ...);
    return out;
}

Errc code_of_open(const std::filesystem::path& folder, const Key& key) {
    auto opened = Vault::open(folder, key, quick);
    return opened ? Errc::ok : opened.error().code;
}

/// Sixty notes in the database file and five only in the log, as a crash leaves them.
void make_crashed(const std::filesystem::path& folder) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto vault = Vault::create(folder, raw_key("old"), quick);
        auto database = vault->open_connection();
        make_table(*database);
        for (std::int64_t i = 0; i < folded_notes; ++i) add_note(*database, i, long_note(i));
        database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        for (std::int64_t i = folded_notes; i < all_notes; ++i)
            add_note(*database, i, long_note(i));
        ::kill(::getpid(), SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
}

void expect_notes(const std::filesystem::path& folder, const Key& key) {
    auto vault = Vault::open(folder, key, quick);
    ASSERT_TRUE(vault) << vault.error().message();
    auto database = vault->open_connection();
    ASSERT_TRUE(database) << database.error().message();
    EXPECT_EQ(database->query_int("SELECT count(*) FROM note"), all_notes);
    Statement notes = database->prepare("SELECT id, text FROM note ORDER BY id");
    while (notes.step() == Statement::Step::row)
        EXPECT_EQ(notes.column_text(1), long_note(notes.column_int(0)));
    EXPECT_EQ(database->query_text("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(database->query_int("PRAGMA application_id"), 0x534E4452);
}

std::set<std::string> files_of(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.insert(entry.path().filename());
    return names;
}

TEST(Rekey, LeavesNothingThatTheOldKeysOpen) {
    const Folder folder;
    make_crashed(folder / "r");
    std::filesystem::copy(folder / "r", folder / "before");
    crypto::SystemRandom random;
    const RecoveryCode code = RecoveryCode::generate(random);

    std::vector<CopyStep> steps;
    CopyOptions options = quick_copy;
    options.on_progress = [&](const CopyProgress& progress) {
        if (steps.empty() || steps.back() != progress.step) steps.push_back(progress.step);
        EXPECT_LE(progress.pages_done, progress.pages_total);
    };
    auto done =
        Vault::rekey(folder / "r", raw_key("old"), keys(Passphrase("new"), code.clone()), options);

    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(steps, (std::vector{CopyStep::copying, CopyStep::checking, CopyStep::swapping}));
    EXPECT_EQ(done->slots_before.size(), 1U);
    EXPECT_EQ(done->slots_now.size(), 2U);
    EXPECT_EQ(number(done->identity.epoch), 2U);
    EXPECT_EQ(files_of(folder / "r"), (std::set<std::string>{"keys", "replica.db"}));
    EXPECT_EQ(code_of_open(folder / "r", raw_key("old")), Errc::wrong_key);
    expect_notes(folder / "r", Passphrase("new"));
    expect_notes(folder / "r", code.clone());
    // The replica stays the same one.
    EXPECT_EQ(Vault::open(folder / "before", raw_key("old"), quick)->identity().id,
              done->identity.id);
    // The old slots beside the new pages open nothing.
    std::filesystem::copy_file(folder / "before/keys", folder / "r/keys",
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_EQ(code_of_open(folder / "r", raw_key("old")), Errc::corrupt);
    expect_no_canary(folder.path());
}

TEST(Rekey, RefusesWhatItCannotDo) {
    const Folder folder;
    make_crashed(folder / "r");

    EXPECT_EQ(
        Vault::rekey(folder / "r", raw_key("guess"), keys(raw_key("new")), quick_copy).error().code,
        Errc::wrong_key);
    EXPECT_EQ(Vault::rekey(folder / "r", raw_key("old"), {}, quick_copy).error().code,
              Errc::invalid_argument);
    {
        auto open = Vault::open(folder / "r", raw_key("old"), quick);
        EXPECT_EQ(Vault::rekey(folder / "r", raw_key("old"), keys(raw_key("new")), quick_copy)
                      .error()
                      .code,
                  Errc::in_use);
    }
    expect_notes(folder / "r", raw_key("old"));
    EXPECT_EQ(files_of(folder / "r"), (std::set<std::string>{"keys", "replica.db"}));
}

/// What killing `change` in front of each of its calls leaves, until it comes to its end.
template <class Change, class Check>
long kill_everywhere(const std::filesystem::path& template_folder,
                     const std::filesystem::path& work, Change&& change, Check&& check) {
    for (long n = 1;; ++n) {
        std::filesystem::remove_all(work);
        std::filesystem::copy(template_folder, work, std::filesystem::copy_options::recursive);
        const pid_t child = ::fork();
        if (child == 0) {
            kill_at_call(n);
            ::_exit(change() ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        SCOPED_TRACE("killed in front of call " + std::to_string(n));
        if (WIFEXITED(status)) {
            EXPECT_EQ(WEXITSTATUS(status), 0);
            return n;
        }
        check();
        if (::testing::Test::HasFailure()) return n;
    }
}

TEST(Rekey, LosesNothingWhereverItIsKilled) {
    const Folder folder;
    std::filesystem::create_directory(folder / "t");
    make_crashed(folder / "t/r");
    int old_ones = 0;
    int new_ones = 0;

    const long calls = kill_everywhere(
        folder / "t", folder / "w",
        [&] {
            return Vault::rekey(folder / "w/r", raw_key("old"), keys(raw_key("new")), quick_copy)
                .has_value();
        },
        [&] {
            const bool is_new = code_of_open(folder / "w/r", raw_key("new")) == Errc::ok;
            ++(is_new ? new_ones : old_ones);
            expect_notes(folder / "w/r", is_new ? raw_key("new") : raw_key("old"));
            EXPECT_EQ(code_of_open(folder / "w/r", is_new ? raw_key("old") : raw_key("new")),
                      Errc::wrong_key);
            EXPECT_EQ(files_of(folder / "w/r"), (std::set<std::string>{"keys", "replica.db"}));
        });

    EXPECT_GT(calls, 40);
    EXPECT_GT(old_ones, 20);
    EXPECT_GT(new_ones, 5);
}

/// The old database is gone, so no copy of the slots may name it: the other may be damaged some
/// day.
void expect_both_copies_of_epoch_2(const std::filesystem::path& keys) {
    const std::string bytes = slurp(keys);
    for (const std::size_t at : {std::size_t{0}, slot_copy_bytes}) {
        const auto copy = decode_slot_copy(as_bytes(bytes).subspan(at, slot_copy_bytes));
        ASSERT_TRUE(copy);
        EXPECT_EQ(number(copy->identity.epoch), 2U);
    }
}

// Finishing is itself cut off: the opening after the crash is killed too.
TEST(Rekey, LosesNothingWhenTheNextOpeningIsKilledToo) {
    const Folder folder;
    std::filesystem::create_directory(folder / "t");
    make_crashed(folder / "t/r");
    // The first moment at which the new key counts: after the first rename of the slot file.
    kill_everywhere(
        folder / "t", folder / "w",
        [&] {
            return Vault::rekey(folder / "w/r", raw_key("old"), keys(raw_key("new")), quick_copy)
                .has_value();
        },
        [&] {
            if (std::filesystem::exists(folder / "half")) return;
            std::filesystem::remove_all(folder / "seen");
            std::filesystem::copy(folder / "w/r", folder / "seen");
            if (code_of_open(folder / "seen", raw_key("new")) == Errc::ok) {
                std::filesystem::create_directories(folder / "half");
                std::filesystem::copy(folder / "w/r", folder / "half/r");
            }
        });
    ASSERT_TRUE(std::filesystem::exists(folder / "half/r/replica.db.new"));

    const long calls = kill_everywhere(
        folder / "half", folder / "w",
        [&] { return code_of_open(folder / "w/r", raw_key("new")) == Errc::ok; },
        [&] {
            if (!std::filesystem::exists(folder / "w/r/replica.db.new"))
                expect_both_copies_of_epoch_2(folder / "w/r/keys");
            expect_notes(folder / "w/r", raw_key("new"));
            EXPECT_EQ(files_of(folder / "w/r"), (std::set<std::string>{"keys", "replica.db"}));
        });

    EXPECT_GT(calls, 10);
}

TEST(Rekey, LeavesTheOldVaultWhenTheDatabaseIsDamaged) {
    const Folder folder;
    make_crashed(folder / "r");
    expect_notes(folder / "r", raw_key("old"));
    std::string damaged = slurp(folder / "r/replica.db");
    damaged[3 * 4096 + 100] ^= 1;
    spill(folder / "r/replica.db", damaged);

    const auto done = Vault::rekey(folder / "r", raw_key("old"), keys(raw_key("new")), quick_copy);

    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::corrupt);
    EXPECT_EQ(slurp(folder / "r/replica.db"), damaged);
    EXPECT_EQ(files_of(folder / "r"), (std::set<std::string>{"keys", "replica.db"}));
    EXPECT_EQ(code_of_open(folder / "r", raw_key("old")), Errc::ok);
}

TEST(Export, IsAVaultOfItsOwn) {
    const Folder folder;
    make_crashed(folder / "r");
    auto vault = Vault::open(folder / "r", raw_key("old"), quick);
    ASSERT_TRUE(vault);

    auto done = vault->export_to(folder / "a folder?#%", Passphrase("other"), quick_copy);

    ASSERT_TRUE(done) << done.error().message();
    EXPECT_NE(done->identity.id, vault->identity().id);
    EXPECT_EQ(number(done->identity.epoch), 1U);
    EXPECT_EQ(files_of(folder / "a folder?#%"), (std::set<std::string>{"keys", "replica.db"}));
    expect_notes(folder / "a folder?#%", Passphrase("other"));
    EXPECT_EQ(code_of_open(folder / "a folder?#%", raw_key("old")), Errc::wrong_key);
    EXPECT_EQ(
        vault->export_to(folder / "a folder?#%", Passphrase("other"), quick_copy).error().code,
        Errc::already_exists);
    EXPECT_EQ(vault->export_to(folder / "r", Passphrase("other"), quick_copy).error().code,
              Errc::in_use);
    expect_no_canary(folder.path());
}

TEST(Export, IsThereWholeOrNotAtAll) {
    const Folder folder;
    std::filesystem::create_directory(folder / "t");
    make_crashed(folder / "t/r");
    int whole = 0;

    const long calls = kill_everywhere(
        folder / "t", folder / "w",
        [&] {
            auto vault = Vault::open(folder / "w/r", raw_key("old"), quick);
            return vault && vault->export_to(folder / "w/x", raw_key("x"), quick_copy);
        },
        [&] {
            const Errc opened = code_of_open(folder / "w/x", raw_key("x"));
            auto vault = Vault::open(folder / "w/r", raw_key("old"), quick);
            ASSERT_TRUE(vault);
            if (opened == Errc::ok) {
                ++whole;
            } else {
                EXPECT_EQ(opened, Errc::not_found);
                EXPECT_TRUE(vault->export_to(folder / "w/x", raw_key("x"), quick_copy));
            }
            expect_notes(folder / "w/x", raw_key("x"));
            EXPECT_EQ(files_of(folder / "w/x"), (std::set<std::string>{"keys", "replica.db"}));
        });

    EXPECT_GT(calls, 40);
    EXPECT_GT(whole, 3);
}

TEST(Backup, RunsWhileOthersReadAndWrite) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", Passphrase("p"), quick);
    ASSERT_TRUE(vault);
    auto writer = vault->open_connection();
    make_table(*writer);
    constexpr std::int64_t before = 20000;
    {
        Transaction transaction(*writer);
        for (std::int64_t i = 0; i < before; ++i) add_note(*writer, i, long_note(i));
        transaction.commit();
    }

    // Writes from within the copying, where a lock on the writers would fail at once.
    auto second = vault->open_connection({.busy_timeout_ms = 0});
    std::int64_t written = before;
    CopyOptions options = quick_copy;
    options.on_progress = [&](const CopyProgress& progress) {
        if (progress.step != CopyStep::copying || progress.pages_done == 0) return;
        add_note(*second, written, long_note(written));
        ++written;
    };
    EXPECT_EQ(vault->backup_to(folder / "b", Passphrase("typo"), options).error().code,
              Errc::wrong_key);
    EXPECT_FALSE(std::filesystem::exists(folder / "b"));
    auto done = vault->backup_to(folder / "b", Passphrase("p"), options);

    ASSERT_TRUE(done) << done.error().message();
    EXPECT_GT(written, before) << "nothing was written meanwhile";
    EXPECT_EQ(writer->query_int("SELECT count(*) FROM note"), written);
    auto backup = Vault::open(folder / "b", Passphrase("p"), quick);
    ASSERT_TRUE(backup) << backup.error().message();
    auto database = backup->open_connection();
    EXPECT_EQ(database->query_int("SELECT count(*) FROM note"), before);  // one moment, whole
    EXPECT_EQ(database->query_text("PRAGMA integrity_check"), "ok");
}

TEST(Backup, HoldsNothingThatWasDeleted) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", raw_key("k"), quick);
    auto writer = vault->open_connection();
    make_table(*writer);
    {
        Transaction transaction(*writer);
        for (std::int64_t i = 0; i < 500; ++i) add_note(*writer, i, long_note(i));
        transaction.commit();
    }
    writer->execute("DELETE FROM note WHERE id >= 10");

    ASSERT_TRUE(vault->backup_to(folder / "b", raw_key("k"), quick_copy));

    auto backup = Vault::open(folder / "b", raw_key("k"), quick);
    auto database = backup->open_connection();
    EXPECT_EQ(database->query_int("PRAGMA freelist_count"), 0);
    EXPECT_LT(database->query_int("PRAGMA page_count"), 10);
}

}  // namespace
}  // namespace sanderling::vault
