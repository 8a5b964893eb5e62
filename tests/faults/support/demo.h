// What these suites share about an embedded server with the demo seed: its options, a client for
// it, a token for raw requests, and a picture of everything that is stored, to compare before and
// after.
//
// Plain functions; safe to call from any thread.
#pragma once

#include <string>
#include <string_view>

#include "bss/client.h"
#include "bss/mock/server.h"
#include "connection.h"

namespace bss::test {

// Ids of the demo seed (`bss-mock env` prints them).
inline constexpr std::string_view kCustomer = "c0000000000000000000000000000001";
inline constexpr std::string_view kReseller = "d0000000000000000000000000000003";

/// Free port, no quotas: what most of these tests want.
mock::Options unthrottled();
/// Signs with the demo partner's keys; everything else as the SDK has it by default.
ClientConfig partner_config(const mock::Server& server);
/// The same for a server of another process.
ClientConfig partner_config(std::uint16_t port);
/// The same for the demo distributor.
ClientConfig distributor_config(const mock::Server& server);
/// A password login over a plain socket; the token. By default the demo partner's.
std::string token_of(std::uint16_t port, const mock::Identity& who);
std::string partner_token(std::uint16_t port);
/// X-Auth-Token and the JSON content type.
Headers json_headers(const std::string& token);
/// The demo partner's coupon quota, asked for with that client.
std::string quota_id(const Client& client);
/// All stored accounts, ledger entries, customers, quotas and coupons, as the server tells them.
std::string everything_stored(mock::Server& server);
/// E.4: the first invariant that does not hold, or nothing.
std::string ledger_problem(mock::Server& server);

}  // namespace bss::test
