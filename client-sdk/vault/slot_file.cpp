#include "client-sdk/vault/slot_file.hpp"

#include "client-sdk/vault/durable_file.hpp"

#include <algorithm>

namespace sanderling::vault {

Result<SlotCopy> read_slot_file(const std::filesystem::path& path) {
    auto content = read_small_file(path, slot_file_bytes);
    if (content) return newest_copy(*content);
    if (content.error().code != Errc::too_large) return content.error();
    return fail(Errc::corrupt, "the key slot file has the wrong size");
}

Result<> write_slot_file(const std::filesystem::path& path, SlotCopy copy) {
    auto before = read_small_file(path, slot_file_bytes);
    Bytes content = before ? std::move(*before) : Bytes{};
    content.resize(slot_file_bytes);  // a new file begins as zeros, which decode as nothing
    for (int round = 0; round < 2; ++round) {
        ++copy.sequence;
        const SlotImage image = encode(copy);
        const auto at = static_cast<std::ptrdiff_t>((copy.sequence % 2) * slot_copy_bytes);
        std::copy(image.begin(), image.end(), content.begin() + at);
        if (auto written = replace_file(path, content); !written) return written;
    }
    return {};
}

}  // namespace sanderling::vault
