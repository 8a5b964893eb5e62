# Runs the generator over openapi/ once for each half. The generated files are listed here, by area, so that
# the build knows them before the generator has run.
set(BSS_AREAS iam customers accounts coupons products)
set(BSS_GENERATED_SDK_DIR ${CMAKE_BINARY_DIR}/generated/sdk)
set(BSS_GENERATED_MOCK_DIR ${CMAKE_BINARY_DIR}/generated/mock)

set(BSS_DESCRIPTION_FILES ${PROJECT_SOURCE_DIR}/openapi/common.yaml)
foreach(area IN LISTS BSS_AREAS)
  list(APPEND BSS_DESCRIPTION_FILES ${PROJECT_SOURCE_DIR}/openapi/${area}.yaml)
endforeach()

# The SDK half: BSS_GENERATED_SDK_HEADERS (public) and BSS_GENERATED_SDK_SOURCES.
set(BSS_GENERATED_SDK_HEADERS ${BSS_GENERATED_SDK_DIR}/include/bss/operations.h
                              ${BSS_GENERATED_SDK_DIR}/include/bss/awaitable.h
                              ${BSS_GENERATED_SDK_DIR}/include/bss/shared_types.h)
set(BSS_GENERATED_SDK_SOURCES ${BSS_GENERATED_SDK_DIR}/src/operations.cpp
                              ${BSS_GENERATED_SDK_DIR}/src/operation_table.cpp
                              ${BSS_GENERATED_SDK_DIR}/src/shared_types.cpp
                              ${BSS_GENERATED_SDK_DIR}/src/shared_codec.h
                              ${BSS_GENERATED_SDK_DIR}/src/codec_support.h)
set(BSS_GENERATED_MOCK_HEADERS ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/dispatch.h
                               ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/bound_call.h
                               ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/shared_types.h
                               ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/shared_codec.h)
set(BSS_GENERATED_MOCK_SOURCES ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/dispatch.cpp
                               ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/operation_table.cpp
                               ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/openapi_document.cpp)
foreach(area IN LISTS BSS_AREAS)
  list(APPEND BSS_GENERATED_SDK_HEADERS ${BSS_GENERATED_SDK_DIR}/include/bss/${area}.h)
  list(APPEND BSS_GENERATED_SDK_SOURCES ${BSS_GENERATED_SDK_DIR}/src/${area}.cpp)
  list(APPEND BSS_GENERATED_MOCK_HEADERS ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/${area}.h)
  list(APPEND BSS_GENERATED_MOCK_SOURCES ${BSS_GENERATED_MOCK_DIR}/bss/mock/api/${area}.cpp)
endforeach()

string(REPLACE ";" "," BSS_AREA_LIST "${BSS_AREAS}")

function(bss_generate_sdk)
  add_custom_command(
    OUTPUT ${BSS_GENERATED_SDK_HEADERS} ${BSS_GENERATED_SDK_SOURCES}
    COMMAND bss_codegen --input ${PROJECT_SOURCE_DIR}/openapi --areas ${BSS_AREA_LIST}
            --sdk ${BSS_GENERATED_SDK_DIR}
    DEPENDS bss_codegen ${BSS_DESCRIPTION_FILES}
    COMMENT "Generating the SDK half from openapi/" VERBATIM)
endfunction()

function(bss_generate_mock)
  add_custom_command(
    OUTPUT ${BSS_GENERATED_MOCK_HEADERS} ${BSS_GENERATED_MOCK_SOURCES}
    COMMAND bss_codegen --input ${PROJECT_SOURCE_DIR}/openapi --areas ${BSS_AREA_LIST}
            --mock ${BSS_GENERATED_MOCK_DIR}
    DEPENDS bss_codegen ${BSS_DESCRIPTION_FILES}
    COMMENT "Generating the server half from openapi/" VERBATIM)
endfunction()
