#include "core/wire/codec.hpp"

#include "core/types/check.hpp"
#include "core/wire/limits.hpp"
#include "core/wire/members.hpp"

#include <msgpack.hpp>

#include <utility>

namespace sanderling::wire {

namespace {

using Packer = msgpack::packer<msgpack::sbuffer>;

template <class T>
concept Enum = std::is_enum_v<T>;

// A dot is written as two members, so a struct that holds one has one more on the wire.
template <class... Members>
constexpr std::size_t wire_count(const Members&...) {
    return (std::size_t{0} + ... + (std::is_same_v<Members, Dot> ? 2 : 1));
}

// ---- Writing ---------------------------------------------------------------------------------

class Writer {
  public:
    explicit Writer(Packer& out) : out_(out) {}

    /// The members of the message itself, after its number.
    template <class... Members>
    void operator()(Members&... m) {
        if (type_ != 0) {
            out_.pack_array(static_cast<std::uint32_t>(1 + wire_count(m...)));
            out_.pack_uint64(std::exchange(type_, std::uint8_t{0}));
        } else {
            out_.pack_array(static_cast<std::uint32_t>(wire_count(m...)));
        }
        (put(m), ...);
    }
    void start(std::uint8_t type) { type_ = type; }

  private:
    template <std::unsigned_integral T>
    void put(T& v) {
        out_.pack_uint64(v);
    }
    template <Enum T>
    void put(T& v) {
        out_.pack_uint64(static_cast<std::uint64_t>(v));
    }
    void put(Instant& v) { out_.pack_int64(v.ms); }
    void put(std::string& v) { out_.pack(v); }
    void put(Bytes& v) { bin(v); }
    template <std::size_t N>
    void put(std::array<std::uint8_t, N>& v) {
        bin(v);
    }
    template <class Tag>
    void put(Id<Tag>& v) {
        bin(v.bytes);
    }
    void put(crypto::Hash& v) { bin(v.bytes); }
    void put(crypto::Signature& v) { bin(v.bytes); }
    void put(merge::Digest& v) { bin(v.bytes()); }
    void put(Dot& v) {
        put(v.replica);
        put(v.counter);
    }
    template <class T>
    void put(std::vector<T>& v) {
        out_.pack_array(static_cast<std::uint32_t>(v.size()));
        for (T& element : v) put(element);
    }
    template <class T>
    requires requires(Writer& w, T& t) { members(w, t); }
    void put(T& v) { members(*this, v); }

    void bin(ByteView v) {
        out_.pack_bin(static_cast<std::uint32_t>(v.size()));
        out_.pack_bin_body(reinterpret_cast<const char*>(v.data()),
                           static_cast<std::uint32_t>(v.size()));
    }

    Packer& out_;
    std::uint8_t type_ = 0;
};

// ---- Reading ---------------------------------------------------------------------------------

class Reader {
  public:
    explicit Reader(const msgpack::object_array& array, std::uint32_t skip = 0)
        : array_(array), next_(skip) {}

    template <class... Members>
    void operator()(Members&... m) {
        if (array_.size - next_ != wire_count(m...)) {
            refuse("the wrong number of members");
            return;
        }
        (get(m), ...);
    }

    bool ok() const { return problem_.empty(); }
    const std::string& problem() const { return problem_; }

  private:
    const msgpack::object* next() {
        if (!ok() || next_ >= array_.size) {
            refuse("cut short");
            return nullptr;
        }
        return &array_.ptr[next_++];
    }
    std::uint64_t unsigned_below(std::uint64_t max) {
        const msgpack::object* o = next();
        if (o == nullptr) return 0;
        if (o->type != msgpack::type::POSITIVE_INTEGER || o->via.u64 > max) {
            refuse("a number is missing or out of range");
            return 0;
        }
        return o->via.u64;
    }
    template <std::unsigned_integral T>
    void get(T& v) {
        v = static_cast<T>(unsigned_below(static_cast<T>(-1)));
    }
    template <Enum T>
    void get(T& v) {
        using U = std::underlying_type_t<T>;
        v = static_cast<T>(static_cast<U>(unsigned_below(static_cast<U>(-1))));
    }
    void get(Instant& v) {
        const msgpack::object* o = next();
        if (o == nullptr) return;
        if (o->type == msgpack::type::POSITIVE_INTEGER && o->via.u64 <= INT64_MAX)
            v.ms = static_cast<std::int64_t>(o->via.u64);
        else if (o->type == msgpack::type::NEGATIVE_INTEGER)
            v.ms = o->via.i64;
        else
            refuse("a time is missing");
    }
    void get(std::string& v) {
        const msgpack::object* o = next();
        if (o == nullptr) return;
        if (o->type != msgpack::type::STR || o->via.str.size > limits::text_bytes_max)
            refuse("a text is missing or too long");
        else
            v.assign(o->via.str.ptr, o->via.str.size);
    }
    ByteView bin() {
        const msgpack::object* o = next();
        if (o == nullptr) return {};
        if (o->type != msgpack::type::BIN) {
            refuse("a byte string is missing");
            return {};
        }
        return {reinterpret_cast<const std::uint8_t*>(o->via.bin.ptr), o->via.bin.size};
    }
    void get(Bytes& v) { v = to_bytes(bin()); }
    template <std::size_t N>
    void get(std::array<std::uint8_t, N>& v) {
        const ByteView bytes = bin();
        if (bytes.size() == N)
            std::copy(bytes.begin(), bytes.end(), v.begin());
        else
            refuse("a byte string of the wrong length");
    }
    template <class Tag>
    void get(Id<Tag>& v) {
        get(v.bytes);
    }
    void get(crypto::Hash& v) { get(v.bytes); }
    void get(crypto::Signature& v) { get(v.bytes); }
    void get(merge::Digest& v) {
        std::array<std::uint8_t, 32> sum{};
        get(sum);
        v = merge::Digest(sum);
    }
    void get(Dot& v) {
        get(v.replica);
        get(v.counter);
    }
    const msgpack::object_array* array() {
        const msgpack::object* o = next();
        if (o == nullptr) return nullptr;
        if (o->type != msgpack::type::ARRAY) {
            refuse("a list is missing");
            return nullptr;
        }
        return &o->via.array;
    }
    template <class T>
    void get(std::vector<T>& v) {
        const msgpack::object_array* list = array();
        if (list == nullptr) return;
        Reader elements(*list);
        v.reserve(list->size);
        for (std::uint32_t i = 0; i < list->size && elements.ok(); ++i)
            elements.get(v.emplace_back());
        if (!elements.ok()) refuse(elements.problem());
    }
    template <class T>
    requires requires(Reader& r, T& t) { members(r, t); }
    void get(T& v) {
        const msgpack::object_array* inner = array();
        if (inner == nullptr) return;
        Reader reader(*inner);
        members(reader, v);
        if (!reader.ok()) refuse(reader.problem());
    }
    void refuse(std::string what) {
        if (problem_.empty()) problem_ = std::move(what);
    }

