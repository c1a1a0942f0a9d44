// The rows that were found in a damaged replica: of several versions of one, the one to go by.
#pragma once

#include "client-sdk/vault/salvage.hpp"
#include "core/types/ids.hpp"

#include <map>
#include <string>
#include <vector>

namespace sanderling::replica {

/// A row by the names of its columns. What a column cannot be is zero, or empty.
class FoundRow {
  public:
    FoundRow(const vault::SalvagedTable& table, vault::SalvagedRow&& row);

    const vault::Cell* find(std::string_view column) const;
    bool has(std::string_view column) const;  // and not null
    std::int64_t integer(std::string_view column) const;
    Bytes blob(std::string_view column) const;
    std::string text(std::string_view column) const;
    template <class Fixed>
    Fixed fixed(std::string_view column) const {
        Fixed out;
        const Bytes bytes = blob(column);
        if (bytes.size() == out.bytes.size())
            std::copy(bytes.begin(), bytes.end(), out.bytes.begin());
        return out;
    }
    /// Rather this one than `other`, which has the same key.
    bool beats(const FoundRow& other) const;

  private:
    std::map<std::string, vault::Cell, std::less<>> cells_{};
    vault::RowOrigin origin_;
    std::uint32_t version_;
};

class SalvagedRows {
  public:
    void take(vault::SalvagedRow&& row);
    /// In the order of their keys.
    std::vector<const FoundRow*> of(const std::string& table) const;
    /// Tables that begin so.
    std::vector<std::string> tables(std::string_view prefix) const;

  private:
    struct InOrder {
        bool operator()(const std::vector<vault::Cell>& a, const std::vector<vault::Cell>& b) const;
    };

    std::map<std::string, std::map<std::vector<vault::Cell>, FoundRow, InOrder>> rows_{};
};

}  // namespace sanderling::replica
