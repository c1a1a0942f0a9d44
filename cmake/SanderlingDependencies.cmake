# Third-party libraries, all of Debian 12. What each is for is in docs/ARCHITECTURE.md.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(tomlplusplus REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium>=1.0.18)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode>=4)
find_package(PNG REQUIRED)
if(SANDERLING_TESTS)
  find_package(GTest REQUIRED)
  # Debian's librapidcheck-dev brings neither a CMake package nor a pkg-config file.
  find_path(SANDERLING_RAPIDCHECK_INCLUDE rapidcheck/gtest.h REQUIRED)
  find_library(SANDERLING_RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
  add_library(sanderling_rapidcheck INTERFACE)
  target_include_directories(sanderling_rapidcheck SYSTEM INTERFACE ${SANDERLING_RAPIDCHECK_INCLUDE})
  target_link_libraries(sanderling_rapidcheck INTERFACE ${SANDERLING_RAPIDCHECK_LIBRARY})
  add_library(sanderling::rapidcheck ALIAS sanderling_rapidcheck)
endif()

# Debian's libcsv-dev brings neither a CMake package nor a pkg-config file.
find_path(SANDERLING_CSV_INCLUDE csv.h REQUIRED)
find_library(SANDERLING_CSV_LIBRARY csv REQUIRED)
add_library(sanderling_csv INTERFACE)
target_include_directories(sanderling_csv SYSTEM INTERFACE ${SANDERLING_CSV_INCLUDE})
target_link_libraries(sanderling_csv INTERFACE ${SANDERLING_CSV_LIBRARY})
add_library(sanderling::csv ALIAS sanderling_csv)

add_library(sanderling_sodium INTERFACE)
target_link_libraries(sanderling_sodium INTERFACE PkgConfig::sodium)
add_library(sanderling::sodium ALIAS sanderling_sodium)

# msgpack-c's C++ headers. Debian 12's package pulls Boost 1.74, which conflicts with 1.81, so there
# `./dev` unpacks its headers into .deps; on newer releases the plain package is found.
find_path(SANDERLING_MSGPACK_INCLUDE msgpack.hpp
  HINTS ${CMAKE_SOURCE_DIR}/.deps/msgpack/usr/include REQUIRED)
add_library(sanderling_msgpack INTERFACE)
target_include_directories(sanderling_msgpack SYSTEM INTERFACE ${SANDERLING_MSGPACK_INCLUDE})
target_link_libraries(sanderling_msgpack INTERFACE Boost::headers)
add_library(sanderling::msgpack ALIAS sanderling_msgpack)
