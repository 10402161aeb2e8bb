# Defines farsight_onnxruntime, an interface target for ONNX Runtime, and says where it came from.
#
# First a package of the system (find_package: Homebrew, vcpkg, distributions, official releases), then the
# npm packages of package.json: onnxruntime-node carries the library, com.github.asus4.onnxruntime the
# headers. The npm library is copied into the binary folder, so that build/<preset>/bin can be moved.

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

if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64|ARM64)$")
  set(npm_processor arm64)
else()
  set(npm_processor x64)
endif()
set(npm_folder ${PROJECT_SOURCE_DIR}/node_modules)
if(APPLE)
  file(GLOB npm_library ${npm_folder}/onnxruntime-node/bin/napi-v*/darwin/${npm_processor}/libonnxruntime*.dylib)
else()
  file(GLOB npm_library ${npm_folder}/onnxruntime-node/bin/napi-v*/linux/${npm_processor}/libonnxruntime.so.1)
endif()
set(npm_headers "${npm_folder}/com.github.asus4.onnxruntime/Plugins/iOS~/onnxruntime.xcframework")
string(APPEND npm_headers "/ios-arm64/onnxruntime.framework/Headers")
if(NOT npm_library OR NOT EXISTS ${npm_headers}/onnxruntime_cxx_api.h)
  message(FATAL_ERROR
    "ONNX Runtime was not found. Run scripts/setup (or `npm ci --ignore-scripts`), or install ONNX Runtime and "
    "point onnxruntime_DIR at its CMake package, or build the core alone with -DFARSIGHT_NATIVE=OFF.")
endif()
list(GET npm_library 0 npm_library)
message(STATUS "ONNX Runtime: ${npm_library}")

get_filename_component(npm_library_name ${npm_library} NAME)
set(bundled_library ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${npm_library_name})
configure_file(${npm_library} ${bundled_library} COPYONLY)
set(FARSIGHT_ONNXRUNTIME_BUNDLED ${bundled_library} CACHE INTERNAL "")

add_library(farsight_onnxruntime_bundled SHARED IMPORTED GLOBAL)
set_target_properties(farsight_onnxruntime_bundled PROPERTIES
  IMPORTED_LOCATION ${bundled_library} IMPORTED_SONAME ${npm_library_name})
target_link_libraries(farsight_onnxruntime INTERFACE farsight_onnxruntime_bundled)
target_include_directories(farsight_onnxruntime SYSTEM INTERFACE "${npm_headers}")
