// The suite runs under an OpenSSL that allows everything (permissive_openssl.cnf), which has to be
// told before anybody uses it.
#include <gtest/gtest.h>

#include <cstdlib>

int main(int argc, char** argv) {
  ::setenv("OPENSSL_CONF", BSS_PERMISSIVE_OPENSSL, 1);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
