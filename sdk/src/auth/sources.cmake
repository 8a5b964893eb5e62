# Credentials, token cache and request signing.
target_sources(bss_sdk PRIVATE
  ${CMAKE_CURRENT_LIST_DIR}/authenticator.cpp
  ${CMAKE_CURRENT_LIST_DIR}/credentials.cpp
  ${CMAKE_CURRENT_LIST_DIR}/iam_client.cpp
  ${CMAKE_CURRENT_LIST_DIR}/iam_messages.cpp
  ${CMAKE_CURRENT_LIST_DIR}/signer.cpp
  ${CMAKE_CURRENT_LIST_DIR}/token_cache.cpp
  ${CMAKE_CURRENT_LIST_DIR}/token_life.cpp
  ${CMAKE_CURRENT_LIST_DIR}/token_refusal.cpp)
target_link_libraries(bss_sdk PRIVATE OpenSSL::Crypto)
