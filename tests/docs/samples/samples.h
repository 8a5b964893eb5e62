// The programs whose pieces the book shows; documentation_samples_test.cpp runs each against the
// embedded server.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "bss/bss.h"
#include "bss/mock/server.h"

namespace samples {

int first_program(std::ostream& out);  ///< README; reads its configuration from the environment
bool identities(const bss::Client& client, std::ostream& out);
bool distributor(const bss::Client& client, const std::string& reseller_id, std::ostream& out);
bool list_everything(const bss::Client& client, std::ostream& out);
bool handle_errors(const bss::Client& client, std::ostream& out);
bool lost_answer(const bss::Client& client, std::ostream& out);
bool deadline_and_cancellation(const bss::Client& client, std::ostream& out);
bool exact_money(std::ostream& out);
bool test_with_fake(std::ostream& out);
bool embedded_server(std::ostream& out);
bool time_travel(std::ostream& out);
bool pay_a_reseller(const bss::Client& client, std::ostream& out);
bool pay_a_resellers_customer(const bss::Client& client, const std::string& reseller_id,
                              const std::string& customer_id, std::ostream& out);
bool share_a_quota(const bss::Client& client, const std::string& quota_id,
                   const std::string& reseller_id, std::ostream& out);
bool issue_coupons(const bss::Client& client, const std::string& quota_id,
                   const std::vector<std::string>& customers, std::ostream& out);
bool coupons_left(const bss::Client& client, std::ostream& out);
bool take_back(const bss::Client& client, const std::string& coupon_id, std::ostream& out);
bool watch_the_waits(const bss::Client& client, std::ostream& out);
bool meet_a_throttle(const bss::Client& client, std::ostream& out);
bool test_with_fixture(std::ostream& out);
bool two_workspaces(std::ostream& out);
bool try_again_from_here(std::ostream& out);
bool coupon_runs_out(bss::mock::Server& server, std::ostream& out);
bool lose_and_drop(bss::mock::Server& server, std::ostream& out);
bool pay_once(bss::mock::Server& server, const std::string& file, std::ostream& out);
bool pay_many(bss::mock::Server& server, std::ostream& out);
bool what_became_of_it(bss::mock::Server& server, std::ostream& out);
bool watch_a_call(const std::string& endpoint, std::ostream& out);
bool explain_a_code(std::ostream& out);
bool show_a_call(const bss::Client& client, std::ostream& out);
bool start_a_call(const bss::Client& client, std::ostream& out);
bool choose_limits_and_transport(const std::string& endpoint, std::ostream& out);
bool own_seed(bss::mock::Server& server, std::ostream& out);
bool explain_a_signature(bss::mock::Server& server, std::ostream& out);
bool raw_call(const bss::Client& client, std::ostream& out);
bss::ClientConfig configuration(const std::string& endpoint);

}  // namespace samples
