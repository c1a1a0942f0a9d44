// The vault beneath a store, for keys, copies and checks.
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/search_index.hpp"

#include "sanderling/store.hpp"
#include "sanderling/vault.hpp"

namespace sanderling {

Vault& vault_of(Store& store) {
    return store.replica().vault();
}

Result<CheckReport> check_replica(const std::filesystem::path& directory, const Key& key,
                                  CheckOptions options) {
    if (!options.prepare) options.prepare = replica::register_text_function;
    return vault::check(directory, key, options);
}

}  // namespace sanderling
