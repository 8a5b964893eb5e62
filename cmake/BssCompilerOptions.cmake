# One place for warnings and sanitizers; every target of ours links bss_warnings PRIVATE.
add_library(bss_warnings INTERFACE)
target_compile_options(bss_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast -Werror)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()

# Line numbers are enough for a stack trace, and full debug information costs a third of the build.
if(PROJECT_IS_TOP_LEVEL AND CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  string(REPLACE "-g " "-g1 " CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
endif()

if(BSS_SANITIZE STREQUAL "address")
  # g++ 12 sees uninitialised values inside std::regex once it is instrumented; there are none.
  target_compile_options(bss_warnings INTERFACE -Wno-maybe-uninitialized)
  # Debian's SOCI and cpprestsdk keep the type information of their classes to themselves, which the check of virtual
  # calls (vptr) would need.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(BSS_SANITIZE STREQUAL "thread")
  # g++ warns that atomic_thread_fence is not instrumented; Asio uses it.
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer -Wno-tsan)
  add_link_options(-fsanitize=thread)
elseif(BSS_SANITIZE STREQUAL "fuzzer")
  # clang, for the targets of tests/fuzz; they alone link libFuzzer's main.
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(NOT BSS_SANITIZE STREQUAL "")
  message(FATAL_ERROR "BSS_SANITIZE must be empty, address, thread or fuzzer, not '${BSS_SANITIZE}'")
endif()
