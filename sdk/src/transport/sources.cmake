# cpprest_transport.cpp is the one file that may name that library; answer_reader.cpp is the one for Boost.Beast, and
# reactor.cpp the one for Boost.Asio.
target_sources(bss_sdk PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/answer_reader.cpp
  ${CMAKE_CURRENT_LIST_DIR}/beast_transport.cpp
  ${CMAKE_CURRENT_LIST_DIR}/blocking_driver.cpp
  ${CMAKE_CURRENT_LIST_DIR}/connection.cpp
  ${CMAKE_CURRENT_LIST_DIR}/connection_pool.cpp
  ${CMAKE_CURRENT_LIST_DIR}/cpprest_transport.cpp
  ${CMAKE_CURRENT_LIST_DIR}/exchange.cpp
  ${CMAKE_CURRENT_LIST_DIR}/failure.cpp
  ${CMAKE_CURRENT_LIST_DIR}/lookup.cpp
  ${CMAKE_CURRENT_LIST_DIR}/origin.cpp
  ${CMAKE_CURRENT_LIST_DIR}/reactor.cpp
  ${CMAKE_CURRENT_LIST_DIR}/route.cpp
  ${CMAKE_CURRENT_LIST_DIR}/tls_setup.cpp)
target_link_libraries(bss_sdk PRIVATE cpprestsdk::cpprest OpenSSL::SSL OpenSSL::Crypto $<BUILD_INTERFACE:Boost::headers>)
