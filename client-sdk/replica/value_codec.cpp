#include "client-sdk/replica/value_codec.hpp"

#include <algorithm>
#include <bit>
#include <optional>

namespace sanderling::replica {

namespace {

constexpr std::uint8_t nil = 0xC0;
constexpr std::uint8_t false_byte = 0xC2;
constexpr std::uint8_t true_byte = 0xC3;
constexpr std::uint8_t float64 = 0xCB;
constexpr std::uint8_t fixext16 = 0xD8;
constexpr std::uint8_t record_id_extension = 1;

class Writer {
  public:
    void byte(unsigned v) { out_.push_back(static_cast<std::uint8_t>(v)); }
    void big_endian(std::uint64_t v, unsigned size) {
        for (unsigned i = size; i-- > 0;) byte(static_cast<unsigned>((v >> (8 * i)) & 0xFFU));
    }
    void raw(ByteView v) { append(out_, v); }

    void unsigned_integer(std::uint64_t v) {
        if (v < 0x80) return byte(static_cast<unsigned>(v));
        const unsigned size = v <= 0xFF ? 1 : v <= 0xFFFF ? 2 : v <= 0xFFFFFFFF ? 4 : 8;
        byte(0xCCU + static_cast<unsigned>(std::countr_zero(size)));
        big_endian(v, size);
    }
    void integer(std::int64_t v) {
        if (v >= 0) return unsigned_integer(static_cast<std::uint64_t>(v));
        const auto bits = static_cast<std::uint64_t>(v);
        if (v >= -32) return byte(static_cast<unsigned>(bits & 0xFFU));
        const unsigned size = v >= INT8_MIN ? 1 : v >= INT16_MIN ? 2 : v >= INT32_MIN ? 4 : 8;
        byte(0xD0U + static_cast<unsigned>(std::countr_zero(size)));
        big_endian(bits, size);
    }
    /// A length, in the shortest of the given forms; `fix_max` 0: there is no one-byte form.
    void length(std::size_t n, unsigned fix, std::size_t fix_max, unsigned code8, unsigned code16) {
        if (fix_max != 0 && n <= fix_max) return byte(fix | static_cast<unsigned>(n));
        if (code8 != 0 && n <= 0xFF) {
            byte(code8);
            return big_endian(n, 1);
        }
        byte(n <= 0xFFFF ? code16 : code16 + 1);
        big_endian(n, n <= 0xFFFF ? 2 : 4);
    }
    void text(std::string_view v) {
        length(v.size(), 0xA0, 31, 0xD9, 0xDA);
        raw(as_bytes(v));
    }
    void array(std::size_t n) { length(n, 0x90, 15, 0, 0xDC); }
    void map(std::size_t n) { length(n, 0x80, 15, 0, 0xDE); }
    void scalar(const Scalar& v) { std::visit(*this, v); }

    void operator()(schema::Null) { byte(nil); }
    void operator()(bool v) { byte(v ? true_byte : false_byte); }
    void operator()(std::int64_t v) { integer(v); }
    void operator()(double v) {
        byte(float64);
        big_endian(std::bit_cast<std::uint64_t>(v), 8);
    }
    void operator()(const std::string& v) { text(v); }
    void operator()(const Bytes& v) {
        length(v.size(), 0, 0, 0xC4, 0xC5);
        raw(v);
    }
    void operator()(const RecordId& v) {
        byte(fixext16);
        byte(record_id_extension);
        raw(v.view());
    }

    Bytes take() { return std::move(out_); }

  private:
    Bytes out_;
};

// Reads one spelling only. After a failure `ok` is false and everything read is empty.
class Reader {
  public:
    explicit Reader(ByteView bytes) : rest_(bytes) {}

    bool ok() const { return ok_; }
    bool at_end() const { return rest_.empty(); }
    ByteView rest() const { return rest_; }
    std::uint8_t peek() const { return rest_.empty() ? std::uint8_t{0xC1} : rest_.front(); }

    ByteView raw(std::size_t n) {
        if (n > rest_.size()) ok_ = false;
        if (!ok_) return {};
        const ByteView out = rest_.first(n);
        rest_ = rest_.subspan(n);
        return out;
    }
    unsigned byte() {
        const ByteView b = raw(1);
        return b.empty() ? 0 : b.front();
    }
    std::uint64_t big_endian(unsigned size) {
        std::uint64_t v = 0;
        for (const std::uint8_t b : raw(size)) v = (v << 8U) | b;
        return v;
    }
    std::uint64_t at_least(std::uint64_t v, std::uint64_t least) {
        if (v < least) ok_ = false;
        return v;
    }
    std::size_t array() { return count(0x90, 0xDC); }
    std::size_t map() { return count(0x80, 0xDE); }
    std::string_view text() {
        const unsigned code = byte();
        std::size_t n = 0;
        if ((code & 0xE0U) == 0xA0) {
            n = code & 0x1FU;
        } else if (code >= 0xD9 && code <= 0xDB) {
            n = sized(code - 0xD9, 32);
        } else {
            ok_ = false;
        }
        return as_text(raw(n));
    }
    Scalar scalar() {
        const unsigned code = peek();
        if ((code & 0xE0U) == 0xA0 || (code >= 0xD9 && code <= 0xDB)) return std::string(text());
        byte();
        if (code < 0x80) return static_cast<std::int64_t>(code);
        if (code >= 0xE0) return static_cast<std::int64_t>(static_cast<std::int8_t>(code));
        if (code >= 0xCC && code <= 0xCF) return positive(code - 0xCC);
        if (code >= 0xD0 && code <= 0xD3) return negative(code - 0xD0);
        if (code >= 0xC4 && code <= 0xC6) return to_bytes(raw(sized(code - 0xC4, 0)));
        switch (code) {
            case nil:
                return schema::Null{};
            case false_byte:
                return false;
            case true_byte:
                return true;
            case float64:
                return std::bit_cast<double>(big_endian(8));
            case fixext16:
                return record_id();
            default:
                ok_ = false;
                return schema::Null{};
        }
    }

