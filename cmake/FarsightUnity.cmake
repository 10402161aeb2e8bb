# farsight_unity(TARGET): with FARSIGHT_UNITY the sources of one folder are compiled as one. The headers that they share
# are then read once a folder, not once a source. docs/decisions/07 says which builds do it and why not all.
#
# A source with options or definitions of its own stays alone (CMake's rule); so do the kernels that Highway compiles
# several times by including them again.
function(farsight_unity target)
  if(NOT FARSIGHT_UNITY)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  list(FILTER sources INCLUDE REGEX "\\.cpp$")
  foreach(source ${sources})
    cmake_path(ABSOLUTE_PATH source NORMALIZE OUTPUT_VARIABLE path)
    cmake_path(GET path PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    string(MAKE_C_IDENTIFIER "${folder}" group)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${group}")
    if(source MATCHES "_highway\\.cpp$")
      set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
