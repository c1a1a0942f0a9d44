# Flags and sanitizers for every target of the project, in one interface target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

option(SANDERLING_TESTS "Build the tests" ON)
option(SANDERLING_WERROR "Treat warnings as errors" OFF)
set(SANDERLING_SANITIZE "" CACHE STRING "Sanitizers, joined by a plus sign: address+undefined, thread")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(SANDERLING_CCACHE ccache)
if(SANDERLING_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SANDERLING_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${SANDERLING_CCACHE})
endif()
find_program(SANDERLING_MOLD mold)

add_library(sanderling_build INTERFACE)
add_library(sanderling::build ALIAS sanderling_build)
# The one include root is the repository, so an include names where its file is.
target_include_directories(sanderling_build INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(sanderling_build INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
  $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast -Wnon-virtual-dtor>
  -fvisibility=hidden)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # When g++ 12 optimises it sees overflows and uninitialised members in std::vector that are not
  # there; the sanitizers of the `dev` preset look for the real ones.
  set(_false_alarms -Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict
    -Wno-stringop-overflow -Wno-stringop-overread)
  target_compile_options(sanderling_build INTERFACE
    "$<$<NOT:$<CONFIG:Debug>>:${_false_alarms}>")
endif()
if(SANDERLING_WERROR)
  target_compile_options(sanderling_build INTERFACE -Werror)
endif()
if(SANDERLING_MOLD)
  target_link_options(sanderling_build INTERFACE -fuse-ld=mold)
endif()
if(SANDERLING_SANITIZE)
  string(REPLACE "+" "," _sanitize "${SANDERLING_SANITIZE}")
  target_compile_options(sanderling_build INTERFACE -fsanitize=${_sanitize} -fno-omit-frame-pointer)
  target_link_options(sanderling_build INTERFACE -fsanitize=${_sanitize})
endif()

# sanderling_library(name SOURCES ... DEPS ...): a static library with the alias sanderling::name.
function(sanderling_library name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(sanderling_${name} STATIC ${A_SOURCES})
  add_library(sanderling::${name} ALIAS sanderling_${name})
  target_link_libraries(sanderling_${name} PUBLIC sanderling::build ${A_DEPS} PRIVATE ${A_PRIVATE_DEPS})
endfunction()

# sanderling_test(name SOURCES ... DEPS ...): one GoogleTest program, registered as one ctest test.
# COST: about how many seconds it takes where that is many. Where it never ran before, ctest begins
# with those, so that none is left to run alone at the end.
function(sanderling_test name)
  cmake_parse_arguments(A "" "TIMEOUT;COST" "SOURCES;DEPS;LABELS" ${ARGN})
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 900)
  endif()
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE sanderling::build ${A_DEPS} GTest::gmock GTest::gtest GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${A_TIMEOUT} LABELS "${A_LABELS}")
  if(A_COST)
    set_tests_properties(${name} PROPERTIES COST ${A_COST})
  endif()
endfunction()
