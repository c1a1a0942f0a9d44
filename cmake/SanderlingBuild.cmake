# Flags and sanitizers for every target of the project, in one interface target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

option(SANDERLING_TESTS "Build the tests" ON)
option(SANDERLING_WERROR "Treat warnings as errors" OFF)
option(SANDERLING_UNITY "Let the compiler read several sources of a target as one" OFF)
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
if(SANDERLING_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # It means headers: what has a member from an anonymous namespace belongs into a source. In a group
  # g++ takes the sources for headers. The presets without groups warn where it is true.
  target_compile_options(sanderling_build INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-subobject-linkage>)
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

# sanderling_unite(target): with SANDERLING_UNITY, the compiler reads its sources in groups, since
# most of what it does is the same for each of them: reading headers, making their templates.
function(sanderling_unite target)
  set_property(GLOBAL APPEND PROPERTY SANDERLING_UNITED ${target})
endfunction()

# sanderling_apart(SOURCES ... TARGETS ...): sources that some program replaces by a variant
# of its own; in a group they would bring the rest of it, or the rest would bring them.
function(sanderling_apart)
  cmake_parse_arguments(A "" "" "TARGETS;SOURCES" ${ARGN})
  set_source_files_properties(${A_SOURCES} TARGET_DIRECTORY ${A_TARGETS}
    PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# The last thing of all: which sources may be read together is for unity_groups.py to say.
function(sanderling_form_groups)
  if(NOT SANDERLING_UNITY)
    return()
  endif()
  get_property(_targets GLOBAL PROPERTY SANDERLING_UNITED)
  set(_wanted "")
  foreach(_target IN LISTS _targets)
    get_target_property(_folder ${_target} SOURCE_DIR)
    get_target_property(_sources ${_target} SOURCES)
    string(APPEND _wanted "${_target}\t${_folder}")
    foreach(_source IN LISTS _sources)
      if(_source MATCHES "\\.cpp$")
        get_filename_component(_source "${_source}" ABSOLUTE BASE_DIR "${_folder}")
        get_source_file_property(_apart "${_source}" TARGET_DIRECTORY ${_target}
          SKIP_UNITY_BUILD_INCLUSION)
        if(NOT _apart)
          string(APPEND _wanted "\t${_source}")
          # What a source keeps to itself decides in which group it can be.
          set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY
            CMAKE_CONFIGURE_DEPENDS "${_source}")
        endif()
      endif()
    endforeach()
    string(APPEND _wanted "\n")
  endforeach()
  file(WRITE "${CMAKE_BINARY_DIR}/unity/wanted" "${_wanted}")
  find_program(SANDERLING_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
  if(NOT SANDERLING_PYTHON)
    find_program(SANDERLING_PYTHON python3 REQUIRED)
  endif()
  execute_process(COMMAND ${SANDERLING_PYTHON} -B "${CMAKE_SOURCE_DIR}/cmake/unity_groups.py"
    "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/unity/wanted" "${CMAKE_BINARY_DIR}/unity/groups.cmake"
    COMMAND_ERROR_IS_FATAL ANY)
  include("${CMAKE_BINARY_DIR}/unity/groups.cmake")
endfunction()

# sanderling_library(name SOURCES ... DEPS ...): a static library with the alias sanderling::name.
function(sanderling_library name)
  cmake_parse_arguments(A "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(sanderling_${name} STATIC ${A_SOURCES})
  add_library(sanderling::${name} ALIAS sanderling_${name})
  target_link_libraries(sanderling_${name} PUBLIC sanderling::build ${A_DEPS} PRIVATE ${A_PRIVATE_DEPS})
  sanderling_unite(sanderling_${name})
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
  sanderling_unite(${name})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${A_TIMEOUT} LABELS "${A_LABELS}")
  if(A_COST)
    set_tests_properties(${name} PROPERTIES COST ${A_COST})
  endif()
endfunction()
