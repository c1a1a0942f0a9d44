// The person of a case.
#include "examples/caseload/case_file.hpp"

#include <cstdio>

namespace sanderling::caseload {
namespace {

// Numbers that Ofcom keeps for fiction.
std::string fictional_phone(Random& random) {
    return "07700 900" + std::to_string(random.between(100, 999));
}

std::string address(Random& random) {
    const Vocabulary& words = vocabulary();
    return std::to_string(random.between(1, 140)) + " " + random.pick(words.name_list("streets")) +
           ", " + random.pick(words.name_list("towns"));
}

// A letter and six digits, different for each case: 738,917 and 1,000,000 have no common divisor.
std::string reference_number(std::uint64_t seed, std::uint32_t number) {
    const std::uint64_t at =
        (mixed(seed) % 1'000'000 + std::uint64_t{number} * 738'917) % 1'000'000;
    std::string digits = std::to_string(at);
    return "X" + std::string(6 - digits.size(), '0') + digits;
}

}  // namespace

void add_person(CaseFile& file) {
    Random& random = file.random;
    const Vocabulary& words = vocabulary();
    probation::Person person;
    person.name = file.name.full();
    person.crn = reference_number(file.options.seed, file.number);
    // Younger ages are commoner: the lesser of two draws.
    const std::int64_t age = std::min(random.between(18, 68), random.between(18, 68));
    const Day birthday = file.options.from - std::chrono::days{random.between(0, 364)};
    person.born_on = date_text(months_after(birthday, static_cast<int>(-12 * age)));
    person.sex = file.sex;
    person.ethnicity = random.pick(words.name_list("ethnicities"));
    person.language = random.pick(words.name_list("languages"));
    if (*person.language != "English" && random.chance(400)) {
        person.interpreters = {*person.language};
    }
    if (random.chance(300)) person.disability = random.pick(words.name_list("disabilities"));
    if (random.chance(200)) {
        person.accessibility_needs = {random.pick(words.name_list("accessibility"))};
    }
    person.phones = {fictional_phone(random)};
    if (random.chance(250)) person.phones.push_back(fictional_phone(random));
    person.main_address = address(random);
    person.addresses = {*person.main_address};
    if (random.chance(400)) person.addresses.push_back(address(random));
    file.add(person, file.options.from);
}

}  // namespace sanderling::caseload
