# cpprest_transport.cpp is the one file that may name the HTTP library.
target_sources(bss_sdk PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/cpprest_transport.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tls_setup.cpp)
target_link_libraries(bss_sdk PRIVATE cpprestsdk::cpprest OpenSSL::SSL OpenSSL::Crypto)
