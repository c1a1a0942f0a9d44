#include "client-sdk/import/imported_record.hpp"

#include "client-sdk/import/json_line.hpp"

#include <nlohmann/json.hpp>
#include <sodium.h>

namespace sanderling::import {
namespace {

std::string base64(std::string_view text) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string out(sodium_base64_ENCODED_LEN(text.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), as_bytes(text).data(), text.size(), variant);
    out.pop_back();  // its terminating zero
    return out;
}

}  // namespace

std::string RejectedLine::message() const {
    std::string out = "line " + std::to_string(line) + ": ";
    out += wrong.collection;
    if (!wrong.collection.empty() && !wrong.field.empty()) out += ".";
    out += wrong.field;
    if (!wrong.collection.empty() || !wrong.field.empty()) out += ": ";
    return out + wrong.reason;
}

std::string RejectedLine::json() const {
    nlohmann::ordered_json out{{"line", line}, {"offset", offset}, {"bytes", bytes}};
    if (!wrong.collection.empty()) out["collection"] = wrong.collection;
    out["field"] = wrong.field;
    out["reason"] = wrong.reason;
    if (first_byte_not_utf8(text)) {
        out["base64"] = base64(text);
    } else {
        out["text"] = text;
    }
    // Strings that quote the input were made from UTF-8; should one not be, it must not cost the
    // line.
    return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace sanderling::import
