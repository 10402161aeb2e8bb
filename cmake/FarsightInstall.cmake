# What `cmake --install` lays down: headers, libraries, the programs, the model cards, and a CMake package, so
# that another project's find_package(farsight) gives farsight::core and farsight::runtime.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/farsight)
set(installed_targets farsight_core)
set(FARSIGHT_LIBRARIES_FOUND ${FARSIGHT_ANNOTATIONS_FOUND})
install(DIRECTORY core/include/farsight DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/core/include/farsight/version.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/farsight)

if(TARGET farsight_runtime)
  list(APPEND installed_targets farsight_runtime)
  list(APPEND FARSIGHT_LIBRARIES_FOUND ${FARSIGHT_PICTURES_FOUND})
  install(DIRECTORY native/runtime/include/farsight DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h")
  if(FARSIGHT_ONNXRUNTIME_BUNDLED)
    install(FILES ${FARSIGHT_ONNXRUNTIME_BUNDLED} DESTINATION ${CMAKE_INSTALL_LIBDIR})
    get_filename_component(FARSIGHT_ONNXRUNTIME_BUNDLED_NAME ${FARSIGHT_ONNXRUNTIME_BUNDLED} NAME)
  endif()
endif()
foreach(program farsight farsight-viewer)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
# The lab's own models with their cards; of others' models the cards and the manifest, which says where they are.
# The logs of trainings stay out.
install(DIRECTORY assets/cards assets/models DESTINATION ${CMAKE_INSTALL_DATADIR}/farsight
  FILES_MATCHING PATTERN "*.json" PATTERN "*.onnx")
install(FILES assets/manifest.json DESTINATION ${CMAKE_INSTALL_DATADIR}/farsight)

install(TARGETS ${installed_targets} EXPORT farsightTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT farsightTargets NAMESPACE farsight:: DESTINATION ${package_folder})
configure_package_config_file(cmake/farsightConfig.cmake.in ${PROJECT_BINARY_DIR}/farsightConfig.cmake
  INSTALL_DESTINATION ${package_folder} PATH_VARS CMAKE_INSTALL_LIBDIR)
# Before 1.0 a new minor version may break what the old one promised.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/farsightConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/farsightConfig.cmake ${PROJECT_BINARY_DIR}/farsightConfigVersion.cmake
  cmake/FarsightLibraries.cmake
  DESTINATION ${package_folder})