  private:
    // The length after a code of 1, 2 or 4 bytes, which has to need that many.
    std::size_t sized(unsigned power, std::uint64_t least) {
        const std::uint64_t minimum = power == 0 ? least : power == 1 ? 0x100 : 0x10000;
        return at_least(big_endian(1U << power), minimum);
    }
    std::size_t count(unsigned fix, unsigned code16) {
        const unsigned code = byte();
        if ((code & 0xF0U) == fix) return code & 0x0FU;
        if (code == code16) return at_least(big_endian(2), 16);
        if (code == code16 + 1) return at_least(big_endian(4), 0x10000);
        ok_ = false;
        return 0;
    }
    Scalar positive(unsigned power) {
        constexpr std::uint64_t least[] = {0x80, 0x100, 0x10000, 0x100000000};
        const std::uint64_t v = at_least(big_endian(1U << power), least[power]);
        if (v > INT64_MAX) ok_ = false;
        return static_cast<std::int64_t>(v);
    }
    Scalar negative(unsigned power) {
        const std::uint64_t bits = big_endian(1U << power);
        const unsigned unused = 64 - (8U << power);
        const auto v = static_cast<std::int64_t>(bits << unused) >> unused;
        constexpr std::int64_t above[] = {-32, INT8_MIN, INT16_MIN, INT32_MIN};
        if (v >= above[power]) ok_ = false;
        return v;
    }
    Scalar record_id() {
        if (byte() != record_id_extension) ok_ = false;
        const ByteView bytes = raw(16);
        RecordId id;
        std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
        return id;
    }

    ByteView rest_;
    bool ok_ = true;
};

Error malformed() {
    return fail(Errc::malformed, "a value in no known encoding");
}

}  // namespace

Bytes encode_scalar(const Scalar& value) {
    Writer out;
    out.scalar(value);
    return out.take();
}

Result<Scalar> decode_scalar(ByteView bytes) {
    Reader in(bytes);
    Scalar value = in.scalar();
    if (!in.ok() || !in.at_end()) return malformed();
    return value;
}

Bytes encode_group(const GroupMembers& members) {
    Writer out;
    out.map(members.size());
    for (const auto& [field, value] : members) {
        out.unsigned_integer(number(field));
        out.scalar(value);
    }
    return out.take();
}

Result<GroupMembers> decode_group(ByteView bytes) {
    Reader in(bytes);
    GroupMembers members;
    const std::size_t n = in.map();
    for (std::size_t i = 0; i < n && in.ok(); ++i) {
        const Scalar field = in.scalar();
        const auto* held = std::get_if<std::int64_t>(&field);
        if (held == nullptr || *held <= 0 || *held > UINT16_MAX) return malformed();
        members.emplace_back(FieldNumber{static_cast<std::uint16_t>(*held)}, in.scalar());
    }
    if (!in.ok() || !in.at_end()) return malformed();
    return members;
}

Bytes encode_entries(const std::vector<Scalar>& entries) {
    if (entries.size() == 1) return encode_scalar(entries.front());
    Writer out;
    out.array(entries.size());
    for (const Scalar& entry : entries) out.scalar(entry);
    return out.take();
}

Result<std::vector<Scalar>> decode_entries(ByteView bytes) {
    Reader in(bytes);
    std::vector<Scalar> entries;
    const unsigned code = in.peek();
    const bool is_array = (code & 0xF0U) == 0x90 || code == 0xDC || code == 0xDD;
    const std::size_t n = is_array ? in.array() : 1;
    if (is_array && n == 1) return malformed();  // one is written by itself
    for (std::size_t i = 0; i < n && in.ok(); ++i) entries.push_back(in.scalar());
    if (!in.ok() || !in.at_end()) return malformed();
    return entries;
}

Bytes encode_element_id(ElementId id) {
    return encode_scalar(RecordId{id.bytes});
}

Bytes encode_element(ElementId id, const Scalar& value) {
    Writer out;
    out.array(2);
    out.scalar(RecordId{id.bytes});
    out.scalar(value);
    return out.take();
}

Result<ListElement> decode_element(ByteView bytes) {
    Reader in(bytes);
    if (in.array() != 2) return malformed();
    const Scalar id = in.scalar();
    Scalar value = in.scalar();
    const auto* held = std::get_if<RecordId>(&id);
    if (!in.ok() || !in.at_end() || held == nullptr) return malformed();
    return ListElement{ElementId{held->bytes}, std::move(value)};
}

Bytes encode_place(ElementId id, ByteView place) {
    return encode_element(id, to_bytes(place));
}

Result<PlacedAt> decode_place(ByteView bytes) {
    auto element = decode_element(bytes);
    if (!element) return element.error();
    auto* place = std::get_if<Bytes>(&element->value);
    if (place == nullptr) return malformed();
    return PlacedAt{element->id, std::move(*place)};
}

Bytes encode_resolved(ByteView value, std::string_view reason) {
    Writer out;
    out.array(2);
    out.text(reason);
    out.raw(value);
    return out.take();
}

Result<ResolvedValue> decode_resolved(ByteView bytes) {
    Reader in(bytes);
    if (in.array() != 2) return malformed();
    ResolvedValue out;
    out.reason = in.text();
    if (!in.ok() || in.at_end()) return malformed();
    out.value = in.rest();
    return out;
}

}  // namespace sanderling::replica
