#include "bss/bulk.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <utility>

namespace bss {

namespace {

std::optional<std::string> named(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

BulkOutcome failed(Error error) {
  BulkOutcome outcome;
  outcome.error = std::move(error);
  return outcome;
}

/// A few threads take one line after the other.
template <class Pay>
std::vector<BulkOutcome> pay_all(const std::vector<BulkLine>& lines, const BulkOptions& options,
                                 Pay pay) {
  std::vector<BulkOutcome> outcomes(lines.size());
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  BulkProgress progress;
  progress.total = lines.size();
  const auto work = [&] {
    for (std::size_t at = next++; at < lines.size(); at = next++) {
      if (options.cancellation.cancelled()) return;
      BulkOutcome outcome = pay(lines[at]);
      const std::lock_guard lock(mutex);
      ++(outcome.done ? progress.done : progress.failed);
      outcomes[at] = std::move(outcome);
      if (options.on_progress) options.on_progress(progress);
    }
  };
  std::vector<std::thread> threads;
  const auto count = std::min<std::size_t>(static_cast<std::size_t>(std::max(1, options.at_once)),
                                           std::max<std::size_t>(1, lines.size()));
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return outcomes;
}

}  // namespace

std::vector<BulkOutcome> bulk_allocate(MoneyOnce& once, const std::vector<BulkLine>& lines,
                                       const BulkOptions& options) {
  return pay_all(lines, options, [&](const BulkLine& line) {
    UpdateCustomerAccountAmountRequest request;
    request.customer_id = line.customer_id;
    request.amount = line.amount;
    request.indirect_partner_id = named(options.reseller_id);
    auto paid = once.allocate_once(line.key, request);
    if (!paid) return failed(std::move(paid).error());
    return BulkOutcome{true, paid->found, paid->transfer_id, std::nullopt};
  });
}

std::vector<BulkOutcome> bulk_issue(MoneyOnce& once, const std::string& quota_id,
                                    const std::vector<BulkLine>& lines,
                                    const BulkOptions& options) {
  return pay_all(lines, options, [&](const BulkLine& line) {
    CreatePartnerCouponsRequest request;
    request.quota_id = quota_id;
    request.customer_ids = {line.customer_id};
    request.face_value = line.amount;
    request.indirect_partner_id = named(options.reseller_id);
    auto issued = once.issue_coupons_once(line.key, request);
    if (!issued) return failed(std::move(issued).error());
    if (!issued->coupons.empty())
      return BulkOutcome{true, issued->found, issued->coupons.front().coupon_id, std::nullopt};
    // The call was accepted, and this customer got nothing.
    Error error;
    error.kind = ErrorKind::kBusiness;
    error.operation = std::string(operations::CreatePartnerCoupons::info().name);
    error.message = "No coupon was issued to the customer.";
    if (!issued->refused.empty()) {
      error.code = issued->refused.front().error_code.value_or("");
      error.message = issued->refused.front().error_msg.value_or(error.message);
    }
    return failed(std::move(error));
  });
}

}  // namespace bss
