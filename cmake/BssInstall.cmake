# The install tree: libraries, public headers, bss-mock, the CMake package BssPartner (components sdk, mock,
# mock_testing) and pkg-config files. The two halves are separate export sets, so that a program that wants the SDK
# alone needs nothing of the server.
include(CMakePackageConfigHelpers)

set(BSS_CMAKE_INSTALL_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/BssPartner)

install(TARGETS bss_wire EXPORT BssPartnerWireTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} FILE_SET HEADERS)
install(EXPORT BssPartnerWireTargets NAMESPACE BssPartner:: DESTINATION ${BSS_CMAKE_INSTALL_DIR})

if(BSS_BUILD_SDK)
  install(TARGETS bss_sdk EXPORT BssPartnerSdkTargets
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} FILE_SET HEADERS)
  install(EXPORT BssPartnerSdkTargets NAMESPACE BssPartner:: DESTINATION ${BSS_CMAKE_INSTALL_DIR})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/bss-partner-sdk.pc.in bss-partner-sdk.pc @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bss-partner-sdk.pc
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endif()

if(BSS_BUILD_MOCK)
  install(TARGETS bss_mock bss_mock_testing EXPORT BssPartnerMockTargets
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} FILE_SET HEADERS)
  install(TARGETS bss-mock RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(EXPORT BssPartnerMockTargets NAMESPACE BssPartner:: DESTINATION ${BSS_CMAKE_INSTALL_DIR})
endif()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/BssPartnerConfig.cmake.in
                              ${CMAKE_CURRENT_BINARY_DIR}/BssPartnerConfig.cmake
                              INSTALL_DESTINATION ${BSS_CMAKE_INSTALL_DIR})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/BssPartnerConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/BssPartnerConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/BssPartnerConfigVersion.cmake
        DESTINATION ${BSS_CMAKE_INSTALL_DIR})
