// The records that are written and read: contacts of the probation schema with nine of their fields
// filled, the same ones for the same seed.
#pragma once

#include "core/types/ids.hpp"
#include "schema/generated/probation/records.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace sanderling::bench {

using probation::Contact;

/// Where the n-th record of a workload goes.
enum class Layout : std::uint8_t {
    by_case,  // each transaction lies in one case
    spread,   // every record in a case of its own drawing
};

class ContactMaker {
  public:
    explicit ContactMaker(std::uint64_t seed) : engine_(seed) {}

    Contact next();
    std::vector<Contact> take(std::size_t count);

  private:
    template <class Enum>
    Enum one_to(std::uint16_t last) {
        return static_cast<Enum>(1 + below(last));
    }
    std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }
    std::string sentence();

    std::mt19937_64 engine_;  // its numbers are the same everywhere, unlike those of distributions
};

/// For each of `records` the number of its case; the ones of a transaction stand together.
std::vector<std::size_t> places(Layout layout, std::size_t records, std::size_t transaction,
                                std::size_t cases, std::uint64_t seed);

/// The fields as one JSON object, without id and case: the size that bytes are compared with.
std::size_t json_bytes(const Contact& contact);

}  // namespace sanderling::bench
