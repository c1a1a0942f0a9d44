// Single values of a replica, by name.
#pragma once

#include "client-sdk/vault/database.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sanderling::replica {

namespace meta {
inline constexpr std::string_view format = "format";
inline constexpr std::string_view schema_name = "schema_name";
inline constexpr std::string_view schema_version = "schema_version";
inline constexpr std::string_view sign_secret = "sign_secret";
inline constexpr std::string_view box_secret = "box_secret";
inline constexpr std::string_view enrolment = "enrolment";
inline constexpr std::string_view replica = "replica";
inline constexpr std::string_view directory_cursor = "directory_cursor";
inline constexpr std::string_view generation = "generation";  // of the server
inline constexpr std::string_view sent_position = "sent_position";
inline constexpr std::string_view handed_out = "handed_out";  // reseal.hpp
inline constexpr std::string_view last_contact = "last_contact";
inline constexpr std::string_view stamp = "stamp";  // freshness.hpp
inline constexpr std::string_view stamp_before = "stamp_before";
inline constexpr std::string_view was_kept = "was_kept";
inline constexpr std::string_view database = "database";  // id of the vault it was opened in
inline constexpr std::string_view place = "place";        // place.hpp
inline constexpr std::string_view offline_since = "offline_since";  // 0: connected
inline constexpr std::string_view lease_contact = "lease_contact";  // standing.hpp
inline constexpr std::string_view lease_server = "lease_server";
inline constexpr std::string_view lease_seen = "lease_seen";
inline constexpr std::string_view revoked = "revoked";              // the signed order
inline constexpr std::string_view purges_listed = "purges_listed";  // 1: older ones, too
inline constexpr std::string_view unswept = "unswept";  // 1: deleted content may be in the files
}  // namespace meta

/// Throws vault::SqliteError.
class Meta {
  public:
    explicit Meta(vault::Database& database) : database_(database) {}

    std::optional<Bytes> bytes(std::string_view key) const;
    void put_bytes(std::string_view key, ByteView value);
    std::optional<std::int64_t> integer(std::string_view key) const;
    void put_integer(std::string_view key, std::int64_t value);

  private:
    vault::Database& database_;
};

}  // namespace sanderling::replica
