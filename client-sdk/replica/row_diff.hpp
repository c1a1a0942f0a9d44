// What has become of the rows of an answer. Pure.
#pragma once

#include "sanderling/watch.hpp"

namespace sanderling::replica {

/// `rows` and `before` of the result are these.
QueryChange compare(std::shared_ptr<const Rows> before, std::shared_ptr<const Rows> now);

}  // namespace sanderling::replica
