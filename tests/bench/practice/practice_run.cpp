#include "tests/bench/practice/practice_run.hpp"

#include "client-sdk/practice/store/caseload.hpp"
#include "schema/generated/probation/description.hpp"
#include "tests/bench/failure.hpp"
#include "tests/bench/practice/caseload.hpp"

#include <chrono>
#include <stdexcept>

namespace sanderling::bench {

namespace {

constexpr double full_ms_max = 20;
constexpr double edit_ms_max = 1;
constexpr std::size_t edits = 20;

template <class Work>
double ms_of(Work&& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

practice::CaseloadOptions options() {
    return {.today = practice::parse_day(caseload_ends).value(), .links = {}, .standards = {}};
}

}  // namespace

std::vector<Row> practice_rows() {
    return {
        {"due_full",
         Stage::local,
         Unit::milliseconds,
         "none",
         "what is due in 40 cases with 4,800 contacts, read from the replica and derived",
         {Target::Of::value, full_ms_max}},
        {"due_derive", Stage::local, Unit::milliseconds, "none",
         "the same, derived from what was read"},
        {"due_edit",
         Stage::local,
         Unit::milliseconds,
         "none",
         "what is due after one edit of a contact, its case read again",
         {Target::Of::value, edit_ms_max}},
    };
}

Figures run_practice(std::size_t repetitions) {
    tests::Organisation organisation(probation::schema());
    tests::Device device(organisation, organisation.add_person(), probation::schema());
    const std::vector<ScopeId> scopes = make_caseload(organisation, device);
    Figures figures;
    for (std::size_t round = 0; round < repetitions; ++round) {
        std::optional<practice::Caseload> caseload;
        figures.add("due_full", ms_of([&] {
                        caseload = must(practice::Caseload::read(device.store(), options()),
                                        "reading the cases");
                    }));
        if (caseload->cases().size() != scopes.size())
            throw std::runtime_error("a case is missing");
        figures.add("due_derive", ms_of([&] {
                        for (const auto& [scope, of] : caseload->cases())
                            (void)practice::due_items(of.file.facts, caseload->standards(),
                                                      caseload->today());
                    }));
        for (std::size_t i = 0; i < edits; ++i) {
            const ScopeId scope = scopes[(round * edits + i) % scopes.size()];
            const auto found =
                must(device.store().query("SELECT id FROM contact WHERE scope = ?1 AND outcome = "
                                          "'attended_complied' LIMIT 1",
                                          {to_scalar(scope)}),
                     "looking for a contact");
            const auto id = found.empty() ? std::nullopt : found.get<RecordId>(0, "id");
            if (!id) throw std::runtime_error("no contact is left to be edited");
            device.update("contact", *id, {{"outcome", std::string("unacceptable_absence")}});
            std::vector<ScopeId> changed;
            figures.add("due_edit", ms_of([&] {
                            changed = must(caseload->refresh(device.store(), {scope}),
                                           "reading a case again");
                        }));
            if (changed != std::vector{scope})
                throw std::runtime_error("a failure was recorded and nothing is due for it");
        }
    }
    return figures;
}

}  // namespace sanderling::bench
