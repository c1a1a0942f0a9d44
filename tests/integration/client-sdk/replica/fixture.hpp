// Two colleagues and their manager, and one case that they share.
#pragma once

#include "schema/generated/probation/description.hpp"
#include "schema/generated/probation/records.hpp"
#include "tests/support/device.hpp"

#include <gtest/gtest.h>

namespace sanderling::tests {

inline std::string text(const Row& row, std::string_view field) {
    const auto found = row.find(field);
    const auto* held = found != row.end() ? std::get_if<std::string>(&found->second) : nullptr;
    return held != nullptr ? *held : std::string("(none)");
}

class ReplicaTest : public testing::Test {
  protected:
    ReplicaTest() {
        organisation.admit(the_case, officer.person(), "officer");
        organisation.admit(the_case, duty.person(), "duty_officer");
        organisation.admit(the_case, manager.person(), "manager");
        sync_all();
    }

    void sync_all() {
        for (int round = 0; round < 2; ++round)
            for (Device* device : {&officer, &duty, &manager}) device->sync();
    }
    Row contact(const std::string& staff) {
        return {{"type", std::string("home_visit")},
                {"starts", std::int64_t{1'303'117'200'000}},
                {"ends", std::int64_t{1'303'120'800'000}},
                {"place", std::string("home")},
                {"staff", staff},
                {"planned", true},
                {"notes", List{std::string("Seen at home.")}}};
    }

    const schema::Schema& schema = probation::schema();
    Organisation organisation{schema};
    ScopeId the_case = organisation.create_scope("case");
    Device officer{organisation, organisation.add_person(), schema};
    Device duty{organisation, organisation.add_person(), schema};
    Device manager{organisation, organisation.add_person(), schema};
};

}  // namespace sanderling::tests
