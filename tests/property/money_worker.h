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
  std::string token;  ///< of the distributor
  struct Owner {
    std::string reseller;  ///< empty: the distributor itself
    std::string quota;
  };
  struct Customer {
    std::string id;
    std::size_t owner = 0;
  };
  std::vector<Owner> owners;  ///< the distributor first
  std::vector<Customer> customers;
  std::string referral_customer;
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

  void give();
  void take();
  void give_more_than_there_is();
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
  std::size_t some_reseller() {
    return 1 + static_cast<std::size_t>(below(scene_.owners.size() - 1));
  }
  /// A further member of a body that acts for that owner; empty for the distributor itself.
  std::string acting_for(std::size_t owner) const;
  std::int64_t some_cents() { return static_cast<std::int64_t>(1 + below(5000)); }
  /// The same amount in one of the ways the rules allow: 12.30, 12.3, 12.300, "12.30".
  std::string written(std::int64_t cents);
  Reply post(std::string_view target, const std::string& body);
  Reply move(bool allocation, std::string_view customer, std::size_t owner,
             const std::string& amount);
  Reply move(bool allocation, std::size_t customer, const std::string& amount);
  Reply transfer(bool giving, std::size_t owner, const std::string& amount);
  Reply issue(std::string_view quota, std::size_t owner, const std::string& customers,
              const std::string& amount);
  void book_move(bool allocation, std::size_t customer, std::int64_t cents, const Reply& reply);
  void book_transfer(bool giving, std::size_t owner, std::int64_t cents, const Reply& reply);
  void book_coupons(std::size_t owner, std::int64_t cents, const Reply& reply,
                    std::size_t strangers);
  /// The call must be refused like this, and books nothing.
  void expect_refused(std::string_view what, const Reply& reply, int status, std::string_view code);
  void surprise(std::string_view what, const Reply& reply);

  const MoneyScene& scene_;
  std::mt19937_64 random_;
  Connection connection_;
  Headers headers_;
  Books books_;
  IssuedCoupon reclaimed_coupon_;
};

}  // namespace bss::test
