// Frames of the sync protocol (core/wire/codec.hpp). What decodes has one encoding, no longer than
// what came; packed commits inside it are for the target packed_commit.
#include "core/wire/codec.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/unit/core/wire/sample_messages.hpp"

namespace sanderling::fuzz {

std::string_view problem_with(ByteView input) {
    const auto message = wire::decode(input);
    if (!message) return {};
    const Bytes frame = wire::encode(*message);
    if (frame.size() > input.size()) return "a message grows when it is written again";
    const auto again = wire::decode(frame);
    if (!again) return "what was decoded cannot be decoded after writing it again";
    if (again->index() != message->index()) return "a message becomes another one";
    if (wire::encode(*again) != frame) return "a message has two encodings";
    return {};
}

std::vector<Bytes> seeds() {
    std::vector<Bytes> out;
    for (const wire::Message& message : wire::one_of_each()) out.push_back(wire::encode(message));
    return out;
}

}  // namespace sanderling::fuzz
