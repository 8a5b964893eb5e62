// CheckUserIdentity, SendVerificationMessageCode and CreateSubCustomer beside their errors: the
// numbered rules of customers.md section 3. The list of customers stands in customer_list_test.cpp.
#include <regex>
#include <set>

#include "cast.h"

namespace bss::contract {
namespace {

constexpr const char* kMobile = "13912345678";

class Registration : public StageTest {
 protected:
  bss::Client& partner() { return stage.partner().client; }

  std::string verdict(const char* type, const std::string& value) {
    return partner()
        .check_user_identity({.search_type = type, .search_value = value})
        .value()
        .check_result.value();
  }
  std::string send(const std::string& mobile = kMobile, std::optional<std::int32_t> timeout = {}) {
    partner()
        .send_verification_message_code(
            {.receiver_type = 1, .timeout = timeout, .mobile_phone = mobile})
        .value();
    return stage.control.newest_code(mobile);
  }
  /// "ok", or the code of the refusal.
  std::string outcome(const CreateSubCustomerRequest& request) {
    CallOptions options;
    options.check_before_create = false;
    const auto result = partner().create_sub_customer(request, options);
    return result.ok() ? "ok" : result.error().code;
  }
  CreateSubCustomerRequest with_code(const std::string& code, const char* platform_id = "u-1") {
    return {.mobile_phone = kMobile,
            .verification_code = Secret(code),
            .xaccount_id = platform_id,
            .xaccount_type = kPlatform};
  }
  CustomerInformation listed(const std::string& customer_id) {
    auto answer = partner().list_sub_customers({.customer_id = customer_id}).value();
    return answer.customer_infos.empty() ? CustomerInformation{} : answer.customer_infos.front();
  }
};

// --- CheckUserIdentity

TEST_F(Registration, NamesAreComparedWithTheWholeCloudAndWithoutCase) {  // rule 2
  EXPECT_EQ(verdict("name", "demo-customer"), "used_by_user");
  EXPECT_EQ(verdict("name", "DEMO-Distributor"), "used_by_user");
  EXPECT_EQ(verdict("name", "demo-reseller-customer"), "used_by_user");
  EXPECT_EQ(verdict("name", "demo-customer2"), "available");
}

TEST_F(Registration, AskingReservesNothing) {  // rule 1
  const std::string before = stage.control.value_state();
  EXPECT_EQ(verdict("name", "north-lake"), "available");
  EXPECT_EQ(verdict("name", "north-lake"), "available");
  EXPECT_EQ(stage.control.value_state(), before);
}

TEST_F(Registration, AMobileNumberServesAsManyAccountsAsTheSettingSays) {  // rule 3
  stage.control.set("accounts_per_mobile", number("2"));
  const auto left = [&] {
    return partner()
        .check_user_identity(
            {.search_type = "mobile", .search_value = std::string("0086-") + kMobile})
        .value()
        .mobile_remain_available_num;
  };
  EXPECT_EQ(left(), 2);
  EXPECT_EQ(outcome(with_code(send(), "u-1")), "ok");
  EXPECT_EQ(left(), 1);
  EXPECT_EQ(outcome(with_code(send(), "u-2")), "ok");
  EXPECT_EQ(left(), 0);
  EXPECT_EQ(outcome(with_code(send(), "u-3")), "CBC.99000030");
}

TEST_F(Registration, AddressesAreComparedWithoutCase) {  // rule 4
  RecordedClient& intl = stage.intl_partner();
  const auto verdict_of = [&](const char* address) {
    return intl.client.check_user_identity({.search_type = "email", .search_value = address})
        .value()
        .check_result.value();
  };
  EXPECT_EQ(verdict_of("ops@azul.example"), "available");
  intl.client.send_verification_message_code({.receiver_type = 2, .email = "ops@azul.example"})
      .value();
  const std::string code = stage.control.newest_code("ops@azul.example");
  intl.client
      .create_sub_customer({.email = "ops@azul.example",
                            .verification_code = Secret(code),
                            .domain_area = "MX",
                            .xaccount_id = "mx-5521",
                            .xaccount_type = kIntlPlatform})
      .value();
  EXPECT_EQ(verdict_of("OPS@Azul.example"), "used_by_user");
}

TEST_F(Registration, ALeadingUnderscoreIsForCreationOnly) {  // rule 5
  const auto refused =
      partner().check_user_identity({.search_type = "name", .search_value = "_north"});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "CBC.0100");
  EXPECT_EQ(outcome({.domain_name = "_north", .xaccount_id = "u-1", .xaccount_type = kPlatform}),
            "ok");
}

// --- SendVerificationMessageCode

TEST_F(Registration, ACodeHasSixDigitsAndIsNeverInTheAnswer) {  // rules 1 and 8
  const std::string code = send();
  EXPECT_TRUE(std::regex_match(code, std::regex("[0-9]{6}"))) << code;
  EXPECT_EQ(stage.partner().transport->last().body, "");
  EXPECT_EQ(stage.control.messages_to(kMobile), 1U);
}

TEST_F(Registration, ACodeLivesTenMinutesAsToldOrFive) {  // parameters: timeout
  struct Life {
    std::optional<std::int32_t> timeout;
    int minutes;
  };
  int user = 0;
  for (const Life& life : {Life{std::nullopt, 10}, Life{1, 1}, Life{60, 60}, Life{61, 5},
                           Life{90, 5}, Life{3000, 5}}) {
    const std::string shown = std::to_string(life.timeout.value_or(0));
    const std::string still = send("1391234560" + std::to_string(user), life.timeout);
    const std::string late = send("1391234561" + std::to_string(user), life.timeout);
    const auto attempt = [&](const std::string& mobile, const std::string& code) {
      return outcome({.mobile_phone = mobile,
                      .verification_code = Secret(code),
                      .xaccount_id = "user-" + mobile,
                      .xaccount_type = kPlatform});
    };
    stage.control.advance_clock("PT" + std::to_string(life.minutes * 60 - 1) + "S");
    EXPECT_EQ(attempt("1391234560" + std::to_string(user), still), "ok") << shown;
    stage.control.advance_clock("PT2S");
    EXPECT_EQ(attempt("1391234561" + std::to_string(user), late), "CBC.99004008") << shown;
    ++user;
  }
}

TEST_F(Registration, ANewerCodeReplacesTheOlderOne) {  // rule 3
  const std::string older = send();
  std::string newer = send();
  while (newer == older) newer = send();
  EXPECT_EQ(outcome(with_code(older)), "CBC.99004010");
  EXPECT_EQ(outcome(with_code(newer)), "ok");
}

TEST_F(Registration, FifteenCodesAnHourAndSceneInASlidingWindow) {  // rule 4
  const auto one_more = [&](const char* mobile, int scene) {
    SendVerificationMessageCodeRequest request{
        .receiver_type = 1, .mobile_phone = mobile, .scene = scene};
    if (scene == 18) request.customer_id = kCustomerId;
    const auto result = partner().send_verification_message_code(request);
    return result.ok() ? std::string("ok") : result.error().code;
  };
  for (int i = 0; i < 15; ++i) {
    EXPECT_EQ(one_more(kMobile, 29), "ok");
    if (i == 0) stage.control.advance_clock("PT10M");
  }
  EXPECT_EQ(one_more(kMobile, 29), "CBC.99004015");
  EXPECT_EQ(one_more(kMobile, 18), "ok") << "counted per receiver and scene";
  EXPECT_EQ(one_more("13912345679", 29), "ok");
  // 50 minutes later the first of them has left the window; the refused one did not count.
  stage.control.advance_clock("PT50M1S");
  EXPECT_EQ(one_more(kMobile, 29), "ok");
  EXPECT_EQ(one_more(kMobile, 29), "CBC.99004015");
}

TEST_F(Registration, AnUndeliveredCodeIsMadeAndCounted) {  // CBC.99004003
  stage.control.set("fail_code_delivery_to", list({kMobile}));
  for (int i = 0; i < 15; ++i) {
    const auto failed =
        partner().send_verification_message_code({.receiver_type = 1, .mobile_phone = kMobile});
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, "CBC.99004003");
  }
  EXPECT_EQ(stage.control.messages_to(kMobile), 0U);
  stage.control.set("fail_code_delivery_to", list({}));
  const auto limited =
      partner().send_verification_message_code({.receiver_type = 1, .mobile_phone = kMobile});
  ASSERT_FALSE(limited.ok());
  EXPECT_EQ(limited.error().code, "CBC.99004015");
}

