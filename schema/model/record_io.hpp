// What generated structs use to become rows and to be read from them. What a row does not hold, or
// holds in another type than this program knows, stays unset.
#pragma once

#include "core/types/time.hpp"
#include "schema/model/value.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sanderling::schema {

template <class T>
Scalar to_scalar(const T& held) {
    if constexpr (std::is_enum_v<T>) {
        return std::string(to_text(held));
    } else if constexpr (std::is_same_v<T, Instant>) {
        return held.ms;
    } else {
        return held;
    }
}

/// For Scalar and Value alike. Unset if the value is of another type, or an unknown enum value.
template <class T, class Variant>
std::optional<T> from_scalar(const Variant& value) {
    if constexpr (std::is_enum_v<T>) {
        const auto* text = std::get_if<std::string>(&value);
        T out{};
        return text != nullptr && from_text(*text, out) ? std::optional(out) : std::nullopt;
    } else if constexpr (std::is_same_v<T, Instant>) {
        const auto* ms = std::get_if<std::int64_t>(&value);
        return ms != nullptr ? std::optional(Instant{*ms}) : std::nullopt;
    } else {
        const auto* held = std::get_if<T>(&value);
        return held != nullptr ? std::optional(*held) : std::nullopt;
    }
}

/// Called by a struct's list of fields with each name and member.
class RowWriter {
  public:
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& field) {
        if (field) row_.insert_or_assign(std::string(name), to_value(to_scalar(*field)));
    }
    template <class T>
    void operator()(std::string_view name, const std::vector<T>& field) {
        if (field.empty()) return;
        List list;
        for (const T& element : field) list.push_back(to_scalar<T>(element));
        row_.insert_or_assign(std::string(name), std::move(list));
    }
    Row take() && { return std::move(row_); }

  private:
    Row row_{};
};

class RowReader {
  public:
    explicit RowReader(const Row& row) : row_(row) {}

    template <class T>
    void operator()(std::string_view name, std::optional<T>& field) const {
        const auto found = row_.find(name);
        if (found != row_.end()) field = from_scalar<T>(found->second);
    }
    template <class T>
    void operator()(std::string_view name, std::vector<T>& field) const {
        const auto found = row_.find(name);
        const List* list = found != row_.end() ? std::get_if<List>(&found->second) : nullptr;
        if (list == nullptr) return;
        for (const Scalar& element : *list) {
            if (auto held = from_scalar<T>(element)) field.push_back(std::move(*held));
        }
    }

  private:
    const Row& row_;
};

}  // namespace sanderling::schema
