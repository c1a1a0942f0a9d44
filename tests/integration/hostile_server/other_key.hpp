// A server for the same host with another TLS key.
#pragma once

#include "tests/integration/end_to_end/phone.hpp"
#include "tests/integration/hostile_server/proxy.hpp"

namespace sanderling::tests {

inline ProxyOptions with_another_key(OrganisationFixture& org, const std::string& name) {
    const auto folder = org.folder() / ("other key of " + name);
    std::filesystem::create_directories(folder);
    ProxyOptions out{.server_port = org.port(),
                     .server_key = org.server_key(),
                     .tls = {folder / "key.pem", folder / "certificate.pem"}};
    must(server::make_tls_files(out.tls, {"127.0.0.1"}));
    return out;
}

}  // namespace sanderling::tests
