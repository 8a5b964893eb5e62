#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <variant>

#include "bss/explain.h"
#include "samples.h"

// sample observer
class Watcher final : public bss::Observer {
 public:
  explicit Watcher(std::ostream& out) : out_(out) {}
  void waiting(const bss::Wait& wait) override {
    out_ << "waits " << wait.duration.count() << " ms\n";
  }
  void unknown_part(const bss::CallStart&, const bss::UnknownPart& part) override {
    out_ << "new to this SDK: " << part.field << "\n";
  }
  void call_ended(const bss::CallEnd& call) override {
    for (const bss::Attribute& attribute : bss::attributes(call)) {
      if (const auto* text = std::get_if<std::string>(&attribute.value)) {
        out_ << attribute.name << "=" << *text << " ";
      }
    }
    out_ << call.attempts << " attempts\n";
  }

 private:
  std::ostream& out_;
};
// end of sample

namespace samples {

bool handle_errors(const bss::Client& client, std::ostream& out) {
  // sample errors
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c0000000000000000000000000000001";
  request.amount = *bss::Decimal::parse("999999999.00");

  auto result = client.update_customer_account_amount(request);
  if (!result) {
    const bss::Error& error = result.error();
    switch (error.kind) {
      case bss::ErrorKind::kBusiness:
        out << "refused: " << error.code << " " << error.message << "\n";
        break;
      case bss::ErrorKind::kOutcomeUnknown:
        out << "may have happened: look before you repeat\n";
        break;
      case bss::ErrorKind::kThrottled:
        out << "over the quota of " << error.throttle_limit << "\n";
        break;
      default:
        out << error.to_string() << "\n";
    }
    for (const bss::Attempt& attempt : error.attempts) {
      out << "  HTTP " << attempt.status << ", request " << attempt.request_id << ": "
          << attempt.decision << "\n";
    }
  }
  // end of sample
  return !result.ok() && result.error().kind == bss::ErrorKind::kBusiness;
}

bool lost_answer(const bss::Client& client, std::ostream& out) {
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c0000000000000000000000000000001";
  request.amount = *bss::Decimal::parse("1.00");
  // sample lost_answer
  auto result = client.update_customer_account_amount(request);
  if (!result && result.error().kind == bss::ErrorKind::kOutcomeUnknown) {
    const bss::Intent& intent = *result.error().intent;
    bss::ListPartnerAdjustRecordsRequest question;
    question.customer_id = intent.counterparty;
    question.operation_type = "SOURCE_OPERATION_BEADJUST";
    for (const auto& record : client.list_partner_adjust_records_all(question)) {
      if (record && record->amount == intent.amount) {
        out << "a transfer of that amount exists: " << record->trans_id.value_or("?") << "\n";
        break;
      }
    }
  }
  // end of sample
  return !result.ok() && result.error().kind == bss::ErrorKind::kOutcomeUnknown;
}

bool watch_a_call(const std::string& endpoint, std::ostream& out) {
  bss::ClientConfig config = configuration(endpoint);
  config.observer = std::make_shared<Watcher>(out);
  return bss::Client(config).list_partner_balances({}).ok();
}

bool explain_a_code(std::ostream& out) {
  // sample explain
  if (auto known = bss::explain("CBC.99000037")) {
    out << known->meaning << "\n" << known->what_to_do << "\n";
    for (const bss::CodeCause& cause : known->causes) out << "- " << cause.when << "\n";
  }
  // end of sample
  return !bss::explain("CBC.1");
}

bool show_a_call(const bss::Client& client, std::ostream& out) {
  // sample dry_run
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = "c0000000000000000000000000000001";
  request.amount = *bss::Decimal::parse("10.50");
  bss::CallOptions options;
  options.dry_run = [&out](const bss::DryRun& shown) { out << shown.curl() << "\n"; };
  auto result = client.update_customer_account_amount(request, options);
  // end of sample
  return result.error().kind == bss::ErrorKind::kNotSent;
}

bool deadline_and_cancellation(const bss::Client& client, std::ostream& out) {
  // sample deadline
  bss::CancellationSource stop;
  bss::CallOptions options;
  options.timeout = std::chrono::seconds(5);
  options.cancellation = stop.token();
  auto balances = client.list_partner_balances({}, options);
  // end of sample
  if (!balances) {
    out << balances.error().to_string() << "\n";
    return false;
  }
  stop.cancel();
  return client.list_partner_balances({}, options).error().kind == bss::ErrorKind::kCancelled;
}

}  // namespace samples
