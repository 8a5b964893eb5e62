// The examples E1-E7 of customers.md, sent by the SDK where it can express them.
#include <regex>

#include "cast.h"

namespace bss::contract {
namespace {

class CustomersExamples : public StageTest {
 protected:
  std::string code_for(const std::string& mobile, std::optional<std::int32_t> timeout = {}) {
    stage.partner()
        .client
        .send_verification_message_code({.receiver_type = 1,
                                         .timeout = timeout,
                                         .mobile_phone = mobile,
                                         .lang = "zh-cn",
                                         .scene = 29})
        .value();
    return stage.control.newest_code(mobile);
  }

  CreateSubCustomerResponse create(const char* name, const char* platform_id,
                                   const std::string& mobile) {
    return stage.partner()
        .client
        .create_sub_customer({.domain_name = name,
                              .mobile_phone = mobile,
                              .verification_code = Secret(code_for(mobile)),
                              .xaccount_id = platform_id,
                              .xaccount_type = kPlatform,
                              .password = Secret("Qinghe#2024"),
                              .is_close_market_ms = "true",
                              .include_association_result = false})
        .value();
  }
};

TEST_F(CustomersExamples, E1NameFree) {
  const auto answer =
      stage.partner()
          .client.check_user_identity({.search_type = "name", .search_value = "north-lake-foods"})
          .value();
  EXPECT_EQ(answer.check_result, "available");
  EXPECT_FALSE(answer.mobile_remain_available_num.has_value()) << "only with search_type mobile";
  // Open point 4: the success marker may be there or not; it is never another one.
  EXPECT_EQ(answer.error_code.value_or("CBC.0000"), "CBC.0000");
}

TEST_F(CustomersExamples, E2MobileNumberExhausted) {
  const auto remaining = [&] {
    return stage.partner()
        .client.check_user_identity({.search_type = "mobile", .search_value = "0086-13800138000"})
        .value();
  };
  EXPECT_EQ(remaining().mobile_remain_available_num, 3);
  EXPECT_EQ(remaining().check_result, "available");
  for (const char* platform_id : {"m-1", "m-2", "m-3"}) {
    create((std::string("mobile-user-") + platform_id).c_str(), platform_id, "13800138000");
  }
  EXPECT_EQ(remaining().mobile_remain_available_num, 0);
  EXPECT_EQ(remaining().check_result, "used_by_user");
}

TEST_F(CustomersExamples, E3ACodeFor90MinutesLives5) {
  const std::string code = code_for("13912345678", 90);
  EXPECT_EQ(stage.partner().transport->last().status, 204);
  EXPECT_EQ(stage.partner().transport->last().body, "");
  EXPECT_TRUE(std::regex_match(code, std::regex("[0-9]{6}"))) << code;
  stage.control.advance_clock("PT5M1S");
  const auto late = stage.partner().client.create_sub_customer({.mobile_phone = "13912345678",
                                                                .verification_code = Secret(code),
                                                                .xaccount_id = "u-100238",
                                                                .xaccount_type = kPlatform});
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, "CBC.99004008");
}

TEST_F(CustomersExamples, E4E5CreatedOnceUnderItsPlatformId) {
  const auto created = create("north-lake-foods", "u-100238", "13912345678");
  EXPECT_EQ(created.domain_name, "north-lake-foods");
  EXPECT_TRUE(std::regex_match(created.domain_id.value(), std::regex("[0-9a-f]{32}")));

  const auto again = stage.partner().client.create_sub_customer(
      {.xaccount_id = "u-100238", .xaccount_type = kPlatform});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().http_status, 400);
  EXPECT_EQ(again.error().code, "CBC.99000039");
  EXPECT_EQ(again.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(again.error().message, "The xaccountId is already in use.");
}

TEST_F(CustomersExamples, E6TimedOutWhileWaitingForTheAssociation) {
  stage.control.set("association_delay_ms", number("60000"));
  stage.control.set("association_wait_limit_ms", number("20"));
  CallOptions options;
  options.check_before_create = false;
  const CreateSubCustomerRequest request{.xaccount_id = "u-100239",
                                         .xaccount_type = kDistributorPlatform,
                                         .indirect_partner_id = kResellerId,
                                         .include_association_result = true};
  const auto late = stage.distributor().client.create_sub_customer(request, options);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().http_status, 500);
  EXPECT_EQ(late.error().code, "CBC.99000050");
  // section 15, 1: the error has room for the ids of the account that exists.
  const std::string id(late.error().detail("domain_id"));
  EXPECT_TRUE(std::regex_match(id, std::regex("[0-9a-f]{32}"))) << id;
  EXPECT_TRUE(std::regex_match(std::string(late.error().detail("domain_name")),
                               std::regex("[0-9a-f]{32}")));

  const auto listed = [&] {
    return stage.distributor()
        .client.list_sub_customers({.customer_id = id, .indirect_partner_id = kResellerId})
        .value();
  };
  EXPECT_EQ(listed().count, 0) << "until the association is complete the customer does not appear";
  stage.control.advance_clock("PT1M1S");
  ASSERT_EQ(listed().count, 1);
  EXPECT_EQ(listed().customer_infos.at(0).xaccount_id, "u-100239");
  // A blind retry ends in 99000039.
  const auto again = stage.distributor().client.create_sub_customer(request, options);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, "CBC.99000039");
}

TEST_F(CustomersExamples, E7SecondPageOfResaleCustomers) {
  const std::string begin = stage.control.now();
  const std::string older = create("north-lake-foods", "u-100238", "13912345678").domain_id.value();
  stage.control.advance_clock("PT2M");
  create("south-lake-tea", "u-100240", "13912345679");
  create("mountain-tea", "u-100241", "13912345680");
  const auto page = stage.partner()
                        .client
                        .list_sub_customers({.account_name = "lake",
                                             .offset = 1,
                                             .limit = 1,
                                             .association_type = "2",
                                             .associated_on_begin = begin})
                        .value();
  EXPECT_EQ(page.count, 2);
  ASSERT_EQ(page.customer_infos.size(), 1U);
  const CustomerInformation& row = page.customer_infos[0];
  EXPECT_EQ(row.customer_id, older);
  EXPECT_EQ(row.account_name, "north-lake-foods");
  EXPECT_EQ(row.associated_on, begin);
  EXPECT_EQ(row.association_type, "2");
  EXPECT_EQ(row.telephone, "13912345678");
  EXPECT_EQ(row.country_code, "0086");
  EXPECT_EQ(row.verified_status, "-1");
  EXPECT_EQ(row.customer_type, -1);
  EXPECT_EQ(row.is_frozen, 0);
  EXPECT_EQ(row.xaccount_id, "u-100238");
  EXPECT_EQ(row.xaccount_type, kPlatform);
  EXPECT_FALSE(row.customer.has_value()) << "absent while the customer is not authenticated";
}

}  // namespace
}  // namespace bss::contract
