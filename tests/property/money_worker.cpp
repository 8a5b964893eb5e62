#include "money_worker.h"

#include <set>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "demo.h"

namespace bss::test {
namespace {

constexpr std::string_view kAllocate = "/v2/accounts/partner-accounts/adjust-amount";
constexpr std::string_view kReclaim = "/v2/accounts/partner-accounts/reclaim";
constexpr std::string_view kGive = "/v2/accounts/partner-accounts/indirect-partner-adjust";
constexpr std::string_view kTake = "/v2/accounts/partner-accounts/indirect-partner-reclaim";
constexpr std::string_view kIssue = "/v2/promotions/benefits/partner-coupons";
constexpr std::string_view kReclaimCoupon = "/v2/promotions/benefits/partner-coupons/reclaim";
/// More than the distributor, its resellers and all customers have.
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
      books_(scene.customers.size(), scene.owners.size()) {}

void MoneyWorker::run(std::size_t operations) {
  for (std::size_t i = 0; i < operations; ++i) {
    const std::uint64_t choice = below(100);
    if (choice < 32) {
      allocate();
    } else if (choice < 56) {
      reclaim();
    } else if (choice < 61) {
      give();
    } else if (choice < 65) {
      take();
    } else if (choice < 66) {
      give_more_than_there_is();
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
  book_move(true, customer, cents, move(true, customer, written(cents)));
}

void MoneyWorker::give() {
  const std::size_t owner = some_reseller();
  const std::int64_t cents = some_cents() * 4;
  book_transfer(true, owner, cents, transfer(true, owner, written(cents)));
}

void MoneyWorker::take() {
  const std::size_t owner = some_reseller();
  const std::int64_t cents = some_cents() * 4;
  book_transfer(false, owner, cents, transfer(false, owner, written(cents)));
}

void MoneyWorker::give_more_than_there_is() {
  const bool giving = coin();
  expect_refused(giving ? "give too much" : "take too much",
                 transfer(giving, some_reseller(), std::string(kTooMuch)), 400, "CBC.99005003");
}

void MoneyWorker::allocate() {
  const std::size_t customer = some_customer();
  const std::int64_t cents = some_cents();
  book_move(true, customer, cents, move(true, customer, written(cents)));
}

void MoneyWorker::reclaim() {
  const std::size_t customer = some_customer();
  const std::int64_t cents = some_cents();
  book_move(false, customer, cents, move(false, customer, written(cents)));
}

void MoneyWorker::allocate_more_than_there_is() {
  const auto reply = move(true, some_customer(), std::string(kTooMuch));
  expect_refused("allocate too much", reply, 400, "CBC.5003");
}

void MoneyWorker::reclaim_more_than_there_is() {
  const auto reply = move(false, some_customer(), std::string(kTooMuch));
  expect_refused("reclaim too much", reply, 400, "CBC.99005003");
}

void MoneyWorker::move_for_a_stranger() {
  // Another owner's customer is as strange as another partner's and as an id that does not exist
  // (UpdateCustomerAccountAmount, Errors).
  const MoneyScene::Customer& known = scene_.customers[some_customer()];
  std::string_view customer = coin() ? kStranger : kCustomer;
  std::size_t owner = 0;
  if (coin()) {
    customer = known.id;
    owner = (known.owner + 1) % scene_.owners.size();
  }
  expect_refused("stranger", move(coin(), customer, owner, "1.00"), 400, "CBC.99000035");
}

void MoneyWorker::move_for_a_referral_customer() {
  expect_refused("referral customer", move(coin(), scene_.referral_customer, 0, "1.00"), 400,
                 "CBC.99000000");
}

void MoneyWorker::move_a_bad_amount() {
  // At most two significant decimals, above zero, no exponent (accounts-coupons 0.3).
  constexpr std::string_view kBad[] = {"1.005", "0", "-1.00", "1e1", "\"1.005\"", "10000000000.00"};
  const std::string amount(kBad[below(std::size(kBad))]);
  if (coin()) {
    expect_refused("bad amount " + amount, move(coin(), some_customer(), amount), 400, "CBC.0100");
  } else {
    const MoneyScene::Customer& customer = scene_.customers[some_customer()];
    const auto reply =
        issue(scene_.owners[customer.owner].quota, customer.owner, in_quotes(customer.id), amount);
    expect_refused("bad face value " + amount, reply, 400, "CBC.0100");
  }
}

void MoneyWorker::issue_coupons() {
  // A customer named twice gets one coupon (CreatePartnerCoupons 6), so the draws need not be
  // distinct.
  const std::size_t owner = scene_.customers[some_customer()].owner;
  std::string customers;
  std::size_t strangers = 0;
  std::set<std::string> others;
  for (std::uint64_t i = 1 + below(3); i > 0; --i) {
    const MoneyScene::Customer& customer = scene_.customers[some_customer()];
    if (!customers.empty()) customers += ',';
    customers += in_quotes(customer.id);
    if (customer.owner != owner && others.insert(customer.id).second) ++strangers;
  }
  const std::int64_t cents = some_cents() / 10 + 1;
  book_coupons(owner, cents, issue(scene_.owners[owner].quota, owner, customers, written(cents)),
               strangers);
}

void MoneyWorker::issue_coupons_to_a_stranger_too() {
  const MoneyScene::Customer& customer = scene_.customers[some_customer()];
  const std::string customers = in_quotes(kStranger) + "," + in_quotes(customer.id);
  const std::int64_t cents = some_cents() / 10 + 1;
  book_coupons(
      customer.owner, cents,
      issue(scene_.owners[customer.owner].quota, customer.owner, customers, written(cents)), 1);
}

void MoneyWorker::issue_from_an_unknown_quota() {
  const auto reply =
      issue("9999999999999999", 0, in_quotes(scene_.customers[some_customer()].id), "1.00");
  expect_refused("unknown quota", reply, 400, "CBC.99000012");
}

void MoneyWorker::reclaim_coupon() {
  if (books_.usable.empty()) return;
  const std::size_t which = static_cast<std::size_t>(below(books_.usable.size()));
  const IssuedCoupon coupon = books_.usable[which];
  const auto reply = post(
      kReclaimCoupon, R"({"coupon_id":)" + in_quotes(coupon.id) + acting_for(coupon.owner) + "}");
  // Success is exactly 204 (ReclaimPartnerCoupons 4).
  if (reply.status != 204) return surprise("reclaim coupon", reply);
  books_.usable[which] = books_.usable.back();
  books_.usable.pop_back();
  books_.owners[coupon.owner].quota_spent -= coupon.cents;
  ++books_.coupons_reclaimed;
  reclaimed_coupon_ = coupon;
}

void MoneyWorker::reclaim_coupon_again() {
  if (reclaimed_coupon_.id.empty()) return;
  const auto reply = post(kReclaimCoupon, R"({"coupon_id":)" + in_quotes(reclaimed_coupon_.id) +
                                              acting_for(reclaimed_coupon_.owner) + "}");
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

std::string MoneyWorker::acting_for(std::size_t owner) const {
  const std::string& reseller = scene_.owners[owner].reseller;
  return reseller.empty() ? std::string() : R"(,"indirect_partner_id":)" + in_quotes(reseller);
}

MoneyWorker::Reply MoneyWorker::move(bool allocation, std::string_view customer, std::size_t owner,
                                     const std::string& amount) {
  return post(allocation ? kAllocate : kReclaim, R"({"customer_id":)" + in_quotes(customer) +
                                                     R"(,"amount":)" + amount + acting_for(owner) +
                                                     "}");
}

MoneyWorker::Reply MoneyWorker::move(bool allocation, std::size_t customer,
                                     const std::string& amount) {
  return move(allocation, scene_.customers[customer].id, scene_.customers[customer].owner, amount);
}

MoneyWorker::Reply MoneyWorker::transfer(bool giving, std::size_t owner,
                                         const std::string& amount) {
  return post(giving ? kGive : kTake, R"({"indirect_partner_id":)" +
                                          in_quotes(scene_.owners[owner].reseller) +
                                          R"(,"amount":)" + amount + "}");
}

MoneyWorker::Reply MoneyWorker::issue(std::string_view quota, std::size_t owner,
                                      const std::string& customers, const std::string& amount) {
  return post(kIssue, R"({"quota_id":)" + in_quotes(quota) + R"(,"customer_ids":[)" + customers +
                          R"(],"face_value":)" + amount + acting_for(owner) + "}");
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

void MoneyWorker::book_transfer(bool giving, std::size_t owner, std::int64_t cents,
                                const Reply& reply) {
  if (reply.status == 200 && reply.code.empty()) {
    books_.owners[owner].received += giving ? cents : -cents;
    ++books_.transfers;
    return;
  }
  expect_refused(giving ? "give" : "take", reply, 400, "CBC.99005003");
}

void MoneyWorker::book_coupons(std::size_t owner, std::int64_t cents, const Reply& reply,
                               std::size_t strangers) {
  if (reply.status != 200 || !reply.code.empty()) return surprise("issue", reply);
  const auto document = nlohmann::json::parse(reply.body);
  for (const auto& coupon : document.at("coupon_infos")) {
    books_.usable.push_back({coupon.at("coupon_id").get<std::string>(), cents, owner});
    books_.owners[owner].quota_spent += cents;
    ++books_.coupons_issued;
  }
  std::size_t unknown = 0;
  for (const auto& detail : document.at("error_details")) {
    const std::string code = text_of(detail, "error_code");
    if (code == "CBC.99000035") {
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
