// The programs whose pieces the book shows; documentation_samples_test.cpp runs each against the
// embedded server.
#pragma once

#include <ostream>
#include <string>

#include "bss/bss.h"

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
bool raw_call(const bss::Client& client, std::ostream& out);
bss::ClientConfig configuration(const std::string& endpoint);

}  // namespace samples