    const msgpack::object_array& array_;
    std::uint32_t next_;
    std::string problem_{};
};

template <std::size_t... I>
Message make(std::size_t index, std::index_sequence<I...>) {
    Message message;
    ((index == I ? static_cast<void>(message.emplace<I>()) : static_cast<void>(0)), ...);
    return message;
}

Result<msgpack::object_handle> parse(ByteView frame) {
    const msgpack::unpack_limit limit(limits::array_max, 0, limits::text_bytes_max,
                                      limits::frame_bytes_max, 0, limits::depth_max);
    const auto keep_in_frame = [](msgpack::type::object_type, std::size_t, void*) { return true; };
    std::size_t offset = 0;
    try {
        msgpack::object_handle handle =
            msgpack::unpack(reinterpret_cast<const char*>(frame.data()), frame.size(), offset,
                            keep_in_frame, nullptr, limit);
        if (offset != frame.size()) return fail(Errc::malformed, "frame: bytes left over");
        return handle;
    } catch (const msgpack::size_overflow&) {
        return fail(Errc::too_large, "frame: an element beyond its limit");
    } catch (const std::exception&) {
        return fail(Errc::malformed, "frame: not msgpack");
    }
}

}  // namespace

std::uint8_t type_number(const Message& message) {
    return static_cast<std::uint8_t>(message.index() + 1);
}

std::string_view type_name(const Message& message) {
    return type_names[message.index()];
}

Bytes encode(const Message& message) {
    msgpack::sbuffer buffer(256);
    Packer packer(buffer);
    Writer writer(packer);
    writer.start(type_number(message));
    // The member lists are shared with the reader, so they take a mutable message; writing reads.
    std::visit([&](auto& m) { members(writer, m); }, const_cast<Message&>(message));
    return to_bytes({reinterpret_cast<const std::uint8_t*>(buffer.data()), buffer.size()});
}

Result<Message> decode(ByteView frame) {
    if (frame.size() > limits::frame_bytes_max && !is_removed(Check::frame_size))
        return fail(Errc::too_large, "a frame of " + std::to_string(frame.size()) + " bytes");
    auto handle = parse(frame);
    if (!handle) return handle.error();
    const msgpack::object& top = handle->get();
    if (top.type != msgpack::type::ARRAY || top.via.array.size == 0 ||
        top.via.array.ptr[0].type != msgpack::type::POSITIVE_INTEGER)
        return fail(Errc::malformed, "frame: not a message");
    const std::uint64_t type = top.via.array.ptr[0].via.u64;
    constexpr std::size_t types = std::variant_size_v<Message>;
    if (type == 0 || type > types)
        return fail(Errc::unknown_message, "message type " + std::to_string(type));
    Message message = make(static_cast<std::size_t>(type - 1), std::make_index_sequence<types>{});
    Reader reader(top.via.array, 1);
    std::visit([&](auto& m) { members(reader, m); }, message);
    if (!reader.ok())
        return fail(Errc::malformed, std::string(type_name(message)) + ": " + reader.problem());
    return message;
}

crypto::Hash handshake_hash(const Challenge& challenge, const Hello& hello,
                            const TlsKeyHash& tls_key) {
    commit::CanonicalWriter out;
    out.raw(challenge.nonce).u32(challenge.version_min).u32(challenge.version_max);
    out.u32(hello.version).sized(hello.certificate).id(hello.replica).raw(hello.nonce);
    out.raw(tls_key.view());
    return crypto::hash(crypto::HashType::handshake, out.bytes());
}

}  // namespace sanderling::wire
