// Keys on their way to a person or a device (core/sealing/epoch_keys.hpp, person_keys.hpp): what
// decodes has one encoding, and nothing but a sound envelope opens.
#include "core/sealing/epoch_keys.hpp"
#include "core/sealing/person_keys.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/vector_seeds.hpp"

#include <algorithm>

namespace sanderling::fuzz {

namespace {

using namespace sealing;

const BoxKeyPair& nobody() {
    static const BoxKeyPair nobody = BoxKeyPair::from_seed(std::array<std::uint8_t, 32>{});
    return nobody;
}

}  // namespace

std::string_view problem_with(ByteView input) {
    if (const auto envelope = decode_envelope(input)) {
        if (!std::ranges::equal(encode(*envelope), input)) return "an envelope has two encodings";
        if (open_envelope(*envelope, {}, {}, {}, nobody())) return "an envelope opens for nobody";
    }
    if (const auto envelope = decode_person_key_envelope(input)) {
        if (!std::ranges::equal(encode(*envelope), input)) return "a key has two encodings";
        if (open_person_key(*envelope, {}, envelope->device, nobody(), {}))
            return "a person key opens for nobody";
    }
    return {};
}

std::vector<Bytes> seeds() {
    std::vector<Bytes> out;
    for (const char* file : {"epoch.json", "enrolment.json"})
        for (Bytes& bytes : vectors(file))
            if (decode_envelope(bytes) || decode_person_key_envelope(bytes))
                out.push_back(std::move(bytes));
    return out;
}

}  // namespace sanderling::fuzz