// --- CreateSubCustomer

TEST_F(Registration, TheAssociationFollowsAfterItsDelay) {  // rule 1
  stage.control.set("association_delay_ms", number("1000"));
  const std::string id =
      partner()
          .create_sub_customer({.xaccount_id = "u-1", .xaccount_type = kPlatform})
          .value()
          .domain_id.value();
  EXPECT_EQ(listed(id).customer_id, "");
  stage.control.advance_clock("PT1S");
  EXPECT_EQ(listed(id).customer_id, id);
  EXPECT_EQ(listed(id).associated_on, stage.control.now());
}

TEST_F(Registration, WaitingEndsAsSoonAsTheAssociationIsComplete) {  // rule 2
  stage.control.run_clock();
  stage.control.set("association_delay_ms", number("40"));
  const std::string id = partner()
                             .create_sub_customer({.xaccount_id = "u-1",
                                                   .xaccount_type = kPlatform,
                                                   .include_association_result = true})
                             .value()
                             .domain_id.value();
  EXPECT_EQ(listed(id).customer_id, id);
}

TEST_F(Registration, ARefusedAuthorizationIsSilentForWhoDoesNotWait) {  // rule 2
  stage.control.set("refuse_authorization_for", list({"u-1"}));
  const std::string id =
      partner()
          .create_sub_customer({.xaccount_id = "u-1", .xaccount_type = kPlatform})
          .value()
          .domain_id.value();
  stage.control.advance_clock("P1D");
  EXPECT_EQ(listed(id).customer_id, "") << "the customer never appears in the list";
}

