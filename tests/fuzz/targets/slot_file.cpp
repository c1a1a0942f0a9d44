// The key slot file of a vault (docs/storage.md §6), with its checksums made good, as somebody who
// can write the file would. Reading it never crashes, and what is read is written the same.
#include "client-sdk/vault/slot_image.hpp"
#include "client-sdk/vault/slot_wrap.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/vector_seeds.hpp"

#include <sodium.h>

#include <algorithm>

namespace sanderling::fuzz {

namespace {

using namespace vault;

constexpr std::size_t checksum_at = slot_copy_bytes - 32;

void make_good(std::span<std::uint8_t> copy) {
    crypto_generichash(&copy[checksum_at], 32, copy.data(), checksum_at, nullptr, 0);
}

std::string_view problem_with_copy(const SlotCopy& copy) {
    const SlotImage image = encode(copy);
    const auto again = decode_slot_copy(image);
    if (!again) return "our own copy of the slots does not decode";
    if (encode(*again) != image) return "a copy of the slots does not come back as it was";
    if (blob_bytes(copy) > keystore_blob_bytes_max) return "more than the blobs may take";
    return {};
}

}  // namespace

std::string_view problem_with(ByteView input) {
    static_cast<void>(newest_copy(input));  // as it is: the size and checksums are looked at
    Bytes file = to_bytes(input);
    file.resize(slot_file_bytes);
    make_good(std::span(file).first(slot_copy_bytes));
    make_good(std::span(file).last(slot_copy_bytes));
    const auto newest = newest_copy(file);
    if (!newest) return {};
    static_cast<void>(unwrap(*newest, RawKey{}));  // no Argon2id, whatever the slot asks for
    return problem_with_copy(*newest);
}

std::vector<Bytes> seeds() {
    return {vector_file("vault/v1/keys"), vector_file("vault/v2/keys")};
}

}  // namespace sanderling::fuzz
