// How a measurement ends early: something it needs is refused. Caught in main.
#pragma once

#include "core/types/error.hpp"

#include <stdexcept>
#include <string>

namespace sanderling::bench {

class Failure : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The value, or a Failure that says what was being done.
template <class T>
T must(Result<T> result, const std::string& what) {
    if (!result) throw Failure(what + ": " + result.error().message());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace sanderling::bench
