// A program that makes a list of payments, each once, and may be killed at any time: started again
// it goes on. Arguments: endpoint, file of intents, seed of the list, its length.
#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "bss/bss.h"
#include "bss/once.h"
#include "once_orders.h"

namespace bss::test {
namespace {

using std::chrono::milliseconds;

constexpr int kThreads = 8;

Client client_at(const std::string& endpoint) {
  ClientConfig config;
  config.bss_endpoint = endpoint;
  config.credentials = Credentials::access_key("DEMODISTRIBUTORKEY01",
                                               Secret("demoDistributorSecretKeyForTheLocalMock0"));
  config.pacing = false;
  for (auto* wait : {&config.retry.first_wait, &config.retry.first_throttled_wait,
                     &config.retry.first_slow_wait, &config.retry.longest_wait})
    *wait /= 100;
  return Client(config);
}

class Worker {
 public:
  Worker(const Client& client, const std::shared_ptr<IntentStore>& store, std::uint64_t seed)
      : once_(client, store, options()), seed_(seed) {
    quota_ = client.list_quota_coupons({}).value().quotas.at(0).quota_id.value();
  }

  bool clear_up() { return once_.resume().empty(); }

  std::optional<Error> pay(std::size_t number) {
    const OnceOrder order = once_order(seed_, number);
    const std::string key = once_key(number);
    switch (order.kind) {
      case OrderKind::kAllocate: {
        UpdateCustomerAccountAmountRequest request;
        request.customer_id = fire_customer_id(order.counterparty);
        request.amount = order.amount();
        return error_of(once_.allocate_once(key, request));
      }
      case OrderKind::kReclaim: {
        ReclaimToPartnerAccountRequest request;
        request.customer_id = fire_customer_id(order.counterparty);
        request.amount = order.amount();
        return error_of(once_.reclaim_once(key, request));
      }
      case OrderKind::kIssueCoupon: {
        CreatePartnerCouponsRequest request;
        request.quota_id = quota_;
        request.customer_ids = {fire_customer_id(order.counterparty)};
        request.face_value = order.amount();
        return error_of(once_.issue_coupons_once(key, request));
      }
      case OrderKind::kTransferToReseller:
        break;
    }
    UpdateIndirectPartnerAccountRequest request;
    request.indirect_partner_id = fire_reseller_id(order.counterparty);
    request.amount = order.amount();
    return error_of(once_.transfer_to_reseller_once(key, request));
  }

 private:
  static OnceOptions options() {
    OnceOptions options;
    // A hundredth of what a program would wait.
    options.reconcile.waits = {milliseconds(30), milliseconds(60), milliseconds(120),
                               milliseconds(240)};
    options.reconcile.not_done_after = milliseconds(50);
    options.sends = 50;
    return options;
  }
  template <class T>
  static std::optional<Error> error_of(const Result<T>& result) {
    return result ? std::nullopt : std::optional<Error>(result.error());
  }

  MoneyOnce once_;
  std::uint64_t seed_;
  std::string quota_;
};

int run(const std::string& endpoint, const std::string& file, std::uint64_t seed,
        std::size_t count) {
  const auto store = file_intent_store(file);
  if (!store) {
    std::cerr << store.error().message << "\n";
    return 2;
  }
  Worker worker(client_at(endpoint), *store, seed);
  if (!worker.clear_up()) std::cerr << "some payments stay open for now\n";
  std::atomic<std::size_t> next{0};
  std::atomic<int> failed{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (std::size_t number = next++; number < count; number = next++) {
        const auto error = worker.pay(number);
        if (!error) continue;
        ++failed;
        std::cerr << once_key(number) << ": " << error->to_string() << "\n";
      }
    });
  }
  for (auto& thread : threads) thread.join();
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace bss::test

int main(int count, char** words) {
  if (count != 5) return 2;
  return bss::test::run(words[1], words[2], std::stoull(words[3]), std::stoul(words[4]));
}
