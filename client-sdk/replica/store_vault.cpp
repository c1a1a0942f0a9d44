// The vault beneath a store, for keys and copies.
#include "client-sdk/replica/replica.hpp"

#include "sanderling/store.hpp"
#include "sanderling/vault.hpp"

namespace sanderling {

Vault& vault_of(Store& store) {
    return store.replica().vault();
}

}  // namespace sanderling
