// The letters of an enrolment after their seal was opened (core/sealing/invite.hpp): whoever saw
// the invite can write them. The first byte of the input says which letter.
#include "core/sealing/invite.hpp"
#include "tests/fuzz/cursor.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>

namespace sanderling::fuzz {

namespace {

using namespace sealing;

class Zeros final : public crypto::Random {
  public:
    void fill(std::span<std::uint8_t> out) override { std::ranges::fill(out, std::uint8_t{0}); }
};

const InviteSecret& invite() {
    static const InviteSecret invite = [] {
        Zeros zeros;
        return InviteSecret::generate(zeros);
    }();
    return invite;
}

Bytes bound_to(std::uint8_t letter) {
    commit::CanonicalWriter out;
    out.id(invite().id()).u8(letter);
    return out.take();
}

Bytes sealed(std::uint8_t letter, ByteView content) {
    Zeros zeros;
    return seal_aead(invite().key().view(), bound_to(letter), content, zeros);
}

/// A letter that our own code wrote, for a seed.
Bytes inside(std::uint8_t letter, const Bytes& sealed_letter) {
    Bytes out(1, letter);
    append(out, open_aead(invite().key().view(), bound_to(letter), sealed_letter).value());
    return out;
}

template <class Letter>
std::string_view problem_with_letter(const Result<Letter>& opened, const Bytes& given,
                                     auto seal_again) {
    if (!opened) return {};
    Zeros zeros;
    if (seal_again(*opened, invite(), zeros) != given) return "a letter has two encodings";
    return {};
}

}  // namespace

std::string_view problem_with(ByteView input) {
    Cursor in(input);
    const std::uint8_t letter = static_cast<std::uint8_t>(1 + in.u8() % 3U);
    const Bytes bytes = sealed(letter, in.rest());
    if (letter == 1)
        return problem_with_letter(open_offer(bytes, invite(), Instant{}), bytes, seal_offer);
    if (letter == 2)
        return problem_with_letter(open_request(bytes, invite(), {}), bytes, seal_request);
    return problem_with_letter(open_answer(bytes, invite()), bytes, seal_answer);
}

std::vector<Bytes> seeds() {
    Zeros zeros;
    const auto device = crypto::SigningKey::from_seed(std::array<std::uint8_t, 32>{});
    const Request request = make_request(device, {}, invite(), {});
    Offer offer;
    offer.expires = Instant{5};
    Answer answer;
    answer.organisation = "Probation";
    answer.registrar = {1, 2};
    answer.device = {3};
    answer.person_keys = {{4}, {5}};
    answer.person_key_envelopes = {{6}, {7}};
    std::vector<Bytes> out{inside(1, seal_offer(offer, invite(), zeros)),
                           inside(2, seal_request(request, invite(), zeros)),
                           inside(3, seal_answer(answer, invite(), zeros))};
    for (Bytes& seed : out) --seed.front();  // 1 is added in the target
    return out;
}

}  // namespace sanderling::fuzz
