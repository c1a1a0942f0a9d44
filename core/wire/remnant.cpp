#include "core/wire/remnant.hpp"

namespace sanderling::wire {

Bytes encode(const Remnant& remnant) {
    commit::CanonicalWriter out;
    out.u8(remnant_format).raw(remnant.what.view()).id(remnant.device).dot(remnant.dot);
    out.u8(remnant.lineage ? 1 : 0);
    if (remnant.lineage) out.dot(*remnant.lineage);
    return out.take();
}

Result<Remnant> decode_remnant(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    Remnant out;
    if (in.u8() != remnant_format) in.refuse("no remnant");
    in.fill(out.what.bytes);
    out.device = in.id<DeviceId>();
    out.dot = in.dot();
    const std::uint8_t has_lineage = in.u8();
    if (has_lineage > 1) in.refuse("a lineage that is neither there nor not");
    if (has_lineage == 1) out.lineage = in.dot();
    if (auto done = in.finish("a remnant"); !done) return done.error();
    return out;
}

Remnant remnant_of(const commit::Header& header) {
    return {commit::commit_hash(header), header.device, header.dot(), header.lineage};
}

}  // namespace sanderling::wire
