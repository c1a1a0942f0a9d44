// Nothing that is written, and no name of a person, field or kind of record, is anywhere at the
// server: not in its memory, its files, its log or a backup (docs/threat-model.md).
#include "client-sdk/import/importer.hpp"
#include "examples/caseload/generate.hpp"
#include "examples/caseload/ndjson.hpp"
#include "examples/demo/canary_scan.hpp"
#include "tests/integration/confidential/process_memory.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace sanderling::tests {
namespace {

using demo::CanaryScan;

constexpr std::size_t shortest = 8;    // anything shorter comes up by chance in so many bytes
constexpr std::size_t digits_min = 8;  // of a number that nothing else is likely to be

const std::string manager_name = "Siobhán Marchbanks-Okonjo";
const std::string officer_name = "Temperance Wigglesworth";
const std::string case_label = "J. Fotheringay-Smythe";
const std::string late_note = "He keeps a ferret called Lord Nelson in the airing cupboard";

void add_texts(const schema::Scalar& scalar, std::set<std::string>& out) {
    if (const auto* text = std::get_if<std::string>(&scalar)) out.insert(*text);
    if (const auto* number = std::get_if<std::int64_t>(&scalar)) {
        const std::string digits = std::to_string(*number);
        if (digits.size() >= digits_min) out.insert(digits);
    }
}

void add_texts(const schema::Value& value, std::set<std::string>& out) {
    if (const auto* list = std::get_if<schema::List>(&value)) {
        for (const schema::Scalar& element : *list) add_texts(element, out);
        return;
    }
    std::visit(
        [&](const auto& one) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(one)>, schema::List>)
                add_texts(schema::Scalar(one), out);
        },
        value);
}

// Of a long text the scanner would need all of it in one piece; a sentence is enough.
void add_sentences(const std::string& text, std::set<std::string>& out) {
    constexpr std::size_t piece = 60;
    for (std::size_t at = 0; at + shortest <= text.size(); at += piece)
        out.insert(text.substr(at, piece));
}

/// What the schema calls things.
void add_names_of_schema(std::set<std::string>& out) {
    for (const schema::Collection& collection : probation::schema().collections()) {
        out.insert(collection.name);
        for (const schema::Field& field : collection.fields) out.insert(field.name);
    }
    for (const schema::Enum& each : probation::schema().enums())
        for (const schema::EnumValue& value : each.values) out.insert(value.name);
}

/// The generator's records, all in one case.
std::vector<import::ImportedRecord> generated_records() {
    std::stringstream lines;
    caseload::CaseloadSinks sinks;
    sinks.staff = [](const auto&) {};
    sinks.scope = [](const auto&) {};
    sinks.progress = [](std::uint32_t) {};
    sinks.record = [&](const auto& record) {
        const std::string line = caseload::json_line(record);
        if (line.find("\"scope\":\"case:1\"") != std::string::npos) lines << line << "\n";
    };
    caseload::generate({.cases = 1, .years = 1}, sinks);
    std::vector<import::ImportedRecord> out;
    import::ImportSinks into;
    into.record = [&](const import::ImportedRecord& record) -> Result<void> {
        out.push_back(record);
        return {};
    };
    into.reject = [](const import::RejectedLine& line) -> Result<void> {
        return fail(Errc::malformed, line.message());
    };
    must(import::import_records(lines, probation::schema(), into));
    return out;
}

void write_records(Phone& phone, ScopeId scope, const std::vector<import::ImportedRecord>& all) {
    constexpr std::size_t batch = 20;
    for (std::size_t begin = 0; begin < all.size(); begin += batch)
        must(phone.store().write([&](Transaction& tx) -> Result<void> {
            for (std::size_t i = begin; i < std::min(all.size(), begin + batch); ++i) {
                auto id = tx.insert(scope, all[i].collection->name, all[i].row,
                                    InsertOptions{.id = all[i].id});
                if (!id) return id.error();
            }
            return {};
        }));
}

/// The places of the canaries that were seen.
using Seen = std::set<std::size_t>;

Seen seen_in(const std::vector<demo::CanarySighting>& sightings) {
    Seen out;
    for (const auto& sighting : sightings) out.insert(sighting.canary);
    return out;
}

Seen seen_in_memory(const CanaryScan& scan, pid_t process, Memory memory) {
    Seen out;
    read_memory(process, memory, [&](const std::string&, ByteView bytes) {
        out.merge(seen_in(scan.look_in(bytes)));
    });
    return out;
}

class CanaryTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();

    /// A day at work: written, edited on both sides, searched, withdrawn, fetched anew.
    void work(const std::vector<import::ImportedRecord>& records) {
        const PersonId officer = org_.hire(officer_name, "officer");
        const PersonId manager = org_.hire(manager_name, "manager");
        const ScopeId scope = org_.found("case", case_label);
        org_.allocate(scope, officer);
        org_.allocate(scope, manager);
        Phone phone(org_, officer, "officer");
        phone.sync();
        write_records(phone, scope, records);
        phone.sync();
        Phone desk(org_, manager, "manager");
        desk.sync();
        const RecordId visit = desk.visit(scope, late_note);
        must(desk.store().write([&](Transaction& tx) {
            return tx.update("contact", visit, {{"staff", std::string("another officer")}});
        }));
        desk.sync();
        org_.withdraw(scope, officer);
        phone.visit(scope, late_note);
        phone.go_online();
        must(phone.agent().wait_until_live(patience));
        phone.go_offline();
        desk.sync();
        EXPECT_GE(desk.count("SELECT count(*) FROM contact"), 10);
    }
};

TEST_F(CanaryTest, NothingWrittenIsInMemoryFilesLogOrBackupOfTheServer) {
    const std::vector<import::ImportedRecord> records = generated_records();
    ASSERT_GE(records.size(), 20U);
    std::set<std::string> wanted{manager_name, officer_name, case_label, Phone::passphrase};
    add_names_of_schema(wanted);
    add_sentences(late_note, wanted);
    for (const import::ImportedRecord& record : records) {
        std::set<std::string> texts;
        for (const auto& [field, value] : record.row) add_texts(value, texts);
        for (const std::string& text : texts) add_sentences(text, wanted);
    }
    std::vector<std::string> canaries;
    for (const std::string& text : wanted)
        if (text.size() >= shortest) canaries.push_back(text);
    ASSERT_GE(canaries.size(), 100U);
    const CanaryScan scan(canaries);
    // Words that the program has of itself say nothing.
    const Seen own = seen_in_memory(scan, org_.server_process(), Memory::with_programs);
    // The longest is "countersignature", which OpenSSL has among its object names.
    for (const std::size_t canary : own)
        EXPECT_LT(canaries[canary].size(), 17U) << canaries[canary] << " is no word of a program";
    EXPECT_LT(own.size(), canaries.size() / 10);

    work(records);

    const auto expect_only_own = [&](const Seen& seen, const std::string& where) {
        for (const std::size_t canary : seen)
            EXPECT_TRUE(own.contains(canary)) << where << " has \"" << canaries[canary] << "\"";
    };
    expect_only_own(seen_in_memory(scan, org_.server_process(), Memory::own),
                    "the server's memory");
    org_.back_up("backup");
    for (const auto& folder : {org_.server_folder(), org_.folder() / "backup"}) {
        const auto report = scan.look_beneath(folder);
        EXPECT_GT(report.bytes, 100'000U);
        expect_only_own(seen_in(report.sightings), folder.string());
    }
    const std::string log = org_.server_log();
    EXPECT_FALSE(log.empty());
    expect_only_own(seen_in(scan.look_in(as_bytes(log))), "the server's log");
}

// What cannot be found proves nothing by not being found.
TEST_F(CanaryTest, WhatIsInTheMemoryOfAProcessIsFound) {
    const std::vector<std::string> texts{manager_name, late_note, "20110418093000"};
    std::string input;
    for (const std::string& text : texts)
        input += text + demo::utf16_little_endian(text) + demo::hexadecimal(text) + "\n" +
                 demo::base64("x" + text) + "\n";
    auto process =
        must(Process::start({.program = "/usr/bin/python3",
                             .arguments = {"-c",
                                           "import sys, time\nkept = sys.stdin.buffer.read()\n"
                                           "print(len(kept), flush=True)\ntime.sleep(600)"},
                             .input = input}));
    must(process.read_line(patience));

    std::set<std::pair<std::size_t, std::string>> seen;
    const CanaryScan scan(texts);
    read_memory(process.pid(), Memory::own, [&](const std::string&, ByteView bytes) {
        for (const auto& sighting : scan.look_in(bytes))
            seen.insert({sighting.canary, sighting.form});
    });
    process.stop();

    for (std::size_t canary = 0; canary < texts.size(); ++canary)
        for (const std::string form : {"as it is", "UTF-16", "hexadecimal", "Base64"})
            EXPECT_TRUE(seen.contains({canary, form})) << texts[canary] << " " << form;
}

}  // namespace
}  // namespace sanderling::tests