TEST_F(Registration, CustomersAreOfTheResaleKind) {  // rules 3 and 10
  const std::string id = add_customer(stage, "u-1");
  EXPECT_EQ(listed(id).association_type, "2");
  EXPECT_EQ(listed(id).is_frozen, 0);
  const std::string abroad =
      stage.intl_partner()
          .client
          .create_sub_customer(
              {.domain_area = "MX", .xaccount_id = "mx-1", .xaccount_type = kIntlPlatform})
          .value()
          .domain_id.value();
  const auto row = stage.intl_partner().client.list_sub_customers({.customer_id = abroad}).value();
  ASSERT_EQ(row.customer_infos.size(), 1U);
  EXPECT_EQ(row.customer_infos[0].association_type, "3");
  EXPECT_EQ(row.customer_infos[0].is_frozen, 1)
      << "needs a budget and an unfreeze before it can buy";
  EXPECT_EQ(row.customer_infos[0].verified_status, "-1");
  EXPECT_EQ(row.customer_infos[0].customer_type, -1);
}

TEST_F(Registration, APlatformIdIsUsedOnceWithinItsPlatform) {  // rule 4
  add_customer(stage, "u-1");
  EXPECT_EQ(outcome({.xaccount_id = "u-1", .xaccount_type = kPlatform}), "CBC.99000039");
  EXPECT_NE(add_distributor_customer(stage, "u-1"), "") << "another platform may use the same id";
}

TEST_F(Registration, WithoutANameTheServiceMakesOneUp) {  // rule 5
  std::set<std::string> names;
  for (const std::optional<std::string>& asked :
       {std::optional<std::string>(), std::optional<std::string>("")}) {
    const std::string platform_id = asked ? "u-empty" : "u-absent";
    names.insert(
        partner()
            .create_sub_customer(
                {.domain_name = asked, .xaccount_id = platform_id, .xaccount_type = kPlatform})
            .value()
            .domain_name.value());
  }
  ASSERT_EQ(names.size(), 2U);
  for (const std::string& name : names)
    EXPECT_TRUE(std::regex_match(name, std::regex("[0-9a-f]{32}"))) << name;
}

TEST_F(Registration, ACodeIsConsumedByTheCustomerThatItMade) {  // rule 8
  const std::string code = send();
  // A creation that fails for another reason leaves the code usable.
  CreateSubCustomerRequest taken = with_code(code);
  taken.domain_name = "demo-customer";
  EXPECT_EQ(outcome(taken), "CBC.99000038");
  EXPECT_EQ(outcome(with_code(code, "u-1")), "ok");
  EXPECT_EQ(outcome(with_code(code, "u-2")), "CBC.99004010");
}

