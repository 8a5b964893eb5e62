// One client of the money test: sends random money and coupon calls over one kept connection and
// books what the server answers. Good calls and calls that must be refused are mixed; an answer
// that no rule allows is kept as a surprise.
//
// One worker a thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "connection.h"
#include "money_books.h"

namespace bss::test {

/// What all workers know; only read while they run.
struct MoneyScene {
  std::uint16_t port = 0;
  std::string token;
  std::string quota;
  std::vector<std::string> customers;
};

class MoneyWorker {
 public:
  MoneyWorker(const MoneyScene& scene, std::uint64_t seed);

  void run(std::size_t operations);
  /// A first allocation, so that the customer has an account to reclaim from.
  void open_account(std::size_t customer, std::int64_t cents);
  const Books& books() const noexcept { return books_; }

 private:
  struct Reply {
    int status = 0;
    std::string body;
    std::string code;  ///< error_code of the body, empty when there is none
  };

  void allocate();
  void reclaim();
  void allocate_more_than_there_is();
  void reclaim_more_than_there_is();
  void move_for_a_stranger();
  void move_for_a_referral_customer();
  void move_a_bad_amount();
  void issue_coupons();
  void issue_coupons_to_a_stranger_too();
  void issue_from_an_unknown_quota();
  void reclaim_coupon();
  void reclaim_coupon_again();

  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
  bool coin() { return below(2) == 0; }
  std::size_t some_customer() { return static_cast<std::size_t>(below(scene_.customers.size())); }
  std::int64_t some_cents() { return static_cast<std::int64_t>(1 + below(5000)); }
  /// The same amount in one of the ways the rules allow: 12.30, 12.3, 12.300, "12.30".
  std::string written(std::int64_t cents);
  Reply post(std::string_view target, const std::string& body);
  Reply move(bool allocation, std::string_view customer, const std::string& amount);
  Reply issue(std::string_view quota, const std::string& customers, const std::string& amount);
  void book_move(bool allocation, std::size_t customer, std::int64_t cents, const Reply& reply);
  void book_coupons(std::int64_t cents, const Reply& reply, std::size_t strangers);
  /// The call must be refused like this, and books nothing.
  void expect_refused(std::string_view what, const Reply& reply, int status, std::string_view code);
  void surprise(std::string_view what, const Reply& reply);

  const MoneyScene& scene_;
  std::mt19937_64 random_;
  Connection connection_;
  Headers headers_;
  Books books_;
  std::string reclaimed_coupon_;
};

}  // namespace bss::test
