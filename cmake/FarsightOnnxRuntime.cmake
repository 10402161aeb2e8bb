# Defines farsight_onnxruntime, an interface target for ONNX Runtime, and says where it came from.
#
# First a package of the system (find_package: Homebrew, vcpkg, distributions, official releases), then what
# scripts/fetch_assets took from the packages of assets/manifest.json: the library and its headers. That library
# is copied into the binary folder, so that build/<preset>/bin can be moved.

add_library(farsight_onnxruntime INTERFACE)
set(FARSIGHT_ONNXRUNTIME_BUNDLED "" CACHE INTERNAL "ONNX Runtime library to install beside our own, or empty")

find_package(onnxruntime CONFIG QUIET)
if(TARGET onnxruntime::onnxruntime)
  message(STATUS "ONNX Runtime: ${onnxruntime_DIR}")
  target_link_libraries(farsight_onnxruntime INTERFACE onnxruntime::onnxruntime)
  # Some packages export the folder above the headers.
  find_path(FARSIGHT_ONNXRUNTIME_HEADERS onnxruntime_cxx_api.h PATH_SUFFIXES onnxruntime onnxruntime/core/session)
  if(FARSIGHT_ONNXRUNTIME_HEADERS)
    target_include_directories(farsight_onnxruntime SYSTEM INTERFACE ${FARSIGHT_ONNXRUNTIME_HEADERS})
  endif()
  return()
endif()

set(fetched ${PROJECT_SOURCE_DIR}/build/assets/onnxruntime)
file(GLOB fetched_library ${fetched}/libonnxruntime.so.1 ${fetched}/libonnxruntime.*.dylib)
if(NOT fetched_library OR NOT EXISTS ${fetched}/onnxruntime_cxx_api.h)
  message(FATAL_ERROR
    "ONNX Runtime was not found. Run scripts/fetch_assets, or install ONNX Runtime and point onnxruntime_DIR at "
    "its CMake package, or build the core alone with -DFARSIGHT_NATIVE=OFF.")
endif()
list(GET fetched_library 0 fetched_library)
message(STATUS "ONNX Runtime: ${fetched_library}")

get_filename_component(fetched_library_name ${fetched_library} NAME)
set(bundled_library ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${fetched_library_name})
configure_file(${fetched_library} ${bundled_library} COPYONLY)
set(FARSIGHT_ONNXRUNTIME_BUNDLED ${bundled_library} CACHE INTERNAL "")

add_library(farsight_onnxruntime_bundled SHARED IMPORTED GLOBAL)
set_target_properties(farsight_onnxruntime_bundled PROPERTIES
  IMPORTED_LOCATION ${bundled_library} IMPORTED_SONAME ${fetched_library_name})
target_link_libraries(farsight_onnxruntime INTERFACE farsight_onnxruntime_bundled)
target_include_directories(farsight_onnxruntime SYSTEM INTERFACE ${fetched})