TEST_F(Registration,
       TheCodeIsNotLookedAtWithoutANumber) {  // parameters: verification_code, mobile_phone
  EXPECT_EQ(outcome({.verification_code = Secret("000000"),
                     .xaccount_id = "u-1",
                     .xaccount_type = kPlatform}),
            "ok");
  EXPECT_EQ(outcome({.mobile_phone = "", .xaccount_id = "u-2", .xaccount_type = kPlatform}), "ok");
}

TEST_F(Registration, CooperationTypeCountsOnlyWhenItIsSwitchedOn) {  // parameters: cooperation_type
  const auto made = [&](const char* platform_id) {
    const std::string id =
        partner()
            .create_sub_customer(
                {.xaccount_id = platform_id, .xaccount_type = kPlatform, .cooperation_type = "1"})
            .value()
            .domain_id.value();
    return listed(id).association_type;
  };
  EXPECT_EQ(made("u-1"), "2");
  stage.control.set("cooperation_type_enabled", yes());
  EXPECT_EQ(made("u-2"), "1");
}

TEST_F(Registration, ThePasswordIsTheCustomersOwn) {  // parameters: password
  partner()
      .create_sub_customer({.domain_name = "north-lake",
                            .xaccount_id = "u-1",
                            .xaccount_type = kPlatform,
                            .password = Secret("Qinghe#2024")})
      .value();
  EXPECT_NE(stage.token("north-lake", "Qinghe#2024"), "");
}

/// Rule 13: when several things are wrong, the earlier check answers. Each line adds what the next
/// one tests alone.
TEST_F(Registration, ChecksRunInTheirOrder) {
  RecordedClient& d = stage.distributor();
  const std::string mobile = kMobile;
  const auto make = [&](const CreateSubCustomerRequest& request) {
    CallOptions options;
    options.check_before_create = false;
    const auto result = d.client.create_sub_customer(request, options);
    return result.ok() ? std::string("ok") : result.error().code;
  };
  const auto d_send = [&] {
    d.client.send_verification_message_code({.receiver_type = 1, .mobile_phone = mobile}).value();
    return stage.control.newest_code(mobile);
  };
  stage.control.set("accounts_per_mobile", number("1"));
  ASSERT_EQ(make({.mobile_phone = mobile,
                  .verification_code = Secret(d_send()),
                  .xaccount_id = "taken",
                  .xaccount_type = kDistributorPlatform}),
            "ok");
  stage.control.set("reported_contacts", list({mobile}));
  set_flags(stage, kDistributorId, {{"restricted", yes()}});
  std::string code = d_send();
  code.back() = code.back() == '0' ? '1' : '0';
  CreateSubCustomerRequest all_wrong{.domain_name = "1demo",
                                     .mobile_phone = mobile,
                                     .verification_code = Secret(code),
                                     .xaccount_id = "taken",
                                     .xaccount_type = kDistributorPlatform,
                                     .indirect_partner_id = kStrangerId};
  EXPECT_EQ(make(all_wrong), "CBC.99000031");
  all_wrong.domain_name = "demo-customer";
  EXPECT_EQ(make(all_wrong), "CBC.99000037");
  all_wrong.indirect_partner_id.reset();
  EXPECT_EQ(make(all_wrong), "CBC.50010085");
  set_flags(stage, kDistributorId, {{"restricted", no()}});
  EXPECT_EQ(make(all_wrong), "CBC.99000038");
  all_wrong.domain_name = "north-lake";
  EXPECT_EQ(make(all_wrong), "CBC.99000030");
  stage.control.set("accounts_per_mobile", number("3"));
  EXPECT_EQ(make(all_wrong), "CBC.99000039");
  all_wrong.xaccount_id = "free";
  EXPECT_EQ(make(all_wrong), "CBC.99000051");
  stage.control.set("reported_contacts", list({}));
  EXPECT_EQ(make(all_wrong), "CBC.99004010");
  all_wrong.verification_code = Secret(d_send());
  EXPECT_EQ(make(all_wrong), "ok");
}

}  // namespace
}  // namespace bss::contract
