#include "client-sdk/vault/harden.hpp"

#include "client-sdk/vault/durable_file.hpp"

#include <sys/resource.h>

#include <cerrno>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace sanderling::vault {

Result<> harden_process() {
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0) return system_error(errno, "core dump limit");
#ifdef __linux__
    // A pipe in core_pattern ignores the limit; a process that is not dumpable it cannot ignore.
    if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return system_error(errno, "dumpable flag");
#endif
    return {};
}

}  // namespace sanderling::vault
