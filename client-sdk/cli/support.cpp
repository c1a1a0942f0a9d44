// support: a redacted bundle for whoever helps (docs/operations.md, "Support bundles").
#include "sanderling/support.hpp"

#include "client-sdk/cli/commands.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace sanderling::cli {

namespace {

// Only its owner reads it, and nothing is written over.
Result<void> write_new(const std::string& name, const std::string& content) {
    const int file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) return fail(Errc::already_exists, name);
    if (file < 0) return fail(Errc::io, "cannot make " + name);
    std::size_t done = 0;
    while (done < content.size()) {
        const auto step = ::write(file, content.data() + done, content.size() - done);
        if (step < 0 && errno != EINTR) break;
        if (step > 0) done += static_cast<std::size_t>(step);
    }
    const bool is_closed = ::close(file) == 0;
    if (done < content.size() || !is_closed) return fail(Errc::io, "cannot write " + name);
    return {};
}

}  // namespace

Result<Exit> run_support(Context& context, const SupportOptions& options) {
    auto store = context.open();
    if (!store) return store.error();
    const auto bundle = support_bundle(*store);
    if (!bundle) return bundle.error();
    if (auto done = write_new(options.out, *bundle); !done) return done.error();
    context.out.result(
        Json{{"type", "support"}, {"out", options.out}, {"bytes", bundle->size()}},
        options.out +
            ": numbers, states and codes, nothing of what was written; read it before "
            "you send it");
    return Exit::ok;
}

}  // namespace sanderling::cli
