# The libraries the core is built on, as targets: tl::expected, nlohmann_json::nlohmann_json and, unless
# FARSIGHT_SCALAR, hwy::hwy.
if(NOT EMSCRIPTEN)
  find_package(tl-expected REQUIRED)
  find_package(nlohmann_json REQUIRED)
  if(NOT FARSIGHT_SCALAR)
    find_package(hwy REQUIRED)
  endif()
  return()
endif()

# Emscripten may not see the host's include folder, whose C library is another one. It gets a folder of links to the
# header-only libraries alone.
set(FARSIGHT_WEB_HEADERS ${PROJECT_BINARY_DIR}/headers)
foreach(library hwy tl nlohmann protozero flatbuffers catch2)
  find_path(FARSIGHT_HEADERS_${library} NAMES ${library} PATHS /usr/include /usr/local/include /opt/homebrew/include
            NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
  if(FARSIGHT_HEADERS_${library})
    file(MAKE_DIRECTORY ${FARSIGHT_WEB_HEADERS})
    file(CREATE_LINK ${FARSIGHT_HEADERS_${library}}/${library} ${FARSIGHT_WEB_HEADERS}/${library} SYMBOLIC)
  else()
    message(STATUS "Headers of ${library} not found; set FARSIGHT_HEADERS_${library} to the folder that holds ${library}/")
  endif()
endforeach()
foreach(target tl::expected nlohmann_json::nlohmann_json hwy::hwy)
  add_library(${target} INTERFACE IMPORTED)
  target_include_directories(${target} SYSTEM INTERFACE ${FARSIGHT_WEB_HEADERS})
endforeach()
# nlohmann's own detection does not see that Emscripten compiles without exceptions.
set_property(TARGET nlohmann_json::nlohmann_json APPEND PROPERTY INTERFACE_COMPILE_DEFINITIONS JSON_NOEXCEPTION=1)
if(NOT FARSIGHT_SCALAR)
  add_compile_options(-msimd128)
endif()

# Programs of the web build that run under Node: tests and benchmarks. They read files, throw, and hold their own
# bytes, since Emscripten's loader would try to fetch a path.
add_library(farsight_node INTERFACE)
target_include_directories(farsight_node SYSTEM INTERFACE ${FARSIGHT_WEB_HEADERS})
target_compile_options(farsight_node INTERFACE -fexceptions)
target_link_options(farsight_node INTERFACE -fexceptions -sSINGLE_FILE=1 -sNODERAWFS=1 -sALLOW_MEMORY_GROWTH=1
                    -sEXIT_RUNTIME=1 -sENVIRONMENT=node)
# Emscripten writes CommonJS; the repository's own package.json says ES modules.
file(WRITE ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/package.json "{ \"type\": \"commonjs\" }\n")
