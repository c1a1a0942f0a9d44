// Golden vectors: a JSON object of name → hexadecimal, compared, or written when
// SANDERLING_WRITE_VECTORS is set (tests/vectors/README.md).
#pragma once

#include "core/types/bytes.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <string>

namespace sanderling::test {

class VectorFile {
  public:
    explicit VectorFile(const std::string& name)
        : path_(std::string(SANDERLING_VECTORS_DIR) + "/" + name) {
        std::ifstream in(path_);
        if (in) known_ = nlohmann::ordered_json::parse(in);
    }

    void check(const std::string& name, ByteView bytes) {
        seen_[name] = to_hex(bytes);
        if (writes()) return;
        ASSERT_TRUE(known_.contains(name)) << path_ << " has no " << name;
        EXPECT_EQ(known_[name].get<std::string>(), to_hex(bytes)) << name;
    }

    /// What the file has, for bytes that need not come out the same; `bytes` when writing.
    Bytes kept(const std::string& name, ByteView bytes) {
        seen_[name] = to_hex(bytes);
        if (writes() || !known_.contains(name)) return to_bytes(bytes);
        const std::string hex = known_[name].get<std::string>();
        Bytes out(hex.size() / 2);
        EXPECT_TRUE(from_hex(hex, out)) << name;
        return out;
    }

    /// Also finds vectors in the file that nothing checks any more.
    void finish() {
        if (writes()) {
            std::ofstream(path_) << seen_.dump(2) << "\n";
            return;
        }
        EXPECT_EQ(known_.size(), seen_.size()) << path_;
    }

  private:
    static bool writes() { return std::getenv("SANDERLING_WRITE_VECTORS") != nullptr; }

    std::string path_;
    nlohmann::ordered_json known_ = nlohmann::ordered_json::object();
    nlohmann::ordered_json seen_ = nlohmann::ordered_json::object();
};

}  // namespace sanderling::test
