# sanderling_schema(TARGET name SCHEMA file.yaml [NAMESPACE ns] [LOCK file] [INCLUDE_PREFIX prefix/]):
# compiles an application's own schema at build time into the static library `name`. Include
# "<prefix>records.hpp" and "<prefix>description.hpp"; the prefix is `name/` if none is given. With a
# lock, building fails on a number that is reused or not recorded yet. See schema/README.md.
function(sanderling_schema)
  cmake_parse_arguments(A "" "TARGET;SCHEMA;NAMESPACE;LOCK;INCLUDE_PREFIX" "" ${ARGN})
  if(NOT A_TARGET OR NOT A_SCHEMA)
    message(FATAL_ERROR "sanderling_schema wants TARGET and SCHEMA")
  endif()
  if(NOT A_INCLUDE_PREFIX)
    set(A_INCLUDE_PREFIX "${A_TARGET}/")
  endif()
  get_filename_component(_schema "${A_SCHEMA}" ABSOLUTE)
  set(_root "${CMAKE_CURRENT_BINARY_DIR}/${A_TARGET}.schema")
  set(_options --schema "${_schema}" --cpp-out "${_root}/${A_INCLUDE_PREFIX}"
    --include-prefix "${A_INCLUDE_PREFIX}")
  set(_inputs "${_schema}")
  if(A_NAMESPACE)
    list(APPEND _options --namespace "${A_NAMESPACE}")
  endif()
  if(A_LOCK)
    get_filename_component(_lock "${A_LOCK}" ABSOLUTE)
    list(APPEND _options --lock "${_lock}")
    list(APPEND _inputs "${_lock}")
  endif()
  set(_files)
  foreach(_name enums records description)
    list(APPEND _files "${_root}/${A_INCLUDE_PREFIX}${_name}.hpp"
      "${_root}/${A_INCLUDE_PREFIX}${_name}.cpp")
  endforeach()
  # A file whose text stays the same keeps its time, so the stamp is what Ninja compares.
  add_custom_command(OUTPUT "${_root}/stamp" BYPRODUCTS ${_files}
    COMMAND sanderling-schemac compile ${_options}
    COMMAND ${CMAKE_COMMAND} -E touch "${_root}/stamp"
    DEPENDS sanderling-schemac ${_inputs}
    COMMENT "Compiling the schema ${A_SCHEMA}" VERBATIM)
  add_custom_target(${A_TARGET}_generated DEPENDS "${_root}/stamp")
  set_source_files_properties(${_files} PROPERTIES GENERATED ON)
  add_library(${A_TARGET} STATIC ${_files})
  if(SANDERLING_UNITY)
    set_target_properties(${A_TARGET} PROPERTIES UNITY_BUILD ON)
  endif()
  add_dependencies(${A_TARGET} ${A_TARGET}_generated)
  target_include_directories(${A_TARGET} PUBLIC "${_root}")
  target_link_libraries(${A_TARGET} PUBLIC sanderling::schema)
endfunction()
