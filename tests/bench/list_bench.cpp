// The lists of the API over 100,000 records of each kind: the first page with its total, and the
// page at offset 99,900. Bars of the project: 6 and 8 ms. Over a socket, and something is written
// between any two calls; `longest_ms` of a first page is the one whose total had to be counted.
#include <chrono>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

#include "bss/mock/server.h"
#include "demo.h"
#include "domain/seed.h"
#include "domain/world.h"
#include "store/database.h"
#include "support/bulk_rows.h"

namespace bss::bench {
namespace {

constexpr int kRows = 100'000;
constexpr double kFirstBarMs = 6;
constexpr double kLastBarMs = 8;

struct List {
  const char* name;
  const char* method;
  const char* target;
  const char* query;  ///< of a GET, beside offset and limit
  const mock::Identity mock::Credentials::*caller;
};

const List kLists[] = {
    {"customers", "POST", "/v2/partners/sub-customers/query", "", &mock::Credentials::partner},
    {"new_customer_tags", "POST", "/v2/partners/sub-customers/new-customers-tags/batch-query", "",
     &mock::Credentials::partner},
    {"resellers", "POST", "/v2/partners/indirect-partners/query", "",
     &mock::Credentials::distributor},
    {"adjustments", "GET", "/v3/accounts/partner-accounts/adjust-records", "",
     &mock::Credentials::partner},
    {"partner_changes", "GET", "/v2/accounts/partner-accounts/account-change-records",
     "balance_type=BALANCE_TYPE_DEBIT&", &mock::Credentials::partner},
    {"customer_changes", "GET", "/v2/accounts/customer-accounts/account-change-records",
     "balance_type=BALANCE_TYPE_DEBIT&", &mock::Credentials::customer},
    {"quotas", "POST", "/v2/partners/coupon-quotas/query", "", &mock::Credentials::partner},
    {"shared_quotas", "GET", "/v2/partners/issued-coupon-quotas", "",
     &mock::Credentials::distributor},
    {"quota_records", "GET", "/v2/partners/coupon-quotas/records", "",
     &mock::Credentials::distributor},
    {"issued_coupons", "GET", "/v2/promotions/benefits/partner-coupons", "",
     &mock::Credentials::partner},
    {"coupon_records", "GET", "/v2/promotions/benefits/partner-coupons/records/query", "",
     &mock::Credentials::partner},
    {"held_coupons", "GET", "/v2/promotions/benefits/coupons", "", &mock::Credentials::customer},
    {"coupon_changes", "GET", "/v2/promotions/benefits/account-change-records",
     "balance_type=BALANCE_TYPE_COUPON&", &mock::Credentials::customer},
    {"cards", "GET", "/v2/promotions/benefits/stored-value-cards", "status=1&",
     &mock::Credentials::customer},
};

/// A server over a state file with all the rows; made once.
class FullServer {
 public:
  static FullServer& get() {
    static FullServer server;
    return server;
  }
  ~FullServer() {
    server_.reset();
    remove_file();
  }
  FullServer(const FullServer&) = delete;
  FullServer& operator=(const FullServer&) = delete;

  std::string bytes(const List& list, int offset) {
    const std::string token = test::token_of(server_->port(), server_->credentials().*list.caller);
    const std::string at = std::to_string(offset);
    if (std::string(list.method) == "POST") {
      return test::request_bytes("POST", list.target, test::json_headers(token),
                                 "{\"limit\":100,\"offset\":" + at + "}");
    }
    return test::request_bytes(
        "GET", std::string(list.target) + "?" + list.query + "limit=100&offset=" + at,
        test::json_headers(token));
  }
  std::uint16_t port() const { return server_->port(); }
  void change_a_row() { server_->workspace().portal("vendor/set-user-flags", kFlags); }

 private:
  static constexpr const char* kFlags =
      R"({"account_id":"d0000000000000000000000000000011","user_name":"demo-partner-intl","disabled":false})";

  FullServer() {
    remove_file();
    lay_the_rows();
    mock::Options options;
    options.throttle = "off";
    options.site = "both";
    options.state_file = path_;
    server_ = std::make_unique<mock::Server>(options);
  }
  void lay_the_rows() const {
    mock::domain::World world(mock::store::Database::file(path_), 1);
    mock::domain::seed_demo(world, mock::domain::SeedSites::kBoth);
    mock::test::lay_bulk_rows(world, kRows);
  }
  void remove_file() const {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
  }

  const std::string path_ =
      (std::filesystem::temp_directory_path() / "bss-mock-list-bench.db").string();
  std::unique_ptr<mock::Server> server_;
};

void list_page(benchmark::State& state, const List& list, int offset, double bar_ms) {
  FullServer& server = FullServer::get();
  const std::string request = server.bytes(list, offset);
  test::Connection connection(server.port());
  double longest = 0;
  for ([[maybe_unused]] auto _ : state) {
    server.change_a_row();
    const auto began = std::chrono::steady_clock::now();
    const auto answer = connection.exchange(request);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    if (!answer || answer->status != 200 || answer->body.size() < 5000)
      throw std::runtime_error(std::string(list.name) + ": " +
                               (answer ? answer->body : "no answer"));
    state.SetIterationTime(took.count());
    longest = std::max(longest, took.count() * 1000);
  }
  state.counters["bar_ms"] = bar_ms;
  state.counters["longest_ms"] = longest;
}

const bool kRegistered = [] {
  for (const List& list : kLists) {
    const std::string name = std::string("list_100k/") + list.name;
    const auto add = [&](const char* page, int offset, double bar) {
      benchmark::RegisterBenchmark(
          (name + page).c_str(),
          [&list, offset, bar](benchmark::State& state) { list_page(state, list, offset, bar); })
          ->UseManualTime()
          ->Unit(benchmark::kMillisecond)
          ->Iterations(30);
    };
    add("/first", 0, kFirstBarMs);
    add("/last", 99'900, kLastBarMs);
  }
  return true;
}();

}  // namespace
}  // namespace bss::bench
