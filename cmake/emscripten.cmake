# Toolchain of the `web` preset: Emscripten wherever it stands, made to work with Debian's package.
if(NOT EMSCRIPTEN_ROOT_PATH)
  if(DEFINED ENV{EMSDK})
    set(EMSCRIPTEN_ROOT_PATH $ENV{EMSDK}/upstream/emscripten)
  else()
    find_program(FARSIGHT_EM_CONFIG em-config)
    if(NOT FARSIGHT_EM_CONFIG)
      message(FATAL_ERROR "The web preset needs Emscripten; on Debian or Ubuntu: apt-get install emscripten node-acorn. "
                          "Elsewhere install emsdk and set EMSDK.")
    endif()
    execute_process(COMMAND ${FARSIGHT_EM_CONFIG} EMSCRIPTEN_ROOT
      OUTPUT_VARIABLE EMSCRIPTEN_ROOT_PATH OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  endif()
endif()
include(${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake)

# Debian's emcc asks Node for the package acorn at the link step, and Node does not look where Debian keeps it.
if(EXISTS /usr/share/nodejs/acorn)
  set(CMAKE_CXX_LINKER_LAUNCHER ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs)
endif()
