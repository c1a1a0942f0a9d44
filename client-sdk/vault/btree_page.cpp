#include "client-sdk/vault/btree_page.hpp"

#include "client-sdk/vault/endian.hpp"

#include <algorithm>
#include <bit>

namespace sanderling::vault {

namespace {

constexpr std::size_t database_header_bytes = 100;
constexpr std::uint64_t payload_bytes_max = std::uint64_t{1} << 30U;

/// Reads forward in bytes that may end anywhere; after a failure everything is zero.
class Cursor {
  public:
    explicit Cursor(ByteView bytes) : rest_(bytes) {}

    bool is_good() const { return is_good_; }
    ByteView rest() const { return rest_; }

    std::uint64_t big_endian(std::size_t bytes) {
        std::uint64_t value = 0;
        for (const std::uint8_t byte : take(bytes)) value = (value << 8U) | byte;
        return value;
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i) {
            const auto byte = static_cast<std::uint8_t>(big_endian(1));
            value = (value << 7U) | (byte & 0x7FU);
            if ((byte & 0x80U) == 0) return is_good_ ? value : 0;
        }
        return (value << 8U) | big_endian(1);
    }
    ByteView take(std::uint64_t bytes) {
        if (bytes > rest_.size()) {
            is_good_ = false;
            rest_ = {};
            return {};
        }
        const ByteView out = rest_.first(static_cast<std::size_t>(bytes));
        rest_ = rest_.subspan(static_cast<std::size_t>(bytes));
        return out;
    }

  private:
    ByteView rest_;
    bool is_good_ = true;
};

std::optional<BtreeKind> kind_of(std::uint8_t byte) {
    switch (byte) {
        case 2:
        case 5:
        case 10:
        case 13:
            return static_cast<BtreeKind>(byte);
        default:
            return std::nullopt;
    }
}

/// How much of a payload lies on the page itself: fileformat2, "Cell Payload Overflow Pages".
std::uint64_t local_bytes(std::uint64_t payload, BtreeKind kind) {
    constexpr std::uint64_t usable = content_bytes;
    const std::uint64_t most =
        kind == BtreeKind::leaf_table ? usable - 35 : (usable - 12) * 64 / 255 - 23;
    if (payload <= most) return payload;
    constexpr std::uint64_t least = (usable - 12) * 32 / 255 - 23;
    const std::uint64_t fitted = least + (payload - least) % (usable - 4);
    return fitted <= most ? fitted : least;
}

std::optional<BtreeCell> parse_cell(ByteView bytes, BtreeKind kind) {
    Cursor in(bytes);
    BtreeCell cell;
    const bool is_interior = kind == BtreeKind::interior_index || kind == BtreeKind::interior_table;
    if (is_interior) cell.child = static_cast<std::uint32_t>(in.big_endian(4));
    if (kind != BtreeKind::interior_table) cell.payload = in.varint();
    if (kind == BtreeKind::interior_table || kind == BtreeKind::leaf_table)
        cell.rowid = static_cast<std::int64_t>(in.varint());
    if (cell.payload > payload_bytes_max) return std::nullopt;
    const std::uint64_t local = local_bytes(cell.payload, kind);
    cell.local = in.take(local);
    if (local < cell.payload) cell.overflow = static_cast<std::uint32_t>(in.big_endian(4));
    if (!in.is_good()) return std::nullopt;
    return cell;
}

std::int64_t sign_extended(std::uint64_t value, std::size_t bytes) {
    const std::size_t unused = 64 - 8 * bytes;
    return static_cast<std::int64_t>(value << unused) >> unused;
}

Cell parse_value(std::uint64_t type, Cursor& content) {
    static constexpr std::size_t integer_bytes[] = {0, 1, 2, 3, 4, 6, 8};
    if (type == 0) return NullCell{};
    if (type <= 6) {
        const std::size_t bytes = integer_bytes[type];
        return sign_extended(content.big_endian(bytes), bytes);
    }
    if (type == 7) return std::bit_cast<double>(content.big_endian(8));
    if (type <= 9) return static_cast<std::int64_t>(type - 8);
    const ByteView bytes = content.take((type - 12) / 2);
    if (type % 2 == 0) return to_bytes(bytes);
    return std::string(as_text(bytes));
}

}  // namespace

std::optional<BtreePage> parse_btree_page(std::uint32_t number, const RawPage& page) {
    const ByteView content = ByteView(page).first(content_bytes);
    const std::size_t start = number == 1 ? database_header_bytes : 0;
    const auto kind = kind_of(content[start]);
    if (!kind) return std::nullopt;
    BtreePage out{.kind = *kind};
    const std::size_t head = out.is_leaf() ? 8 : 12;
    Cursor header(content.subspan(start, head));
    header.take(3);
    const std::uint64_t cells = header.big_endian(2);
    header.take(3);
    if (!out.is_leaf()) out.right_child = static_cast<std::uint32_t>(header.big_endian(4));
    const std::size_t pointers_at = start + head;
    if (pointers_at + 2 * cells > content.size()) return std::nullopt;
    Cursor pointers(content.subspan(pointers_at, 2 * cells));
    for (std::uint64_t i = 0; i < cells; ++i) {
        const auto at = static_cast<std::size_t>(pointers.big_endian(2));
        const bool is_inside = at >= pointers_at + 2 * cells && at < content.size();
        const auto cell = is_inside ? parse_cell(content.subspan(at), *kind) : std::nullopt;
        if (cell) {
            out.cells.push_back(*cell);
        } else {
            out.has_bad_cells = true;
        }
    }
    return out;
}

std::optional<std::vector<std::uint64_t>> parse_types(ByteView record) {
    Cursor start(record);
    const std::uint64_t head = start.varint();
    const std::size_t head_varint = record.size() - start.rest().size();
    if (!start.is_good() || head < head_varint || head > record.size()) return std::nullopt;
    Cursor types(record.subspan(head_varint, static_cast<std::size_t>(head) - head_varint));
    std::vector<std::uint64_t> out;
    while (!types.rest().empty()) {
        out.push_back(types.varint());
        const bool is_sqlites_own = out.back() == 10 || out.back() == 11;  // never stored
        if (!types.is_good() || is_sqlites_own) return std::nullopt;
    }
    return out;
}

std::optional<std::vector<Cell>> parse_record(ByteView record) {
    const auto types = parse_types(record);
    if (!types) return std::nullopt;
    const std::uint64_t head = Cursor(record).varint();
    Cursor content(record.subspan(static_cast<std::size_t>(head)));
    std::vector<Cell> out;
    for (const std::uint64_t type : *types) {
        out.push_back(parse_value(type, content));
        if (!content.is_good()) return std::nullopt;
    }
    return out;
}

}  // namespace sanderling::vault
