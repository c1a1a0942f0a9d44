// The schema language and its lock file (schema/language/load.hpp, schema/compiler/lock.hpp). What
// is taken has a lock that comes back from its text and locks nothing that the schema says.
#include "schema/compiler/lock.hpp"
#include "schema/language/load.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/vector_seeds.hpp"

namespace sanderling::fuzz {

namespace {

using namespace schema;

const std::string file = "input.yaml";

std::string_view problem_with_lock(const Lock& lock) {
    const auto again = parse_lock(to_text(lock), file);
    if (!again) return "our own lock file is refused";
    if (*again != lock) return "a lock does not come back from its text";
    return {};
}

}  // namespace

std::string_view problem_with(ByteView input) {
    const std::string_view text = as_text(input);
    const Loaded loaded = load_schema_with_problems(text, file);
    for (const Problem& problem : loaded.problems)
        if (problem.message().empty()) return "a problem without words";
    if (load_schema(text, file).has_value() != loaded.problems.empty())
        return "a schema is taken with problems, or refused without";
    if (loaded.problems.empty()) {
        const Lock lock = lock_of(loaded.schema);
        if (const auto problem = problem_with_lock(lock); !problem.empty()) return problem;
        if (!relock(lock, loaded, file).problems.empty()) return "a schema breaks its own lock";
    }
    if (const auto lock = parse_lock(text, file)) return problem_with_lock(*lock);
    return {};
}

std::vector<Bytes> seeds() {
    const Bytes small = to_bytes(as_bytes(
        "schema: small\nversion: 1\nscope_kinds:\n  case: 1\ncollections:\n  note:\n"
        "    number: 1\n    scope: case\n    fields:\n      words: {number: 1, type: text, "
        "rule: register}\n"));
    return {small, project_file("schema/probation.yaml"),
            project_file("schema/probation.lock.yaml")};
}

}  // namespace sanderling::fuzz
