// What every contract test stands on: one server for the whole program, put back to the demo seed
// before each test, and a client for each member of its cast. The tests talk to the server over a
// real socket only.
//
// One thread; a Stage belongs to one test.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "bss/bss.h"
#include "control.h"
#include "raw_http.h"
#include "recording_transport.h"

namespace bss::contract {

// The demo seed (contract "Demo seed"); worth nothing anywhere else.
inline constexpr const char* kPartnerId = "d0000000000000000000000000000001";
inline constexpr const char* kDistributorId = "d0000000000000000000000000000002";
inline constexpr const char* kResellerId = "d0000000000000000000000000000003";
inline constexpr const char* kIntlPartnerId = "d0000000000000000000000000000011";
inline constexpr const char* kCustomerId = "c0000000000000000000000000000001";
inline constexpr const char* kReferralId = "c0000000000000000000000000000002";
inline constexpr const char* kResellerCustomerId = "c0000000000000000000000000000003";
inline constexpr const char* kStrangerId = "ffffffffffffffffffffffffffffffff";
inline constexpr const char* kPlatform = "DEMO_PLATFORM";
inline constexpr const char* kDistributorPlatform = "DEMO_DISTRIBUTOR";
inline constexpr const char* kIntlPlatform = "DEMO_PLATFORM_INTL";

/// Endpoint of the server of this program; starts it on first use.
const std::string& server_endpoint();

/// An exact amount from its text.
Decimal yuan(std::string_view text);

/// A client whose answers can also be looked at as bytes.
struct RecordedClient {
  std::shared_ptr<RecordingTransport> transport;
  bss::Client client;
};
RecordedClient make_client(bss::Credentials credentials, bss::Site site = bss::Site::kChina,
                           const std::string& platform = {});

class Stage {
 public:
  /// Resets the server; the clock stands still until a test advances it.
  Stage();

  Control control;
  RawHttp http;

  RecordedClient& partner();       ///< demo-partner, signs with its keys
  RecordedClient& distributor();   ///< demo-distributor
  RecordedClient& customer();      ///< demo-customer with its own keys
  RecordedClient& intl_partner();  ///< demo-partner-intl

  /// Logs in once per test and user; the token by password of account and user of that name.
  std::string token(const std::string& account, const std::string& password);
  std::string partner_token() { return token("demo-partner", "Partner@2025"); }
  std::string customer_token() { return token("demo-customer", "Customer@2025"); }
  std::string distributor_token() { return token("demo-distributor", "Distributor@2025"); }
  std::string intl_token() { return token("demo-partner-intl", "Partner@2025"); }

  /// Sends JSON with a token.
  HttpExchange send_with_token(const std::string& token, const std::string& method,
                               const std::string& target, const std::string& body = {},
                               Headers more = {});

 private:
  std::unique_ptr<RecordedClient> partner_;
  std::unique_ptr<RecordedClient> distributor_;
  std::unique_ptr<RecordedClient> customer_;
  std::unique_ptr<RecordedClient> intl_partner_;
  std::vector<std::pair<std::string, std::string>> tokens_;
};

/// The document of a body; fails the test when it is none.
wire::Json json_of(const std::string& body);

class StageTest : public ::testing::Test {
 protected:
  Stage stage;
};

}  // namespace bss::contract
