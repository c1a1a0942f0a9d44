// Values inside a seal (client-sdk/replica/value_codec.hpp): each has one spelling, because tokens
// are made of these bytes.
#include "client-sdk/replica/value_codec.hpp"

#include "tests/fuzz/target.hpp"

#include <algorithm>

namespace sanderling::fuzz {

namespace {

using namespace replica;

bool is(const Bytes& bytes, ByteView input) {
    return std::ranges::equal(bytes, input);
}

Bytes encode_again(const ListElement& element) {
    return encode_element(element.id, element.value);
}
Bytes encode_again(const PlacedAt& at) {
    return encode_place(at.id, at.place);
}
Bytes encode_again(const ResolvedValue& resolved) {
    return encode_resolved(resolved.value, resolved.reason);
}

}  // namespace

std::string_view problem_with(ByteView input) {
    if (const auto v = decode_scalar(input); v && !is(encode_scalar(*v), input))
        return "a scalar has two encodings";
    if (const auto v = decode_group(input); v && !is(encode_group(*v), input))
        return "a group has two encodings";
    if (const auto v = decode_entries(input); v && !is(encode_entries(*v), input))
        return "entries of a log have two encodings";
    if (const auto v = decode_element(input); v && !is(encode_again(*v), input))
        return "an element has two encodings";
    if (const auto v = decode_place(input); v && !is(encode_again(*v), input))
        return "a place has two encodings";
    if (const auto v = decode_resolved(input); v && !is(encode_again(*v), input))
        return "a resolution has two encodings";
    return {};
}

std::vector<Bytes> seeds() {
    const ElementId id{{1, 2, 3}};
    std::vector<Bytes> out;
    for (const Scalar& value : std::vector<Scalar>{
             schema::Null{}, true, std::int64_t{5}, std::int64_t{-70'000}, std::int64_t{1} << 40,
             0.5, std::string("home"), std::string(300, 'x'), Bytes(20, 7), RecordId{}}) {
        out.push_back(encode_scalar(value));
        out.push_back(encode_element(id, value));
        out.push_back(encode_resolved(encode_scalar(value), "both were right"));
        out.push_back(encode_entries({value, value}));
    }
    out.push_back(encode_place(id, Bytes(9, 4)));
    out.push_back(encode_group({{FieldNumber{1}, std::string("a")}, {FieldNumber{2}, true}}));
    return out;
}

}  // namespace sanderling::fuzz
