// The guarded memory of keys, kept for the next key of that size: a run makes ten thousands, and
// each would be mapped, protected and locked by the system and given back again. It is libsodium's
// memory all the same, and zero when it is given out. The linker puts this before libsodium's own.
#include <sodium.h>

#include <cstddef>
#include <unordered_map>
#include <vector>

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" {
void* __real_sodium_malloc(std::size_t size);
void* __wrap_sodium_malloc(std::size_t size);
void __real_sodium_free(void* memory);
void __wrap_sodium_free(void* memory);
}

namespace sanderling::sim {

namespace {

struct KeyMemory {
    std::unordered_map<void*, std::size_t> sizes{};
    std::unordered_map<std::size_t, std::vector<void*>> kept{};
};

// Never destroyed: keys in static objects may be given back after everything else.
KeyMemory& key_memory() {
    static auto& memory = *new KeyMemory;
    return memory;
}

}  // namespace

}  // namespace sanderling::sim

extern "C" void* __wrap_sodium_malloc(std::size_t size) {
    auto& memory = sanderling::sim::key_memory();
    auto& kept = memory.kept[size];
    if (kept.empty()) {
        void* fresh = __real_sodium_malloc(size);
        if (fresh != nullptr) memory.sizes[fresh] = size;
        return fresh;
    }
    void* again = kept.back();
    kept.pop_back();
    return again;
}

extern "C" void __wrap_sodium_free(void* given) {
    if (given == nullptr) return;
    auto& memory = sanderling::sim::key_memory();
    const auto size = memory.sizes.find(given);
    if (size == memory.sizes.end()) return __real_sodium_free(given);
    sodium_memzero(given, size->second);
    memory.kept[size->second].push_back(given);
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
