// What customers and partners hold themselves - coupons and stored-value cards - beside the errors:
// the numbered rules of ListSubCustomerCoupons and ListStoredValueCards.
#include "cast.h"

namespace bss::contract {
namespace {

class HeldBenefits : public StageTest {
 protected:
  using Ids = std::vector<std::string>;

  std::string vendor_coupon(const char* holder, Fields fields = {}) {
    fields.emplace_back("account_id", text(holder));
    fields.emplace_back("face_value", number("10.00"));
    return stage.control.portal("vendor/grant-coupon", std::move(fields)).find("coupon_id")->text();
  }
  std::string card(const char* value, Fields fields = {}) {
    fields.emplace_back("customer_id", text(kCustomerId));
    fields.emplace_back("face_value", number(value));
    return stage.control.portal("vendor/grant-card", std::move(fields)).find("card_id")->text();
  }
  static Ids held(RecordedClient& who, const ListSubCustomerCouponsRequest& request = {}) {
    Ids found;
    const auto answer = who.client.list_sub_customer_coupons(request).value();
    for (const auto& coupon : answer.user_coupons) found.push_back(coupon.coupon_id.value());
    return found;
  }
  Ids cards(int status, std::optional<std::string> id = std::nullopt) {
    Ids found;
    const auto answer =
        stage.customer().client.list_stored_value_cards({.status = status, .card_id = id}).value();
    for (const auto& row : answer.stored_value_cards) found.push_back(row.card_id.value());
    return found;
  }
  wire::Json spend(const char* amount, Fields fields) {
    fields.emplace_back("customer_id", text(kCustomerId));
    fields.emplace_back("amount", number(amount));
    return stage.control.portal("customer/consume", std::move(fields));
  }
  bool books_balance() { return stage.control.ledger_check().find("ok")->as_boolean(); }
};

TEST_F(HeldBenefits, ACustomerSeesItsCouponsWhoeverIssuedThem) {  // rule 3
  const std::string partners = issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
  stage.control.advance_clock("PT1S");
  const std::string vendors = vendor_coupon(kCustomerId, {{"source_id", text("PLAN-7")}});
  EXPECT_EQ(held(stage.customer()), (Ids{vendors, partners}));
  EXPECT_EQ(held(stage.customer(), {.source_id = kPartnerId}), Ids{partners});
  EXPECT_EQ(held(stage.customer(), {.source_id = "PLAN-7"}), Ids{vendors});
  EXPECT_EQ(held(stage.partner()), Ids{}) << "never those of its customers";
}

TEST_F(HeldBenefits, APartnerSeesWhatTheVendorGaveIt) {  // rule 5
  const std::string own = vendor_coupon(kPartnerId);
  const std::string resellers = vendor_coupon(kResellerId);
  EXPECT_EQ(held(stage.partner()), Ids{own});
  EXPECT_EQ(held(stage.distributor()), Ids{});
  EXPECT_EQ(held(stage.distributor(), {.indirect_partner_id = kResellerId}), Ids{resellers});
  // Test coupons of partners are valid for three months.
  stage.control.advance_clock("P89D");
  EXPECT_EQ(held(stage.partner(), {.status = 2}), Ids{own});
  stage.control.advance_clock("P4D");
  EXPECT_EQ(held(stage.partner(), {.status = 4}), Ids{own});
  EXPECT_TRUE(books_balance()) << "what was left is lost";
}

TEST_F(HeldBenefits, TheInternationalSiteHasTheListToo) {
  const std::string own = vendor_coupon(kIntlPartnerId);
  const auto answer = stage.intl_partner().client.list_sub_customer_coupons({}).value();
  EXPECT_EQ(answer.count, 1);
  EXPECT_EQ(answer.user_coupons.at(0).coupon_id, own);
  EXPECT_EQ(answer.user_coupons.at(0).currency, "USD");
}

TEST_F(HeldBenefits, ExpiredCouponsAreListedForAYearAndReclaimedOnesOnDemand) {  // rules 1, 2, 4
  const std::string quota = partner_quota(stage);
  const std::string reclaimed = issue_coupon(stage, quota, kCustomerId, "10.00");
  const std::string expiring = issue_coupon(stage, quota, kCustomerId, "10.00");
  stage.partner().client.reclaim_partner_coupons({.coupon_id = reclaimed}).value();
  EXPECT_EQ(held(stage.customer()), Ids{expiring});
  EXPECT_EQ(held(stage.customer(), {.status = 5}), Ids{reclaimed});
  stage.control.advance_clock("P366D");
  EXPECT_EQ(held(stage.customer(), {.status = 4}), Ids{expiring});
  stage.control.advance_clock("P366D");
  EXPECT_EQ(held(stage.customer(), {.status = 4}), Ids{});
  EXPECT_EQ(held(stage.customer(), {.status = 5}), Ids{});
}

TEST_F(HeldBenefits, CouponsAreFiltered) {
  const std::string first = vendor_coupon(
      kCustomerId, {{"promotion_plan_id", text("P1")}, {"plan_name", text("Spring")}});
  const std::string at = stage.control.now();
  stage.control.advance_clock("PT2S");
  const std::string second = vendor_coupon(kCustomerId, {{"coupon_type", number("4")}});
  auto& customer = stage.customer();
  EXPECT_EQ(held(customer, {.promotion_plan_id = "P1"}), Ids{first});
  EXPECT_EQ(held(customer, {.coupon_type = 4}), Ids{second});
  EXPECT_EQ(held(customer, {.coupon_type = 2}), Ids{});
  EXPECT_EQ(held(customer, {.active_end_time = at}), Ids{first}) << "the bound counts itself";
  ListSubCustomerCouponsRequest later;
  later.active_start_time = stage.control.now();
  EXPECT_EQ(held(customer, later), Ids{second});
  EXPECT_EQ(held(customer, {.offset = 1, .limit = 1}), Ids{first});
  consume_coupon(stage, kCustomerId, "3.00", first);
  const auto used = customer.client.list_sub_customer_coupons({.coupon_id = first}).value();
  const IQueryUserCouponsResultV2& row = used.user_coupons.at(0);
  EXPECT_EQ(row.balance->to_string(), "7.00");
  EXPECT_EQ(row.plan_name, "Spring");
  EXPECT_TRUE(row.reserve_time.has_value());
  EXPECT_EQ(held(customer, {.order_id = row.order_id}), Ids{first});
}

TEST_F(HeldBenefits, VendorsCouponsStayWhenTheAssociationEnds) {  // E.3 notes
  const std::string vendors = vendor_coupon(kCustomerId);
  issue_coupon(stage, partner_quota(stage), kCustomerId, "10.00");
  stage.control.portal("partner/unbind", {{"customer_id", text(kCustomerId)}});
  EXPECT_EQ(held(stage.customer(), {.status = 2}), Ids{vendors});
  EXPECT_TRUE(books_balance());
}

TEST_F(HeldBenefits, NoPartnerCanTakeAVendorsCouponBack) {
  const auto refused =
      stage.partner().client.reclaim_partner_coupons({.coupon_id = vendor_coupon(kCustomerId)});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.0100");
}

TEST_F(HeldBenefits, CardsPayAfterCouponsAndBeforeCash) {  // E.2 "Deduction order"
  const std::string coupon = vendor_coupon(kCustomerId);
  const std::string bought = card("20.00");
  const Decimal cash = cash_of_customer(stage.partner(), kCustomerId);
  const auto spent = spend("35.00", {{"coupon_id", text(coupon)}, {"card_id", text(bought)}});
  EXPECT_EQ(spent.find("by_coupon")->text(), "10.00");
  EXPECT_EQ(spent.find("by_card")->text(), "20.00");
  EXPECT_EQ(spent.find("by_cash")->text(), "5.00");
  EXPECT_EQ(cash_of_customer(stage.partner(), kCustomerId), *cash.minus(yuan("5.00")));
  EXPECT_TRUE(books_balance());
}

TEST_F(HeldBenefits, ACardIsUsedUpExactlyWhenNothingIsLeft) {  // ListStoredValueCards 1 and 2
  const std::string bought = card("20.00");
  EXPECT_EQ(cards(1), Ids{bought});
  EXPECT_EQ(cards(2), Ids{});
  spend("19.99", {{"card_id", text(bought)}});
  EXPECT_EQ(cards(1, bought), Ids{bought});
  spend("0.01", {{"card_id", text(bought)}});
  EXPECT_EQ(cards(1), Ids{});
  EXPECT_EQ(cards(2), Ids{bought});
  EXPECT_EQ(cards(2, "userSVCId0000000000"), Ids{});
}

TEST_F(HeldBenefits, AnExpiredCardIsNeitherUsableNorListed) {  // ListStoredValueCards 2
  const std::string bought = card("20.00");
  stage.control.advance_clock("P367D");
  EXPECT_EQ(cards(1), Ids{});
  EXPECT_EQ(cards(2), Ids{});
  const Decimal cash = cash_of_customer(stage.partner(), kCustomerId);
  EXPECT_THROW(spend("1.00", {{"card_id", text(bought)}}), std::exception);
  EXPECT_EQ(cash_of_customer(stage.partner(), kCustomerId), cash) << "all or nothing";
}

}  // namespace
}  // namespace bss::contract
