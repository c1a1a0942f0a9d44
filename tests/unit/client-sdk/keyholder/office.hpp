// A keyholder at a desk: with a server that says yes, unless a test says otherwise.
#pragma once

#include "client-sdk/keyholder/keyholder.hpp"
#include "core/crypto/random.hpp"
#include "schema/generated/probation/description.hpp"

#include <stdexcept>

namespace sanderling::keyholder {

inline constexpr Instant noon{1'700'000'000'000};

struct Office {
    crypto::SystemRandom random;
    State state = found_organisation("Riverside", noon, random);
    Keyholder keyholder{state, probation::schema(), random};

    Office() { state.server = Server{"localhost", 7443, {{1, 2, 3}}}; }

    /// Prepared and accepted. Throws when it is refused.
    Plan done(const Command& command, Instant now = noon) {
        auto plan = keyholder.prepare(command, now);
        if (!plan) throw std::runtime_error(plan.error().message());
        keyholder.settle(*plan, Outcome::accepted);
        return std::move(*plan);
    }
    Errc error_of(const Command& command, Instant now = noon) {
        const auto plan = keyholder.prepare(command, now);
        return plan ? Errc::ok : plan.error().code;
    }

    PersonId person(std::string name, std::string role = "officer") {
        return std::get<PersonId>(done(AddPerson{std::move(name), std::move(role), {}}).subject);
    }
    ScopeId case_file(std::string label) {
        return std::get<ScopeId>(done(CreateScope{"case", std::move(label), {}}).subject);
    }
    scope_log::ScopeLog log(ScopeId id) const {
        scope_log::Directory directory(state.org, state.root.public_key);
        scope_log::ScopeLog log(state.org, id);
        if (!directory.add(state.registrar_cert)) throw std::runtime_error("registrar");
        for (const Bytes& bytes : state.scopes.at(id).entries) {
            const auto entry = scope_log::decode_entry(bytes).value();
            if (!log.append(entry, Seq{entry.entry.index + 1}, directory))
                throw std::runtime_error("entry");
        }
        return log;
    }
};

}  // namespace sanderling::keyholder
