#include "money_worker.h"

#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "demo.h"

namespace bss::test {
namespace {

constexpr std::string_view kAllocate = "/v2/accounts/partner-accounts/adjust-amount";
constexpr std::string_view kReclaim = "/v2/accounts/partner-accounts/reclaim";
constexpr std::string_view kIssue = "/v2/promotions/benefits/partner-coupons";
constexpr std::string_view kReclaimCoupon = "/v2/promotions/benefits/partner-coupons/reclaim";
/// More than the partner and all its customers have.
constexpr std::string_view kTooMuch = "9999999.99";
constexpr std::string_view kStranger = "cffffffffffffffffffffffffffffff0";
constexpr std::size_t kSurprisesKept = 20;

std::string in_quotes(std::string_view text) {
  return '"' + std::string(text) + '"';
}

std::string text_of(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

MoneyWorker::MoneyWorker(const MoneyScene& scene, std::uint64_t seed)
    : scene_(scene),
      random_(seed),
      connection_(scene.port),
      headers_(json_headers(scene.token)),
      books_(scene.customers.size()) {}

void MoneyWorker::run(std::size_t operations) {
  for (std::size_t i = 0; i < operations; ++i) {
    const std::uint64_t choice = below(100);
    if (choice < 38) {
      allocate();
    } else if (choice < 66) {
      reclaim();
    } else if (choice < 76) {
      issue_coupons();
    } else if (choice < 84) {
      reclaim_coupon();
    } else if (choice < 86) {
      reclaim_coupon_again();
    } else if (choice < 88) {
      allocate_more_than_there_is();
    } else if (choice < 90) {
      reclaim_more_than_there_is();
    } else if (choice < 93) {
      move_for_a_stranger();
    } else if (choice < 94) {
      move_for_a_referral_customer();
    } else if (choice < 97) {
      move_a_bad_amount();
    } else if (choice < 99) {
      issue_coupons_to_a_stranger_too();
    } else {
      issue_from_an_unknown_quota();
    }
  }
}

void MoneyWorker::open_account(std::size_t customer, std::int64_t cents) {
  book_move(true, customer, cents, move(true, scene_.customers[customer], written(cents)));
}

void MoneyWorker::allocate() {
  const std::size_t customer = some_customer();
  const std::int64_t cents = some_cents();
  book_move(true, customer, cents, move(true, scene_.customers[customer], written(cents)));
}

void MoneyWorker::reclaim() {
  const std::size_t customer = some_customer();
  const std::int64_t cents = some_cents();
  book_move(false, customer, cents, move(false, scene_.customers[customer], written(cents)));
}

void MoneyWorker::allocate_more_than_there_is() {
  const auto reply = move(true, scene_.customers[some_customer()], std::string(kTooMuch));
  expect_refused("allocate too much", reply, 400, "CBC.5003");
}

void MoneyWorker::reclaim_more_than_there_is() {
  const auto reply = move(false, scene_.customers[some_customer()], std::string(kTooMuch));
  expect_refused("reclaim too much", reply, 400, "CBC.99005003");
}

void MoneyWorker::move_for_a_stranger() {
  // A reseller's customer is as strange to this partner as an id that does not exist
  // (UpdateCustomerAccountAmount, Errors).
  const std::string_view customer = coin() ? kStranger : kResellerCustomer;
  expect_refused("stranger", move(coin(), customer, "1.00"), 400, "CBC.99000035");
}

void MoneyWorker::move_for_a_referral_customer() {
  expect_refused("referral customer", move(coin(), kReferralCustomer, "1.00"), 400, "CBC.99000000");
}

void MoneyWorker::move_a_bad_amount() {
  // At most two significant decimals, above zero, no exponent (accounts-coupons 0.3).
  constexpr std::string_view kBad[] = {"1.005", "0", "-1.00", "1e1", "\"1.005\"", "10000000000.00"};
  const std::string amount(kBad[below(std::size(kBad))]);
  if (coin()) {
    expect_refused("bad amount " + amount, move(coin(), scene_.customers[some_customer()], amount),
                   400, "CBC.0100");
  } else {
    const auto reply = issue(scene_.quota, in_quotes(scene_.customers[some_customer()]), amount);
    expect_refused("bad face value " + amount, reply, 400, "CBC.0100");
  }
}

void MoneyWorker::issue_coupons() {
  // A customer named twice gets one coupon (CreatePartnerCoupons 6), so the draws need not be
  // distinct.
  std::string customers;
  for (std::uint64_t i = 1 + below(3); i > 0; --i) {
    if (!customers.empty()) customers += ',';
    customers += in_quotes(scene_.customers[some_customer()]);
  }
  const std::int64_t cents = some_cents() / 10 + 1;
  book_coupons(cents, issue(scene_.quota, customers, written(cents)), 0);
}

void MoneyWorker::issue_coupons_to_a_stranger_too() {
  const std::string customers =
      in_quotes(kStranger) + "," + in_quotes(scene_.customers[some_customer()]);
  const std::int64_t cents = some_cents() / 10 + 1;
  book_coupons(cents, issue(scene_.quota, customers, written(cents)), 1);
}

void MoneyWorker::issue_from_an_unknown_quota() {
  const auto reply =
      issue("9999999999999999", in_quotes(scene_.customers[some_customer()]), "1.00");
  expect_refused("unknown quota", reply, 400, "CBC.99000012");
}

void MoneyWorker::reclaim_coupon() {
  if (books_.usable.empty()) return;
  const std::size_t which = static_cast<std::size_t>(below(books_.usable.size()));
  const IssuedCoupon coupon = books_.usable[which];
  const auto reply = post(kReclaimCoupon, R"({"coupon_id":)" + in_quotes(coupon.id) + "}");
  // Success is exactly 204 (ReclaimPartnerCoupons 4).
  if (reply.status != 204) return surprise("reclaim coupon", reply);
  books_.usable[which] = books_.usable.back();
  books_.usable.pop_back();
  books_.quota_spent -= coupon.cents;
  ++books_.coupons_reclaimed;
  reclaimed_coupon_ = coupon.id;
}

void MoneyWorker::reclaim_coupon_again() {
  if (reclaimed_coupon_.empty()) return;
  const auto reply = post(kReclaimCoupon, R"({"coupon_id":)" + in_quotes(reclaimed_coupon_) + "}");
  expect_refused("reclaim coupon again", reply, 200, "CBC.99000048");
}

std::string MoneyWorker::written(std::int64_t cents) {
  std::string plain = money_text(cents);
  switch (below(4)) {
    case 0:
      return plain + "0";  // 1.000 is accepted (accounts-coupons 0.3)
    case 1:
      return in_quotes(plain);
    case 2:
      return cents % 100 == 0 ? std::to_string(cents / 100) : plain;
    default:
      return plain;
  }
}

MoneyWorker::Reply MoneyWorker::post(std::string_view target, const std::string& body) {
  const auto answer = connection_.exchange(request_bytes("POST", target, headers_, body));
  if (!answer) throw std::runtime_error("the server closed a connection that did nothing wrong");
  Reply reply{answer->status, answer->body, {}};
  if (!reply.body.empty()) {
    const auto document = nlohmann::json::parse(reply.body, nullptr, false);
    if (document.is_object()) reply.code = text_of(document, "error_code");
  }
  return reply;
}

MoneyWorker::Reply MoneyWorker::move(bool allocation, std::string_view customer,
                                     const std::string& amount) {
  return post(allocation ? kAllocate : kReclaim,
              R"({"customer_id":)" + in_quotes(customer) + R"(,"amount":)" + amount + "}");
}

MoneyWorker::Reply MoneyWorker::issue(std::string_view quota, const std::string& customers,
                                      const std::string& amount) {
  return post(kIssue, R"({"quota_id":)" + in_quotes(quota) + R"(,"customer_ids":[)" + customers +
                          R"(],"face_value":)" + amount + "}");
}

void MoneyWorker::book_move(bool allocation, std::size_t customer, std::int64_t cents,
                            const Reply& reply) {
  if (reply.status == 200 && reply.code.empty()) {
    const auto document = nlohmann::json::parse(reply.body);
    CustomerBook& book = books_.customers[customer];
    book.balance += allocation ? cents : -cents;
    auto& ids = allocation ? book.allocations : book.reclaims;
    ids.push_back(document.at(allocation ? "transfer_id" : "trans_id").get<std::string>());
    return;
  }
  // All or nothing: the one refusal these calls may meet is that the money is not there.
  expect_refused(allocation ? "allocate" : "reclaim", reply, 400,
                 allocation ? "CBC.5003" : "CBC.99005003");
}

void MoneyWorker::book_coupons(std::int64_t cents, const Reply& reply, std::size_t strangers) {
  if (reply.status != 200 || !reply.code.empty()) return surprise("issue", reply);
  const auto document = nlohmann::json::parse(reply.body);
  for (const auto& coupon : document.at("coupon_infos")) {
    books_.usable.push_back({coupon.at("coupon_id").get<std::string>(), cents});
    books_.quota_spent += cents;
    ++books_.coupons_issued;
  }
  std::size_t unknown = 0;
  for (const auto& detail : document.at("error_details")) {
    const std::string code = text_of(detail, "error_code");
    if (code == "CBC.99000035" && text_of(detail, "id") == kStranger) {
      ++unknown;
    } else if (code != "CBC.99000013") {
      surprise("issue, one customer", reply);
    }
    ++books_.refusals["issue, one customer " + code];
  }
  if (unknown != strangers) surprise("issue, strangers", reply);
}

void MoneyWorker::expect_refused(std::string_view what, const Reply& reply, int status,
                                 std::string_view code) {
  if (reply.status != status || reply.code != code) return surprise(what, reply);
  ++books_.refusals[std::string(what) + " " + reply.code];
}

void MoneyWorker::surprise(std::string_view what, const Reply& reply) {
  if (books_.surprises.size() >= kSurprisesKept) return;
  books_.surprises.push_back(std::string(what) + ": " + std::to_string(reply.status) + " " +
                             reply.body);
}

}  // namespace bss::test
