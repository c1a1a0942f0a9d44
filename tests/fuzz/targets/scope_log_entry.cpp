// Entries of a scope log, and the log that replays them (core/scope_log). Each chunk of the input
// is an entry; it is tried as it is, and again with place and signature made good, so that the
// rules behind the signature are reached too.
#include "tests/fuzz/cursor.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/vector_seeds.hpp"
#include "tests/unit/core/scope_log/organisation.hpp"

#include <algorithm>

namespace sanderling::fuzz {

namespace {

using namespace scope_log;

const auto scope = test::id_of<ScopeId>(0x0c);

const test::Organisation& organisation() {
    static const test::Organisation organisation;
    return organisation;
}

/// What a registrar signs who says whatever the bytes say.
SignedEntry made_good(SignedEntry given, const ScopeLog& log) {
    ScopeLogEntry entry = std::move(given.entry);
    entry.org = organisation().org;
    entry.scope = scope;
    entry.index = log.head() ? log.head()->index + 1 : 0;
    entry.previous = log.head() ? log.head()->hash : crypto::Hash{};
    entry.issuer = Issuer::of(organisation().registrar_id());
    return sign_entry(std::move(entry), organisation().registrar);
}

std::string_view problem_with_log(const ScopeLog& log, Seq at) {
    for (const auto& [person, member] : log.members_now()) {
        if (!log.has_known(person)) return "a member whom the log never admitted";
        if (member.since > at) return "a member since a later entry";
    }
    if (log.epoch_at(at) != log.current_epoch()) return "the newest epoch is not the current one";
    return {};
}

}  // namespace

std::string_view problem_with(ByteView input) {
    Cursor in(input);
    const Directory& directory = organisation().directory;
    ScopeLog log(organisation().org, scope);
    for (std::uint64_t at = 1; !in.at_end() && at <= 64; ++at) {
        const ByteView bytes = in.chunk();
        const auto entry = decode_entry(bytes);
        if (!entry) continue;
        if (!std::ranges::equal(encode(*entry), bytes)) return "an entry has two encodings";
        static_cast<void>(log.append(*entry, Seq{at}, directory));
        const SignedEntry good = made_good(*entry, log);
        const auto head = log.head();
        const auto appended = log.append(good, Seq{at}, directory);
        if (!appended && log.head() != head) return "a refused entry moves the head";
        if (appended && log.append(good, Seq{at + 1}, directory)) return "an entry counts twice";
        if (const auto problem = problem_with_log(log, Seq{at}); !problem.empty()) return problem;
    }
    return {};
}

std::vector<Bytes> seeds() {
    Bytes whole_log;
    std::vector<Bytes> out;
    for (const Bytes& entry : vectors("scope_log_entries.json")) {
        if (!decode_entry(entry)) continue;  // hashes are among the vectors
        append_chunk(whole_log, entry);
        append_chunk(out.emplace_back(), entry);
    }
    out.push_back(whole_log);
    return out;
}

}  // namespace sanderling::fuzz
